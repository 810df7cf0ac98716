"""The data dictionary as tables: every code list with its words, every column of every table."""

from collections.abc import Iterable, Iterator, Sequence

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from measures.glossary import MEANINGS
from measures.models import Relation
from measures.models.relations import SYMMETRIC
from portal.languages import in_languages
from portal.lists.columns import Column, Kind, codelist
from portal.lists.declaration import Table

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def in_both(words) -> Iterator[str]:
    """Words as they are said in Japanese and in English."""
    return (text for _language, text in in_languages(words))


def in_each(name: str, meaning) -> tuple[Column, ...]:
    """A column of words for each language."""
    return tuple(Column(f"{name}_{each}", "", name, meaning) for each in LANGUAGES)


def codelists_of(tables: Iterable[Table]) -> dict[str, type[models.TextChoices]]:
    """The lists of codes that columns of some tables hold, by name."""
    columns = (column for table in tables for column in table.data_columns if column.choices)
    found = {codelist(column.choices): column.choices for column in columns}
    return dict(sorted(found.items()))


def codelist_lines(tables: Sequence[Table]) -> Iterator[tuple]:
    """A line for each code of each list."""
    for name, choices in codelists_of(tables).items():
        meanings = MEANINGS.get(choices, {})
        for position, each in enumerate(choices, start=1):
            symmetric = each in SYMMETRIC if choices is Relation.Kind else None
            words = (*in_both(each.label), *in_both(meanings.get(each, "")))
            yield (name, each.value, position, *words, symmetric)


def column_lines(tables: Sequence[Table]) -> Iterator[tuple]:
    """A line for each column of each table."""
    for table in tables:
        for position, column in enumerate(table.data_columns, start=1):
            yield (
                table.table,
                column.name,
                position,
                str(column.kind),
                column.unit,
                codelist(column.choices) if column.choices else "",
                column.refers,
                column.several,
                column.name in table.key,
                *in_both(column.meaning),
            )


def dictionary(tables: Sequence[Table]) -> tuple[Table, Table]:
    """The two tables that tell of all others, and of each other."""
    codelists = Table(
        name="codelists",
        title=_("Code lists"),
        lead=_("Every code of every fixed list, with its words and meaning in both languages."),
        lines=lambda using: codelist_lines((*tables, codelists, columns)),
        columns=(
            Column("list", "", "list", _("Name of the list.")),
            Column("code", "", "code", _("The code.")),
            Column("position", "", "position", _("Its place in the list."), Kind.INTEGER),
            *in_each("label", _("Its words.")),
            *in_each("meaning", _("What it means; empty where the words say it.")),
            Column(
                "symmetric",
                "",
                "symmetric",
                _("Of relations: whether what is stored one way holds the other way too."),
                Kind.BOOLEAN,
            ),
        ),
        key=("list", "code"),
    )
    columns = Table(
        name="columns",
        title=_("Columns"),
        lead=_("Every column of every table: type, unit, codes, and what it refers to."),
        lines=lambda using: column_lines((*tables, codelists, columns)),
        columns=(
            Column("table_name", "", "table", _("Name of the table.")),
            Column("column_name", "", "column", _("Name of the column.")),
            Column("position", "", "position", _("Its place in the table."), Kind.INTEGER),
            Column("type", "", "type", _("What its cells hold."), choices=Kind),
            Column("unit", "", "unit", _("Unit of its numbers; in braces a column that says it.")),
            Column("codelist", "", "codelist", _("The list that its codes are of.")),
            Column("refers", "", "refers", _("Table and column that its values are keys of.")),
            Column(
                "several",
                "",
                "several",
                _("Whether a cell holds several values, with a semicolon between."),
                Kind.BOOLEAN,
            ),
            Column("is_key", "", "is_key", _("Whether it is part of the key."), Kind.BOOLEAN),
            *in_each("meaning", _("What it tells.")),
        ),
        key=("table_name", "column_name"),
    )
    return codelists, columns
