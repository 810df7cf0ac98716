"""The pages of measures and of everything that hangs on them."""

import dataclasses
from collections.abc import Iterator

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from measures import columns, filters
from measures.models import (
    Agreement,
    BudgetLine,
    Citation,
    DataPoint,
    ExportControl,
    Indicator,
    Measure,
    Milestone,
    Provision,
    Relation,
    Target,
    TradeRemedy,
)
from measures.progress import steps
from measures.reconciliation import tables
from policies.dates import describe
from portal.browse.views import Browse, ListPage, Sort


# Orders name a unique field last, so that a page never shows a row twice.
NEWEST_MEASURE = (F("headline_from").desc(nulls_last=True), "slug")
OLDEST_MEASURE = (F("headline_from").asc(nulls_last=True), "slug")
NEWEST = (F("date_from").desc(nulls_last=True), "measure__slug", "position", "pk")
OLDEST = (F("date_from").asc(nulls_last=True), "measure__slug", "position", "pk")


def budget_context(browse: Browse) -> dict:
    """The tables of all programmes, unless conditions ask for single lines."""
    if browse.questions.conditions:
        return {"tables": [], "not_added": []}
    lines = BudgetLine.objects.published().not_additive().for_list()
    return {"tables": tables(Measure.objects.published().with_budgets()), "not_added": lines}


LISTINGS = (
    ListPage(
        "measures",
        _("Measures"),
        _("What governments and bodies do, plan or recommend, with the status at the date of the source."),
        lambda: Measure.objects.published().for_list(),
        filters.MeasureQuestions,
        columns.MEASURES,
        (
            Sort("date", _("Newest date first"), NEWEST_MEASURE),
            Sort("oldest", _("Oldest date first"), OLDEST_MEASURE),
            Sort("name", _("By name"), ("title_ja", "slug")),
            Sort("updated", _("Latest change first"), ("-updated_at", "slug")),
        ),
        template="measures/measure_list.html",
        per_page=20,
        as_objects=True,
    ),
    ListPage(
        "provisions",
        _("Provisions"),
        _("Clauses and sub-items of measures, numbered as printed, in the words of this site."),
        lambda: Provision.objects.published().for_list(),
        filters.ProvisionQuestions,
        columns.PROVISIONS,
    ),
    ListPage(
        "timeline",
        _("Timeline"),
        _("Every dated event of every measure, with the precision the source gives."),
        lambda: Milestone.objects.published().for_list(),
        filters.MilestoneQuestions,
        columns.MILESTONES,
        (
            Sort("newest", _("Newest first"), NEWEST),
            Sort("oldest", _("Oldest first"), OLDEST),
        ),
        template="measures/timeline.html",
        per_page=100,
        as_objects=True,
    ),
    ListPage(
        "milestones",
        _("Milestones"),
        _("The rows of the timeline as a table."),
        lambda: Milestone.objects.published().for_list(),
        filters.MilestoneQuestions,
        columns.MILESTONES,
    ),
    ListPage(
        "budgets",
        _("Budgets"),
        _("Amounts by subject, fiscal year and stage, with printed totals beside computed sums."),
        lambda: BudgetLine.objects.published().for_list(),
        filters.BudgetQuestions,
        columns.BUDGETS,
        template="measures/budget_list.html",
        context=budget_context,
    ),
    ListPage(
        "export-controls",
        _("Export controls"),
        _("Who controls what towards whom, since when, and what suspended it."),
        lambda: ExportControl.objects.published().for_list(),
        filters.ExportControlQuestions,
        columns.EXPORT_CONTROLS,
    ),
    ListPage(
        "trade-remedies",
        _("Trade remedies"),
        _("Anti-dumping and countervailing duties, and investigations under way."),
        lambda: TradeRemedy.objects.published().for_list(),
        filters.TradeRemedyQuestions,
        columns.TRADE_REMEDIES,
    ),
    ListPage(
        "agreements",
        _("Agreements"),
        _("Summits, ministerial meetings, statements, dialogues and instruments between governments."),
        lambda: Agreement.objects.published().for_list(),
        filters.AgreementQuestions,
        columns.AGREEMENTS,
    ),
    ListPage(
        "targets",
        _("Targets"),
        _("Targets and headline figures: value, unit, due date, and what they count."),
        lambda: Target.objects.published().for_list(),
        filters.TargetQuestions,
        columns.TARGETS,
    ),
    ListPage(
        "indicators",
        _("Indicators"),
        _("Tables and charts of the documents; one whose data is lost says so."),
        lambda: Indicator.objects.for_list(),
        filters.IndicatorQuestions,
        columns.INDICATORS,
    ),
    ListPage(
        "data-points",
        _("Data points"),
        _("The values of the indicators, one row each."),
        lambda: DataPoint.objects.for_list(),
        filters.DataPointQuestions,
        columns.DATA_POINTS,
    ),
    ListPage(
        "citations",
        _("Citations"),
        _("Where each document tells of a measure, and which of its fields that supports."),
        lambda: Citation.objects.published().for_list(),
        filters.CitationQuestions,
        columns.CITATIONS,
    ),
    ListPage(
        "relations",
        _("Relations"),
        _("Why one measure leads to another, in words, with the section that shows it."),
        lambda: Relation.objects.published().for_list(),
        filters.RelationQuestions,
        columns.RELATIONS,
    ),
)


