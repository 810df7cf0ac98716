"""What every template knows."""

from django.http import HttpRequest

from portal.lists.request import stamp_of
from portal.pages.summary import RecordCache


def record(request: HttpRequest) -> dict:
    """The record as a whole, for templates."""
    return {"record": RecordCache.at(stamp_of(request))}
