"""Search and the log of changes ask the database that they are told, and no other."""

import copy

import pytest
from django.db import connection, connections, models
from django.test.utils import CaptureQueriesContext

from measures.models import Measure, Milestone
from policies.models import Footnote, Subject
from portal.changes.models import Change, Version
from portal.changes.tracking import everything_changed, loading, one_version, shown
from portal.search.anew import rebuild_all
from portal.search.checking import faults
from portal.search.index import ask, finds, hits, matching_pks, scan
from portal.search.near import similar_names
from portal.search.writing import is_current

pytestmark = [pytest.mark.django_db, pytest.mark.both]
OTHER = "other"


@pytest.fixture
def other():
    """A second alias for what the test sees, in the same transaction."""
    found = copy.copy(connections[connection.alias])
    found.alias, found.queries_log = OTHER, copy.copy(connection.queries_log)
    connections[OTHER] = found
    yield found
    del connections[OTHER]


@pytest.fixture
def statements(other):
    """How many statements went to the default database and to the other."""
    with CaptureQueriesContext(connection) as default, CaptureQueriesContext(other) as told:
        yield lambda: (len(default), len(told))


def some_words() -> str:
    return Subject.objects.using(OTHER).order_by("pk").first().name_ja


def searches(words: str) -> None:
    query = ask(words, OTHER)
    rows, _named = hits(Subject, query, OTHER)
    assert rows
    assert Subject.objects.using(OTHER).filter(pk__in=matching_pks(Subject, query, using=OTHER))
    finds(Subject, rows, query, (), OTHER)


READS = {
    "searches": lambda: searches(some_words()),
    "rows of measures": lambda: hits(Milestone, ask(f"の -{some_words()}", OTHER), OTHER),
    "scan": lambda: scan(Footnote.objects.using(OTHER), ["phrase"], "の"),
    "names": lambda: similar_names("セキュリティー", using=OTHER),
    "check": lambda: [is_current(OTHER), *faults(OTHER)],
    "version": lambda: Change.objects.using(OTHER).since(
        Version.objects.using(OTHER).current(), Version.objects.using(OTHER).current()
    ),
    "shown": lambda: list(shown(Measure, OTHER)),
}


@pytest.mark.parametrize("name", READS)
def test_what_reads_asks_the_database_that_is_named(statements, name):
    READS[name]()
    default, told = statements()
    assert (default, told > 0) == (0, True)


def saved(row: models.Model) -> None:
    row.save(using=OTHER)


def collected() -> None:
    with one_version(OTHER):
        saved(Subject.objects.using(OTHER).order_by("pk").first())


def loaded() -> None:
    with loading(OTHER):
        saved(Subject.objects.using(OTHER).order_by("pk").first())


def renewed() -> None:
    with everything_changed(OTHER):
        rebuild_all(OTHER)


WRITES = {
    "save": lambda: saved(Subject.objects.using(OTHER).order_by("pk").first()),
    "delete": lambda: Subject.objects.using(OTHER).create(slug="x", kind="theme").delete(),
    "one version": collected,
    "load": loaded,
    "everything": renewed,
}


@pytest.mark.parametrize("name", WRITES)
def test_what_follows_a_change_is_written_where_the_row_is(statements, name):
    before = Version.objects.using(OTHER).current()
    WRITES[name]()
    assert Version.objects.using(OTHER).current() != before
    default, told = statements()
    assert (default, told > 0) == (0, True)


def test_what_is_collected_for_one_database_is_no_version_of_another(other):
    before = Version.objects.current()
    with one_version():
        saved(Subject.objects.using(OTHER).order_by("pk").first())
        assert Version.objects.current() != before  # already, and not at the end
