"""Asks the checks: of the whole record, of some entries, and in the wake of a change."""

import itertools
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from django.db import models, router, transaction

from measures.checks.batches import (
    BARE_SECTIONS,
    ENTRY_KINDS,
    SECTIONS,
    Asking,
    Batch,
    EntryKind,
    batches,
    mark_read,
)
from measures.checks.known import asking_of
from measures.checks.listed import BY_CODE, CHECKS, Check
from measures.checks.narrowing import concerned, may_be_named_otherwise, may_be_read_otherwise
from measures.checks.sections import naming
from policies.models import Section, SectionText, Term
from portal.changes.models import Version
from portal.changes.touched import Follower, Touched
from portal.findings.keeping import (
    Found,
    awaited,
    forget,
    keep,
    note_kept,
    outdate,
    put_off,
)
from portal.findings.models import Finding, KeptCheck, OutdatedEntry

# So many entries of a kind are looked at in the change that touches them, more of them later.
AT_ONCE = 5
# Entries that are caught up with at a time, while nobody can save.
PORTION = 100
# Seconds between two portions of a walk through the record.
REST = 0.2
# Called after each batch with what was looked at, and how many entries that was.
Told = Callable[[str, int], None]


def nobody(_what: str, _number: int) -> None:
    """Where nobody waits for a walk through the record."""


def found_in(batch: Batch, checks: Iterable[Check]) -> Iterator[Found]:
    """What some checks find in a batch of entries."""
    for check in checks:
        if check.is_asked_of(batch.model):
            for fault in check.find(batch):
                yield Found(check.code, check.gravity, fault)


def walk(told: Told = nobody) -> Iterator[Finding]:
    """What all checks find in the whole record, kind by kind; each finding once, none kept.

    Of the entries nothing stays: a large record is walked in little memory.
    """
    asking = Asking()
    seen: set[str] = set()
    whole = [check for check in CHECKS if check.whole]
    parted = [check for check in CHECKS if not check.whole]
    for kind in ENTRY_KINDS.values():
        portions = itertools.chain(
            [(Batch(kind, [], asking), whole)], ((batch, parted) for batch in batches(kind, asking))
        )
        for batch, checks in portions:
            for found in found_in(batch, checks):
                finding = found.finding()
                if finding.digest not in seen:
                    seen.add(finding.digest)
                    yield finding
            told(kind.model._meta.label_lower, len(batch.entries))


def total() -> int:
    """How many entries a walk looks at."""
    return sum(model._base_manager.count() for model in ENTRY_KINDS)


def keep_all(told: Told = nobody) -> list[Finding]:
    """Look through the whole record and keep what is found; what that is.

    All entries are put off and looked at in portions, between which others save. What they change
    is looked at with their change, or put off and looked at in a later portion.
    """
    with transaction.atomic():
        Version.objects.lock()
        forget_gone()
        KeptCheck.objects.all().delete()
        begin_anew()
    while catch_up(told=told):
        rest()
    return list(Finding.objects.all())


def rest() -> None:
    """Let others come in: SQLite has no queue, so who waits for its lock asks now and again."""
    time.sleep(REST)


def forget_gone() -> None:
    """Keep nothing that no check finds any more, or that is about entries that are gone."""
    Finding.objects.exclude(code__in=BY_CODE).delete()
    for kind, entry in (("kind", "entry"), ("other_kind", "other")):
        known = models.Q(**{kind: ""})
        for model in ENTRY_KINDS:
            there = model._base_manager.values("pk")
            known |= models.Q(**{kind: model._meta.label_lower, f"{entry}__in": there})
        Finding.objects.exclude(known).delete()


def renew(
    kind: EntryKind,
    keys: Collection[int],
    checks: Sequence[Check] = CHECKS,
    touched: Touched | None = None,
) -> None:
    """Ask some checks anew about some entries, and keep what they find.

    In the wake of a change what is known already is not read once more.
    """
    asking = asking_of(touched) if touched else Asking()
    asked = [check for check in checks if check.is_asked_of(kind.model)]
    whole = [check for check in asked if check.whole]
    parted = [check for check in asked if not check.whole]
    found = list(found_in(Batch(kind, [], asking), whole))
    read = kind.held(touched.alone, keys) if touched else []
    parts = [Batch(kind, read, asking)] if read else batches(kind, asking, keys)
    found += [each for batch in parts for each in found_in(batch, parted)]
    stored = Finding.objects.filter(code__in=[check.code for check in parted])
    stored = stored.about(kind.model._meta.label_lower, keys)
    keep(found, stored | Finding.objects.filter(code__in=[check.code for check in whole]))


