"""Columns: one declaration read by the page, the CSV, the XLSX and the data dictionary.

A column is a database expression, so that a row is the same wherever it goes.
"""

import dataclasses
from collections.abc import Callable, Sequence

from django.db import models
from django.db.models import Case, F, Func, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.lists import addresses

TEXT = models.TextField()
Label = str | Promise
Expression = str | models.expressions.Combinable


class Kind(models.TextChoices):
    """What a column holds; it decides the type in XLSX and how a cell is aligned."""

    TEXT = "text", _("text")
    INTEGER = "integer", _("whole number")
    DECIMAL = "decimal", _("number")
    DATE = "date", _("date (ISO 8601)")
    EDTF = "edtf", _("date (EDTF)")
    URL = "url", _("address")


@dataclasses.dataclass(frozen=True)
class Column:
    """One column.

    `name` is the header of the data profile (snake_case), `header` the one people read.
    `value` is a field path, or a function that builds the expression for the active language.
    `cell` says how the page draws it (see `templatetags.lists`); empty for the download only.
    `words` turns a value into what the page says, where that differs from the download.
    `draw` draws a cell that is not empty from its value and the whole row, in place of `cell`.
    `leads` is the view whose page a cell leads to, and the columns that hold the names in its
    address; a cell that is the `entry` leads to the row itself.
    `beside` gives from a whole row what the page says beside a print; empty for nothing.
    """

    name: str
    header: Label
    value: str | Callable[[], Expression]
    meaning: Label = ""
    kind: str = Kind.TEXT
    cell: str = ""
    words: Callable[[object], str] | None = None
    draw: Callable[[object, dict], SafeString] | None = None
    beside: Callable[[dict], str] | None = None
    leads: tuple[str, ...] = ()

    def expression(self, base: str = "") -> Expression:
        """The expression for the active language; addresses start with `base`."""
        value = self.value() if callable(self.value) else F(self.value)
        if self.kind == Kind.URL and base:
            # An empty address stays empty, and the value is computed once.
            found = ConcatNullable(Value(base), NullIf(value, Value("")))
            return Coalesce(found, Value(""), output_field=TEXT)
        return value

    @property
    def numeric(self) -> bool:
        """Whether it holds numbers, which are never written as text."""
        return self.kind in {Kind.INTEGER, Kind.DECIMAL}


class ConcatNullable(Func):
    """The parts one behind the other; NULL where one of them is."""

    template = "(%(expressions)s)"
    arg_joiner = " || "
    output_field = TEXT


def rows(queryset: models.QuerySet, columns: Sequence[Column], base: str = "") -> models.QuerySet:
    """`queryset` as one dict per row with a key per column."""
    expressions = {f"c_{column.name}": column.expression(base) for column in columns}
    return queryset.select_related(None).prefetch_related(None).values("pk", **expressions)


def bilingual(path: str) -> Callable[[], Expression]:
    """`<path>_en` on English pages where it is filled, `<path>_ja` otherwise."""

    def value():
        if get_language() == "en":
            return Coalesce(NullIf(F(f"{path}_en"), Value("")), F(f"{path}_ja"), output_field=TEXT)
        return F(f"{path}_ja")

    return value


def label(path: str, choices: type[models.TextChoices]) -> Callable[[], Expression]:
    """The words of a choice field in the active language."""

    def value():
        return Case(
            *(When(**{path: each.value}, then=Value(str(each.label))) for each in choices),
            default=Value(""),
            output_field=TEXT,
        )

    return value


def flag(path: str, yes: Label) -> Callable[[], Expression]:
    """The word `yes` where a boolean field is true, nothing where it is false."""

    def value():
        return Case(
            When(**{path: True}, then=Value(str(yes))), default=Value(""), output_field=TEXT
        )

    return value


class Listed(Func):
    """The codes of a JSON list as one text with a comma between.

    A code is of letters and hyphens, so the marks of the list can be taken away by themselves.
    """

    template = """BTRIM(REPLACE(%(expressions)s::text, '", "', ', '), '["]')"""
    output_field = TEXT

    def as_sqlite(self, compiler, connection):
        """`json` writes a list in one way, however it was stored."""
        template = """TRIM(REPLACE(JSON(%(expressions)s), '","', ', '), '["]')"""
        return self.as_sql(compiler, connection, template=template)


def json_codes(path: str) -> Callable[[], Expression]:
    """Several codes as one text: title, date."""
    return lambda: Listed(F(path))


def address(view: str, *paths: str, anchor: Sequence[Expression] = ()) -> Callable[[], Expression]:
    """The address of the page `view` in the active language, with the values of `paths` in it.

    `anchor` is what follows the `#`; an expression or field path for each part.
    """

    def value():
        *before, rest = addresses.parts(view, len(paths))
        found: list[Expression] = []
        for part, path in zip(before, paths, strict=True):
            found += [Value(part), F(path)]
        found.append(Value(rest + ("#" if anchor else "")))
        found += [F(part) if isinstance(part, str) else part for part in anchor]
        joined = Concat(*found, output_field=TEXT)
        missing = models.Q(**{f"{paths[0]}__isnull": True})
        return Case(When(missing, then=Value("")), default=joined, output_field=TEXT)

    return value


class Joined(Subquery):
    """The values of a one-column subquery, named `joined`, in its order, with a comma between."""

    output_field = TEXT

    def __init__(self, queryset: models.QuerySet, value: Expression):
        value = F(value) if isinstance(value, str) else value
        self.glue = ", " if get_language() == "en" else "、"
        super().__init__(queryset.values(joined=Cast(value, TEXT)))

    def as_sqlite(self, compiler, connection):
        return self.as_sql(
            compiler,
            connection,
            template=f"(SELECT GROUP_CONCAT(j.joined, '{self.glue}') FROM (%(subquery)s) j)",
        )

    def as_postgresql(self, compiler, connection):
        return self.as_sql(
            compiler,
            connection,
            template=f"(SELECT STRING_AGG(j.joined, '{self.glue}') FROM (%(subquery)s) j)",
        )
