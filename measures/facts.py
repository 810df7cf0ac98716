"""What a measure says in short: facts of one or several values, each with where it was read."""

import dataclasses
import itertools
from collections.abc import Callable, Iterable

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from measures.models import (
    BudgetLine,
    Measure,
    MeasureOrganisation,
    PrintedTotal,
)
from measures.models.budget import CURRENCY
from measures.passed import passed_days
from measures.sums import Column, about, is_rough
from policies.models import Evidence, Section
from policies.models.sources import sole_section
from portal.lists.columns import Label
from portal.money import yen_in_words

# How many provisions of a measure stand in a comparison.
TOLD = 12


@dataclasses.dataclass(frozen=True)
class FactValue:
    """One value with where it was read: a row of the record, or a section alone.

    `code` is that of a status; `note` says what to know of the value. One that is `of_today` may be
    another tomorrow, though nothing in the record is.
    """

    words: str
    row: Evidence | None = None
    section: Section | None = None
    address: str = ""
    note: str = ""
    code: str = ""
    shared: bool = False
    of_today: bool = False

    @property
    def read_in(self) -> Section | None:
        """The section where it was read; None for what only leads to rows."""
        return self.row.section if self.row else self.section

    @property
    def said(self) -> tuple[str, str]:
        """What the value says, wherever it was read; of one without words the section itself.

        The day that a status is told of belongs to the source, not to the status.
        """
        if self.code:
            return self.code, ""
        return self.words or self.section.mark, self.note


@dataclasses.dataclass(frozen=True)
class Fact:
    """What is asked of each measure, and how a measure answers.

    At the head of a page `missing` says which kind of nothing stands in the place of an answer
    (see the tag `nothing`; empty where the fact is left out then), `anchor` where links lead, and
    `help` which part of the help tells what its words mean. `own` is for what each measure has by
    itself, so that a comparison marks what is shared, and no difference.
    """

    name: Label
    items: Callable[[Measure], Iterable[FactValue]]
    missing: str = "no-record"
    anchor: str = ""
    help: str = ""
    own: bool = False


@dataclasses.dataclass(frozen=True)
class Run:
    """Values one after another that were read in the same section, if they say where."""

    items: list[FactValue]

    @property
    def source(self) -> Section | None:
        """The section, where there are several values."""
        return sole_section(item.read_in for item in self.items if item.read_in)


@dataclasses.dataclass(frozen=True)
class Answer:
    """What one measure says to one fact."""

    fact: Fact
    items: list[FactValue]

    @property
    def sections(self) -> list[Section]:
        """Where its values were read, one for each value that says so."""
        return [item.read_in for item in self.items if item.read_in]

    @property
    def runs(self) -> list[Run]:
        """The values by where they were read: each source is named once in a row."""
        return runs_of(self.items)


def runs_of(items: Iterable[FactValue]) -> list[Run]:
    """Values in runs of the same section."""
    found = itertools.groupby(items, key=lambda item: item.read_in and item.read_in.pk)
    return [Run(list(each)) for _section, each in found]


def answers(measure: Measure, facts: Iterable[Fact]) -> list[Answer]:
    """What a measure says to each of the facts, also nothing, where that is worth a line."""
    told = [Answer(fact, list(fact.items(measure))) for fact in facts]
    return [answer for answer in told if answer.items or answer.fact.missing]


def answered_first(told: Iterable[Answer]) -> list[Answer]:
    """The answers that say something, then those that say that there is nothing."""
    return sorted(told, key=lambda answer: not answer.items)


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
    """The newest status with the day that it is of, and days given in advance that are over."""
    for row in measure.statuses.all():
        if row.newest:
            yield FactValue(row.get_value_display(), row=row, note=row.as_of_words, code=row.value)
    for passed in passed_days(measure):
        yield FactValue(passed.passed, row=passed.row, of_today=True)


def purposes(measure: Measure) -> Iterable[FactValue]:
    """What the sources say it is for."""
    for row in measure.purposes.all():
        yield FactValue(row.get_kind_display(), row=row)


def headline(measure: Measure) -> Iterable[FactValue]:
    """The event whose date stands for the measure in lists."""
    for row in measure.milestones.all():
        if row.headline and row.date:
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
    """What the top provisions say, and how many more there are."""
    tops = [row for row in measure.provisions.all() if not row.parent_id]
    for row in tops[:TOLD]:
        yield FactValue(row.heading or row.text, row=row, note=row.text if row.heading else "")
    more = len(tops) - TOLD
    if more > 0:
        words = ngettext("%(n)s further provision", "%(n)s further provisions", more)
        address = f"{measure.get_absolute_url()}#provisions"
        yield FactValue(words % {"n": more}, address=address)


