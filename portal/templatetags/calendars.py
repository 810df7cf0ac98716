"""What a page says of the planned dates of its rows."""

from django import template

from portal.lists.request import ListRequest
from portal.pages.planned import CALENDARS, counted

register = template.Library()


@register.inclusion_tag("lists/calendar.html")
def planned_dates(list_request: ListRequest) -> dict:
    """The way to the calendar of the rows found, with how many dates it holds and leaves out."""
    if list_request.past or list_request.listing.name not in CALENDARS:
        return {"address": ""}
    whole, left_out = counted(list_request)
    address = list_request.beside_address("ics") if whole else ""
    return {"address": address, "whole": whole, "left_out": left_out}
