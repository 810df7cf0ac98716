"""What a measure says in short: facts of one or several values, each with where it was read."""

import dataclasses
from collections.abc import Callable, Iterable

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from measures.detail import headline as headline_event
from measures.models import BudgetLine, Measure, MeasureOrganisation, PrintedTotal
from policies.models import Evidence, Section
from portal.lists.columns import Label


@dataclasses.dataclass(frozen=True)
class FactValue:
    """One value with where it was read: a row of the record, or a section alone.

    `code` is that of a status; `inference` says why a value without a row is inferred; `note`
    says what to know of the value.
    """

    words: str
    row: Evidence | None = None
    section: Section | None = None
    address: str = ""
    note: str = ""
    code: str = ""
    inference: str = ""
    shared: bool = False

    @property
    def said(self) -> tuple[str, str]:
        """What the value says, wherever it was read; of one without words the section itself."""
        return self.words or self.section.mark, self.note


@dataclasses.dataclass(frozen=True)
class Fact:
    """What is asked of each entry, and how an entry answers."""

    name: Label
    items: Callable[[Measure], Iterable[FactValue]]


def first_section(measure: Measure) -> Section | None:
    """The section of the citation that supports the kind, else of the first one."""
    citations = list(measure.citations.all())
    found = [each for each in citations if "kind" in each.supports] or citations
    return found[0].section if found else None


def jurisdiction(measure: Measure) -> Iterable[FactValue]:
    """Whose act it is."""
    section = first_section(measure)
    if measure.jurisdiction:
        address = measure.jurisdiction.get_absolute_url()
        return [FactValue(str(measure.jurisdiction), section=section, address=address)]
    return [FactValue(gettext("Joint"), section=section)]


def kind(measure: Measure) -> Iterable[FactValue]:
    """What kind of act it is."""
    yield FactValue(measure.get_kind_display(), section=first_section(measure))


def linked(row: Evidence, entry, note: str = "") -> FactValue:
    """An entry that a row of a measure names."""
    return FactValue(str(entry), row=row, address=entry.get_absolute_url(), note=note)


def status(measure: Measure) -> Iterable[FactValue]:
    """The status with its section, and why it is inferred."""
    yield FactValue(
        measure.get_status_display(),
        section=measure.status_section,
        code=measure.status,
        inference=measure.status_inference if measure.status_inferred else "",
    )


def headline(measure: Measure) -> Iterable[FactValue]:
    """The date that stands for the measure."""
    row = headline_event(measure)
    if row and row.date:
        yield FactValue(row.date_in_words, row=row, note=row.label)


def leads(measure: Measure) -> Iterable[FactValue]:
    """The organisations that lead."""
    for row in measure.organisations.all():
        if row.role in MeasureOrganisation.LEADING:
            yield linked(row, row.organisation, row.get_role_display())


def partners(measure: Measure) -> Iterable[FactValue]:
    """Countries, regions and groups with their parts."""
    for row in measure.partners.all():
        yield linked(row, row.partner, row.get_role_display())


def provisions(measure: Measure) -> Iterable[FactValue]:
    """How many provisions are recorded."""
    number = sum(not row.parent_id for row in measure.provisions.all())
    if number:
        words = ngettext("%(n)s provision", "%(n)s provisions", number) % {"n": number}
        yield FactValue(words, address=f"{measure.get_absolute_url()}#provisions")


def whole_totals(measure: Measure) -> Iterable[PrintedTotal]:
    """The printed totals that count everything: no row, no column."""
    totals = measure.printed_totals.all()
    return (total for total in totals if not total.subject_id and not total.fiscal_year)


def money(measure: Measure) -> Iterable[FactValue]:
    """Totals of everything as printed, and how many lines are recorded; nothing is added up."""
    for total in whole_totals(measure):
        yield FactValue(total.shown, row=total, note=gettext("printed total of everything"))
    lines = measure.budget_lines.all()
    if len(lines) == 1:
        yield FactValue(lines[0].shown, row=lines[0], note=told(lines[0]))
    elif lines:
        words = ngettext("%(n)s budget line", "%(n)s budget lines", len(lines)) % {"n": len(lines)}
        yield FactValue(words, address=f"{measure.get_absolute_url()}#budgets")


def told(line: BudgetLine) -> str:
    """What a budget line is for: label, fiscal year, stage, and why it is not added."""
    words = [line.label, line.fiscal_year_in_words, line.get_stage_display(), line.scope]
    if not line.is_added:
        words.append(gettext("not added: %(reason)s") % {"reason": line.why_not_added})
    return gettext(", ").join(word for word in words if word)


def targets(measure: Measure) -> Iterable[FactValue]:
    """Targets and figures as printed, with when they are due."""
    for row in measure.targets.all():
        due = gettext("due %(date)s") % {"date": row.due_in_words} if row.due else ""
        yield FactValue(
            gettext("%(label)s: %(figure)s") % {"label": row.label, "figure": row.shown},
            row=row,
            note=due,
        )


def sources(measure: Measure) -> Iterable[FactValue]:
    """The sections that tell of it, each once."""
    sections = {row.section_id: row.section for row in measure.citations.all()}
    for section in sections.values():
        yield FactValue("", section=section)


def subjects(measure: Measure) -> Iterable[FactValue]:
    """What it is about."""
    return [linked(row, row.subject, row.note) for row in measure.subjects.all()]


def pillars(measure: Measure) -> Iterable[FactValue]:
    """The pillars it belongs to, each with its scheme."""
    return [linked(row, row.pillar, str(row.pillar.framework)) for row in measure.pillars.all()]


def events(measure: Measure) -> Iterable[FactValue]:
    """What happened and when."""
    for row in measure.milestones.all():
        date = row.date_in_words or gettext("date not stated")
        yield FactValue(date, row=row, note=row.label)


# What stands at the head of a brief; the rest has parts of its own there.
HEAD_FACTS = (
    Fact(_("Status"), status),
    Fact(_("Headline date"), headline),
    Fact(_("Leading organisations"), leads),
    Fact(_("Countries and regions"), partners),
    Fact(_("Pillars"), pillars),
    Fact(_("Subjects"), subjects),
)
MEASURE_FACTS = (
    Fact(_("Kind"), kind),
    Fact(_("Jurisdiction"), jurisdiction),
    *HEAD_FACTS,
    Fact(_("Provisions"), provisions),
    Fact(_("Course of events"), events),
    Fact(_("Budget"), money),
    Fact(_("Targets and figures"), targets),
    Fact(_("Sources"), sources),
)