def look_at(
    kind: EntryKind,
    keys: Collection[int],
    checks: Sequence[Check] = CHECKS,
    touched: Touched | None = None,
) -> None:
    """Ask about entries that a change touched; where they are many, later.

    Whoever saves does not wait until each of many is read, but hears of what was edited itself.
    """
    now = set(keys)
    if len(now) > AT_ONCE:
        now &= awaited(kind.model)
        put_off(kind.model._meta.label_lower, set(keys) - now)
    if now:
        renew(kind, now, checks, touched)


def look(model: type[models.Model], pk: int) -> None:
    """Ask about an entry of which it is not known what was found of it: two questions in one."""
    if model not in ENTRY_KINDS:
        return
    put_off = OutdatedEntry.objects.filter(kind=model._meta.label_lower, entry=pk)
    known = KeptCheck.objects.values_list("code", "outdated", models.Exists(put_off))
    kept = {code for code, outdated, left in known if not outdated and not left}
    if any(check.code not in kept for check in CHECKS):
        renew(ENTRY_KINDS[model], [pk])


def to_ask() -> list[Check]:
    """The checks that were never asked of the whole record, or may answer otherwise now."""
    kept = set(KeptCheck.objects.filter(outdated=False).values_list("code", flat=True))
    return [check for check in CHECKS if check.code not in kept]


def begin_anew() -> None:
    """Put all entries off that a check was never asked of, or may answer otherwise now."""
    asked = to_ask()
    if not asked:
        return
    for kind in ENTRY_KINDS.values():
        if any(check.is_asked_of(kind.model) for check in asked):
            every = kind.model._base_manager.values_list("pk", flat=True)
            put_off(kind.model._meta.label_lower, every)
    note_kept([check.code for check in CHECKS])


def catch_up(limit: int = PORTION, told: Told = nobody) -> int:
    """Look at so many of the entries that were put off; how many are left then.

    Nothing changes meanwhile: what is kept of these is of one moment.
    """
    with transaction.atomic():
        Version.objects.lock()
        begin_anew()
        some = list(OutdatedEntry.objects.all()[:limit])
        for model, kind in ENTRY_KINDS.items():
            own = {each.entry for each in some if each.kind == model._meta.label_lower}
            if own:
                renew(kind, own)
                told(model._meta.label_lower, len(own))
        OutdatedEntry.objects.filter(pk__in=[each.pk for each in some]).delete()
        return OutdatedEntry.objects.count()


def follow(touched: Touched) -> None:
    """Keep what the checks find of entries that a change touched.

    After a load nothing is known: the command `check_record --keep` looks through it. Findings are
    kept of the database that the site edits.
    """
    if touched.using != router.db_for_write(Finding):
        return
    if None in touched.rows.values():
        forget()
        return
    for model, keys in touched.rows.items():
        if model is SectionText:
            follow_texts(keys, touched)
            continue
        if model is Term:
            outdate([check.code for check in CHECKS if check.by_terms])
        alone = touched.alone
        asked = concerned(CHECKS, alone, model, keys)
        look_at(ENTRY_KINDS[model], keys, asked, touched)
        if may_be_named_otherwise(alone) and (named := naming(model, keys)):
            look_at(CLAUSES, named, [BY_CODE["clause-dangling"]], touched)


def follow_texts(keys: Collection[int], touched: Touched) -> None:
    """Look for the phrases anew of what was read from documents whose texts changed.

    Where a text went nobody knows of which section it was: what was not found may be no fault now.
    """
    phrases = [BY_CODE["phrase-lost"]]
    sections = list(SectionText.objects.sections_beside(keys))
    lost = Finding.objects.filter(code="phrase-lost")
    for model, kind in ENTRY_KINDS.items():
        known = lost.filter(kind=model._meta.label_lower).values_list("entry", flat=True)
        if entries := kind.read_from(sections) | set(known):
            look_at(kind, entries, phrases, touched)


def follow_sections(touched: Touched) -> None:
    """Keep which sections nothing was read from, where something was, or is no longer."""
    keys = touched.rows[Section]
    if keys is None or not may_be_read_otherwise(touched.alone):
        return
    if touched.using == router.db_for_write(Finding):
        look_at(READ, keys, [BY_CODE["silent-section"]])


# Sections with their clauses alone, and with whether anything was read from them.
CLAUSES, READ = EntryKind(SECTIONS), EntryKind(BARE_SECTIONS, mark_read)
READ_PATHS = {f"{each.name}__pk" for each in Section.objects.evidence_relations()}
FOLLOWED = {model: kind.followed() for model, kind in ENTRY_KINDS.items()}
FOLLOWERS = (
    Follower({**FOLLOWED, SectionText: {"pk"}}, follow),
    Follower({Section: READ_PATHS}, follow_sections),
)
