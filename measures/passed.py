"""Days that the sources gave for something to come, and that are over without word of it."""

import dataclasses
import datetime
from collections.abc import Iterator

from django.utils.translation import gettext

from measures.models import Measure
from measures.models.milestone import MilestonePhase
from policies.as_of import as_of
from policies.models import Evidence
from portal.dates.clock import today
from portal.dates.edtf import bounds, describe


@dataclasses.dataclass(frozen=True)
class PassedDay:
    """A day that a row gave in advance, in EDTF form, and what it was given for."""

    row: Evidence
    date: str
    what: str

    @property
    def words(self) -> str:
        """That the day is over, and that the documents recorded here end before it."""
        told = {"what": self.what, "date": describe(self.date)}
        return (
            gettext(
                "%(what)s (%(date)s) has passed. The documents recorded here say nothing of what "
                "came after."
            )
            % told
        )


def given_in_advance(measure: Measure) -> Iterator[PassedDay]:
    """The days that the rows of a measure give for something planned, due or ending."""
    for row in measure.milestones.all():
        if row.phase == MilestonePhase.DUE and row.date:
            yield PassedDay(row, row.date, row.label)
    for row in measure.targets.all():
        if row.due:
            yield PassedDay(row, row.due, gettext("The time given for “%(t)s”") % {"t": row.label})
    control = getattr(measure, "export_control", None)
    if control and control.suspended_until:
        yield PassedDay(control, control.suspended_until, gettext("The end of the suspension"))
    remedy = getattr(measure, "trade_remedy", None)
    if remedy and remedy.duty_period and measure.status != Measure.Status.ENDED:
        yield PassedDay(remedy, remedy.duty_period, gettext("The end of the duty"))


def passed_days(measure: Measure, day: datetime.date | None = None) -> list[PassedDay]:
    """Those of a measure, read with its rows, that are over on `day` (today where not given).

    A day that a document cited here saw itself is none: it had its chance to say what came of it.
    """
    day = day or today()
    # One that is still being read may have said so too: its silence is not claimed either.
    seen = as_of((row.section.document for row in measure.citations.all()), unread=True).day
    found = []
    for given in given_in_advance(measure):
        last = bounds(given.date)[1]
        if last is not None and seen < last < day:
            found.append(given)
    return found
