"""The list of pillars, and the pages of frameworks and pillars."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from policies import columns, filters
from policies.models import Framework, Pillar
from portal.lists.declaration import ListPage
from portal.lists.request import ListRequest
from portal.pages.pillars.matrix import legend, matrices


def framework_context(list_request: ListRequest) -> dict:
    """All frameworks side by side with their matrices, unless conditions ask for single pillars."""
    if list_request.questions.conditions:
        return {"frameworks": [], "others": [], "matrices": [], "legend": []}
    frameworks = Framework.objects.featured().for_list()
    return {
        "frameworks": frameworks,
        "others": Framework.objects.other().for_list(),
        "matrices": [matrix for matrix in matrices(frameworks) if matrix.rows],
        "legend": legend(),
    }


PILLARS = ListPage(
    "pillars",
    _("Pillars"),
    _(
        "The same words stand for different things in different documents."
        " Each scheme is shown as its owner sets it; none are merged."
    ),
    Pillar.objects.for_list,
    filters.PillarQuestions,
    columns.PILLARS,
    template="policies/framework_list.html",
    per_page=20,
    context=framework_context,
)


def framework_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One framework with its pillars and its matrix."""
    framework = get_object_or_404(Framework.objects.for_list(), slug=slug)
    context = {
        "framework": framework,
        "pillars": framework.pillars.for_list(),
        "matrix": matrices([framework])[0],
        "legend": legend(),
    }
    return render(request, "policies/framework_detail.html", context)


def pillar_detail(request: HttpRequest, framework: str, slug: str) -> HttpResponse:
    """One pillar with its sub-pillars, related pillars and measures."""
    pillar = get_object_or_404(Pillar.objects.for_detail(), framework__slug=framework, slug=slug)
    context = {"pillar": pillar, "rows": pillar.measures.for_entity()}
    return render(request, "policies/pillar_detail.html", context)
