"""The first page, the search over everything, the data dictionary, and errors."""

import dataclasses
import itertools
from collections.abc import Sequence

from django.conf import settings
from django.db import connections
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse, translate_url
from django.utils.translation import get_language

from measures.models import Milestone
from policies.models import Framework
from portal.dates.clock import today
from portal.lists.declaration import ListPage
from portal.lists.request import ListRequest, database_of, list_request_of, stamp_of
from portal.lists.views import note_unanswered
from portal.pages.answers.cards import cards_of
from portal.pages.answers.values import Counts
from portal.pages.figures import budget_of_this_year, key_figures
from portal.pages.lists import LISTS
from portal.pages.results.lines import Hit, ResultLine, lines_of, strong_first
from portal.pages.summary import RecordCache
from portal.search.index import similar_names
from portal.search.where import Row

NAMED = {listing.name: listing for listing in LISTS}
EXAMPLES = {
    "ja": ("レアアース", "1,306億円", "外為", "日英", "ESPA"),
    "en": ("rare earths", "export control", "Japan-UK", "FEFA", "ESPA"),
}
# Lists that the one box looks through, in the order of the answer.
SEARCHED = (
    "measures",
    "subjects",
    "partners",
    "places",
    "organisations",
    "pillars",
    "issues",
    "provisions",
    "timeline",
    "budgets",
    "targets",
    "indicators",
    "terms",
    "sections",
)
SHOWN = 10


@dataclasses.dataclass(frozen=True)
class ListResults:
    """What one list has for the words asked: the first lines, and the way to all."""

    listing: ListPage
    count: int
    lines: list[ResultLine]
    all: str


def home(request: HttpRequest) -> HttpResponse:
    """Search, the figures people quote, latest moves, dates ahead, pillars, sources."""
    known = RecordCache.at(stamp_of(request))
    # One date for each measure, the one that stands for it in lists.
    dated = Milestone.objects.published().headlines()
    context = {
        "examples": EXAMPLES[get_language()],
        "figures": key_figures(),
        "budget": budget_of_this_year(),
        "moves": dated.latest(known.as_of, 7),
        "ahead": dated.upcoming(today(), 5),
        "frameworks": Framework.objects.featured().for_list(),
        "entries": known.entries,
    }
    return render(request, "portal/home.html", context)


def search(request: HttpRequest) -> HttpResponse:
    """Everything whose text holds the words asked for, list by list."""
    asked = request.GET.get("q", "").strip()
    requests = [
        list_request_of(request, NAMED[name], path=reverse(name)) for name in SEARCHED if asked
    ]
    faults = next((each.faults for each in requests if each.faults), [])
    groups = [] if faults else list_results(requests, asked)
    counts = Counts(stamp_of(request), database_of(request))
    context = {
        "asked": asked,
        "faults": faults,
        "cards": cards_of(asked, counts) if asked and not faults else [],
        "groups": groups,
        "searched": [NAMED[name] for name in SEARCHED],
        "total": sum(group.count for group in groups),
        "names": reverse("names", query={"q": asked}),
        "widened": requests[-1].widened if requests else [],
        "near": [],
    }
    if asked and not faults and not groups:
        context["near"] = similar_names(asked, using=database_of(request))
        note_unanswered(asked)
    return render(request, "portal/search.html", context, status=400 if faults else 200)


def list_results(requests: Sequence[ListRequest], asked: str) -> list[ListResults]:
    """What each list that has something for the words asked shows of it."""
    finding = [each for each in requests if each.count]
    if not finding:
        return []
    hits = [[Hit(Row(each.all.model, key)) for key in each.keys(0, SHOWN)] for each in finding]
    counts = Counts(finding[0].stamp, finding[0].using)
    lines = lines_of(itertools.chain(*hits), finding[0].filterset.query, counts)
    found = {(type(line.entry), line.entry.pk): line for line in lines}
    return [
        ListResults(
            each.listing,
            each.count,
            strong_first(found[hit.entry] for hit in own if hit.entry in found),
            reverse(each.listing.name, query={"q": asked}),
        )
        for each, own in zip(finding, hits, strict=True)
    ]


def data(request: HttpRequest) -> HttpResponse:
    """Every list with its columns and downloads."""
    return render(request, "portal/data.html", {"listings": LISTS})


def healthz(request: HttpRequest) -> JsonResponse:
    """Whether this process reaches its database; for load balancers."""
    database = connections[database_of(request)]
    with database.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return JsonResponse({"status": "ok", "database": database.vendor})


def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read: all but search results and the admin."""
    found = reverse("search")
    lines = [
        "User-agent: *",
        *(f"Disallow: {translate_url(found, code)}" for code, _words in settings.LANGUAGES),
        f"Disallow: {reverse('admin:index')}",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def not_found(request: HttpRequest, exception: Http404) -> HttpResponse:
    """A page that does not exist, with the reason where one was given in words."""
    reason = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    # Django's own reasons are not for visitors, and not in their language.
    own = not reason.endswith("matches the given query.")
    context = {"request_path": request.path, "reason": reason if own else ""}
    return render(request, "404.html", context, status=404)
