"""Spells from what sources say: one pure function from marks in time to spells.

A mark is a turn, the day on which a state began, or a sighting, a day on which somebody saw it.
Each day may be known to a month or a season only. A state is certain from the last day on which it
can have begun to the first day on which it can have ended, or to the last on which a source saw
it; it is possible from the first day on which it can have begun until another is known to stand
in its place. Before the first mark nothing is known.
"""

import dataclasses
import datetime
import functools
import itertools
from collections.abc import Iterable, Sequence

from portal.dates.edtf import bounds
from portal.spells.models import COMING, LASTING, State

DAY = datetime.timedelta(days=1)
MIN, MAX = datetime.date.min, datetime.date.max
# Of marks whose days overlap the later state stands behind.
RANK = {state: place for place, state in enumerate(State)}
# How EDTF marks a date as approximate, as uncertain, or as both.
VAGUE = frozenset("~?%")


@dataclasses.dataclass(frozen=True)
class Mark:
    """A state, and the days between which it began (a turn) or was seen.

    One that is not `sure` says only what may be: its date is approximate, or it is inferred.
    `out_of` is the state whose time was over then by what a source had said in advance; the mark
    says nothing where another state had come meanwhile.
    """

    state: State
    first: datetime.date | None
    last: datetime.date | None
    turn: bool
    sure: bool = True
    out_of: State | None = None

    @property
    def day(self) -> datetime.date:
        """Where it stands among others."""
        return self.first or self.last

    @property
    def ends_surely(self) -> bool:
        """Whether what stood before it stood until then."""
        return self.turn and self.first is not None and (self.sure or self.out_of is not None)


@dataclasses.dataclass(frozen=True)
class Span:
    """A state with the days on which it possibly, and those on which it certainly stands."""

    state: State
    possible_from: datetime.date
    possible_until: datetime.date
    certain_from: datetime.date | None = None
    certain_until: datetime.date | None = None


def day_after(day: datetime.date) -> datetime.date:
    """The next day; of the last of the calendar that day itself."""
    return day + DAY if day < MAX else MAX


def day_before(day: datetime.date) -> datetime.date:
    """The day before; of the first of the calendar that day itself."""
    return day - DAY if day > MIN else MIN


def turn(state: State, edtf: str, *, sure: bool) -> Mark:
    """That a state began on a date in EDTF form."""
    return Mark(state, *bounds(edtf), turn=True, sure=sure and not VAGUE & set(edtf))


def sighting(state: State, edtf: str, *, sure: bool) -> Mark:
    """That a state was seen on a date in EDTF form."""
    return Mark(state, *bounds(edtf), turn=False, sure=sure and not VAGUE & set(edtf))


def lapse(state: State, after: State, edtf: str) -> Mark:
    """That the time given for a state ends on a date in EDTF form: another may follow then."""
    first, last = (day and day_after(day) for day in bounds(edtf))
    return Mark(after, first, last, turn=True, sure=False, out_of=state)


def spells_from(marks: Iterable[Mark]) -> list[Span]:
    """What stood when, by all that is known of one thing."""
    dated = sorted((mark for mark in marks if mark.day), key=lambda mark: (mark.day, _place(mark)))
    groups = _groups(sorted(dated, key=functools.cmp_to_key(_in_turn)))
    spans = []
    for place, group in enumerate(groups):
        before = groups[place - 1][-1] if place else None
        behind = groups[place + 1][0] if place + 1 < len(groups) else None
        if (span := _span(group, before, behind)) is not None:
            spans.append(span)
    return spans


def _in_turn(one: Mark, other: Mark) -> int:
    """Which of two marks stands first: by their days, or by their states where these overlap."""
    if (one.last or one.first) < other.day or (other.last or other.first) < one.day:
        return -1 if one.day < other.day else 1
    return _place(one) - _place(other)


def _place(mark: Mark) -> int:
    return 3 * RANK[mark.state] + (2 if mark.out_of else 0 if mark.turn else 1)


def _groups(marks: Sequence[Mark]) -> list[list[Mark]]:
    """Marks of the same state that stand one behind the other."""
    kept: list[Mark] = []
    for mark in marks:
        if mark.out_of is None or (kept and kept[-1].state in {mark.out_of, mark.state}):
            kept.append(mark)
    return [list(group) for _state, group in itertools.groupby(kept, key=lambda m: m.state)]


def _span(group: list[Mark], before: Mark | None, behind: Mark | None) -> Span | None:
    """The days of a state, between the last mark before it and the first behind it."""
    state = group[0].state
    possible_from = _possible_from(group[0], before)
    possible_until = MAX
    if behind is not None:
        possible_until = day_before(behind.last) if behind.last else MAX
    if possible_from > possible_until:
        return None
    begun = [mark.last for mark in group if mark.sure and mark.last]
    ending = _certain_until(group, behind)
    if begun and ending is not None:
        certain_from, certain_until = max(min(begun), possible_from), min(ending, possible_until)
        if certain_from <= certain_until:
            return Span(state, possible_from, possible_until, certain_from, certain_until)
    return Span(state, possible_from, possible_until)


def _possible_from(mark: Mark, before: Mark | None) -> datetime.date:
    """The first day on which a state can have begun: of one only seen, behind the one before."""
    if mark.turn:
        return max(mark.first or MIN, (before and before.first) or MIN)
    if before is None:
        return mark.day
    known = day_after(before.day) if before.first == before.last else before.day
    return min(known, mark.day)


def _certain_until(group: list[Mark], behind: Mark | None) -> datetime.date | None:
    """The last day on which a state surely stands, if it surely began."""
    seen = max((mark.first for mark in group if mark.sure and mark.first), default=None)
    if behind is None:
        return MAX if group[0].state in LASTING else seen
    followed = group[0].state not in COMING or any(mark.turn for mark in group)
    return day_before(behind.first) if behind.ends_surely and followed else seen
