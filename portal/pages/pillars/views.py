"""The list of pillars, and the pages of frameworks and pillars."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render

from measures.passed import note_passed
from policies.confirmed import confirmed_of
from policies.models import Framework, Pillar
from portal.dates.edtf import describe
from portal.lists.days import ON, DayForm
from portal.pages.pillars.matrix import legend, matrices


def framework_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One framework with its pillars and its matrix; of what was in force on a day that is asked.

    A day that cannot be read answers 400, with the matrix of all.
    """
    framework = get_object_or_404(Framework.objects.for_list(), slug=slug)
    form = DayForm(request.GET)
    on = form.cleaned_data[ON] if form.is_valid() else ""
    if on != request.GET.get(ON, "").strip() and on:
        return HttpResponseRedirect(f"{request.path}?{urlencode({ON: on})}")
    context = {
        "framework": framework,
        "pillars": framework.pillars.for_list(),
        "matrix": matrices([framework], on)[0],
        "legend": legend(),
        "form": form,
        "on": describe(on),
        "confirmed": confirmed_of(framework),
    }
    status = 200 if form.is_valid() else 400
    return render(request, "policies/framework_detail.html", context, status=status)


def pillar_detail(request: HttpRequest, framework: str, slug: str) -> HttpResponse:
    """One pillar with its sub-pillars, related pillars and measures."""
    pillar = get_object_or_404(Pillar.objects.for_detail(), framework__slug=framework, slug=slug)
    rows = list(pillar.measures.for_entity())
    note_passed(row.measure for row in rows)
    context = {
        "pillar": pillar,
        "rows": rows,
        "confirmed": confirmed_of(pillar.framework),
    }
    return render(request, "policies/pillar_detail.html", context)
