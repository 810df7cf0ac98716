"""Cells: the columns of a list as a download writes them, made by the database itself.

Each database has its own way to write a number or a line; what comes out is the same. Text
needs no look here: what is stored is one line that starts no formula, by a rule of its column.
"""

from collections.abc import Sequence

from django.db import models
from django.db.models import BinaryField, Case, Func, Value, When
from django.db.models.functions import Coalesce

from portal.lists.columns import TEXT, Column, Expression, Kind

# Beside numbers, what stands in no quotation marks.
BARE = {Kind.DATE, Kind.BOOLEAN}


class Digits(Func):
    """A decimal without exponent or idle zeros."""

    function = "TRIM_SCALE"

    def as_sqlite(self, compiler, connection):
        """As text; SQLite would print the number it has stored instead of the decimal."""
        [number] = self.get_source_expressions()
        places = Value(f"%.{number.output_field.decimal_places}f")
        found = Func(places, number, function="PRINTF", output_field=TEXT)
        for idle in ("0", "."):
            found = Func(found, Value(idle), function="RTRIM", output_field=TEXT)
        empty = models.lookups.IsNull(number, True)
        return compiler.compile(Case(When(empty, then=Value("")), default=found, output_field=TEXT))


class Day(Func):
    """A date in ISO 8601 as text, whatever style the server has for dates."""

    template = "TO_CHAR(%(expressions)s, 'YYYY-MM-DD')"
    output_field = TEXT

    def as_sqlite(self, compiler, connection):
        """As it is stored; a bare column the driver would make a date of."""
        return self.as_sql(compiler, connection, template="CAST(%(expressions)s AS TEXT)")


class Line(Func):
    """A whole line of a CSV as bytes, on SQLite: one value for Python to carry, not thirty."""

    template = "CAST(PRINTF(%(expressions)s) AS BLOB)"
    output_field = BinaryField()


def cell_alias(column: Column) -> str:
    """What the cell of a column is called in a query; no field of a model is called so."""
    return f"c_{column.name}"


def is_quoted(column: Column) -> bool:
    """Whether its cells stand in quotation marks: text does; numbers, days and truths do not."""
    return not column.numeric and column.kind not in BARE


def cell(column: Column, base: str) -> Expression:
    """A column as a cell: text that is never NULL, a day in ISO 8601, or a number."""
    value = column.expression(base)
    if column.kind == Kind.DATE:
        return Day(value)
    if column.numeric or column.kind == Kind.BOOLEAN:
        return value
    return Coalesce(value, Value(""), output_field=TEXT)


def cell_values(queryset: models.QuerySet, columns: Sequence[Column], base: str) -> models.QuerySet:
    """A tuple of cells for each row of `queryset`; addresses start with `base`."""
    return _values(queryset, {cell_alias(column): cell(column, base) for column in columns})


def csv_cells_postgresql(
    queryset: models.QuerySet, columns: Sequence[Column], base: str
) -> models.QuerySet:
    """`cells` with each number as it is printed, for a database that writes CSV by itself."""
    return _values(queryset, {cell_alias(column): _figure(column, base) for column in columns})


def printed_values(
    queryset: models.QuerySet, columns: Sequence[Column], *before: str
) -> models.QuerySet:
    """The same for any database, behind the fields `before`; to be read without the driver of it.

    Django would make a number of a decimal again that is printed already.
    """
    plain = queryset.select_related(None).prefetch_related(None)
    expressions = {cell_alias(column): _figure(column, "") for column in columns}
    return plain.values(*before, **expressions).values_list(*before, *expressions)


def csv_lines_sqlite(
    queryset: models.QuerySet, columns: Sequence[Column], base: str
) -> models.QuerySet:
    """A tuple with one line of CSV for each row of `queryset`, for SQLite."""
    form = ",".join('"%w"' if is_quoted(column) else "%s" for column in columns)
    figures = [Coalesce(_figure(column, base), Value(""), output_field=TEXT) for column in columns]
    return _values(queryset, {"c_line": Line(Value(f"{form}\r\n"), *figures)})


def _figure(column: Column, base: str) -> Expression:
    value = cell(column, base)
    return Digits(value) if column.kind == Kind.DECIMAL else value


def _values(queryset: models.QuerySet, expressions: dict[str, Expression]) -> models.QuerySet:
    plain = queryset.select_related(None).prefetch_related(None)
    return plain.values(**expressions).values_list(*expressions)
