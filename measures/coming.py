"""The next days that sources gave for something planned, due or ending."""

import datetime
import operator
from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, QuerySet, Value

from measures.models import ExportControl, Measure, Milestone, Target, TradeRemedy
from measures.models.measure_row import soonest
from measures.models.milestone import PHASES, MilestonePhase
from measures.passed import GivenDay, of_control, of_milestone, of_remedy, of_target
from portal.rows.bundle import PkListParam, RowBundle

# The kinds of rows that give such days: their model, the field of the last day, what they tell.
KINDS = {
    "milestones": (Milestone, "date_until", of_milestone),
    "targets": (Target, "due_until", of_target),
    "controls": (ExportControl, "suspended_until_to", of_control),
    "remedies": (TradeRemedy, "duty_until", of_remedy),
}
# Rows of all kinds in one statement, by primary key.
ROWS = RowBundle(
    lambda: {
        name: model.objects.published()
        .filter(pk__in=PkListParam())
        .select_related("measure__jurisdiction", "section__document")
        for name, (model, _last, _given) in KINDS.items()
    }
)


def coming_days(day: datetime.date, number: int) -> list[GivenDay]:
    """The next `number` days that end after `day`, soonest first.

    A day that an event of the measure tells too is that of the event, which has words of its own.
    """
    first, *others = (
        rows.order_by().values_list(Value(name), "pk", F(KINDS[name][1]), "measure__slug")
        for name, rows in _soonest(day, number)
    )
    found = sorted(first.union(*others, all=True), key=operator.itemgetter(2, 3, 0, 1))[:number]
    rows = {
        (name, row.pk): row
        for name, read in ROWS.read([pk for _name, pk, *_order in found]).items()
        for row in read
    }
    # One that was deleted between both statements is to come no more.
    return [KINDS[name][2](rows[name, pk]) for name, pk, *_order in found if (name, pk) in rows]


def _soonest(day: datetime.date, number: int) -> Iterator[tuple[str, QuerySet]]:
    yield "milestones", Milestone.objects.published().upcoming(day, number)
    for name, (model, last, _given) in KINDS.items():
        rows = model.objects.published()
        if model is ExportControl:
            rows = rows.filter(measure__status=Measure.Status.SUSPENDED)
        if model is not Milestone:
            yield name, soonest(_without_event(rows, last), last, day, number)


def _without_event(rows: QuerySet, last: str) -> QuerySet:
    """Those rows whose last day no planned or due event of their measure has."""
    told = Milestone.objects.filter(
        measure=OuterRef("measure"),
        date_until=OuterRef(last),
        kind__in=PHASES[MilestonePhase.DUE],
    )
    return rows.exclude(Exists(told.order_by()))
