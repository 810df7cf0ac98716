"""Drafts tried out and published: a form beside the record that becomes an entry of it.

A draft is joined with whatever was published since it was begun. What is tried is done aside, as
publishing does it, so that what stands against it is known before.
"""

import dataclasses
from collections.abc import Collection, Mapping, Sequence

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext

from portal.changes.tracking import changed, one_version, written_to
from portal.record import trees
from portal.record.applying import apply
from portal.record.asides import aside
from portal.record.edits import Applied, Edit, Key
from portal.record.merging import Merged, Side, merge
from portal.record.models import Batch, Draft, Entry, Revision
from portal.record.schema import (
    DAY,
    EntrySchema,
    RecordError,
    key_of,
    layout,
    plainly,
    schema_of,
    upgraded,
)


@dataclasses.dataclass(frozen=True)
class Meant:
    """What a draft makes of its entry: the head, if there is one, the form now, and both joined."""

    draft: Draft
    head: Entry | None
    now: dict | None
    merged: Merged

    @property
    def key(self) -> Key:
        """The kind and the readable key of the entry."""
        return self.draft.kind, self.draft.key

    @property
    def number(self) -> int:
        """The revision that the entry is at."""
        return self.head.number if self.head else 0

    @property
    def released(self) -> dict | None:
        """The form with which the entry is published: of today, and seen if it was not hidden on
        purpose.
        """
        form = self.merged.form
        if form is None:
            return None
        form = {name: value for name, value in form.items() if name != DAY}
        for name in own_flags(schema_of(self.draft.kind)):
            if self.now is None or self.now.get(name) is False:
                form.pop(name, None)
                if not schema_of(self.draft.kind).by_name[name].get_default():
                    form[name] = True
        return form


def own_flags(schema: EntrySchema) -> list[str]:
    """The fields of an entry that all have to be set for visitors to see it."""
    return [name for name in getattr(schema.model, "SHOWN_IF", ()) if "__" not in name]


def meant(draft: Draft, chosen: Mapping[str, Side] | None = None) -> Meant:
    """A draft joined with what its entry is now. Raises RecordError where it is read no more."""
    head = Entry.objects.filter(kind=draft.kind, key=draft.key).first() if draft.key else None
    current = Revision.objects.current().filter(entry=head).first() if head else None
    now = current and upgraded(draft.kind, current.form, current.layout)
    if draft.form is None:
        return Meant(draft, head, now, Merged(now))
    mine = upgraded(draft.kind, draft.form, draft.layout)
    if draft.base == (head.number if head else 0):
        return Meant(draft, head, now, Merged(mine))
    begun = Revision.objects.filter(entry=head, number=draft.base).first()
    base = begun and upgraded(draft.kind, begun.form, begun.layout)
    return Meant(draft, head, now, merge(schema_of(draft.kind), base, mine, now, chosen))


def carry_over(draft: Draft, chosen: Mapping[str, Side]) -> bool:
    """Let a draft go on from what its entry is now; False where something is still to be chosen."""
    found = meant(draft, chosen)
    if found.merged.clashes:
        return False
    draft.form, draft.base, draft.layout = found.merged.form, found.number, layout(draft.kind)
    return True


def edits_of(drafts: Collection[Draft]) -> dict[Key, Edit]:
    """What some drafts make of their entries. Raises RecordError with what is open in them."""
    found, faults = [meant(each) for each in drafts], []
    for each in found:
        if each.merged.clashes:
            faults.append(
                gettext("%(entry)s: %(number)s places are still to be decided.")
                % {"entry": each.draft.key, "number": len(each.merged.clashes)}
            )
    keys = [each.key for each in found if each.draft.form is not None]
    faults += [
        gettext("%(entry)s: two drafts of one bundle are of this entry.") % {"entry": key[1]}
        for key in sorted({key for key in keys if keys.count(key) > 1})
    ]
    if faults:
        raise RecordError(faults)
    return {
        each.key: Edit(each.released, each.number) for each in found if each.draft.form is not None
    }


def check_complete(drafts: Collection[Draft]) -> None:
    """Raise RecordError with the drafts of which something could not be saved yet."""
    faults = [
        gettext("%(entry)s: something that was typed could not be saved yet.")
        % {"entry": each.key or schema_of(each.kind).model._meta.verbose_name}
        for each in drafts
        if not each.is_complete
    ]
    if faults:
        raise RecordError(faults)