def whole_totals(measure: Measure) -> Iterable[PrintedTotal]:
    """The printed totals that count everything: no row, no column."""
    totals = measure.printed_totals.all()
    return (total for total in totals if not total.subject_id and not total.fiscal_year)


def latest_lines(measure: Measure) -> list[BudgetLine]:
    """The lines of the latest fiscal year, those of the stage that comes last in it."""
    dated = [line for line in measure.budget_lines.all() if line.fiscal_year]
    column = max((Column.of(line) for line in dated), key=lambda each: each.place, default=None)
    return [line for line in dated if Column.of(line) == column]


def latest_amount(measure: Measure) -> FactValue | None:
    """The amount of the latest fiscal year: as printed, or added up where that may be done."""
    lines = latest_lines(measure)
    if len(lines) == 1:
        return FactValue(lines[0].shown, row=lines[0], note=when(lines[0]))
    if lines and all(line.is_added for line in lines):
        words = about(yen_in_words(sum(line.amount for line in lines), CURRENCY), is_rough(lines))
        note = gettext("%(when)s, computed from %(n)s lines")
        return FactValue(
            words,
            section=lines[0].section,
            address=f"{measure.get_absolute_url()}#budgets",
            note=note % {"when": when(lines[0]), "n": len(lines)},
        )
    return None


def when(line: BudgetLine) -> str:
    """The fiscal year and the stage of a line."""
    words = (line.fiscal_year_in_words, line.get_stage_display())
    return gettext(", ").join(word for word in words if word)


def money(measure: Measure) -> Iterable[FactValue]:
    """The amount of the latest year, totals of everything as printed, and how many lines there
    are."""
    lines = measure.budget_lines.all()
    if len(lines) == 1:
        yield FactValue(lines[0].shown, row=lines[0], note=told(lines[0]))
    elif latest := latest_amount(measure):
        yield latest
    for total in whole_totals(measure):
        yield FactValue(total.shown, row=total, note=gettext("printed total of everything"))
    if len(lines) > 1:
        words = ngettext("%(n)s budget line", "%(n)s budget lines", len(lines)) % {"n": len(lines)}
        yield FactValue(words, address=f"{measure.get_absolute_url()}#budgets")


def told(line: BudgetLine) -> str:
    """What a budget line is for: label or subject, fiscal year, stage, and why it is not added."""
    subject = str(line.label or line.subject or "")
    words = [subject, line.fiscal_year_in_words, line.get_stage_display(), line.scope]
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
    """What happened and when, in the order of days."""
    for row in measure.milestones.all():
        date = row.date_in_words or gettext("date not stated")
        yield FactValue(date, row=row, note=row.label)


STATUS = Fact(_("Status"), status, anchor="status", help="status")
PURPOSES = Fact(_("Stated purpose"), purposes, missing="", anchor="purposes", help="purpose")
HEADLINE = Fact(_("Headline date"), headline, missing="not-stated")
PARTNERS = Fact(
    _("Countries and regions"), partners, missing="not-stated", anchor="partners", own=True
)
PILLARS = Fact(_("Pillars"), pillars, anchor="pillars", own=True)
BUDGET = Fact(_("Budget"), money)
PROVISIONS = Fact(_("Provisions"), provisions, own=True)
SOURCES = Fact(_("Sources"), sources, own=True)
# What stands at the head of a page; the rest has panels of its own there.
PAGE_FACTS = (STATUS, BUDGET, HEADLINE, PURPOSES, PARTNERS, PILLARS)
# What stands at the head of a brief; the rest has parts of its own there.
HEAD_FACTS = (
    STATUS,
    HEADLINE,
    PURPOSES,
    Fact(_("Leading organisations"), leads),
    PARTNERS,
    PILLARS,
    Fact(_("Subjects"), subjects, own=True),
)
MEASURE_FACTS = (
    Fact(_("Kind"), kind),
    Fact(_("Jurisdiction"), jurisdiction),
    *HEAD_FACTS,
    PROVISIONS,
    Fact(_("Course of events"), events, own=True),
    BUDGET,
    Fact(_("Targets and figures"), targets, own=True),
    SOURCES,
)
