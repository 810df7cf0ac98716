"""The versions of the record: when each came, as of when it is, and what changed in it."""

import dataclasses
import itertools
from collections.abc import Iterable, Sequence

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext

from policies.as_of import AsOf, as_of
from policies.models import SourceDocument
from portal.dates.clock import at_home, day_of
from portal.dates.edtf import days, describe
from portal.pages.changes.hidings import Hiding
from portal.pages.changes.log import AT_ONCE, ENTRIES, merged_into
from portal.pages.changes.public import as_seen_now, first_batch, revisions, told_with_hidings
from portal.record.models import Batch, Revision
from portal.record.telling import Told

ADDED, REMOVED, CHANGED = "added", "removed", "changed"


@dataclasses.dataclass(frozen=True)
class Counted:
    """How many entries of a kind came, changed and went with a version."""

    kind: str
    added: int
    changed: int
    removed: int

    @property
    def words(self) -> str:
        """The numbers that are not 0, in the active language."""
        told_of = (
            (gettext("%(n)s added"), self.added),
            (gettext("%(n)s changed"), self.changed),
            (gettext("%(n)s removed"), self.removed),
        )
        return gettext(", ").join(words % {"n": n} for words, n in told_of if n)


@dataclasses.dataclass(frozen=True)
class VersionTold:
    """A version: the batch that made it, as of when it is, and what it changed for readers.

    Of the version with which the record begins nothing is told to have changed. Who hides entries
    does not tell why: a version that did nothing else is not `is_reasoned`.
    """

    batch: Batch
    as_of: AsOf
    counts: Sequence[Counted]
    is_first: bool
    is_reasoned: bool = True

    @property
    def number(self) -> int:
        """Its number."""
        return self.batch.version

    @property
    def before(self) -> int:
        """The version behind which the changes are that made it."""
        return self.number - 1

    @property
    def made_at(self) -> str:
        """When it came, as clocks showed it."""
        hour = at_home(self.batch.made_at).time().isoformat(timespec="minutes")
        return f"{describe(day_of(self.batch.made_at).isoformat())} {hour}"

    @property
    def moment(self) -> str:
        """The same for machines."""
        return at_home(self.batch.made_at).isoformat(timespec="seconds")


def told_of(batches: Iterable[Batch]) -> list[VersionTold]:
    """What is told of some versions."""
    batches = list(batches)
    changes = changes_by_batch(batches)
    first = first_batch().first()
    points = as_of_each(batches)
    return [
        VersionTold(
            each,
            points[each.pk],
            counted(changes.get(each.pk, [])),
            each.pk == first["pk"],
            not all(isinstance(told, Hiding) for told in changes.get(each.pk, [])),
        )
        for each in batches
    ]


def changes_by_batch(batches: Sequence[Batch]) -> dict[int, list[Told]]:
    """What each of some batches changed for readers, some revisions read at a time."""
    found: dict[int, list[Told]] = {}
    found_in = revisions(ENTRIES, with_hidings=True).filter(batch__in=batches)
    pks = iter(list(found_in.values_list("pk", flat=True)))
    while some := list(itertools.islice(pks, AT_ONCE)):
        read = Revision.objects.filter(pk__in=some).select_related("entry", "batch")
        for each in as_seen_now(told_with_hidings(read)):
            found.setdefault(each.batch.pk, []).append(each)
    return found


def counted(changes: Iterable[Told]) -> list[Counted]:
    """How many entries came, changed and went, by kind in the order of the record."""
    numbers: dict[str, dict[str, int]] = {}
    for each in changes:
        ways = numbers.setdefault(each.entry.kind, dict.fromkeys((ADDED, CHANGED, REMOVED), 0))
        ways[way_of(each)] += 1
    return [
        Counted(capfirst(str(model._meta.verbose_name)), **numbers[kind])
        for kind, model in ENTRIES.items()
        if kind in numbers
    ]


def way_of(each: Told) -> str:
    """Whether an entry came, went or changed; one that became part of another went."""
    [first, *_others] = each.differences
    whole = not first.path and first.kind in (ADDED, REMOVED)
    return REMOVED if merged_into(each, first) else first.kind if whole else CHANGED


def as_of_each(batches: Sequence[Batch]) -> dict[int, AsOf]:
    """The date of the newest document that the record held at each batch, by its primary key."""
    kind = SourceDocument._meta.model_name
    if not batches:
        return {}
    newest = max(batches, key=lambda each: each.pk)
    waiting = iter(list(Revision.objects.up_to(kind, newest)))
    forms_by_key: dict[str, dict | None] = {}
    found, ahead = {}, next(waiting, None)
    for batch in sorted(batches, key=lambda each: each.pk):
        while ahead is not None and ahead.batch_id <= batch.pk:
            forms_by_key[ahead.entry.key] = ahead.form
            ahead = next(waiting, None)
        found[batch.pk] = as_of([document_of(form) for form in forms_by_key.values() if form])
    return found


def document_of(form: dict) -> models.Model:
    """A document as far as its form tells its date, and whether it is read."""
    names = ("date", "date_inferred", "state")
    document = SourceDocument(**{name: form[name] for name in names if name in form})
    document.date_from = days(document.date)[0]
    return document
