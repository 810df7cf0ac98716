"""What list pages draw beside their rows."""

from measures.charts.agreements import AgreementsPicture
from measures.charts.controls import ControlsPicture
from measures.charts.exchange import bilateral_timeline
from measures.charts.timelines import Timeline
from policies.as_of import as_of
from portal.lists.request import ListRequest


def control_context(list_request: ListRequest) -> dict:
    """What was found as bars over days; without conditions what the US and China do as well.

    Both stand on the first page of the list.
    """
    if not list_request.count or list_request.page.number > 1:
        return {"picture": None, "exchange": None}
    asked = list_request.filterset.conditions
    return {
        "picture": ControlsPicture(list_request),
        "exchange": None if asked else bilateral_timeline(as_of().day),
    }


def agreement_context(list_request: ListRequest) -> dict:
    """What was found by partner, level and year, on the first page of the list."""
    first = list_request.count and list_request.page.number == 1
    return {"picture": AgreementsPicture(list_request) if first else None}


def timeline_context(list_request: ListRequest) -> dict:
    """The events of the page by year and month, and the years of the whole list."""
    timeline = Timeline(list_request)
    return {"years": timeline.years, "jumps": timeline.jumps}
