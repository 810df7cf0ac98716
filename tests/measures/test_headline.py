"""A measure stores its headline date; its milestones keep it, and an index sorts by it."""

import datetime

import pytest
from django.db import connection
from django.utils import translation

from measures.lists.measures import NEWEST_MEASURE, OLDEST_MEASURE
from measures.models import Citation, Measure, Milestone
from policies.models import Section
from portal.lists.columns import rows
from portal.pages.lists import LISTS

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]

DAY = datetime.date
[MEASURES] = [listing for listing in LISTS if listing.name == "measures"]


@pytest.fixture
def undated():
    """Two measures without milestones."""
    return list(Measure.objects.filter(milestones=None).order_by("pk")[:2])


def event(measure: Measure, date: str, code: str, **given) -> Milestone:
    """A milestone of the measure, the headline date unless it is said not to be."""
    given = {"headline": True, "kind": "held", "label_ja": "会合", "label_en": "meeting"} | given
    section = Section.objects.order_by("pk")[0]
    return Milestone.objects.create(
        measure=measure, section=section, phrase="会合", date=date, code=code, **given
    )


def stored(measure: Measure) -> datetime.date | None:
    """The day in the database."""
    return Measure.objects.values_list("headline_from", flat=True).get(pk=measure.pk)


def test_the_record_has_every_headline_date():
    assert not Measure.objects.with_stale_headline().exists()
    dated = Milestone.objects.filter(headline=True, date_from__isnull=False)
    assert Measure.objects.filter(headline_from__isnull=False).count() == dated.count() > 200


def test_saving_a_milestone_stores_its_day(undated):
    measure = undated[0]
    row = event(measure, "2026-03", "a")
    assert stored(measure) == DAY(2026, 3, 1)
    row.date = "2027-04-05"
    row.save()
    assert stored(measure) == DAY(2027, 4, 5)
    row.date = "../2026-04"
    row.save()
    assert stored(measure) is None


def test_only_the_headline_date_counts(undated):
    measure = undated[0]
    event(measure, "2026-03-01", "a", headline=False)
    assert stored(measure) is None
    event(measure, "2026-05-01", "b")
    event(measure, "2026-07-01", "c", headline=False)
    assert stored(measure) == DAY(2026, 5, 1)


def test_the_flag_may_move(undated):
    measure = undated[0]
    first, second = (
        event(measure, "2026-03-01", "a"),
        event(measure, "2026-05-01", "b", headline=False),
    )
    first.headline = False
    first.save()
    assert stored(measure) is None
    second.headline = True
    second.save()
    assert stored(measure) == DAY(2026, 5, 1)


def test_a_milestone_may_move_to_another_measure(undated):
    first, second = undated
    row = event(first, "2026-03-01", "a")
    row.measure = second
    row.save()
    assert (stored(first), stored(second)) == (None, DAY(2026, 3, 1))


def test_deleting_the_milestone_leaves_no_date(undated):
    measure = undated[0]
    event(measure, "2026-03-01", "a").delete()
    assert stored(measure) is None
    event(measure, "2026-03-01", "b")
    assert measure.milestones.all().delete()[0] == 1
    assert stored(measure) is None


def test_a_measure_is_written_only_where_its_date_changes(undated):
    assert Measure.objects.all().keep_headline() == 0
    row = event(undated[0], "2026-03-01", "a")
    assert Measure.objects.all().keep_headline() == 0
    Milestone.objects.filter(pk=row.pk).update(date_from=DAY(2026, 4, 1))
    assert Measure.objects.filter(pk=undated[1].pk).keep_headline() == 0
    assert Measure.objects.all().keep_headline() == 1
    assert stored(undated[0]) == DAY(2026, 4, 1)


@pytest.mark.parametrize(
    ("order", "index"),
    [(NEWEST_MEASURE, "measures_newest"), (OLDEST_MEASURE, "measures_oldest")],
    ids=["newest", "oldest"],
)
def test_an_index_serves_the_order_of_the_list(order, index):
    """Nothing is sorted and no row is read, so a page costs the same at any size."""
    page = Measure.objects.published().order_by(*order).values("pk")[:20]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # a record this small is sorted faster than looked up
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = page.explain()
    assert index in plan
    assert "Index Only Scan" in plan or "COVERING INDEX" in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize("order", [NEWEST_MEASURE, OLDEST_MEASURE], ids=["newest", "oldest"])
def test_undated_measures_stand_last(order):
    days = list(Measure.objects.order_by(*order).values_list("headline_from", flat=True))
    dated = [day for day in days if day]
    assert len(dated) < len(days)
    assert days[: len(dated)] == sorted(dated, reverse=order is NEWEST_MEASURE)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_columns_tell_the_headline_and_the_first_citation(language):
    """One join each, and what they give is what the measure itself says."""
    with translation.override(language):
        found = list(rows(MEASURES.entries(), MEASURES.columns))
        assert len(found) == Measure.objects.published().count()
        for row in found:
            measure = Measure.objects.with_headline().get(slug=row["c_slug"])
            citation = measure.citations.order_by("position", "pk").first()
            assert row["c_phrase"] == citation.phrase
            assert row["c_source_mark"] == citation.section.mark
            assert row["c_source_title"] == citation.section.document.title
            assert row["c_section_heading"] == citation.section.title
            assert row["c_section_address"] == citation.section.get_absolute_url()
            assert row["c_date_edtf"] == measure.headline_date
            assert row["c_date_from"] == measure.headline_from
            assert (row["c_date_event"] or "") == measure.headline_label


def test_citations_in_one_place_and_none_at_all_are_one_row():
    measure = Measure.objects.order_by("pk")[0]
    first = measure.citations.order_by("position", "pk")[0]
    Citation.objects.create(
        measure=measure, section=first.section, phrase="別の句", supports=["title"]
    )
    alone = MEASURES.entries().filter(pk=measure.pk)
    assert [row["c_phrase"] for row in rows(alone, MEASURES.columns)] == [first.phrase]
    measure.citations.all().delete()
    [row] = rows(alone, MEASURES.columns)
    assert (row["c_phrase"], row["c_section_address"]) == (None, "")


def test_who_asks_for_neither_joins_neither():
    tables = MEASURES.entries().values("slug").query.sql_with_params()[0]
    assert "measures_citation" not in tables
    assert "measures_milestone" not in tables