@dataclasses.dataclass(frozen=True)
class Related:
    """A relation as the page of one measure tells it."""

    verb: str
    other: Measure
    row: Relation


def related(measure: Measure) -> Iterator[Related]:
    """The relations from and to a measure whose other end visitors may see."""
    for row in measure.relations.all():
        if row.target.published:
            yield Related(row.get_kind_display(), row.target, row)
    for row in measure.reverse_relations.all():
        if row.source.published:
            yield Related(str(row.reverse_label), row.source, row)


def nested_provisions(measure: Measure) -> list:
    """The top provisions, each with the lines below it in printed order as `lines`."""
    rows = list(measure.provisions.all())
    below: dict[int, list] = {}
    for row in rows:
        if row.parent_id:
            below.setdefault(row.parent_id, []).append(row)

    def lines(row) -> Iterator:
        for child in below.get(row.pk, []):
            yield child
            yield from lines(child)

    tops = [row for row in rows if not row.parent_id]
    for top in tops:
        top.lines = list(lines(top))
    return tops


def partners_with(measure: Measure, role: str) -> str:
    """The partners of one role, joined."""
    return gettext(", ").join(str(row.partner) for row in measure.partners.all() if row.role == role)


def control_facts(measure: Measure, control: ExportControl) -> list[tuple]:
    """What the page says of an export control."""
    towards = partners_with(measure, "target")
    if control.all_destinations:
        towards = gettext("All destinations")
    return [
        (_("Imposed by"), control.jurisdiction),
        (_("Towards"), towards),
        (_("Controlled items"), control.items),
        (_("Effect"), control.get_effect_display()),
        (_("Announced"), control.announced_in_words),
        (_("Effective"), control.effective_in_words),
        (_("Suspended from"), control.suspended_in_words),
        (_("Suspended until"), control.suspended_until_in_words),
        (_("Words on the suspension"), control.suspension),
        (_("Ended"), control.ended_in_words),
    ]


def remedy_facts(measure: Measure, remedy: TradeRemedy) -> list[tuple]:
    """What the page says of a trade remedy."""
    applicants = gettext(", ").join(
        str(row.organisation) for row in measure.organisations.all() if row.role == "applicant"
    )
    return [
        (_("Kind"), remedy.get_kind_display()),
        (_("Procedure"), remedy.get_procedure_display()),
        (_("Product"), remedy.product),
        (_("Imposed by"), remedy.jurisdiction),
        (_("Towards"), partners_with(measure, "target")),
        (_("Duty period"), remedy.duty_period_in_words),
        (_("Investigation opened"), remedy.investigation_start_in_words),
        (_("Applicants"), applicants),
    ]


