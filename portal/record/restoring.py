"""Former forms brought back, by joining them with what is there now.

What others changed since stays, unless it is just what is to be undone: then it is asked. A batch
is undone as a whole, so that what a deletion took along comes back with it.
"""

import dataclasses
from collections.abc import Mapping

from django.utils.translation import gettext

from portal.record.applying import apply
from portal.record.differences import Difference, all_differences
from portal.record.edits import Applied, Edit, Key
from portal.record.merging import Clash, Merged, Side, merge
from portal.record.models import Batch, Entry, Revision
from portal.record.moving import restored_moves
from portal.record.schema import RecordError, layout, schema_of

# What is chosen of the clashes of each entry, by their names.
Chosen = Mapping[Key, Mapping[str, Side]]


@dataclasses.dataclass(frozen=True)
class Proposal:
    """What an entry would become: its head, what it is now, and the two edits joined."""

    head: Entry
    now: dict | None
    merged: Merged

    @property
    def key(self) -> Key:
        """The kind and the readable key of the entry."""
        return self.head.kind, self.head.key

    @property
    def clashes(self) -> tuple[Clash, ...]:
        """What has to be chosen first."""
        return self.merged.clashes


def back_to(revision: Revision, seen: int, chosen: Chosen | None = None) -> list[Proposal]:
    """An entry as one of its revisions has it; what was changed after revision `seen` stays."""
    base = Revision.objects.get(entry=revision.entry, number=seen)
    now = Revision.objects.select_related("entry").current().get(entry=revision.entry)
    return [_proposal(base, revision, now, chosen or {})]


def without(batch: Batch, chosen: Chosen | None = None) -> list[Proposal]:
    """All entries that a batch changed as they would be without it."""
    after = list(batch.revisions.select_related("entry").order_by("entry__kind", "entry__key"))
    some = Revision.objects.select_related("entry")
    before = {each.entry_id: each for each in some.before(after)}
    current = some.current().filter(entry__in={each.entry_id for each in after})
    now = {each.entry_id: each for each in current}
    found = (
        _proposal(each, before.get(each.entry_id), now[each.entry_id], chosen or {})
        for each in after
    )
    return [each for each in found if each.merged.form != each.now or each.clashes]


def _proposal(base: Revision, wanted: Revision | None, now: Revision, chosen: Chosen) -> Proposal:
    entry = now.entry
    for each in filter(None, (base, wanted, now)):
        check_layout(each)
    sides = (base.form, wanted and wanted.form, now.form)
    meant = chosen.get((entry.kind, entry.key), {})
    return Proposal(entry, now.form, merge(schema_of(entry.kind), *sides, meant))


def check_layout(revision: Revision) -> None:
    """Raise RecordError where a form was kept when forms could hold other things than now."""
    kind = revision.entry.kind
    if revision.form is not None and revision.layout != layout(kind):
        raise RecordError(
            [
                gettext("%(entry)s: revision %(number)s was kept in a form that is read no more.")
                % {"entry": revision.entry.key, "number": revision.number}
            ]
        )


def told(proposals: list[Proposal]) -> list[tuple[Proposal, list[Difference]]]:
    """What would become of each entry, in words."""
    changes = [(schema_of(each.head.kind), each.now, each.merged.form) for each in proposals]
    return list(zip(proposals, all_differences(changes), strict=True))


def restore(proposals: list[Proposal], batch: Batch) -> Applied:
    """Let the entries become what is proposed. Raises RecordError where something stands against
    it, clashes that nobody decided among them; then nothing has changed.
    """
    faults = [
        gettext("%(entry)s: %(number)s places are still to be decided.")
        % {"entry": each.head.key, "number": len(each.clashes)}
        for each in proposals
        if each.clashes
    ]
    if faults:
        raise RecordError(faults)
    # What is undone moved the day of the last change, or it did not: so does the undoing.
    edits = {
        each.key: Edit(each.merged.form, each.head.number, keeps_day=True) for each in proposals
    }
    return apply(restored_moves(edits), batch)
