"""Rows read by their columns: some by their keys, with a statement made once, or all of them.

To put the statement of forty columns together takes longer than to draw twenty rows with it, so
one with places for what is asked is kept by this process. No statement here says a day or a word
of a language: the columns of the data profile hold neither.
"""

import dataclasses
import functools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.core.exceptions import EmptyResultSet
from django.db import connections, models

from portal.lists.cells import printed_values
from portal.lists.columns import Column
from portal.lists.declaration import Table
from portal.lists.export import CHUNK
from portal.rows.internals import compiler_of

# Stands in a statement for what is asked; nothing that is asked is so written.
PLACE = "\x00place:"


class Keys(models.Func):
    """Primary keys that are given when the statement is asked, to be used behind `__in`."""

    output_field = models.BigIntegerField()
    PLACE = f"{PLACE}keys"

    def as_sqlite(self, compiler, connection, **context):
        return "(SELECT value FROM JSON_EACH(%s))", [self.PLACE]

    def as_postgresql(self, compiler, connection, **context):
        return "(SELECT UNNEST(%s::bigint[]))", [self.PLACE]


def place(name: str) -> models.Value:
    """A value that is given when the statement is asked."""
    return models.Value(PLACE + name, output_field=models.TextField())


@dataclasses.dataclass(frozen=True)
class Statement:
    """A statement with places in it, in the words of one database."""

    sql: str
    params: tuple
    vendor: str

    @classmethod
    def of(cls, queryset: models.QuerySet, columns: Sequence[Column]) -> "Statement":
        """What reads the primary key and the cells of `queryset`."""
        compiler = compiler_of(printed_values(queryset, columns, "pk"))
        return cls(*compiler.as_sql(), compiler.connection.vendor)

    def read(self, using: str, given: Mapping[str, object]) -> list[tuple]:
        """The rows, where each place holds what is given for it."""
        known = {PLACE + name: value for name, value in given.items()}
        params = [known.get(each, each) if isinstance(each, str) else each for each in self.params]
        with connections[using].cursor() as cursor:
            cursor.execute(self.sql, params)
            return cursor.fetchall()

    def rows_of(self, using: str, keys: Sequence[int]) -> dict[int, tuple]:
        """The cells of the rows with some primary keys, by these."""
        given = json.dumps(keys) if self.vendor == "sqlite" else list(keys)
        return {pk: cells for pk, *cells in self.read(using, {"keys": given})}


class Same:
    """A table as a key of what is kept: as itself, since to compare all its columns takes long."""

    def __init__(self, table: Table):
        self.table = table

    def __hash__(self):
        return id(self.table)

    def __eq__(self, other):
        return self.table is other.table


@functools.lru_cache(maxsize=256)
def _kept(same: Same, names: tuple[str, ...], using: str) -> Statement:
    columns = {column.name: column for column in same.table.data_columns}
    rows = same.table.entries().using(using)
    return by_keys(rows, [columns[name] for name in names])


def kept(table: Table, names: tuple[str, ...], using: str) -> Statement:
    """The statement by keys for some columns of the data profile of a table or list."""
    return _kept(Same(table), names, using)


def by_keys(queryset: models.QuerySet, columns: Sequence[Column]) -> Statement:
    """The statement that reads such columns of the rows with some primary keys."""
    return Statement.of(queryset.filter(pk__in=Keys()).order_by(), columns)


def every_row(queryset: models.QuerySet, columns: Sequence[Column]) -> Iterator[Sequence]:
    """The cells of all rows of `queryset`, some at a time; closing it ends the statement.

    The statement is made at once, and asked when the first row is.
    """
    try:
        compiler = compiler_of(printed_values(queryset, columns))
        sql, params = compiler.as_sql()
    except EmptyResultSet:  # a condition that nothing can meet
        return iter(())
    return READ[compiler.connection.vendor](compiler.connection, sql, params)


def _from_sqlite(connection, sql: str, params: Iterable) -> Iterator[Sequence]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        while found := cursor.fetchmany(CHUNK):
            yield from found


def _from_postgresql(connection, sql: str, params: Iterable) -> Iterator[Sequence]:
    # As for a CSV (`portal.lists.export`): outside a transaction, and errors as Django knows them.
    statement = f"COPY ({connection.ops.compose_sql(sql, params)}) TO STDOUT"
    errors = connection.wrap_database_errors
    with errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        yield from copy.rows()


READ = {"sqlite": _from_sqlite, "postgresql": _from_postgresql}
