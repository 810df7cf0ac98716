"""Drafts published, at once or on their day: tried before, as a whole, in one batch.

What is tried is done aside, as publishing does it, so that what stands against it is known before.
"""

import dataclasses
from collections.abc import Collection, Iterable, Sequence

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext

from portal.changes.tracking import changed, one_version, written_to
from portal.record.applying import apply
from portal.record.asides import aside
from portal.record.drafting import check_complete, edits_of, name_of, show
from portal.record.edits import Applied
from portal.record.models import Batch, Draft, Entry
from portal.record.schema import RecordError, schema_of


@dataclasses.dataclass(frozen=True)
class Against:
    """What stands against publishing drafts: faults, which keep them from it, and collisions, which
    keep others from it once these are published.
    """

    faults: tuple[str, ...] = ()
    collisions: tuple["Collision", ...] = ()


@dataclasses.dataclass(frozen=True)
class Collision:
    """Drafts that wait and are good, but not behind some others: what stands against them then."""

    drafts: tuple[Draft, ...]
    faults: tuple[str, ...]


def against(drafts: Sequence[Draft]) -> Against:
    """What stands against publishing drafts, tried aside: what is open in them, rules of the
    record, and then each other draft that waits and could not be published behind them.
    """
    with aside():
        try:
            check_complete(drafts)
            show(drafts)
        except RecordError as error:
            return Against(tuple(error.faults))
        found = [(each, fault) for each in refused_behind(drafts) if (fault := refused(each))]
    # What could not be published anyhow does not collide.
    return Against(
        collisions=tuple(
            Collision(tuple(each), tuple(faults)) for each, faults in found if not refused(each)
        )
    )


def refused_behind(drafts: Sequence[Draft]) -> list[list[Draft]]:
    """The waiting drafts, each with those of its bundle, among which some may be refused behind
    others, which were shown aside just now.

    Those of entries of which there is no other draft are tried all at once: mostly they are good.
    """
    taken = {(each.kind, each.key) for each in drafts}
    once, others = [], []
    for bundle in bundles(Draft.objects.waiting(drafts)):
        keys = {(each.kind, each.key) for each in bundle}
        (others if keys & taken else once).append(bundle)
        taken |= keys
    return others + (once if refused([each for bundle in once for each in bundle]) else [])


def bundles(drafts: Iterable[Draft]) -> list[list[Draft]]:
    """Drafts, those of one bundle together."""
    found: dict[object, list[Draft]] = {}
    for each in drafts:
        found.setdefault(each.bundle or each.pk, []).append(each)
    return list(found.values())


def refused(drafts: Sequence[Draft]) -> list[str]:
    """What stands against some drafts as the record is now, shown aside or not."""
    if not drafts:
        return []
    with aside():
        try:
            show(drafts)
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
    """Whether somebody is not kept from a review by having written on the draft."""
    wrote = draft.author_id == user.pk or user.pk in draft.writers
    return not (settings.TWO_EYES and wrote)


def publish(drafts: Collection[Draft], user, change: str, reason: str) -> Applied:
    """Let the entries become what drafts of one bundle say, in one batch, by the way of a draft.

    Raises RecordError with all that stands against it; then nothing has changed.
    """
    said = Batch(user=user, via=Batch.Via.DRAFT, kind=change, reason=reason)
    with one_version():
        held = locked(drafts)
        check_ready(held, user, change, reason)
        if len(held) != len(drafts) or any(
            mine.saved != theirs.saved
            for mine, theirs in zip(by_pk(drafts), by_pk(held), strict=True)
        ):
            raise RecordError([gettext("A draft was saved meanwhile: look at it again.")])
        applied = apply(edits_of(held), said)
        decided = {"state": Draft.State.PUBLISHED, **reviewed(user, change, reason)}
        Draft.objects.decide(held, **decided)
    return applied


def locked(drafts: Collection[Draft]) -> list[Draft]:
    """The same drafts as they are now, locked until the transaction ends."""
    return list(Draft.objects.filter(pk__in=[each.pk for each in drafts]).locked())


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
        faults.append(gettext("Somebody who did not write on it reviews a draft."))
    if faults:
        raise RecordError(faults)
    check_complete(drafts)


def approve(drafts: Collection[Draft], user, change: str, reason: str, publish_at) -> None:
    """Let drafts be published on a day to come. Raises RecordError."""
    with transaction.atomic(using=written_to(None)):
        held = locked(drafts)
        check_ready(held, user, change, reason)
        if faults := against(held).faults:
            raise RecordError(list(faults))
        decided = {"state": Draft.State.APPROVED, **reviewed(user, change, reason)}
        Draft.objects.decide(held, **decided, publish_at=publish_at)


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
    Draft.objects.decide(drafts, state=Draft.State.HELD_UP, note="\n".join(faults))


def reviewed(user, change: str, reason: str) -> dict:
    """What a draft says of its review: by whom, of which kind the change is, and why."""
    return {"reviewer": user, "reviewer_name": name_of(user), "change": change, "reason": reason}
