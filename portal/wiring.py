"""The one place where the site is put together."""

from portal.lists.connecting import connect
from portal.pages.lists import LISTS
from portal.pages.ranked import KINDS, ROWS, SYNONYMS
from portal.search import ranking


def start() -> None:
    """Tell search, facets and the version which lists there are, and the search what it ranks."""
    connect(LISTS, [SYNONYMS])
    ranking.connect(KINDS, ROWS)
