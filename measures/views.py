"""The pages of measures and of everything that hangs on them."""

from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from measures.charts.indicators import pictures, undrawn
from measures.checks.worklists import asked, findings_by_check
from measures.lists.measures import MEASURES
from measures.loading import load_for_page, load_head
from measures.models import Indicator
from measures.models.permissions import COVERAGE
from measures.page.content import MeasurePage
from policies.confirmed import confirmed_of
from policies.coverage import coverage as coverage_of_documents
from portal.lists.trail import list_position


def measure_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One measure with everything that hangs on it."""
    measure = load_head(slug)
    if measure is None:
        raise Http404
    load_for_page(measure)
    page = MeasurePage(request, measure)
    context = {
        "measure": measure,
        "page": page,
        # Each row asks whether who reads may edit it: visitors need no user that is looked up.
        "user": request.user if request.user.is_authenticated else AnonymousUser(),
        # What the parts of every page that tell of one entry ask for.
        "address": page.address,
        "permanent": page.permanent,
        "as_of": page.as_of,
        "changed": page.changed,
        "changed_in_words": page.changed_in_words,
        "changes": reverse("measure-changes", args=[slug]),
        "numbered": page.numbered,
        "trail": list_position(MEASURES, request, measure),
        "rows_cited": True,
        "confirmed": confirmed_of(measure),
    }
    return render(request, "measures/measure_detail.html", context)


@staff_member_required
@permission_required(COVERAGE, raise_exception=True)
def coverage(request: HttpRequest) -> HttpResponse:
    """For editors: how far each document is covered, and what the checks find."""
    context = {"documents": coverage_of_documents(), "checks": findings_by_check(), **asked()}
    return render(request, "measures/coverage.html", context)


def indicator_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One indicator with its data points, or the reason why it has none."""
    indicator = get_object_or_404(Indicator.objects.for_detail(), slug=slug)
    drawn = pictures(indicator)
    context = {
        "indicator": indicator,
        "pictures": drawn,
        "undrawn": undrawn(indicator, drawn),
        "rows_cited": True,
        "confirmed": confirmed_of(indicator),
    }
    return render(request, "measures/indicator_detail.html", context)