def show(drafts: Collection[Draft]) -> None:
    """Let the record be, aside, what it is once drafts are published; as far as they are complete.

    Raises RecordError.
    """
    apply(edits_of(drafts), Batch(via=Batch.Via.DRAFT, kind=Batch.Kind.EDITORIAL))


def put(draft: Draft) -> int | None:
    """Let the entry of a draft be, aside, what the draft says; its primary key, None of one that
    was never complete. Raises RecordError.
    """
    found = meant(draft)
    if found.merged.clashes:
        raise RecordError([gettext("The published entry was changed in the same place meanwhile.")])
    if draft.form is not None:
        edits = {found.key: Edit(found.merged.form, found.number)}
        apply(edits, Batch(via=Batch.Via.DRAFT, kind=Batch.Kind.EDITORIAL))
    rows = Entry.objects.filter(kind=draft.kind, key=draft.key).values_list("row", flat=True)
    return rows.first()


def form_of(row: models.Model, using: str | None = None) -> tuple[str, dict]:
    """The readable key of an entry and its form, as the tables have it."""
    [node] = trees.read(schema_of(row._meta.model_name), {row.pk}, written_to(using))
    return key_of(node.instance), plainly(node.form)


def keep(draft: Draft, key: str, form: dict) -> None:
    """Let a draft say what an entry was just made aside, and save it.

    The day of its last change it leaves as it is: that is the one on which it is published.
    """
    draft.key, draft.form, draft.layout = key, form, layout(draft.kind)
    draft.form.pop(DAY, None)
    draft.base = 0
    current = Revision.objects.of(draft.kind, key).current().first()
    if current is not None:
        draft.base = current.number
        if current.form is not None and DAY in current.form:
            draft.form[DAY] = current.form[DAY]
    written_on(draft)


def written_on(draft: Draft) -> None:
    """Save a draft that was written on: who approved it approved something else."""
    draft.saved += 1
    draft.state, draft.publish_at = Draft.State.WRITING, None
    draft.save()


def against(drafts: Sequence[Draft]) -> list[str]:
    """What stands against publishing drafts, tried aside: what is open in them, rules of the
    record, and then each other draft that waits and could not be published behind them.
    """
    faults = []
    with aside():
        try:
            check_complete(drafts)
            show(drafts)
        except RecordError as error:
            return error.faults
        for each in Draft.objects.waiting(drafts):
            faults += [
                gettext("Draft %(number)s (%(entry)s) could not be published any more: %(fault)s")
                % {"number": each.pk, "entry": each.key, "fault": fault}
                for fault in _collides(each)
            ]
    return faults


def _collides(draft: Draft) -> list[str]:
    """What stands against a further draft, where others were published aside just now."""
    with aside():
        try:
            show([draft])
        except RecordError as error:
            return error.faults
    return []


def reach(drafts: Collection[Draft], using: str | None = None) -> dict[type[models.Model], set]:
    """The rows of lists on which something changes where drafts are published, by model; asked
    aside, where they are.
    """
    found: dict[type[models.Model], set] = {}
    for each in Entry.objects.at([(draft.kind, draft.key) for draft in drafts]).exclude(row=None):
        changes = changed(schema_of(each.kind).model, {each.row}, written_to(using))
        for model, pks in changes.touched.items():
            found.setdefault(model, set()).update(pks)
    return found


def may_review(draft: Draft, user) -> bool:
    """Whether somebody is not kept from a review by having written the draft."""
    return not (settings.TWO_EYES and draft.author_id == user.pk)


def publish(drafts: Collection[Draft], user, change: str, reason: str) -> Applied:
    """Let the entries become what drafts of one bundle say, in one batch, by the way of a draft.

    Raises RecordError with all that stands against it; then nothing has changed.
    """
    said = Batch(user=user, via=Batch.Via.DRAFT, kind=change, reason=reason)
    with one_version():
        held = list(Draft.objects.filter(pk__in=[each.pk for each in drafts]).locked())
        check_ready(held, user, change, reason)
        if len(held) != len(drafts) or any(
            mine.saved != theirs.saved
            for mine, theirs in zip(by_pk(drafts), by_pk(held), strict=True)
        ):
            raise RecordError([gettext("A draft was saved meanwhile: look at it again.")])
        applied = apply(edits_of(held), said)
        for each in held:
            each.state, each.reviewer = Draft.State.PUBLISHED, user
            each.reviewer_name = name_of(user)
            each.change, each.reason = change, reason
            each.save()
    return applied


