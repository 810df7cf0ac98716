"""What the United States and China do to each other and together, day by day."""

import dataclasses
import datetime

from measures.charts.controls import short_title
from measures.models import Measure, Milestone
from measures.passed import note_passed

# The events shown; the timeline has all of them.
MOST = 30
LEFT, RIGHT, BOTH = "us", "cn", "both"
# What a reader must not miss beside an event: that it no longer holds.
TOLD = {
    Measure.Status.SUSPENDED,
    Measure.Status.SHELVED,
    Measure.Status.ENDED,
    Measure.Status.REJECTED,
}


@dataclasses.dataclass(frozen=True)
class BilateralEvent:
    """One event: whose it is, and what it led to on the same day if both took part."""

    milestone: Milestone
    side: str
    ahead: bool
    outcomes: list["BilateralEvent"] = dataclasses.field(default_factory=list)

    @property
    def actor(self) -> str:
        """Whose act it is; empty for a joint one."""
        return str(self.milestone.measure.jurisdiction or "")

    @property
    def title(self) -> str:
        """The measure, without the name of the side it stands on."""
        measure = self.milestone.measure
        if measure.jurisdiction is None:
            return measure.title
        return short_title(measure, measure.jurisdiction)

    @property
    def tells_status(self) -> bool:
        """Whether the status of the measure is said beside it."""
        return self.milestone.measure.status in TOLD


def turns(milestones: list[Milestone], day: datetime.date) -> list[BilateralEvent]:
    """The events in order of their days; what happened on the very day of joint talks stands
    with the talks."""
    found: list[BilateralEvent] = []
    joint: dict[str, BilateralEvent] = {}
    ordered = sorted(milestones, key=lambda each: (each.date_from, bool(each.measure.jurisdiction)))
    for milestone in ordered:
        actor = milestone.measure.jurisdiction
        ahead = bool(milestone.date_until and milestone.date_until > day)
        turn = BilateralEvent(milestone, actor.code if actor else BOTH, ahead)
        if turn.side != BOTH and milestone.date in joint:
            joint[milestone.date].outcomes.append(turn)
            continue
        if turn.side == BOTH and milestone.kind == Milestone.Kind.HELD:
            joint.setdefault(milestone.date, turn)
        found.append(turn)
    for turn in joint.values():
        turn.outcomes.sort(key=lambda each: (each.side != LEFT, each.title))
    return found


@dataclasses.dataclass(frozen=True)
class Exchange:
    """The latest events between the two, oldest first, and how many they are."""

    turns: list[BilateralEvent]
    count: int


def bilateral_timeline(day: datetime.date) -> Exchange:
    """The latest `MOST` events; `day` is the as-of date."""
    rows = list(Milestone.objects.published().between(LEFT, RIGHT)[:MOST])
    note_passed(row.measure for row in rows)
    return Exchange(turns(rows, day), len(rows))
