"""The one place where the site is put together."""

from measures.checks.keeping import FOLLOWERS
from portal.lists.connecting import connect
from portal.pages.lists import LISTS
from portal.pages.ranked import KINDS, ROWS, SYNONYMS
from portal.search import ranking


def start() -> None:
    """Tell search, facets and the version which lists there are, and the search what it ranks.

    What checks find is kept in the wake of each change, behind the index, which one of them asks.
    """
    connect(LISTS, [SYNONYMS], FOLLOWERS)
    ranking.connect(KINDS, ROWS)
