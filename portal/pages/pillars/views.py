"""The list of pillars, and the pages of frameworks and pillars."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from policies.models import Framework, Pillar
from portal.pages.pillars.matrix import legend, matrices


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
