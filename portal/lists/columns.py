"""Columns: one declaration read by the page, the CSV, the XLSX and the data dictionary.

A column is a database expression, so that a row is the same wherever it goes. Readers are told a
value in their language; the data profile is one for all languages, so there a column is what
`in_data` says: the words of both, a code, true or false, an address without host and language.
"""

import dataclasses
import itertools
import re
from collections.abc import Callable, Sequence

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

TEXT = models.TextField()
# What cells are drawn from besides, by the way they are drawn.
DRAWN_FROM = {
    "entry": ("entry_address",),
    "source": ("section_address", "inferred", "inference"),
}
Label = str | Promise
Expression = str | models.expressions.Combinable


class Kind(models.TextChoices):
    """What a column holds; it decides the type in XLSX and how a cell is aligned."""

    __codelist__ = "column_type"

    TEXT = "text", _("text")
    INTEGER = "integer", _("whole number")
    DECIMAL = "decimal", _("number")
    DATE = "date", _("date (ISO 8601)")
    EDTF = "edtf", _("date (EDTF)")
    URL = "url", _("address")
    PATH = "path", _("address on this site")
    BOOLEAN = "boolean", _("true or false")


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
    `reads` is given the rows of a page and the alias of their database before they are drawn, and
    puts into them what is of today, so that no download holds it; of former days nothing is read.
    `beside` gives from a whole row what the page says beside a print; empty for nothing.
    `needs` are the columns from which `draw`, `beside` or a template of its own reads besides.
    `data` are the columns that stand for it in the data profile, where what it holds does not say
    so itself. Machines are told besides: `choices`, of which its values are codes; `refers` to a
    table and its column, as in `partners.code`; `unit` of its numbers; `several` values in a cell,
    with a semicolon between.
    """

    name: str
    header: Label
    value: str | Callable[[], Expression]
    meaning: Label = ""
    kind: str = Kind.TEXT
    cell: str = ""
    words: Callable[[object], str] | None = None
    draw: Callable[[object, dict], SafeString] | None = None
    reads: Callable[[Sequence[dict], str], None] | None = None
    beside: Callable[[dict], str] | None = None
    leads: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    data: tuple["Column", ...] | None = None
    choices: type[models.TextChoices] | None = None
    refers: str = ""
    unit: str = ""
    several: bool = False

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

    @property
    def drawn_from(self) -> tuple[str, ...]:
        """The names of the other columns that its cell is drawn from."""
        return (*self.needs, *self.leads[1:], *DRAWN_FROM.get(self.cell, ()))

    @property
    def in_data(self) -> tuple["Column", ...]:
        """What stands for it in the data profile, in which nothing depends on the language."""
        if self.data is not None:
            return self.data
        if isinstance(self.value, Told):
            return self.value.in_data(self)
        if not callable(self.value):
            return (self,)
        if self.kind == Kind.URL:
            path = in_language(settings.LANGUAGE_CODE, self.value)
            return (dataclasses.replace(self, kind=Kind.PATH, value=path),)
        return self.in_both if self.kind == Kind.TEXT else (self,)

    @property
    def in_both(self) -> tuple["Column", ...]:
        """The same words in Japanese and in English."""
        return tuple(
            dataclasses.replace(
                self, name=f"{self.name}_{language}", value=in_language(language, self.value)
            )
            for language, _name in settings.LANGUAGES
        )


def codelist(choices: type[models.TextChoices]) -> str:
    """The name of a list of codes: `measure_kind`.

    It is that of the class; one that does not say whose codes it holds names itself by
    `__codelist__`.
    """
    if own := getattr(choices, "__codelist__", ""):
        return own
    return re.sub(r"(?<!^)(?=[A-Z])", "_", choices.__name__).lower()


class Told:
    """What a column holds, where it knows itself how the data profile tells it."""

    def __call__(self) -> Expression:
        """What readers are told, in the active language."""
        raise NotImplementedError

    def in_data(self, column: Column) -> tuple[Column, ...]:
        """The columns that stand for it in the data profile."""
        raise NotImplementedError


def in_language(language: str, value: Callable[[], Expression]) -> Callable[[], Expression]:
    """What a function builds where a language is active."""

    def expression():
        with override(language):
            return value()

    return expression


def data_columns(columns: Sequence[Column]) -> list[Column]:
    """The columns of the data profile; what two of the columns tell stands there once."""
    found: dict[str, Column] = {}
    for each in itertools.chain.from_iterable(column.in_data for column in columns):
        found.setdefault(each.name, each)
    return list(found.values())


class ConcatNullable(Func):
    """The parts one behind the other; NULL where one of them is."""

    template = "(%(expressions)s)"
    arg_joiner = " || "
    output_field = TEXT


def rows(queryset: models.QuerySet, columns: Sequence[Column], base: str = "") -> models.QuerySet:
    """`queryset` as one dict per row with a key per column."""
    expressions = {f"c_{column.name}": column.expression(base) for column in columns}
    return queryset.select_related(None).prefetch_related(None).values("pk", **expressions)
