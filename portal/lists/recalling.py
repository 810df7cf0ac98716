"""Lists as the record stood: the views of today, answered from the record of then."""

import logging
from collections.abc import Callable

from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.translation import gettext

from portal.changes.tracking import written_to
from portal.lists.changed import Changed, Compared
from portal.lists.days import ON
from portal.lists.declaration import ListPage
from portal.lists.past import BESIDE, past_of
from portal.record.recalling import Busy, NotRecalled, Recalled, recalled
from portal.search.writing import INDEX
from portal.spells.keeping import SPELLS

LOG = logging.getLogger(__name__)
View = Callable[[ListPage, HttpRequest], HttpResponse]
# What passes by itself: the database is locked, cannot be written or is away, the disk is full.
PASSING = (Busy, OperationalError, InternalError, InterfaceError, OSError)
RETRY_AFTER = 30  # seconds


def recalling(
    view: View, changed: Changed | None, listing: ListPage, request: HttpRequest
) -> HttpResponse:
    """What a view answers, with the record as it stood where a point of it is asked for; where two
    are, what `changed` makes of what differs, if it can.

    Nobody who asks keeps such an answer: it is none of the present. The site itself may keep it as
    `is_former`, as long as the record, and so what may be seen of its past, is what it is now.
    """
    past = past_of(request)
    if BESIDE in past.points and changed is None and not past.faults:
        past.refuse(BESIDE, gettext("What differs is a page, a CSV, a workbook and a document."))
    if past.faults or not past:
        return view(listing, request)
    if past.as_written:
        return HttpResponseRedirect(f"{request.path}?{past.as_written}")
    request.database = written_to(None)
    try:
        with recalled(past.in_order, request.database, read_by(request)) as found:
            response = _answer(view, changed, listing, request, found)
        response.is_former = True
    except NotRecalled as error:
        past.refuse(next(reversed(past.points)), str(error))
        response = view(listing, request)
    except PASSING:
        LOG.warning("The record could not be made as it stood.", exc_info=True)
        response = busy()
    response["Cache-Control"] = "no-store"
    return response


def read_by(request: HttpRequest) -> list[str]:
    """The followers who keep what a list reads for what is asked, beside the record itself."""
    asked = {"q": INDEX, ON: SPELLS}
    return [name for question, name in asked.items() if request.GET.get(question)]


def _answer(
    view: View, changed: Changed, listing: ListPage, request: HttpRequest, found: Recalled
) -> HttpResponse:
    past = past_of(request)
    if BESIDE not in past.points:
        with found.at(past.point):
            return whole(request, view(listing, request))
    former, later = past.in_order
    with found.at(former):
        compared = Compared(listing, request)
        with found.at(later):
            compared.read_later()
        compared.read_former()
        return view(listing, request) if compared.faults else changed(request, compared)


def whole(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A response that reads the database no more while it is sent.

    Raises NotRecalled for a download that is so long that it would.
    """
    if response.streaming and request.method != "HEAD" and "Content-Length" not in response:
        response.close()
        raise NotRecalled(gettext("A file of the former record is not made as long as this."))
    return response


def busy() -> HttpResponse:
    """That others are asking for former records, or somebody is saving: later it will do."""
    page = render_to_string("503.html")
    return HttpResponse(page, status=503, headers={"Retry-After": RETRY_AFTER})
