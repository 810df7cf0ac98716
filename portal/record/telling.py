"""What revisions changed, told in words: to editors all of it, to visitors what they could see."""

import dataclasses
from collections.abc import Sequence

from django.db import models
from django.utils.translation import gettext

from portal.dates.clock import day_of
from portal.dates.edtf import describe
from portal.record.differences import Difference, all_differences
from portal.record.matching import Row
from portal.record.models import Batch, Entry, Revision
from portal.record.schema import schema_of
from portal.record.tracing import now_at, row_of
from portal.record.wording import Targets, Wording


@dataclasses.dataclass(frozen=True)
class Told:
    """One revision with what it changed; `name` is what the entry was called then."""

    revision: Revision
    name: str
    differences: list[Difference]

    @property
    def batch(self) -> Batch:
        """Who made it, when and why."""
        return self.revision.batch

    @property
    def day(self) -> str:
        """The day on which it was made."""
        return day_of(self.batch.made_at).isoformat()

    @property
    def day_in_words(self) -> str:
        """The same in the active language."""
        return describe(self.day)

    @property
    def is_merger(self) -> bool:
        """Whether an entry that went became part of another."""
        return self.revision.form is None and self.entry.state == Entry.State.MOVED

    @property
    def end(self) -> str:
        """How an entry went for readers, in the active language."""
        if self.is_merger:
            return gettext("Made one with another entry")
        is_kept = self.revision.form is not None
        return str((Entry.State.WITHDRAWN if is_kept else Entry.State.GONE).label)

    @property
    def successor(self) -> models.Model | None:
        """What an entry became part of, where visitors may see it."""
        head = now_at(self.entry.kind, self.entry.moved_to)
        return row_of(head) if head is not None else None

    @property
    def entry(self) -> Entry:
        """The entry that it is of."""
        return self.revision.entry


def tell(revisions: Sequence[Revision], *, public: bool = False) -> list[Told]:
    """What each of some revisions changed, in their order.

    For the `public` a form that visitors could not see is none: an entry that was hidden came
    when it was first shown, and nothing is told of before. Revisions that changed nothing for them
    are left out. An entry that got another key is told once, under that.
    """
    before = forms_before(revisions)
    came, left = renamings(revisions)
    revisions = [each for each in revisions if each.pk not in left]
    changes = []
    for each in revisions:
        schema = schema_of(each.entry.kind)
        former = before.get((each.entry_id, each.number))
        forms = [former or came.get(each.pk), each.form]
        if public:
            forms = [form if schema.is_shown(form) else None for form in forms]
        changes.append((schema, *forms))
    targets = Targets((schema, form) for schema, *forms in changes for form in forms)
    words = Wording(targets)
    found = []
    for each, (schema, old, new), differ in zip(
        revisions, changes, all_differences(changes, public=public, targets=targets), strict=True
    ):
        form = new or old
        if form is not None and not (public and (not differ or targets.hides(schema, form))):
            found.append(Told(each, words.entry(schema, form), differ))
    return found


def forms_before(revisions: Sequence[Revision]) -> dict[tuple[int, int], Row | None]:
    """What entries were before some revisions, by their heads and the numbers of those."""
    return {
        (each.entry_id, each.number + 1): each.form for each in Revision.objects.before(revisions)
    }


def renamings(revisions: Sequence[Revision]) -> tuple[dict[int, Row | None], set[int]]:
    """Where the batches of some revisions gave entries another key.

    The form of before by the revision under the new key, and the revisions that left the former.
    """
    batches = {each.batch_id for each in revisions}
    left = list(Revision.objects.leaving(batches))
    to = {(each.batch_id, each.entry.kind, each.entry.moved_to): each for each in left}
    came = [
        each
        for each in (Revision.objects.arriving(batches, left) if left else ())
        if (each.batch_id, each.entry.kind, each.entry.key) in to
    ]
    known, was = forms_before(came), forms_before(left)
    forms, gone = {}, set()
    for each in came:
        if known.get((each.entry_id, each.number)) is None:
            former = to[each.batch_id, each.entry.kind, each.entry.key]
            forms[each.pk] = was.get((former.entry_id, former.number))
            gone.add(former.pk)
    return forms, gone
