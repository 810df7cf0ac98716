"""What is told first of rows: amounts with year and stage, texts of provisions, days of events."""

import functools
from collections.abc import Callable, Iterator

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from measures.facts import FactValue, when
from measures.models import (
    BudgetLine,
    DataPoint,
    ExportControl,
    Milestone,
    PrintedTotal,
    Provision,
    Target,
)
from policies.models import Section, Term
from portal.pages.answers.values import Answered, Counts, Reading, Told, told
from portal.rows.bundle import PkListParam, RowBundle

Values = Callable[[models.Model], Iterator[Told]]


def of_budget_line(line: BudgetLine) -> Iterator[Told]:
    """The amount, as printed, of a year and a stage, and what it is for."""
    yield from told(when(line) or _("Amount"), [FactValue(line.shown, row=line, note=line.scope)])
    if line.subject and line.label:
        address = line.subject.get_absolute_url()
        yield from told(_("Subject"), [FactValue(str(line.subject), address=address)])


def of_printed_total(total: PrintedTotal) -> Iterator[Told]:
    """The total, as printed, and what it is the total of."""
    note = total.scope_in_words
    yield from told(_("Printed total"), [FactValue(total.shown, row=total, note=note)])


def of_provision(provision: Provision) -> Iterator[Told]:
    """When it takes effect; its text is the sentence of its line."""
    if words := provision.effective_in_words:
        yield from told(_("Takes effect"), [FactValue(words, row=provision)])


def of_milestone(milestone: Milestone) -> Iterator[Told]:
    """When it happened, and what kind of event it is."""
    words = milestone.date_in_words or gettext("date not stated")
    kind = milestone.get_kind_display()
    yield from told(_("Date"), [FactValue(words, row=milestone, note=kind)])


def of_target(target: Target) -> Iterator[Told]:
    """The figure, as printed, and when it is due; and where sources differ, what others tell."""
    due = gettext("due %(date)s") % {"date": target.due_in_words} if target.due else ""
    yield from told(_("Figure"), [FactValue(target.shown, row=target, note=due)])
    others = target.told_otherwise
    yield from told(
        _("Told otherwise"),
        [FactValue(str(each), row=each, address=each.get_absolute_url()) for each in others],
    )


def of_data_point(point: DataPoint) -> Iterator[Told]:
    """The value, as printed, and its period."""
    note = point.period_in_words
    yield from told(_("Value"), [FactValue(point.printed, point, note=note)])


def of_control(control: ExportControl) -> Iterator[Told]:
    """What it does; who towards whom since when is told of its measure."""
    yield from told(_("Effect"), [FactValue(control.get_effect_display(), row=control)])


def of_term(term: Term) -> Iterator[Told]:
    """The words of the other language."""
    yield from told(_("English"), [FactValue(term.term_en, row=term)])


def of_section(section: Section) -> Iterator[Told]:
    """The document it stands in."""
    document = section.document
    address = document.get_absolute_url()
    yield from told(_("Source"), [FactValue(str(document), address=address)])


SOURCE = "section__document"
# For each kind of row what is read with it, and what is told of it.
ROWS: dict[type[models.Model], tuple[tuple[str, ...], Values]] = {
    BudgetLine: (("measure", "subject", SOURCE), of_budget_line),
    PrintedTotal: (("measure", "subject", SOURCE), of_printed_total),
    Provision: (("measure", SOURCE), of_provision),
    Milestone: (("measure", SOURCE), of_milestone),
    Target: (("measure", SOURCE), of_target),
    DataPoint: (("indicator", SOURCE), of_data_point),
    ExportControl: (("measure", SOURCE), of_control),
    Term: ((SOURCE,), of_term),
    Section: (("document",), of_section),
}

# What is read beside the rows of a kind in statements of its own.
BESIDE = {Target: ("measure__discrepancies__statements",)}


@functools.cache
def reading(model: type[models.Model]) -> Reading:
    """What reads rows of one kind that visitors may see, and tells first of each."""
    joins, _values = ROWS[model]
    shown = model._base_manager.filter(model.shown_if(), pk__in=PkListParam())
    bundle = RowBundle(lambda: {"rows": shown.select_related(*joins)})
    return Reading(bundle, functools.partial(of_rows, model))


def of_rows(model: type[models.Model], found: dict[str, list], _counts: Counts) -> Answered:
    """Rows of one kind with what is told first of each."""
    rows = found["rows"]
    models.prefetch_related_objects(rows, *BESIDE.get(model, ()))
    _joins, values = ROWS[model]
    return {row.pk: (row, list(values(row))) for row in rows}
