"""A measure, a brief of several, and several side by side, as documents."""

import dataclasses
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext, ngettext

from measures.compare.briefs import Brief
from measures.compare.comparison import Row
from measures.compare.selection import BUDGETS, CONTROLS, MEASURES, Selection
from measures.compare.views import (
    COMPARISONS,
    DIFFERENCES,
    IN_ONE_BRIEF,
    SIDE_BY_SIDE,
    compared_names,
)
from measures.facts import Answer, FactValue
from measures.loading import load_for_page
from measures.models import Measure
from measures.page.content import MeasurePage
from portal.handouts.parts import Handout
from portal.handouts.reading import blocks_of
from portal.lists.addresses import moved_permanently
from portal.lists.provenance import digits_of
from portal.lists.views import refusal
from portal.pages.handouts.about import as_visitor, foot, handed_out, made_at, page_of

# A panel of the page that only serves to copy: footnotes say the same.
COPIED = "citation"


def lasting(items: Iterable[FactValue]) -> list[FactValue]:
    """The values that are the same on every day: a file of a version is the same on all."""
    return [item for item in items if not item.of_today]


def lasting_answers(answers: Iterable[Answer]) -> list[Answer]:
    """The same of what is said to facts."""
    return [dataclasses.replace(each, items=lasting(each.items)) for each in answers]


def lasting_rows(rows: Iterable[Row]) -> list[Row]:
    """The same of a comparison."""
    return [
        dataclasses.replace(
            row,
            cells=[dataclasses.replace(cell, items=lasting(cell.items)) for cell in row.cells],
        )
        for row in rows
    ]


class LastingBrief(Brief):
    """A measure in short, without what is of the day."""

    @cached_property
    def facts(self):
        """The facts that the measure has."""
        return lasting_answers(super().facts)


def laid_out(
    request: HttpRequest, title: str, html: str, path: str, *, landscape: bool = False, told=None
) -> Handout:
    """A part of a page as a handout; `path` is that of the page."""
    return Handout(
        title,
        blocks_of(html),
        foot=foot(request, path, told),
        language=get_language(),
        landscape=landscape,
        made=made_at(request),
    )


def measure_document(request: HttpRequest, slug: str) -> HttpResponse:
    """One measure with all that its page tells of it."""
    measure = load_for_page(get_object_or_404(Measure.objects.published().for_detail(), slug=slug))
    asked = as_visitor(request)
    page = MeasurePage(asked, measure)
    context = {
        "measure": measure,
        "page": page,
        "facts": lasting_answers(page.facts),
        "panels": [each for each in page.panels if each.panel.anchor != COPIED],
        "as_of": page.as_of,
        "changed": page.changed,
        "changed_in_words": page.changed_in_words,
        "changes": reverse("measure-changes", args=[slug]),
    }
    html = render_to_string("handouts/measure.html", context, asked)
    dated = [(gettext("As of"), page.as_of.in_words)]
    handout = laid_out(request, measure.title, html, page.permanent, told=dated)
    return handed_out(request, handout, f"measure_{slug}")


def brief_document(request: HttpRequest) -> HttpResponse:
    """Up to twenty measures as one brief."""
    selection = Selection(request.GET, (MEASURES,), IN_ONE_BRIEF)
    if selection.moved:
        return moved_permanently(request.path, selection.moved)
    if selection.faults:
        return refusal(selection.faults)
    asked = as_visitor(request)
    briefs = [LastingBrief(measure) for measure in selection.measures]
    context = {"briefs": briefs, "left_out": selection.left_out}
    html = render_to_string("handouts/brief.html", context, asked)
    title = ngettext("Brief of %(counter)s measure", "Brief of %(counter)s measures", len(briefs))
    title %= {"counter": len(briefs)}
    handout = laid_out(request, title, html, page_of(request, "brief"))
    return handed_out(request, handout, f"brief_{digits_of(request.GET.urlencode())}")


def comparison_document(request: HttpRequest) -> HttpResponse:
    """Two to four measures, export controls or budget programmes side by side."""
    also = {"only": (DIFFERENCES,)}
    selection = Selection(request.GET, (MEASURES, CONTROLS, BUDGETS), SIDE_BY_SIDE, also)
    if selection.moved:
        return moved_permanently(request.path, selection.moved)
    if selection.faults:
        return refusal(selection.faults)
    asked = as_visitor(request)
    rows = lasting_rows(COMPARISONS[selection.kind.name](selection.measures))
    context = {
        "kind": selection.kind,
        "measures": selection.measures,
        "rows": [row for row in rows if row.differs] if "only" in request.GET else rows,
        "left_out": selection.left_out,
    }
    html = render_to_string("handouts/comparison.html", context, asked)
    names = compared_names([measure.title for measure in selection.measures])
    path = page_of(request, "compare")
    handout = laid_out(request, names, html, path, landscape=True)
    return handed_out(request, handout, f"compare_{digits_of(request.GET.urlencode())}")
