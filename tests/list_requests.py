"""Lists as tests ask them, without a request over HTTP."""

import urllib.parse

from django.http import QueryDict

from portal.changes.models import Version
from portal.lists.declaration import ListPage
from portal.lists.request import ListRequest


def list_request(listing: ListPage, address: str = "/") -> ListRequest:
    """A list as it is asked at an address, at the present version of the record."""
    parts = urllib.parse.urlsplit(address)
    return ListRequest(listing, QueryDict(parts.query), parts.path, Version.objects.current())


def takes_a_day(listing: ListPage) -> bool:
    """Whether a list may be asked how its rows stood on a day, which other questions are of."""
    return "on" in listing.filterset_class.base_filters
