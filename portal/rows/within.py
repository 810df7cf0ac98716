"""A row and all that stand below it, by any number of steps, as a part of any condition.

The database walks down by itself (WITH RECURSIVE), so that a list can do so for each of its rows.
"""

from django.db import models

from portal.rows.internals import sql_of


class Within(models.Func):
    """The primary keys of a row and of all below it, to be used behind `__in`.

    `pairs` gives the primary keys of rows, each with that of one right above it; rows may stand
    below several, and in a circle. `start` is the key of the row, or an expression for it.
    """

    output_field = models.BigIntegerField()

    def __init__(self, start: int | models.expressions.Combinable, pairs: models.QuerySet):
        self.pairs = pairs
        super().__init__(start if hasattr(start, "resolve_expression") else models.Value(start))

    def as_sql(self, compiler, connection, **context):
        start, parameters = compiler.compile(self.source_expressions[0])
        pairs, more = sql_of(self.pairs.order_by().using(connection.alias))
        sql = (
            f"(WITH RECURSIVE pairs(narrower, broader) AS ({pairs}), within(pk) AS ("
            f"SELECT CAST({start} AS bigint) UNION SELECT pairs.narrower FROM pairs "
            f"JOIN within ON pairs.broader = within.pk) SELECT pk FROM within)"
        )
        return sql, (*more, *parameters)

    def as_postgresql(self, compiler, connection, **context):
        # Of an array few rows are expected; of a walk so many that whole tables would be read.
        sql, parameters = self.as_sql(compiler, connection, **context)
        return f"(SELECT UNNEST(ARRAY{sql}))", parameters
