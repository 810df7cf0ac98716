"""Keeps what checks find: written where it differs, and told to whoever saves at this moment."""

import contextlib
import dataclasses
import threading
from collections.abc import Callable, Collection, Iterable, Iterator

from django.conf import settings
from django.db import models
from django.utils import translation

from portal.changes.models import Version
from portal.findings.fault import Fault
from portal.findings.models import AcceptedFinding, Finding, Gravity, KeptCheck, OutdatedEntry
from portal.rows.internals import delete_unheard
from portal.rows.updating import update_each

LANGUAGES = [code for code, _name in settings.LANGUAGES]
# Findings written at a time.
SIZE = 500


class News(threading.local):
    """What was found in this thread that was not found before, where somebody listens."""

    found: list[Finding] | None = None
    about: Collection[models.Model] = ()


NEWS = News()


@contextlib.contextmanager
def noticed(about: Iterable[models.Model] = ()) -> Iterator[list[Finding]]:
    """The findings that are new by what is changed inside; those that went again are none.

    Of the entries `about` somebody waits to hear, however many others the change touches.
    """
    before = NEWS.found, NEWS.about
    NEWS.found, NEWS.about = [], tuple(about)
    try:
        yield NEWS.found
    finally:
        NEWS.found, NEWS.about = before


def awaited(model: type[models.Model]) -> set[int]:
    """The entries of a model, by primary keys, of which somebody in this thread waits to hear."""
    return {each.pk for each in NEWS.about if type(each) is model}


# Finds what is wrong with an entry of a model, by its primary key, where that is not kept.
Looking = Callable[[type[models.Model], int], None]


@dataclasses.dataclass
class Connected:
    """How an entry is looked at, given by `connect`."""

    look: Looking


CONNECTED = Connected(lambda _model, _pk: None)


def connect(look: Looking) -> None:
    """Let entries be looked at so before they change."""
    CONNECTED.look = look


def look_before(entries: Iterable[models.Model]) -> None:
    """See to it that of entries about to change it is known what was wrong with them before."""
    for model, pk in {(type(each), each.pk) for each in entries if each.pk is not None}:
        CONNECTED.look(model, pk)


def really_new(found: Iterable[Finding], entries: Iterable[models.Model]) -> list[Finding]:
    """Of findings that are new here those that are new: of others than `entries` it may be unknown.

    Asked only where something is found.
    """
    own = {(each._meta.label_lower, each.pk) for each in entries}
    found = list(found)
    others = [
        each for each in found if not own & {(each.kind, each.entry), (each.other_kind, each.other)}
    ]
    if not others:
        return found
    unasked = not KeptCheck.objects.exists()
    kinds = {each.kind for each in others}
    put_off = set(OutdatedEntry.objects.filter(kind__in=kinds).values_list("kind", "entry"))
    unknown = {each.digest for each in others if unasked or (each.kind, each.entry) in put_off}
    return [each for each in found if each.digest not in unknown]


@dataclasses.dataclass(frozen=True)
class Found:
    """What one check found: its code, how grave it is, and the fault."""

    code: str
    gravity: Gravity
    fault: Fault

    def finding(self) -> Finding:
        """The row that is kept of it."""
        fault = self.fault
        entry, row, other = fault.entry, fault.place, fault.other
        finding = Finding(
            code=self.code,
            gravity=self.gravity,
            kind=entry._meta.label_lower,
            entry=entry.pk,
            key=str(entry.serializable_value(type(entry).KEY[-1])) if named(entry) else "",
            row_kind=row._meta.label_lower,
            row=row.pk,
            field=fault.field,
            other_kind=other._meta.label_lower if other else "",
            other=other.pk if other else None,
            digest=fault.digest(self.code),
            due=fault.due,
        )
        for language in LANGUAGES:
            with translation.override(language):
                setattr(finding, f"where_{language}", fault.where)
                setattr(finding, f"what_{language}", str(fault.what))
        with translation.override(settings.LANGUAGE_CODE):
            finding.address = fault.address
        return finding


