"""What is answered where the site fails, or its database does: needs neither."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader

from portal import visits
from portal.lists.api.problems import is_wanted, problem

RETRY_AFTER = "30"  # seconds
PASSWORD = "password"  # stands in the name of what is typed anew
END = "</main>"


def failed(request: HttpRequest) -> HttpResponse:
    """503 where the database cannot be used for now, and 500 for every other failure.

    What was sent comes back with either, in a form that sends it again: it was not saved, since
    what fails is undone.
    """
    away = isinstance(sys.exception(), OperationalError | InterfaceError)
    if is_wanted(request):
        response = problem(request, 503 if away else 500)
        return told_to_wait(response, away=away)
    page = loader.render_to_string("503.html" if away else "500.html")
    numbered = loader.render_to_string("portal/request_number.html", {"number": visits.number()})
    page = page.replace(END, f"{numbered}{END}")
    if request.method == "POST":
        again = loader.render_to_string("portal/sent.html", sent_by(request))
        page = page.replace(END, f"{again}{END}")
    return told_to_wait(HttpResponse(page, status=503 if away else 500), away=away)


def told_to_wait(response: HttpResponse, *, away: bool) -> HttpResponse:
    """What failed is kept by nobody; where the database is away, it is worth another try."""
    if away:
        response["Retry-After"] = RETRY_AFTER
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
