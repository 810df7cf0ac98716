"""What is answered where the site fails, or its database does: needs neither."""

import sys

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import (
    get_language,
    get_language_from_path,
    get_language_from_request,
    gettext,
    override,
)

from portal import visits
from portal.changes.away import is_away
from portal.lists.api.problems import is_wanted, problem

RETRY_AFTER = "30"  # seconds
PLAIN = "text/plain; charset=utf-8"
PASSWORD = "password"  # stands in the name of what is typed anew
END = "</main>"
PAGES = {"ja": "503.html", "en": "503_en.html"}


def failed(request: HttpRequest) -> HttpResponse:
    """503 where the database cannot be used for now, and 500 for every other failure.

    What was sent comes back with either, in a form that sends it again: it was not saved, since
    what fails is undone.
    """
    error = sys.exception()
    if is_away(error):
        visits.failed(error)
        return away(request)
    if is_wanted(request):
        return unkept(problem(request, 500))
    return unkept(HttpResponse(page_of(request, "500.html"), status=500))


def away(request: HttpRequest) -> HttpResponse:
    """503: the database cannot be used for now. In the language of the address, as who asks reads:
    a page, JSON, or for a file of any other kind a line of text.
    """
    with override(language_of(request)):
        if is_wanted(request):
            response = problem(request, 503)
        elif is_of_file(request.path_info):
            words = gettext("The database is busy or down. Please wait a little and try again.")
            response = HttpResponse(f"{words}\n", PLAIN, status=503)
        else:
            response = HttpResponse(page_of(request, PAGES[get_language()]), status=503)
    response["Retry-After"] = RETRY_AFTER
    return unkept(response)


def language_of(request: HttpRequest) -> str:
    """What is spoken at an address; where it failed early nobody has said so yet."""
    if is_wanted(request):
        return get_language_from_request(request, check_path=True)
    return get_language_from_path(request.path_info) or settings.LANGUAGE_CODE


def is_of_file(path: str) -> bool:
    """Whether an address ends as one of a file does: programs read what is answered there."""
    return "." in path.rpartition("/")[2]


def page_of(request: HttpRequest, template: str) -> str:
    """A page with the number of the request, and what its form sent, to be sent again."""
    page = loader.render_to_string(template)
    below = loader.render_to_string("portal/request_number.html", {"number": visits.number()})
    if request.method == "POST":
        below += loader.render_to_string("portal/sent.html", sent_by(request))
    return page.replace(END, f"{below}{END}")


def unkept(response: HttpResponse) -> HttpResponse:
    """What failed is kept by nobody."""
    response["Cache-Control"] = "no-store"
    return response


def sent_by(request: HttpRequest) -> dict:
    """The fields that a request sent: those that are sent again, and those that are typed anew."""
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    return {
        "sent": [field for field in fields if PASSWORD not in field[0]],
        "typed": [name for name, _value in fields if PASSWORD in name],
        "files": bool(request.FILES),
    }
