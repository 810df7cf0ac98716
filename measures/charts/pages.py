"""What list pages draw beside their rows."""

from measures.charts.agreements import AgreementsPicture
from measures.charts.controls import ControlsPicture
from measures.charts.exchange import bilateral_timeline
from measures.charts.timelines import calendar
from policies.as_of import as_of
from portal.lists.request import ListRequest


def control_context(browse: ListRequest) -> dict:
    """What was found as bars over days; without conditions what the US and China do as well.

    Both stand on the first page of the list.
    """
    if not browse.count or browse.page.number > 1:
        return {"picture": None, "exchange": None}
    day = as_of()
    return {
        "picture": ControlsPicture(browse, day),
        "exchange": None if browse.questions.conditions else bilateral_timeline(day),
    }


def agreement_context(browse: ListRequest) -> dict:
    """What was found by partner, level and year, on the first page of the list."""
    first = browse.count and browse.page.number == 1
    return {"picture": AgreementsPicture(browse) if first else None}


def timeline_context(browse: ListRequest) -> dict:
    """The events of the page by year and month."""
    return {"years": calendar(browse.page)}
