"""The pages of measures and of everything that hangs on them."""

from django.contrib.admin.views.decorators import staff_member_required
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from measures import columns, filters
from measures.charts.budgets import Overview
from measures.charts.indicators import pictures, undrawn
from measures.charts.pages import agreement_context, control_context, timeline_context
from measures.charts.subjects import SubjectBars
from measures.checks import CHECKS
from measures.detail import (
    agreement_facts,
    citation_text,
    control_facts,
    headline,
    may_judge,
    nested_provisions,
    remedy_facts,
    stated_relations,
    table_of_contents,
)
from measures.legislative_steps import legislative_steps
from measures.models import (
    Agreement,
    BudgetLine,
    Citation,
    DataPoint,
    ExportControl,
    Indicator,
    Measure,
    MeasureOrganisation,
    MeasurePartner,
    MeasureSubject,
    Milestone,
    Provision,
    Relation,
    Statement,
    Target,
    TradeRemedy,
    load_for_page,
    load_result_rows,
)
from measures.numbered_sources import NumberedSources
from measures.reconciliation import tables
from measures.related import similar_measures
from policies.citations import changed_on
from policies.coverage import Coverage
from policies.models import SourceDocument
from policies.quotations import quote
from portal.dates.edtf import describe
from portal.lists.declaration import ListPage, Sort
from portal.lists.request import ListRequest
from portal.lists.trail import list_position

# Orders name a unique field last, so that a page never shows a row twice.
NEWEST_MEASURE = (F("headline_from").desc(nulls_last=True), "slug")
OLDEST_MEASURE = (F("headline_from").asc(nulls_last=True), "slug")
NEWEST = (F("date_from").desc(nulls_last=True), "measure__slug", "position", "pk")
OLDEST = (F("date_from").asc(nulls_last=True), "measure__slug", "position", "pk")


def budget_context(list_request: ListRequest) -> dict:
    """Pictures and tables of the programmes, unless single lines or further pages are asked for."""
    if list_request.questions.conditions or list_request.page.number > 1:
        return {"overview": None}
    return {"overview": Overview(list_request.state.facets)}


# The list that links on the page of a measure lead back to.
MEASURES = ListPage(
    "measures",
    _("Measures"),
    _(
        "What governments and bodies do, plan or recommend, "
        "with the status at the date of the source."
    ),
    lambda: Measure.objects.published().with_joins(),
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
    objects=load_result_rows,
    shown=("names__name", "summary_ja", "summary_en"),
)

LISTS = (
    MEASURES,
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
        objects=Milestone.objects.listed,
        context=timeline_context,
    ),
    ListPage(
        "milestones",
        _("Milestones"),
        _("The rows of the timeline as a table."),
        lambda: Milestone.objects.published().for_list(),
        filters.MilestoneQuestions,
        columns.MILESTONES,
        home=False,
    ),
    ListPage(
        "budgets",
        _("Budgets"),
        _("Amounts by subject, fiscal year and stage, with printed totals beside computed sums."),
        lambda: BudgetLine.objects.published().for_list(),
        filters.BudgetQuestions,
        columns.BUDGETS,
        template="measures/budget_list.html",
        per_page=25,
        context=budget_context,
    ),
    ListPage(
        "export-controls",
        _("Export controls"),
        _("Who controls what towards whom, since when, and what suspended it."),
        lambda: ExportControl.objects.published().for_list(),
        filters.ExportControlQuestions,
        columns.EXPORT_CONTROLS,
        template="measures/export_control_list.html",
        context=control_context,
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
        _(
            "Summits, ministerial meetings, statements, dialogues "
            "and instruments between governments."
        ),
        lambda: Agreement.objects.published().for_list(),
        filters.AgreementQuestions,
        columns.AGREEMENTS,
        template="measures/agreement_list.html",
        context=agreement_context,
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
        Indicator.objects.for_list,
        filters.IndicatorQuestions,
        columns.INDICATORS,
    ),
    ListPage(
        "data-points",
        _("Data points"),
        _("The values of the indicators, one row each."),
        DataPoint.objects.for_list,
        filters.DataPointQuestions,
        columns.DATA_POINTS,
    ),
    ListPage(
        "measure-subjects",
        _("What measures are about"),
        _("Every subject of every measure, with the number and group the source prints."),
        lambda: MeasureSubject.objects.published().for_list(),
        filters.MeasureSubjectQuestions,
        columns.MEASURE_SUBJECTS,
    ),
    ListPage(
        "measure-organisations",
        _("Organisations and their parts"),
        _("Every part of an organisation in a measure, with its role."),
        lambda: MeasureOrganisation.objects.published().for_list(),
        filters.MeasureOrganisationQuestions,
        columns.MEASURE_ORGANISATIONS,
    ),
    ListPage(
        "measure-partners",
        _("Countries and their parts"),
        _("Every part of a country, region or group in a measure, with its role."),
        lambda: MeasurePartner.objects.published().for_list(),
        filters.MeasurePartnerQuestions,
        columns.MEASURE_PARTNERS,
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
        "discrepancies",
        _("Where sources differ"),
        _("One thing told differently, with the value used here and why. None is dropped."),
        lambda: Statement.objects.published().for_list(),
        filters.StatementQuestions,
        columns.STATEMENTS,
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


def measure_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One measure with everything that hangs on it."""
    measure = load_for_page(get_object_or_404(Measure.objects.published().for_detail(), slug=slug))
    found = list(stated_relations(measure))
    shared = similar_measures(measure)
    numbered = NumberedSources(request, [measure])
    numbered.cite_figures([*measure.printed_totals.all(), *measure.targets.all()])
    control = getattr(measure, "export_control", None)
    remedy = getattr(measure, "trade_remedy", None)
    agreement = getattr(measure, "agreement", None)
    context = {
        "measure": measure,
        "permanent": measure.get_absolute_url(),
        "address": request.build_absolute_uri(measure.get_absolute_url()),
        "trail": list_position(MEASURES, request, measure),
        "headline": headline(measure),
        "numbered": numbered,
        "citations": quote(measure.citations.all()),
        "steps": legislative_steps(measure),
        "provisions": nested_provisions(measure),
        "relations": found,
        "computed": shared,
        "judging": may_judge(request),
        "pictures": [SubjectBars(table) for table in tables([measure])],
        "parts": list(table_of_contents(measure, len(found) + len(shared))),
        "citation_text": citation_text(request, measure),
        "changed": changed_on(measure),
        "changed_in_words": describe(changed_on(measure)),
        "control": control,
        "control_facts": control and control_facts(measure, control),
        "remedy": remedy,
        "remedy_facts": remedy and remedy_facts(measure, remedy),
        "agreement": agreement,
        "agreement_facts": agreement and agreement_facts(measure, agreement),
    }
    return render(request, "measures/measure_detail.html", context)


@staff_member_required
def coverage(request: HttpRequest) -> HttpResponse:
    """For editors: how far each document is covered, and what the checks find."""
    context = {
        "documents": [Coverage(document) for document in SourceDocument.objects.for_list()],
        "checks": [(title, list(check())) for title, check in CHECKS],
    }
    return render(request, "measures/coverage.html", context)


def indicator_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One indicator with its data points, or the reason why it has none."""
    indicator = get_object_or_404(Indicator.objects.for_detail(), slug=slug)
    drawn = pictures(indicator)
    context = {"indicator": indicator, "pictures": drawn, "undrawn": undrawn(indicator, drawn)}
    return render(request, "measures/indicator_detail.html", context)
