"""What sources say of when a measure was planned, in force, suspended or over: its spells.

They are read from its statuses, its dated events, and the days of its details on trade. Nothing
else is known: where no source says anything of a day, the state on it is not known.
"""

import itertools
from collections.abc import Callable, Collection, Iterator

from django.db import models

from measures.models import Measure, Milestone, TradeRemedy
from portal.changes.touched import Follower, Touched
from portal.spells.keeping import SPELLS, keep, stale
from portal.spells.models import COMING, Spell, State
from portal.spells.reading import Mark, Span, lapse, sighting, spells_from, turn

# What a status says of the day it is of. One that names a measure alone says nothing.
SEEN = {
    Measure.Status.CONSIDERED: State.PLANNED,
    Measure.Status.PROPOSED: State.PLANNED,
    Measure.Status.ANNOUNCED: State.PLANNED,
    Measure.Status.CABINET_DECISION: State.DECIDED,
    Measure.Status.ENACTED: State.DECIDED,
    Measure.Status.IN_FORCE: State.IN_FORCE,
    Measure.Status.HELD: State.HELD,
    Measure.Status.SUSPENDED: State.SUSPENDED,
    Measure.Status.SHELVED: State.ENDED,
    Measure.Status.ENDED: State.ENDED,
    Measure.Status.REJECTED: State.ENDED,
}
_KIND = Milestone.Kind
# What begins with an event. What was held or published is over with that only where no status says
# that something goes on; an investigation is under way where a status says so. Of other kinds
# nothing follows: what is amended or extended stays what it was, a deadline is a date to come.
BEGINS = {
    _KIND.CONSIDERED: State.PLANNED,
    _KIND.PROPOSED: State.PLANNED,
    _KIND.ANNOUNCED: State.PLANNED,
    _KIND.PUBLIC_COMMENT: State.PLANNED,
    _KIND.CABINET_DECISION: State.DECIDED,
    _KIND.ENACTED: State.DECIDED,
    _KIND.PROMULGATED: State.DECIDED,
    _KIND.DECIDED: State.DECIDED,
    _KIND.EFFECTIVE: State.IN_FORCE,
    _KIND.STARTED: State.IN_FORCE,
    _KIND.SUSPENDED: State.SUSPENDED,
    _KIND.SHELVED: State.ENDED,
    _KIND.ENDED: State.ENDED,
    _KIND.REJECTED: State.ENDED,
}
# Measures read at a time.
BATCH = 500
READ = (
    *(f"statuses__{name}" for name in ("value", "as_of", "inferred")),
    *(f"statuses__section__document__{name}" for name in ("date", "date_inferred")),
    *(f"milestones__{name}" for name in ("kind", "date", "inferred")),
    *(
        f"export_control__{name}"
        for name in ("announced", "effective", "suspended", "suspended_until", "ended", "inferred")
    ),
    *(
        f"trade_remedy__{name}"
        for name in ("procedure", "duty_period", "investigation_start", "inferred")
    ),
    *(f"agreement__{name}" for name in ("date", "inferred")),
)
# What a measure has in its form of which they are read.
PARTS = frozenset(path.partition("__")[0] for path in READ)


def spells_of(measure: Measure) -> list[Span]:
    """What stood when, by all that the rows of a measure say."""
    seen = {SEEN.get(row.value) for row in measure.statuses.all()} - {None}
    marks = list(_all_marks(measure, seen))
    # What is planned or decided of something that is there already, such as an amendment, leaves it
    # there; that a law was enacted does not say either that it is not in force.
    there = min(
        (mark.last or mark.first for mark in marks if mark.state not in COMING and mark.day),
        default=None,
    )
    return spells_from(
        mark
        for mark in marks
        if there is None or mark.state not in COMING or (mark.day and mark.day <= there)
    )


def _all_marks(measure: Measure, seen: Collection[State]) -> Iterator[Mark]:
    """Every mark in time that the rows of a measure give; `seen` are the states of its statuses."""
    for row in measure.statuses.all():
        if row.value in SEEN:
            sure = not (row.inferred or row.as_of_inferred)
            yield sighting(SEEN[row.value], row.as_of, sure=sure)
    for row in measure.milestones.all():
        if (state := _begun(row.kind, seen)) is not None:
            yield turn(state, row.date, sure=not row.inferred)
    for name, marks in (
        ("export_control", _marks_of_control),
        ("trade_remedy", _marks_of_remedy),
        ("agreement", _marks_of_agreement),
    ):
        if (row := getattr(measure, name, None)) is not None:
            yield from marks(row, seen)