def named(entry: models.Model) -> bool:
    """Whether an entry has a field of its own that names it."""
    return bool(getattr(entry, "KEY", ())) and "__" not in entry.KEY[-1]


# What a finding says, beside what makes it the one that it is.
SAID = (
    *("gravity", "entry", "row_kind", "row", "field", "other"),
    *("where_ja", "where_en", "what_ja", "what_en", "address", "due", "key"),
)


def keep(found: Iterable[Found], stored: models.QuerySet) -> None:
    """Let `stored` be what was found now: of the rest nothing changes, not even since when."""
    keep_findings([each.finding() for each in found], stored)


def keep_findings(found: Iterable[Finding], stored: models.QuerySet) -> None:
    """The same, of findings as they are kept."""
    fresh: dict[str, Finding] = {}
    for finding in found:
        fresh.setdefault(finding.digest, finding)
    known = {each.digest: each for each in stored}
    gone = [each.pk for digest, each in known.items() if digest not in fresh]
    for some in portions(gone):
        delete_unheard(Finding.objects.filter(pk__in=some))
    differing = []
    for digest, finding in fresh.items():
        old = known.get(digest)
        if old and any(getattr(old, name) != getattr(finding, name) for name in SAID):
            finding.pk = old.pk
            differing.append(finding)
    update_each(Finding.objects.all(), differing, SAID)
    added = [finding for digest, finding in fresh.items() if digest not in known]
    # What two batches of one walk tell of alike is kept once.
    kept = kept_of(added)
    added = [each for each in added if each.digest not in kept]
    if added:
        version = Version.objects.current().number
        for finding in added:
            finding.version = version
        # Another may look at the same entry for the first time, and be as far.
        Finding.objects.bulk_create(added, batch_size=SIZE, ignore_conflicts=True)
    if NEWS.found is not None:
        left = known.keys() - fresh.keys()
        NEWS.found[:] = [each for each in NEWS.found if each.digest not in left] + added


def kept_of(findings: Collection[Finding]) -> set[str]:
    """The digests of those of some findings that are kept already."""
    kept: set[str] = set()
    for some in portions([each.digest for each in findings]):
        kept |= set(Finding.objects.filter(digest__in=some).values_list("digest", flat=True))
    return kept


def portions(values: list) -> Iterator[list]:
    """Some values at a time."""
    for start in range(0, len(values), SIZE):
        yield values[start : start + SIZE]


def accept(finding: Finding, user) -> None:
    """Remember that somebody has looked at a finding and accepts it as it is."""
    AcceptedFinding.objects.get_or_create(
        digest=finding.digest,
        defaults={
            "code": finding.code,
            "where": finding.where_ja,
            "what": finding.what_ja,
            "user": user,
            "user_name": user.get_full_name() or user.get_username(),
        },
    )


def put_off(kind: str, entries: Iterable[int]) -> None:
    """Note entries of a kind that are to be looked at later."""
    rows = (OutdatedEntry(kind=kind, entry=entry) for entry in sorted(entries))
    OutdatedEntry.objects.bulk_create(rows, batch_size=SIZE, ignore_conflicts=True)


def outdate(codes: Collection[str]) -> None:
    """Say that what some checks found may be so no longer."""
    KeptCheck.objects.filter(code__in=codes).update(outdated=True)


def note_kept(codes: Iterable[str]) -> None:
    """Say that what some checks find, and no others, is kept as of now."""
    delete_unheard(KeptCheck.objects.all())
    version = Version.objects.current().number
    KeptCheck.objects.bulk_create(KeptCheck(code=code, version=version) for code in codes)


def forget() -> None:
    """Nothing is known of the record, as after a load."""
    for model in (Finding, OutdatedEntry, KeptCheck):
        delete_unheard(model.objects.all())
