"""Calendars of planned dates, for the lists whose rows have such."""

import functools

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import get_language, gettext

from portal.dates.calendars import calendar
from portal.lists.declaration import ListPage
from portal.lists.export import attachment
from portal.lists.provenance import file_names
from portal.lists.request import ListRequest
from portal.lists.views import base_of
from portal.pages.changes.latest import made_at
from portal.pages.lists import LISTS
from portal.pages.of_now import of_now
from portal.pages.own_names import own_host
from portal.pages.planned import CALENDARS, events_of

ICS = "text/calendar; charset=utf-8"


@of_now
def list_calendar(asked: ListRequest, request: HttpRequest) -> HttpResponse:
    """The planned dates of the rows found that are whole days."""
    name = gettext("Shirube: planned dates, %(list)s") % {"list": asked.listing.title}
    events = events_of(asked, own_host(request), base_of(request))
    content = calendar(name, get_language(), made_at(asked.stamp.number), events)
    names = attachment(*file_names(asked), "ics")
    return HttpResponse(content, content_type=ICS, headers={"Content-Disposition": names})


def urls() -> list[URLPattern]:
    """The addresses of the calendars."""

    def of(listing: ListPage) -> URLPattern:
        view = functools.partial(list_calendar, listing)
        return path(f"{listing.name}.ics", view, name=f"{listing.name}-ics")

    return [of(listing) for listing in LISTS if listing.name in CALENDARS]
