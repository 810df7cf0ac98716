"""What one process read of the facets of a list another one begins with, and goes on from."""

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, transaction

from measures.models import Measure
from portal.changes.models import Version
from portal.changes.tracking import everything_changed
from portal.lists import facet_index, kept_facets
from portal.lists.facet_index import FacetIndex, FacetSnapshot
from portal.lists.kept_facets import packed, remember, unpacked
from portal.lists.models import KeptFacets
from portal.pages.lists import LISTS
from portal.record.asides import aside
from portal.templatetags.kept import LISTS as DRAWN
from tests.databases import is_sqlite
from tests.list_requests import list_request

pytestmark = [pytest.mark.django_db, pytest.mark.both]

MEASURES = next(listing for listing in LISTS if listing.name == "measures")


@pytest.fixture(autouse=True)
def outside(monkeypatch):
    """The transaction that a test runs in counts for none; one inside it does."""
    monkeypatch.setattr(kept_facets, "is_undoable", lambda _using: bool(connection.savepoint_ids))
    MEASURES.facet_indexes.clear()
    DRAWN.kept.clear()  # a page that finds its facets drawn reads none
    yield
    MEASURES.facet_indexes.clear()


def begun(name: str = "measures") -> FacetIndex:
    """The facets of the measures as a process has them that has just begun."""
    return MEASURES.filterset_class.facet_index(MEASURES.entries, DEFAULT_DB_ALIAS, name)


def told(state: FacetSnapshot) -> tuple:
    """Everything that a state says, read where it was not yet; values without rows left out."""
    parts = (state.facets, state.widened)
    return state.every, *(
        {name: {value: rows for value, rows in each.items() if rows} for name, each in part.items()}
        for part in parts
    )


def read(index: FacetIndex) -> FacetSnapshot:
    """The state now, with every facet known, kept if it is one to keep."""
    state = index.at(Version.objects.current())
    assert told(state) == told(begun("").at(Version.objects.current())), "as the record is"
    index.keep(state)
    return state


def kept() -> int | None:
    """The version of which the measures are kept; None where they are not."""
    return KeptFacets.objects.filter(name="measures").values_list("number", flat=True).first()


def hide(measure: Measure) -> None:
    """Let visitors not see a measure."""
    measure.published = False
    measure.save()


def test_a_process_begins_with_what_another_read(client, django_assert_num_queries):
    assert client.get("/measures/").status_code == 200
    assert kept() == Version.objects.current().number
    index, stamp = begun(), Version.objects.current()
    with django_assert_num_queries(1):
        state = index.at(stamp)
        assert dict(state.facets).keys() == index.groups.keys()
    assert told(state) == told(begun("").at(stamp))
    assert KeptFacets.objects.count() == 1


def test_a_page_that_shows_no_facet_keeps_none():
    index = begun()
    index.keep(index.at(Version.objects.current()))
    assert kept() is None


def test_what_changed_since_is_read_alone():
    read(begun())
    version, hidden = kept(), Measure.objects.published().order_by("pk").first()
    hide(hidden)
    index = begun()
    assert hidden.pk not in read(index).every
    assert kept() == version, "a little behind is near enough"
    with everything_changed():
        Measure.objects.update(status="ended", published=True)
    assert set(read(begun()).facets["status"]) == {"ended"}
    assert kept() == Version.objects.current().number, "read anew, so kept anew"


def test_what_lies_far_behind_is_kept_anew(monkeypatch):
    read(begun())
    monkeypatch.setattr(facet_index, "AGAIN", 1)
    hide(Measure.objects.published().order_by("pk").first())
    read(begun())
    assert kept() == Version.objects.current().number


def test_what_was_read_otherwise_or_is_of_another_history_counts_for_nothing():
    read(begun())
    KeptFacets.objects.update(layout="another")
    assert begun().recalled() is None
    read(begun())
    # As of a record that was put back: the number is known, what it stood for is not.
    empty = packed(type(begun().read(Version.objects.current()).every)(), {})
    KeptFacets.objects.update(token="undone", bitmaps=empty)
    read(begun())
    assert begun().recalled().stamp == Version.objects.current()


def test_a_migration_forgets_what_is_kept():
    read(begun())
    for plan, number in (([], 1), (["a migration"], 0)):
        kept_facets.on_migrated(None, DEFAULT_DB_ALIAS, plan)
        assert KeptFacets.objects.count() == number


def test_what_only_some_see_is_never_kept():
    """What is tried out, what may be undone, and what a request saw that others no longer see."""
    measure = Measure.objects.published().order_by("pk").first()
    index = begun()
    with aside():
        hide(measure)
        state = index.at(Version.objects.current())
        told(state)
        index.keep(state)
    assert kept() is None
    with transaction.atomic():
        hide(measure)
        read(begun())
        transaction.set_rollback(True)
    assert kept() is None
    former = read(begun("elsewhere"))
    index.keep(former)
    assert kept() is None


def test_a_replica_keeps_nothing(settings):
    state = read(begun("elsewhere"))
    settings.DATABASE_ROUTERS = []
    remember("measures", "", state.stamp, state.every, state.facets, "replica1")
    assert kept() is None


def test_a_database_that_somebody_writes_to_costs_the_page_nothing(client, caplog):
    """Nor one that takes no write at all: what is kept is all that is lost."""
    forbid = "PRAGMA query_only = on" if is_sqlite() else "SET LOCAL transaction_read_only = on"
    with connection.cursor() as cursor:
        cursor.execute(forbid)
        assert client.get("/measures/").status_code == 200
        if is_sqlite():
            cursor.execute("PRAGMA query_only = off")
    assert kept() is None
    assert "could not be kept" in caplog.text


def test_bitmaps_come_back_as_they_were():
    state = list_request(MEASURES, "/").state
    every, facets = unpacked(packed(state.every, dict(state.facets)))
    assert (every, facets) == (state.every, dict(state.facets))
    assert unpacked(packed(type(every)(), {"empty": {}})) == (type(every)(), {"empty": {}})
