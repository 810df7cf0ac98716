"""The one place where the site is put together."""

from portal.browse.connecting import connect
from portal.views import LISTINGS


def start() -> None:
    """Tell search, facets and the version of the record which lists there are."""
    connect(LISTINGS)
