"""The next days that sources gave for something planned, due or ending."""

import datetime
import operator

from django.db.models import Exists, OuterRef, QuerySet

from measures.models import ExportControl, Measure, Milestone, Target, TradeRemedy
from measures.models.measure_row import soonest
from measures.models.milestone import PHASES, MilestonePhase
from measures.passed import GivenDay, of_control, of_milestone, of_remedy, of_target


def coming_days(day: datetime.date, number: int) -> list[GivenDay]:
    """The next `number` days that end after `day`, soonest first.

    A day that an event of the measure tells too is that of the event, which has words of its own.
    """
    suspended = ExportControl.objects.published().filter(measure__status=Measure.Status.SUSPENDED)
    kinds = (
        (Milestone.objects.published().upcoming(day, number), "date_until", of_milestone),
        *(
            (soonest(without_event(rows, last), last, day, number), last, given)
            for rows, last, given in (
                (Target.objects.published(), "due_until", of_target),
                (suspended, "suspended_until_to", of_control),
                (TradeRemedy.objects.published(), "duty_until", of_remedy),
            )
        ),
    )
    found = [
        ((getattr(row, last), row.measure.slug, place), given(row))
        for place, (rows, last, given) in enumerate(kinds)
        for row in rows
    ]
    found.sort(key=operator.itemgetter(0))
    return [given for _place, given in found[:number]]


def without_event(rows: QuerySet, last: str) -> QuerySet:
    """Those rows whose last day no planned or due event of their measure has."""
    told = Milestone.objects.filter(
        measure=OuterRef("measure"),
        date_until=OuterRef(last),
        kind__in=PHASES[MilestonePhase.DUE],
    )
    return rows.exclude(Exists(told.order_by()))