def by_pk(drafts: Collection[Draft]) -> list[Draft]:
    """Drafts in the order in which they were made."""
    return sorted(drafts, key=lambda draft: draft.pk)


def check_ready(drafts: Collection[Draft], user, change: str, reason: str) -> None:
    """Raise RecordError where drafts may not be published by somebody, or nothing is said of it."""
    faults = []
    if change not in Batch.Kind.values:
        faults.append(gettext("Say what kind of change this is: it is told to readers."))
    if settings.REASON_REQUIRED and not reason.strip():
        faults.append(gettext("Say why: a reason is required here."))
    if not all(each.is_open for each in drafts):
        faults.append(gettext("A draft was published or dropped meanwhile."))
    if user is not None and not all(may_review(each, user) for each in drafts):
        faults.append(gettext("Somebody else than its author reviews a draft."))
    if faults:
        raise RecordError(faults)
    check_complete(drafts)


def name_of(user) -> str:
    """What an account is called, for when it is gone."""
    return (user.get_full_name() or user.get_username()) if user is not None else ""


def approve(drafts: Collection[Draft], user, change: str, reason: str, publish_at) -> None:
    """Let drafts be published on a day to come. Raises RecordError."""
    with transaction.atomic(using=written_to(None)):
        held = list(Draft.objects.filter(pk__in=[each.pk for each in drafts]).locked())
        check_ready(held, user, change, reason)
        if faults := against(held):
            raise RecordError(faults)
        for each in held:
            each.state, each.reviewer, each.reviewer_name = (
                Draft.State.APPROVED,
                user,
                name_of(user),
            )
            each.change, each.reason, each.publish_at = change, reason, publish_at
            each.save()


def publish_due(moment) -> tuple[list[Draft], list[Draft]]:
    """Publish the drafts whose day has come, each bundle in a batch; those published and held up.

    What others are publishing at this moment is left to them.
    """
    done, held_up, seen = [], [], set()
    for pk in list(Draft.objects.due(moment).values_list("pk", flat=True)):
        with transaction.atomic(using=written_to(None)):
            draft = Draft.objects.due(moment).filter(pk=pk).locked(skip=True).first()
            if draft is None or pk in seen:
                continue
            bundle = list(Draft.objects.together(draft))
            seen |= {each.pk for each in bundle}
            try:
                late = [each.key for each in bundle if each.state != Draft.State.APPROVED]
                if late:
                    raise RecordError(
                        [gettext("%(entry)s: not approved yet.") % {"entry": key} for key in late]
                    )
                publish(bundle, draft.reviewer, draft.change, draft.reason)
                done += bundle
            except RecordError as error:
                hold_up(bundle, error.faults)
                held_up += bundle
    return done, held_up


def hold_up(drafts: Collection[Draft], faults: list[str]) -> None:
    """Tell drafts what stood against them on their day."""
    for each in drafts:
        each.state, each.note = Draft.State.HELD_UP, "\n".join(faults)
        each.save()


def withdraw(head: Entry, user, change: str, reason: str) -> Applied:
    """Hide a published entry from visitors. Raises RecordError, also where its kind cannot be."""
    schema = schema_of(head.kind)
    current = Revision.objects.current().get(entry=head)
    flags = own_flags(schema)
    if not flags or current.form is None:
        raise RecordError([gettext("Entries of this kind are not hidden, but deleted.")])
    if change not in Batch.Kind.values:
        raise RecordError([gettext("Say what kind of change this is: it is told to readers.")])
    if not reason.strip():
        raise RecordError([gettext("Say why: a reason is required here.")])
    form = {name: value for name, value in current.form.items() if name != DAY}
    said = Batch(user=user, via=Batch.Via.FORM, kind=change, reason=reason)
    hidden = form | dict.fromkeys(flags, False)
    return apply({(head.kind, head.key): Edit(hidden, head.number)}, said)