def agreement_facts(measure: Measure, agreement: Agreement) -> list[tuple]:
    """What the page says of an agreement or dialogue."""
    return [
        (_("Level"), agreement.get_level_display()),
        (_("Form"), agreement.get_form_display()),
        (_("Date"), agreement.date_in_words),
        (_("Venue"), agreement.venue),
    ]


@dataclasses.dataclass(frozen=True)
class Part:
    """A part of the page, for its table of contents."""

    anchor: str
    title: str
    count: int = 0


def parts(measure: Measure, related_count: int) -> Iterator[Part]:
    """The parts that the page of a measure has."""
    for name, title in (
        ("export_control", _("Export control")),
        ("trade_remedy", _("Trade remedy")),
        ("agreement", _("Agreement or dialogue")),
    ):
        if hasattr(measure, name):
            yield Part(name.replace("_", "-"), title)
    rows = (
        ("provisions", _("Provisions"), measure.provisions.all(), False),
        ("milestones", _("Course of events"), measure.milestones.all(), True),
        ("budgets", _("Budget"), measure.budget_lines.all(), False),
        ("targets", _("Targets and figures"), measure.targets.all(), False),
    )
    for anchor, title, found, always in rows:
        if found or always:
            yield Part(anchor, title, len(found))
    yield Part("relations", _("Related measures"), related_count)
    if measure.answers.all():
        yield Part("issues", _("Issues it answers"), len(measure.answers.all()))
    yield Part("organisations", _("Organisations and their parts"), len(measure.organisations.all()))
    yield Part("subjects", _("Subjects"), len(measure.subjects.all()))
    if measure.discrepancies.all():
        yield Part("discrepancies", _("Where sources differ"), len(measure.discrepancies.all()))
    yield Part("sources", _("Sources"), len(measure.citations.all()))
    yield Part("citation", _("Citation"))


def citation_text(request: HttpRequest, measure: Measure) -> str:
    """A citation to copy: title, this site, the first source with its section, the address."""
    address = request.build_absolute_uri(measure.get_absolute_url())
    first = next(iter(measure.citations.all()), None)
    if first is None:
        return f"{measure.title}. {address}"
    document = first.section.document
    return gettext(
        "“%(title)s”, Shirube (last change %(updated)s). Source: %(publisher)s, “%(document)s”, "
        "%(date)s, section %(code)s “%(heading)s”. %(address)s"
    ) % {
        "title": measure.title,
        "updated": f"{measure.updated_at:%Y-%m-%d}",
        "publisher": document.publisher,
        "document": document.title,
        "date": describe(document.date),
        "code": first.section.code,
        "heading": first.section.title,
        "address": address,
    }


def measure_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One measure with everything that hangs on it."""
    measure = get_object_or_404(Measure.objects.published().for_detail(), slug=slug)
    found = list(related(measure))
    control = getattr(measure, "export_control", None)
    remedy = getattr(measure, "trade_remedy", None)
    agreement = getattr(measure, "agreement", None)
    context = {
        "measure": measure,
        "steps": steps(measure),
        "provisions": nested_provisions(measure),
        "relations": found,
        "tables": tables([measure]),
        "parts": list(parts(measure, len(found))),
        "citation_text": citation_text(request, measure),
        "control": control,
        "control_facts": control and control_facts(measure, control),
        "remedy": remedy,
        "remedy_facts": remedy and remedy_facts(measure, remedy),
        "agreement": agreement,
        "agreement_facts": agreement and agreement_facts(measure, agreement),
    }
    return render(request, "measures/measure_detail.html", context)


def indicator_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One indicator with its data points, or the reason why it has none."""
    indicator = get_object_or_404(Indicator.objects.for_detail(), slug=slug)
    return render(request, "measures/indicator_detail.html", {"indicator": indicator})
