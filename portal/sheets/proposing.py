"""What the edits of a table make of entries as they are now."""

import dataclasses
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext

from portal.record.edits import Edit, Key
from portal.record.matching import Row
from portal.record.merging import Clash, Merged, Side, merge
from portal.record.models import Entry, Revision
from portal.record.schema import EntrySchema, schema_of, upgraded
from portal.sheets.edits import EntryEdit, mine
from portal.sheets.places import named_by

# What is chosen of the clashes of each entry, by kind and key, then by their names.
Chosen = Mapping[str, Mapping[str, Side]]


@dataclasses.dataclass(frozen=True)
class Proposal:
    """What one entry would become: at its base, as the table has it, as it is now, and joined.

    `number` is the revision that it is at now.
    """

    edit: EntryEdit
    base: Row | None
    mine: Row | None
    now: Row | None
    number: int
    merged: Merged

    @property
    def key(self) -> Key:
        """The kind and the readable key of the entry."""
        return self.edit.at

    @property
    def schema(self) -> EntrySchema:
        """How the entry is written."""
        return schema_of(self.edit.kind)

    @property
    def clashes(self) -> tuple[Clash, ...]:
        """What has to be chosen first."""
        return self.merged.clashes

    @property
    def is_nothing(self) -> bool:
        """Whether the entry is already what it would become."""
        return not self.clashes and self.merged.form == self.now

    @property
    def as_edit(self) -> Edit:
        """The same for `apply`."""
        return Edit(self.merged.form, self.number)


def name_of_key(key: Key) -> str:
    """The kind and the key of an entry as one word."""
    return f"{key[0]} {key[1]}"


def propose(edits: Sequence[EntryEdit], chosen: Chosen, using: str) -> list[Proposal]:
    """What each of some edits makes of its entry as it is now."""
    heads = Entry.objects.using(using).at({edit.at for edit in edits})
    by_key = {(head.kind, head.key): head for head in heads}
    numbers = {edit.base for edit in edits} | {head.number for head in by_key.values()}
    asked = Revision.objects.using(using).filter(entry__in=by_key.values(), number__in=numbers)
    kinds = {head.pk: head.kind for head in by_key.values()}
    forms = {
        (each.entry_id, each.number): upgraded(kinds[each.entry_id], each.form, each.layout)
        for each in asked
    }
    return [_proposal(edit, by_key.get(edit.at), forms, chosen) for edit in edits]


def _proposal(edit: EntryEdit, head: Entry | None, forms: dict, chosen: Chosen) -> Proposal:
    schema = schema_of(edit.kind)
    number = head.number if head is not None else 0
    base = forms.get((head.pk, edit.base)) if head is not None and edit.base else None
    now = forms.get((head.pk, number)) if head is not None else None
    first = named_by(schema, edit.at) or {}
    wanted = mine(schema, base, edit, first)
    merged = merge(schema, base, wanted, now, chosen.get(name_of_key(edit.at), {}))
    return Proposal(edit, base, wanted, now, number, merged)


def undecided(proposals: Sequence[Proposal]) -> list[str]:
    """A sentence for each entry of which something has to be chosen."""
    return [
        gettext("%(entry)s: %(number)s places are still to be decided.")
        % {"entry": each.edit.key, "number": len(each.clashes)}
        for each in proposals
        if each.clashes
    ]
