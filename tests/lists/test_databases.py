"""A list is read from the database that it is given, and a replica is a setting."""

import contextlib
from collections.abc import Iterator

import pytest
from django.db import connection, connections
from django.http import QueryDict
from django.utils import translation

from measures.models import Measure
from portal.changes.models import Version
from portal.lists.export import csv_blocks
from portal.lists.request import ListRequest
from portal.pages.lists import LISTS
from portal.search.models import Unanswered
from tests.cases import for_each

pytestmark = [pytest.mark.django_db, pytest.mark.bundled, pytest.mark.both]

NAMED = {listing.name: listing for listing in LISTS}
CHANGED = "書き直した題"


class Replica:
    """Reads go to `reader`; what is written, and read for writing, to the default database."""

    def db_for_read(self, model, **hints):
        return "reader"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True


@pytest.fixture
def renamed(apart) -> Measure:
    """A measure whose new title only the default database knows."""
    measure = Measure.objects.published().newest()[0]
    measure.title_ja, measure.kind = (
        CHANGED,
        next(kind for kind in Measure.Kind.values if kind != measure.kind),
    )
    measure.save()
    return measure


@contextlib.contextmanager
def untouched() -> Iterator[None]:
    """The default database is not asked."""

    def refuse(execute, sql, params, many, context):
        raise AssertionError(f"The default database was asked: {sql[:300]}")

    with connection.execute_wrapper(refuse):
        yield


def drawn(name: str, query: str, using: str) -> tuple[list, list, bytes, list]:
    """What a list asked in a database shows: facets, rows as dicts, its CSV, and its first page."""
    stamp = Version.objects.using(using).current()
    asked = ListRequest(NAMED[name], QueryDict(query), f"/{name}/", stamp, using)
    assert asked.faults == []
    rows = asked.dicts(0, asked.count)
    csv = b"".join(csv_blocks(asked.queryset, asked.listing.columns, "", ""))
    return asked.filterset.facets, rows, csv, list(asked.page)


def test_a_list_and_its_file_are_read_from_the_database_that_is_given(renamed):
    with translation.override("ja"):
        _facets, rows, csv, page = drawn("measures", "", "default")
        assert CHANGED in {row["c_title"] for row in rows}
        assert CHANGED.encode() in csv
        assert page[0].title_ja == CHANGED
        with untouched():
            _facets, rows, csv, page = drawn("measures", "", "reader")
            assert CHANGED not in {row["c_title"] for row in rows}
            assert CHANGED.encode() not in csv
            assert page[0].pk == renamed.pk
            assert page[0].title_ja != CHANGED


@for_each("name", NAMED)
def test_every_list_says_in_another_database_what_it_says_in_this(apart, name):
    def facts(using: str) -> tuple:
        facets, rows, csv, page = drawn(name, "", using)
        return facets, rows, csv, [row if isinstance(row, dict) else row.pk for row in page]

    with translation.override("ja"):
        here = facts("default")
        with untouched():
            there = facts("reader")
    assert here == there


@pytest.mark.parametrize(
    "query",
    ["kind=law&status=in-force", "since=2022&until=2023", "q=METI&kind=law", "q=AI", "q=-中国"],
)
def test_a_condition_is_asked_of_the_database_that_is_given(apart, query):
    with translation.override("ja"):
        here = drawn("measures", query, "default")[1:3]
        with untouched():
            assert drawn("measures", query, "reader")[1:3] == here


@pytest.mark.parametrize("query", ["q=METI", "q=半導対"])
def test_why_a_row_was_found_and_what_is_like_it_come_from_there_too(apart, query):
    def facts(using: str) -> tuple:
        stamp = Version.objects.using(using).current()
        asked = ListRequest(NAMED["measures"], QueryDict(query), "/measures/", stamp, using)
        return asked.finds, asked.near, asked.widened

    here = facts("default")
    assert any(here)
    with untouched():
        assert facts("reader") == here


def test_a_replica_is_a_setting(client, renamed, settings):
    """Pages, files and the pages of entries are read there; notes are written where they can be."""
    new = client.get(renamed.get_absolute_url()).content.decode()
    assert CHANGED in new
    settings.DATABASE_ROUTERS = [Replica()]
    for address in ("/measures/", renamed.get_absolute_url(), "/", "/measures.csv"):
        response = client.get(address)
        assert response.status_code == 200
        assert CHANGED not in response.getvalue().decode(), address
    assert client.get("/healthz/").json() == {
        **{"status": "ok", "database": connection.vendor, "writes": "ok"},
        **dict.fromkeys(("migrations", "index", "record"), "ok"),
    }
    client.get("/measures/?q=zzzz")
    assert Unanswered.objects.using("default").filter(asked="zzzz").exists()
    assert connections["reader"].vendor == connection.vendor
