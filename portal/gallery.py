"""The components of the site with their states, drawn from the record; served in DEBUG alone."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from measures.charts.indicators import pictures
from measures.charts.subjects import SubjectBars
from measures.legislative_steps import legislation, legislative_steps
from measures.models import Indicator, Measure, Milestone
from measures.reconciliation import tables
from policies.citations import cite
from policies.models import Framework
from portal.lists.request import ListRequest, list_request_of, stamp_of
from portal.pages.figures import key_figures
from portal.pages.found import NAMED
from portal.pages.pillars.matrix import legend, matrices
from portal.pages.summary import RecordCache

# Questions that bring a list into each of its states; words without a language of their own.
STATES = {
    "filtered": "kind=law&kind=bill",
    "words": "q=METI",
    "empty": "q=zzzz&kind=law",
    "middle": "page=5",
    "last": "page=9",
}
REFUSED = "kind=nonsense&colour=blue"


def asked(request: HttpRequest, name: str, query: str) -> ListRequest:
    """A list by its name as `query` would show it."""
    return list_request_of(request, NAMED[name], QueryDict(query), reverse(name))


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in each of its states."""
    known = RecordCache.at(stamp_of(request))
    lists = {name: asked(request, "measures", query) for name, query in STATES.items()}
    figures = key_figures()
    section = figures[0].rows[0].section if figures else None
    drawn = (pictures(indicator) for indicator in Indicator.objects.for_detail())
    programmes = Measure.objects.published().with_budgets()
    budgets = (SubjectBars(table) for table in tables(programmes))
    lines = (legislative_steps(act) for act in legislation())
    context = {
        "statuses": Measure.Status.choices,
        "lists": lists,
        "documents": asked(request, "sources", ""),
        "refused": asked(request, "measures", REFUSED).faults,
        "figures": figures,
        "moves": Milestone.objects.published().headlines().latest(known.as_of, 3),
        "steps": next(filter(None, lines), []),
        "section": section,
        "citation": cite(request, section, section.document) if section else "",
        "matrices": [
            each for each in matrices(Framework.objects.featured().for_list()) if each.gaps
        ],
        "legend": legend(),
        "pictures": next(filter(None, drawn), []),
        "budget": next((each for each in budgets if each.aside), None),
    }
    return render(request, "portal/gallery.html", context)
