"""Checks of how a measure hangs together: its sources, relations, totals, and what it repeats."""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from measures.checks.batches import Batch
from measures.models import Measure, Milestone, Relation
from measures.models.relations import (
    ACTS,
    AFTER_RECOMMENDATION,
    LATER_OR_BELOW,
    NO_MORE_BESIDE_ANOTHER,
)
from measures.passed import given_in_advance
from measures.reconciliation import tables
from policies.as_of import as_of
from portal.dates.clock import NIGHT
from portal.dates.edtf import days, describe
from portal.findings.fault import Fault, told


def without_source(measure: Measure) -> Iterator[Fault]:
    """Measures that no document tells of."""
    if not measure.citations.all():
        yield Fault(measure, _("no citation"))


def without_relation(measure: Measure) -> Iterator[Fault]:
    """Measures from which nothing leads on and to which nothing leads."""
    if not measure.relations.all() and not measure.reverse_relations.all():
        yield Fault(measure, _("no relation"))


def inferred_acts(measure: Measure) -> Iterator[Fault]:
    """Relations that claim an act no source tells of."""
    for row in measure.relations.all():
        if row.inferred and row.kind in ACTS:
            yield Fault(measure, _("an act, but inferred"), row, "inferred", row.kind)


def older_than_recommended(batch: Batch) -> Iterator[Fault]:
    """What is said to follow a recommendation and was over before it was made.

    A recommendation is of the day of its newest status: that of the document that makes it.
    """
    rows = [
        row
        for measure in batch.entries
        for row in (*measure.relations.all(), *measure.reverse_relations.all())
        if row.kind in AFTER_RECOMMENDATION
    ]
    headlines = Milestone.objects.headlines().filter(measure__in={row.source_id for row in rows})
    ended = dict(headlines.values_list("measure_id", "date_until")) if rows else {}
    for row in rows:
        made = days(row.target.status_as_of)[0]
        if made and ended.get(row.source_id) and ended[row.source_id] < made:
            words = _("older than the recommendation")
            yield Fault(row.source, words, row, "kind", row.target.status_as_of, row.target)


def told_twice(measure: Measure) -> Iterator[Fault]:
    """Two measures joined by relations that repeat or contradict each other."""
    joined: dict[int, list[Relation]] = {}
    for row in measure.relations.all():
        joined.setdefault(row.target_id, []).append(row)
    for row in measure.reverse_relations.all():
        joined.setdefault(row.source_id, []).append(row)
    for rows in joined.values():
        for row in rows:
            others = [other for other in rows if other is not row and clashing(row, other)]
            for other in others:
                words = _("the same two measures are related otherwise too: “%(other)s”")
                what = told(words, {"other": other})
                yield Fault(row.source, what, row, "kind", other.kind, row.target)


def clashing(row: Relation, other: Relation) -> bool:
    """Whether a relation of two measures repeats another of them or contradicts it."""
    turned = other.source_id == row.target_id
    return (
        row.kind in NO_MORE_BESIDE_ANOTHER
        or (turned and other.kind == row.kind)
        or (turned and row.kind in LATER_OR_BELOW and other.kind in LATER_OR_BELOW)
    )


def hidden_relations(measure: Measure) -> Iterator[Fault]:
    """Relations of what visitors see to what they may not see."""
    for row in (*measure.relations.all(), *measure.reverse_relations.all()):
        if row.source.published and not row.target.published:
            words = _("related to an unpublished measure")
            yield Fault(row.source, words, row, "target", other=row.target)


def unexplained_totals(measure: Measure) -> Iterator[Fault]:
    """Printed totals that differ from their sum without a reason."""
    if not measure.budget_lines.all():
        return
    for table in tables([measure]):
        for check in table.checks:
            if check.difference and not check.total.difference_ja:
                what = f"{check.total.printed} ≠ {check.computed}"
                yield Fault(measure, what, check.total, "amount", what)


def stale_headline(measure: Measure) -> Iterator[Fault]:
    """Measures that lists put at another day than their headline milestone (written past it)."""
    days = [row.date_from for row in measure.milestones.all() if row.headline]
    day = days[0] if days else None
    if measure.headline_from != day:
        yield Fault(measure, f"{measure.headline_from or '—'} ≠ {day or '—'}")


def stale_status(measure: Measure) -> Iterator[Fault]:
    """Measures that repeat another status than their newest (written past it), or have none."""
    rows = sorted(measure.statuses.all(), key=lambda row: (row.position, row.pk))
    newest = max(rows, key=lambda row: row.as_of_from or datetime.date.min, default=None)
    if newest is None:
        yield Fault(measure, _("no status"))
    elif (newest.value, newest.as_of, newest.inferred) != (
        measure.status,
        measure.status_as_of,
        measure.status_inferred,
    ):
        yield Fault(measure, f"{measure.status} ≠ {newest.value}")


class Day:
    """A day in EDTF form, in the words of the language in which it is read."""

    def __init__(self, edtf: str):
        self.edtf = edtf

    def __str__(self):
        return describe(self.edtf)


def passed_days(measure: Measure) -> Iterator[Fault]:
    """Days that were given for something to come, once they are over without word of it.

    What a document cited here saw, or what an event recorded here followed, is told of.
    """
    seen = as_of(row.section.document for row in measure.citations.all()).day
    events = [row.date_from for row in measure.milestones.all() if row.date_from]
    told_of = set()
    for given in given_in_advance(measure):
        last = days(given.date)[1]
        if last is None or last <= seen or last in told_of or any(day > last for day in events):
            continue
        told_of.add(last)
        what = told(_("%(day)s has passed without word of what came"), {"day": Day(given.date)})
        yield Fault(measure, what, given.row, value=given.date, due=last + NIGHT)
