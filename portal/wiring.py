"""The one place where the site is put together."""

from portal.lists.connecting import connect
from portal.pages.lists import LISTS


def start() -> None:
    """Tell search, facets and the version of the record which lists there are."""
    connect(LISTS)
