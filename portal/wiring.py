"""The one place where the site is put together."""

from measures.checks.keeping import FOLLOWERS, look
from measures.layouts import UPGRADES
from measures.models.permissions import IMPORT, PUBLISH, RESTORE
from measures.record import FILES
from measures.spells import FOLLOWER
from policies import confirming, kept_files
from portal.findings import keeping as findings
from portal.lists.connecting import connect
from portal.lists.provenance import RECORD
from portal.pages.lists import LISTS
from portal.pages.ranked import KINDS, ROWS, SYNONYMS
from portal.pages.summary import RecordCache
from portal.record import revising, schema
from portal.rows.internals import keep_by_thread
from portal.search import ranking
from portal.sheets import connecting as sheets


def start() -> None:
    """Tell search, facets and the version which lists there are, and the search what it ranks.

    Then which entries the record is made of, so that every change becomes a revision of them.
    What stood when is read anew of each measure that a change touched, and what checks find is kept
    in the wake of each change, behind the index, which one of them asks. Workbooks say as of when
    the record is.
    """
    keep_by_thread()
    schema.connect(FILES, UPGRADES)
    connect(LISTS, [SYNONYMS], [FOLLOWER, *FOLLOWERS, confirming.follower()])
    findings.connect(look)
    revising.connect()
    ranking.connect(KINDS, ROWS)
    RECORD.as_of = lambda stamp: RecordCache.at(stamp).as_of_in_words
    kept_files.connect()
    sheets.connect(IMPORT, PUBLISH, RESTORE)
