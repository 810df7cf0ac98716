"""The columns of a table that is edited: what they are called, and what they hold."""

import re
from collections.abc import Iterator

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext

from portal.record.schema import DAY, EntrySchema
from portal.sheets.places import Place, key_names

KIND, ENTRY, ROW, REVISION, DELETE = "entry_kind", "entry", "row", "revision", "delete"
FIXED = (KIND, ENTRY, ROW, REVISION, DELETE)
# 見出し [name]: people read what stands before, the site what stands in the brackets.
HEADING = re.compile(r"[^\[\]]*\[\s*([a-z0-9_]+)\s*\]")


def words(name: str) -> str:
    """What people read above a column that every table has."""
    return {
        KIND: gettext("Kind of entry"),
        ENTRY: gettext("Entry"),
        ROW: gettext("Row in the entry"),
        REVISION: gettext("Revision"),
        DELETE: gettext("Delete (yes)"),
    }[name]


def editable(place: Place) -> list[models.Field]:
    """The fields that a table of a place holds: all but those that name the entry, and its day."""
    named = () if place.names else key_names(place.schema)
    return [field for field in place.schema.fields() if field.name not in {DAY, *named}]


def labelled(name: str, label: str) -> str:
    """A heading for people that tells the site the name."""
    return f"{re.sub(r'[][]', '', label)} [{name}]"


def headings(place: Place) -> list[str]:
    """The heading row of the table of a place."""
    fixed = [labelled(name, words(name)) for name in FIXED]
    return fixed + [
        labelled(field.name, capfirst(str(field.verbose_name))) for field in editable(place)
    ]


def name_in(heading: str) -> str:
    """The name that a heading stands for: what it has in brackets, or itself."""
    match = HEADING.fullmatch(heading)
    return match[1] if match else heading.strip()


def field_called(schema: EntrySchema, name: str) -> models.Field | None:
    """The field that a column is of."""
    return schema.by_name.get(name)


def explained(place: Place) -> Iterator[tuple[str, str]]:
    """How a table is edited, line by line: what all share, then each field."""
    yield (
        gettext("How to edit"),
        gettext(
            "Change cells and hand the file in under “Tables handed in”. Nothing is written before "
            "you have seen every change and confirmed it."
        ),
    )
    yield (
        words(ROW),
        gettext("Do not change it. In a new row write the kind and the entry, and leave it empty."),
    )
    yield words(REVISION), gettext("Do not change it. In a new row leave it empty.")
    yield words(DELETE), gettext("“yes” deletes the row. A row that you leave out stays.")
    for field in editable(place):
        yield labelled(field.name, capfirst(str(field.verbose_name))), meaning(field)


def meaning(field: models.Field) -> str:
    """What a cell of a field may hold."""
    told = [str(field.help_text)] if field.help_text else []
    if field.flatchoices:
        known = "; ".join(f"{value} = {label}" for value, label in field.flatchoices if value)
        told.append(gettext("One of: %(known)s.") % {"known": known})
    elif isinstance(field, models.BooleanField):
        told.append(gettext("TRUE or FALSE."))
    elif field.many_to_many or isinstance(field, models.JSONField):
        told.append(gettext("Several stand with a comma between."))
    elif field.is_relation:
        told.append(gettext("The key of: %(kind)s.") % {"kind": _kind_of(field)})
    elif getattr(field, "is_edtf", False):
        told.append(gettext("A date: 2026-03-19, 2026-03, 2026, 令和8年3月19日, 2026年度."))
    elif getattr(field, "is_year", False):
        told.append(gettext("A year: 2026, 令和8年度, FY2026."))
    return " ".join(told)


def _kind_of(field: models.Field) -> str:
    return str(field.related_model._meta.verbose_name)
