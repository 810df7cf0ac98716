"""The status line of a law or bill: four steps, each with its record or why it has none."""

import dataclasses

from django.db import models
from django.utils.translation import gettext

from measures.models import Measure, Milestone

Kind = Milestone.Kind
STEPS = (
    (Measure.Status.CONSIDERED, (Kind.CONSIDERED, Kind.PROPOSED, Kind.PUBLIC_COMMENT)),
    (Measure.Status.CABINET_DECISION, (Kind.CABINET_DECISION,)),
    (Measure.Status.ENACTED, (Kind.ENACTED, Kind.PROMULGATED, Kind.AMENDED)),
    (Measure.Status.IN_FORCE, (Kind.EFFECTIVE, Kind.STARTED)),
)
LEGISLATION = {Measure.Kind.LAW, Measure.Kind.BILL, Measure.Kind.CABINET_ORDER}


@dataclasses.dataclass(frozen=True)
class Step:
    """One step: `state` is done, now, none or unrecorded; `note` says why it has no record.

    What lies behind the present step without a record is unrecorded: it may have been left out.
    """

    name: str
    state: str
    milestone: Milestone | None
    note: str


def legislation() -> models.QuerySet[Measure]:
    """Laws, bills and cabinet orders that visitors see, with their milestones."""
    published = Measure.objects.published()
    return published.filter(kind__in=LEGISLATION).prefetch_related("milestones")


def legislative_steps(measure: Measure) -> list[Step]:
    """The four steps of legislation up to now; empty for measures of other kinds."""
    order = [status for status, _kinds in STEPS]
    if measure.kind not in LEGISLATION or measure.status not in order:
        return []
    now = order.index(measure.status)
    line = []
    for index, (status, kinds) in enumerate(STEPS):
        found = [each for each in measure.milestones.all() if each.kind in kinds]
        milestone = min(
            found, key=lambda each: (each.date_from is None, each.date_from), default=None
        )
        past = "done" if milestone else "unrecorded"
        state = "now" if index == now else past if index < now else "none"
        note = "" if milestone else gettext("No record. The sources give no date for it.")
        if state == "none":
            note = note or gettext("Foreseen.")
            if not milestone:
                note = gettext("No record. What came after the as-of date is not recorded.")
        line.append(Step(str(status.label), state, milestone, note))
    return line
