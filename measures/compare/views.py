"""The pages of measures that a visitor chose: side by side, or together as one printed brief."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from measures.compare.briefs import Brief
from measures.compare.clipped import clipped
from measures.compare.comparison import budget_comparison, control_comparison, measure_comparison
from measures.compare.selection import BUDGETS, CONTROLS, MEASURES, Selection
from measures.models import Measure
from measures.numbered_sources import NumberedSources
from policies.clippings import Clippings, are_offered
from portal.lists.addresses import moved_permanently

COMPARISONS = {
    MEASURES.name: measure_comparison,
    CONTROLS.name: control_comparison,
    BUDGETS.name: budget_comparison,
}
# How many stand side by side on a sheet, and how many make one brief.
SIDE_BY_SIDE = (2, 4)
IN_ONE_BRIEF = (1, 20)
# How many controls and programmes are offered to choose from; their lists show all.
OFFERED = 60
DIFFERENCES = "differences"
# Asks for the places in the documents, framed.
CLIPPINGS = {"clippings": ("1",)}


def with_clippings(request: HttpRequest, selection: Selection) -> dict:
    """What a page tells of the clippings: those that are asked for, and whether it offers any."""
    asked = "clippings" in request.GET
    found = Clippings(request, clipped(selection.measures)) if asked else None
    if found:
        found.draw()
    return {"clippings": found, "offers_clippings": not asked and are_offered(request)}


def choose_again(request: HttpRequest, selection: Selection, *, brief: bool) -> HttpResponse:
    """What can be chosen, with what was chosen ticked; 400 where the address has a fault.

    410 where too few are left of it, because others are gone.
    """
    context = {
        "title": _("One brief of several measures") if brief else _("Compare"),
        "brief": brief,
        "least": selection.least,
        "most": selection.most,
        "faults": [] if selection.empty else selection.faults,
        "left_out": selection.left_out,
        "kept": selection.kept,
        "kind": selection.kind.name,
        "chosen": list(selection.found.values()),
        "controls": [] if brief else Measure.objects.published().with_control()[:OFFERED],
        "programmes": [] if brief else Measure.objects.published().with_money()[:OFFERED],
    }
    refused = 410 if selection.gone else 400
    status = 200 if selection.empty else refused
    return render(request, "measures/choose_again.html", context, status=status)


def compared_names(titles: list[str]) -> str:
    """What is compared, as a title."""
    words = {"first": gettext(", ").join(titles[:-1]), "last": titles[-1]}
    return gettext("%(first)s and %(last)s compared") % words


def compare(request: HttpRequest) -> HttpResponse:
    """Two to four measures, export controls or budget programmes side by side."""
    also = {"only": (DIFFERENCES,), **CLIPPINGS}
    selection = Selection(request.GET, (MEASURES, CONTROLS, BUDGETS), SIDE_BY_SIDE, also)
    if selection.moved:
        return moved_permanently(request.path, selection.moved)
    if selection.empty or selection.faults:
        return choose_again(request, selection, brief=False)
    rows = COMPARISONS[selection.kind.name](selection.measures)
    differing = [row for row in rows if row.differs]
    alike = len(rows) - len(differing)
    only = "only" in request.GET
    context = {
        "kind": selection.kind,
        "left_out": selection.left_out,
        "measures": selection.measures,
        "names": compared_names([measure.title for measure in selection.measures]),
        "rows": differing if only else rows,
        "differing": sum(row.marked for row in rows),
        "alike": alike,
        "only": only,
        "numbered": NumberedSources(request, selection.measures),
        **with_clippings(request, selection),
    }
    return render(request, "measures/compare.html", context)


def brief(request: HttpRequest) -> HttpResponse:
    """Up to twenty measures as one brief to print, with their sources numbered through."""
    selection = Selection(request.GET, (MEASURES,), IN_ONE_BRIEF, CLIPPINGS)
    if selection.moved:
        return moved_permanently(request.path, selection.moved)
    if selection.empty or selection.faults:
        return choose_again(request, selection, brief=True)
    context = {
        "left_out": selection.left_out,
        "briefs": [Brief(measure) for measure in selection.measures],
        "numbered": NumberedSources(request, selection.measures),
        **with_clippings(request, selection),
    }
    return render(request, "measures/brief.html", context)
