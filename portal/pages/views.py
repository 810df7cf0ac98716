"""The first page, the search over everything, the data dictionary, and errors."""

import dataclasses

from django.conf import settings
from django.db import connections
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse, translate_url
from django.utils.translation import get_language, gettext

from measures.models import Milestone
from policies.models import Framework
from portal.dates.clock import today
from portal.lists.declaration import ListPage
from portal.lists.request import database_of, list_request_of, stamp_of
from portal.lists.structured import dataset
from portal.lists.views import note_unanswered
from portal.pages.figures import budget_of_this_year, key_figures
from portal.pages.lists import LISTS
from portal.pages.summary import RecordCache
from portal.search.index import Find, similar_names

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
    """What one list has for the words asked: the first entries, and the way to all."""

    listing: ListPage
    count: int
    entries: list[dict]
    all: str
    finds: dict[int, Find]

    @property
    def column(self):
        """The column that names an entry."""
        return next(column for column in self.listing.columns if column.cell == "entry")

    @property
    def has_source(self) -> bool:
        """Whether its rows say where they were read."""
        return any(column.name == "source_mark" for column in self.listing.columns)

    @property
    def source_column(self):
        """The column that leads to where an entry was read."""
        return next(column for column in self.listing.columns if column.name == "source_mark")


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
    groups = []
    faults = []
    if asked:
        for name in SEARCHED:
            listing = NAMED[name]
            list_request = list_request_of(request, listing, path=reverse(name))
            faults = faults or list_request.faults
            if not faults and list_request.count:
                entries = list_request.dicts(0, SHOWN)
                address = reverse(name, query={"q": asked})
                finds = list_request.finds_of(entries)
                groups.append(ListResults(listing, list_request.count, entries, address, finds))
    context = {
        "asked": asked,
        "faults": faults,
        "groups": groups,
        "searched": [NAMED[name] for name in SEARCHED],
        "total": sum(group.count for group in groups),
        "words": list_request.words if asked else [],
        "widened": list_request.widened if asked else [],
        "near": [],
    }
    if asked and not faults and not groups:
        context["near"] = similar_names(asked, using=database_of(request))
        note_unanswered(asked)
    return render(request, "portal/search.html", context, status=400 if faults else 200)


def data(request: HttpRequest) -> HttpResponse:
    """Every list with its columns and downloads."""
    catalogue = {
        "@type": "DataCatalog",
        "name": gettext("Shirube"),
        "url": request.build_absolute_uri(reverse("data")),
        "inLanguage": get_language(),
        "dataset": [dataset(listing, request) for listing in LISTS],
    }
    return render(request, "portal/data.html", {"listings": LISTS, "catalogue": catalogue})


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
