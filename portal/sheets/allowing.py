"""What of a table somebody may do: an editor shows nothing to visitors, and deletes no entry."""

from collections.abc import Iterator, Sequence

from django.contrib.auth import get_permission_codename
from django.utils.translation import gettext

from portal.record.schema import EntrySchema, schema_of
from portal.sheets.edits import DELETED, MADE, EntryEdit, Refusal
from portal.sheets.site import RULES


def permission(action: str, schema: EntrySchema) -> str:
    """The permission to do something with the entries of a schema."""
    names = schema.model._meta
    return f"{names.app_label}.{get_permission_codename(action, names)}"


def showing(schema: EntrySchema) -> list[str]:
    """The fields of an entry that decide whether visitors see it."""
    return [name for name in getattr(schema.model, "SHOWN_IF", ()) if "__" not in name]


def refused(edits: Sequence[EntryEdit], user) -> Iterator[Refusal]:
    """What somebody may not do of what a table asks.

    An entry that is made by who may not show any is hidden.
    """
    for edit in edits:
        schema = schema_of(edit.kind)
        for row in edit.rows:
            action = "change"
            if not row.path:
                action = {DELETED: "delete", MADE: "add"}.get(row.deed, "change")
            if not user.has_perm(permission(action, schema)):
                words = gettext("Your account may not do that with such entries.")
                yield Refusal(row.sheet, row.number, "", edit.key, words)
            if row.path or user.has_perm(RULES.publish):
                continue
            for name in showing(schema):
                if row.deed == MADE:
                    row.values[name] = False
                elif name in row.values:
                    words = gettext("Your account may not show entries to visitors or hide them.")
                    value = str(row.values[name])
                    yield Refusal(row.sheet, row.number, name, value, words)
