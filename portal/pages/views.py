"""The first page, the search over everything, the data dictionary, and errors."""

from urllib.parse import parse_qsl

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, translate_url
from django.utils.translation import get_language
from django.views import defaults

from measures.coming import coming_days
from measures.models import Milestone
from policies.models import Framework
from portal.dates.clock import today
from portal.lists.api.problems import is_wanted, problem
from portal.lists.licences import licences
from portal.lists.request import database_of, stamp_of
from portal.lists.views import note_unanswered
from portal.pages import former
from portal.pages.answers.values import Counts
from portal.pages.figures import budget_of_this_year, key_figures
from portal.pages.found import SEARCHED, Found, search_faults
from portal.pages.lists import LISTS, TABLES
from portal.pages.summary import RecordCache

# Of a form that is too large, so many bytes are given back to who typed them.
GIVEN_BACK = 20_000_000
# What is not shown to who looks over an editor's shoulder.
SECRET = ("csrfmiddlewaretoken", "password")

EXAMPLES = {
    "ja": ("レアアース", "1,306億円", "外為", "日英", "ESPA"),
    "en": ("rare earths", "export control", "Japan-UK", "FEFA", "ESPA"),
}


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
        "ahead": coming_days(today(), 7),
        "frameworks": Framework.objects.featured().for_list(),
        "entries": known.entries,
    }
    return render(request, "portal/home.html", context)


def search(request: HttpRequest) -> HttpResponse:
    """The entries that answer what is asked, of all kinds in one order, the best first."""
    asked = request.GET.get("q", "").strip()
    faults = search_faults(request.GET)
    counts = Counts(stamp_of(request), database_of(request))
    found = None if faults or not asked else Found(asked, counts)
    context = {"asked": asked, "faults": faults, "found": found, "searched": SEARCHED}
    if found and not found.lines:
        note_unanswered(asked)
    return render(request, "portal/search.html", context, status=400 if faults else 200)


def data(request: HttpRequest) -> HttpResponse:
    """Every list with its columns and downloads, and the tables without a page."""
    context = {"listings": LISTS, "tables": TABLES, "licences": licences()}
    context |= {"licence_address": settings.DATA_LICENCE_URL, "described": (*LISTS, *TABLES)}
    return render(request, "portal/data.html", context)


def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read: all but search results and the admin."""
    found, sent = reverse("search"), reverse("remark-sent")
    lines = [
        "User-agent: *",
        *(f"Disallow: {translate_url(found, code)}" for code, _words in settings.LANGUAGES),
        f"Disallow: {reverse('admin:index')}",
        *(
            f"Disallow: {translate_url(sent, code).removesuffix('sent/')}"
            for code, _words in settings.LANGUAGES
        ),
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def not_found(request: HttpRequest, exception: Http404) -> HttpResponse:
    """A page that does not exist, with the reason where one was given in words.

    Where something stood there once, where it is now or what became of it.
    """
    if (answer := former.answer(request)) is not None:
        return answer
    reason = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    # Django's own reasons are not for visitors, and not in their language.
    own = not reason.endswith("matches the given query.")
    if is_wanted(request):
        return problem(request, 404, reason if own else "")
    context = {"request_path": request.path, "reason": reason if own else ""}
    return render(request, "404.html", context, status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What cannot be read: an address, or a form that is larger than forms are.

    Such a form comes back to the editor who sent it, in a text to keep: it cannot be drawn anew.
    """
    if is_wanted(request):
        return problem(request, 400)
    if not isinstance(exception, RequestDataTooBig | TooManyFieldsSent) or request.method == "GET":
        return defaults.bad_request(request, exception)
    context = {
        "fields": settings.DATA_UPLOAD_MAX_NUMBER_FIELDS,
        "megabytes": settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 1_000_000,
        "typed": typed_into(request) if request.user.is_staff else [],
    }
    return render(request, "413.html", context, status=413)


def typed_into(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form holds that is too large to be read as one: the fields that are not empty."""
    if request.content_type != "application/x-www-form-urlencoded":
        return []
    try:
        body = request.body  # read already where there are too many fields
    except RequestDataTooBig:
        body = request.read(GIVEN_BACK)
    pairs = parse_qsl(body.decode(errors="replace"))
    return [(name, value) for name, value in pairs if not name.startswith(SECRET)]