def _begun(kind: str, seen: Collection[State]) -> State | None:
    """The state that begins with an event of a kind."""
    done = not seen or State.HELD in seen
    if kind == _KIND.HELD:
        return State.HELD if done else None
    if kind == _KIND.PUBLISHED:
        return State.HELD if done else State.PLANNED
    if kind == _KIND.INVESTIGATION:
        return State.IN_FORCE if State.IN_FORCE in seen else State.PLANNED
    return BEGINS.get(kind)


def _marks_of_control(row, seen) -> Iterator[Mark]:
    sure = not row.inferred
    yield turn(State.PLANNED, row.announced, sure=sure)
    yield turn(State.IN_FORCE, row.effective, sure=sure)
    yield turn(State.SUSPENDED, row.suspended, sure=sure)
    yield lapse(State.SUSPENDED, State.IN_FORCE, row.suspended_until)
    yield turn(State.ENDED, row.ended, sure=sure)


def _marks_of_remedy(row, seen) -> Iterator[Mark]:
    if row.procedure == TradeRemedy.Procedure.DUTY:
        first, _sign, last = row.duty_period.partition("/")
        yield turn(State.IN_FORCE, first if first != ".." else "", sure=not row.inferred)
        yield lapse(State.IN_FORCE, State.ENDED, last if last != ".." else "")
    else:
        yield turn(State.IN_FORCE, row.investigation_start, sure=not row.inferred)


def _marks_of_agreement(row, seen) -> Iterator[Mark]:
    if not seen or State.HELD in seen:
        yield turn(State.HELD, row.date, sure=not row.inferred)


def found_of(keys: Collection[int], using: str) -> dict[int, list[Span]]:
    """The spells of some measures, by primary key; none of what is gone."""
    statuses = Measure.statuses.rel.related_model.objects.select_related("section__document")
    rows = (
        Measure.objects.using(using)
        .filter(pk__in=keys)
        .select_related("export_control", "trade_remedy", "agreement")
        .prefetch_related(models.Prefetch("statuses", statuses), "milestones")
        .order_by()
    )
    return dict.fromkeys(keys, ()) | {row.pk: spells_of(row) for row in rows}


def _batches(using: str) -> Iterator[list[int]]:
    """The primary keys of all measures, and of all that spells are kept of, some at a time."""
    keys = {
        *Measure.objects.using(using).values_list("pk", flat=True),
        *Spell.objects.using(using).values_list("owner", flat=True),
    }
    waiting = iter(sorted(keys))
    while batch := list(itertools.islice(waiting, BATCH)):
        yield batch


def nobody(_number: int) -> None:
    """Where nobody waits for all measures to be read."""


def keep_all(using: str, told: Callable[[int], None] = nobody) -> int:
    """Keep the spells of all measures; of how many they had to be written anew.

    `told` is called with the number of measures that were read since it was last called.
    """
    count = 0
    for batch in _batches(using):
        count += keep(found_of(batch, using), using)
        told(len(batch))
    return count


def with_stale_spells(using: str, told: Callable[[int], None] = nobody) -> list[int]:
    """The measures of which other spells are kept than their rows say, by primary key."""
    found = []
    for batch in _batches(using):
        found += stale(found_of(batch, using), using)
        told(len(batch))
    return found


def follow(touched: Touched) -> None:
    """Keep the spells of measures that a change touched; of all where no keys are given."""
    keys, alone = touched.rows[Measure], touched.alone
    if keys is None:
        keep_all(touched.using)
    elif alone is None or alone.model is not Measure or set(keys) != {alone.pk}:
        keep(found_of(list(keys), touched.using), touched.using)
    elif alone.names & PARTS:
        keep({alone.pk: spells_of(alone.tree.held())}, touched.using)


FOLLOWER = Follower({Measure: READ}, follow, SPELLS)
