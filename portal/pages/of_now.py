"""What is told of the rows of a list as they are now, beside its page and its files."""

import functools
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from portal.lists.addresses import moved_permanently
from portal.lists.declaration import ListPage
from portal.lists.faults import Fault
from portal.lists.past import NAMES
from portal.lists.request import ListRequest, list_request_of
from portal.lists.views import refusal, to_the_date

Told = Callable[[ListRequest, HttpRequest], HttpResponse]


def of_now(told: Told) -> Callable[[ListPage, HttpRequest], HttpResponse]:
    """A view of a list; 400 with the reason on a bad question, also on one of the past."""

    @functools.wraps(told)
    def view(listing: ListPage, request: HttpRequest) -> HttpResponse:
        asked = list_request_of(request, listing)
        if asked.faults and asked.moved:
            return moved_permanently(request.path, asked.moved)
        faults = [*asked.faults_of_file, *faults_of_past(request)]
        if faults:
            return refusal(faults)
        return to_the_date(request, asked) if asked.as_written else told(asked, request)

    return view


def faults_of_past(request: HttpRequest) -> list[Fault]:
    """That what is asked for is of the record as it is, and the question of how it was."""
    words = gettext("This is told of the record as it is now; “%(name)s” has no meaning here.")
    return [Fault(words % {"name": name}, name) for name in NAMES if name in request.GET]
