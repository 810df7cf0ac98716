"""What became of the entries of drafts since these were begun: deleted, or part of others."""

import dataclasses
from collections.abc import Collection

from django.db import models

from portal.record.models import Batch, Draft, Entry, Revision
from portal.record.schema import schema_of
from portal.record.tracing import now_at


@dataclasses.dataclass(frozen=True)
class Fate:
    """How the entry of a draft left the key at which the draft was begun: by which batch, and the
    entry to which that key leads now; None where nothing stands there.
    """

    batch: Batch
    row: models.Model | None

    @property
    def is_gone(self) -> bool:
        """Whether it is in the record no more."""
        return self.row is None

    @property
    def is_merged(self) -> bool:
        """Whether it became part of another entry; else it has another key."""
        return self.batch.via == Batch.Via.MERGE


def fates_of(drafts: Collection[Draft]) -> dict[int, Fate]:
    """What became of the entries of drafts, by the primary keys of those of which something did."""
    begun = {(each.kind, each.key) for each in drafts if each.base}
    left = Entry.objects.at(begun).filter(state__in=(Entry.State.MOVED, Entry.State.GONE))
    heads = {(head.kind, head.key): head for head in left}
    last = Revision.objects.current().filter(entry__in=heads.values()).select_related("batch")
    batches = {revision.entry_id: revision.batch for revision in last}
    found = {}
    for each in drafts:
        head = heads.get((each.kind, each.key)) if each.base else None
        if head is not None and each.base != head.number:
            found[each.pk] = Fate(batches[head.pk], _row_at(head))
    return found


def _row_at(head: Entry) -> models.Model | None:
    """The entry to which the key of a head leads now."""
    now = now_at(head.kind, head.key)
    rows = schema_of(head.kind).model._default_manager
    return rows.filter(pk=now.row).first() if now is not None and now.row is not None else None
