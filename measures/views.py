"""The pages of measures and of everything that hangs on them."""

from django.contrib.admin.views.decorators import staff_member_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from measures.charts.indicators import pictures, undrawn
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
from measures.lists.measures import MEASURES
from measures.models import (
    Indicator,
    Measure,
    load_for_page,
)
from measures.numbered_sources import NumberedSources
from measures.reconciliation import tables
from measures.related import similar_measures
from policies.citations import changed_on
from policies.coverage import Coverage
from policies.models import SourceDocument
from policies.quotations import quote
from portal.dates.edtf import describe
from portal.lists.trail import list_position


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
