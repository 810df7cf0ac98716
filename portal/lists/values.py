"""What columns hold: expressions of the database, each built for the active language.

Those that know themselves how the data profile tells them are `Told`; their classes are called as
functions are, for that is what a column takes.
"""

import dataclasses
import functools
from collections.abc import Callable, Sequence

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Func, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.lists import addresses
from portal.lists.columns import TEXT, Column, Expression, Kind, Label, Told

# What stands between several values in a cell of the data profile; no code holds it.
BETWEEN = ";"


def key_of(meaning: Label) -> Label:
    """What a key tells, beside columns that tell what it is the key of."""
    words = _("Key of what the columns beside it name: {meaning}")
    return format_lazy(words, meaning=meaning)


@dataclasses.dataclass(frozen=True)
class bilingual(Told):
    """`<path>_en` on English pages where it is filled, `<path>_ja` otherwise.

    What it names may be an entry of another table, as `refers` says.
    """

    path: str
    refers: str = ""

    def __call__(self):
        if get_language() == "en":
            english = NullIf(F(f"{self.path}_en"), Value(""))
            return Coalesce(english, F(f"{self.path}_ja"), output_field=TEXT)
        return F(f"{self.path}_ja")

    def in_data(self, column):
        """The key of what it names, and the words of each language as they are stored."""
        words = (
            dataclasses.replace(column, name=f"{column.name}_{each}", value=f"{self.path}_{each}")
            for each, _name in settings.LANGUAGES
        )
        if not self.refers:
            return tuple(words)
        key = self.refers.rpartition(".")[2]
        path = f"{self.path.rpartition('__')[0]}__{key}"
        return (
            Column(f"{column.name}_{key}", "", path, key_of(column.meaning), refers=self.refers),
            *words,
        )


@dataclasses.dataclass(frozen=True)
class label(Told):
    """The words of a choice field in the active language; its code besides in the data profile."""

    path: str
    choices: type[models.TextChoices]

    def __call__(self):
        return Case(
            *(
                When(**{self.path: each.value}, then=Value(str(each.label)))
                for each in self.choices
            ),
            default=Value(""),
            output_field=TEXT,
        )

    def in_data(self, column):
        """The code and the words of both languages."""
        name = f"{column.name}_code"
        code = Column(name, "", self.path, column.meaning, choices=self.choices)
        return code, *column.in_both


def is_choice(column: Column) -> bool:
    """Whether a column holds the words of a choice, which break between their words alone."""
    return isinstance(column.value, label)


@dataclasses.dataclass(frozen=True)
class flag(Told):
    """The word `yes` where a boolean field is true, nothing where it is false."""

    path: str
    yes: Label

    def __call__(self):
        filled = When(**{self.path: True}, then=Value(str(self.yes)))
        return Case(filled, default=Value(""), output_field=TEXT)

    def in_data(self, column):
        """True or false; empty where neither is known."""
        true = functools.partial(truth, models.Q(**{self.path: True}))
        known = models.Q(**{f"{self.path}__isnull": False})
        return (dataclasses.replace(column, value=lambda: true(known), kind=Kind.BOOLEAN),)


def truth(condition: models.Q, known: models.Q | None = None) -> Expression:
    """`true` or `false`; nothing where it is not `known`."""
    unknown = () if known is None else (When(~known, then=Value(None, output_field=TEXT)),)
    met = When(condition, then=Value("true"))
    return Case(*unknown, met, default=Value("false"), output_field=TEXT)


@dataclasses.dataclass(frozen=True)
class Fixed(Told):
    """An expression that is the same in all languages, such as a code."""

    value: Callable[[], Expression]

    def __call__(self):
        return self.value()

    def in_data(self, column):
        """The same."""
        return (column,)


class Listed(Func):
    """The codes of a JSON list as one text with a mark between.

    A code is of letters and hyphens, so the marks of the list can be taken away by themselves.
    """

    template = """BTRIM(REPLACE(%(expressions)s::text, '", "', '%(glue)s'), '["]')"""
    output_field = TEXT

    def as_sqlite(self, compiler, connection):
        """`json` writes a list in one way, however it was stored."""
        template = """TRIM(REPLACE(JSON(%(expressions)s), '","', '%(glue)s'), '["]')"""
        return self.as_sql(compiler, connection, template=template)


@dataclasses.dataclass(frozen=True)
class json_codes(Told):
    """Several codes as one text: title, date."""

    path: str
    choices: type[models.TextChoices] | None = None

    def __call__(self):
        return Listed(F(self.path), glue=", ")

    def in_data(self, column):
        """The codes with a semicolon between."""
        codes = lambda: Listed(F(self.path), glue=BETWEEN)  # noqa: E731
        told = {"value": codes, "several": True, "choices": self.choices}
        return (dataclasses.replace(column, **told),)


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
    """The values of a one-column subquery, named `joined`, in its order, with a mark between."""

    output_field = TEXT

    def __init__(self, queryset: models.QuerySet, value: Expression, glue: str = ""):
        value = F(value) if isinstance(value, str) else value
        self.glue = glue or (", " if get_language() == "en" else "、")
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


@dataclasses.dataclass(frozen=True)
class Codes:
    """How the data profile tells several rows: a column `name` with the values at `path`."""

    name: str
    path: str | Callable[[], Expression]
    refers: str = ""


@dataclasses.dataclass(frozen=True)
class Several(Told):
    """What several rows say, one after the other; in the data profile their codes.

    Rows without `codes` are names; they stand there as they are, and one in each row in the table
    of names.
    """

    rows: Callable[[], models.QuerySet]
    words: str | Callable[[], Expression]
    codes: Codes | None = None

    def __call__(self):
        return self._joined(self.words)

    def in_data(self, column):
        """The codes, or the names, with a semicolon between."""
        codes = self.codes or Codes(column.name, self.words)
        told = {"name": codes.name, "refers": codes.refers, "several": True}
        value = lambda: self._joined(codes.path, BETWEEN)  # noqa: E731
        return (dataclasses.replace(column, value=value, **told),)

    def _joined(self, value: str | Callable[[], Expression], glue: str = "") -> Joined:
        return Joined(self.rows(), value() if callable(value) else value, glue)
