"""Bitmaps say what the database says, and follow every change at once."""

import itertools
import urllib.parse

import pytest
from django.db import DEFAULT_DB_ALIAS, transaction
from django.http import QueryDict

from measures.models import Measure, MeasurePartner, Milestone
from policies.models import Partner, Subject
from portal.changes.models import Version
from portal.changes.tracking import everything_changed, one_version
from portal.lists.facet_index import FacetIndex, rows
from portal.lists.filters import FacetFilter
from portal.lists.in_order import Order
from portal.pages.lists import LISTS
from tests.cases import for_each
from tests.list_requests import list_request

pytestmark = [pytest.mark.django_db, pytest.mark.both]

MEASURES = next(listing for listing in LISTS if listing.name == "measures")


def fresh() -> FacetIndex:
    """A catalogue of the measures that has read nothing yet."""
    return MEASURES.filterset_class.facet_index(MEASURES.entries)


def same(one, other) -> bool:
    """Whether two states hold the same rows; a value without rows counts as none."""

    def filled(state):
        return {
            name: {value: bitmap for value, bitmap in values.items() if bitmap}
            for name, values in state.facets.items()
        }

    return one.every == other.every and filled(one) == filled(other)


def questions(listing):
    """Some questions of a list: each of its values that is used, alone and in pairs, and words."""
    state = listing.facet_index(DEFAULT_DB_ALIAS).at(Version.objects.current())
    used = [
        (name, next(iter(sorted(values))))
        for name, values in sorted(state.facets.items())
        if values and name in listing.filterset_class.base_filters
    ]
    singles = [[pair] for pair in used]
    pairs = [list(pair) for pair in itertools.combinations(used, 2)][:6]
    words = [[("q", "中国")], [("q", "AI"), *used[:1]], [("q", "-中国")]]
    return [[], *singles, *pairs, *words]


@for_each("listing", LISTS, ids=lambda listing: listing.name)
def test_pages_and_downloads_have_the_same_rows(listing):
    """The page counts bitmaps, the download asks the database: they say the same."""
    for asked in questions(listing):
        query = urllib.parse.urlencode(asked)
        browse = list_request(listing, f"/?{query}")
        if browse.faults:
            continue
        assert set(browse.filterset.found) == set(
            browse.queryset.order_by().values_list("pk", flat=True)
        ), query
        assert browse.count == browse.queryset.count()


@for_each("listing", LISTS, ids=lambda listing: listing.name)
def test_a_facet_counts_what_its_value_would_find(listing):
    for asked in questions(listing)[:6]:
        browse = list_request(listing, "/?" + urllib.parse.urlencode(asked))
        if browse.faults:
            continue
        for facet in browse.filterset.facets:
            for value in (*facet.values, *facet.rest)[:4]:
                others = [pair for pair in asked if pair[0] != facet.name]
                query = urllib.parse.urlencode([*others, (facet.name, value.value)])
                found = listing.filterset_class(QueryDict(query), queryset=listing.entries())
                assert found.qs.count() == value.count, query


@for_each("listing", LISTS, ids=lambda listing: listing.name)
def test_what_no_form_looks_at_is_what_the_form_takes(listing):
    """Every value that rows have is taken or refused as the form does; so is what they have not."""
    state = listing.facet_index(DEFAULT_DB_ALIAS).at(Version.objects.current())
    for name in state.facets:
        values = [*sorted(state.facets[name])[:20], "null", "nothing-like-this", "", " "]
        for value in values:
            asked = list_request(listing, "/?" + urllib.parse.urlencode({name: value})).filterset
            if asked.is_plain:
                assert asked.form.errors == {}, (name, value)
                assert asked.conditions == ({name: [value]} if value.strip() else {})
            else:
                assert asked.form.errors or value == "null", (name, value)


@pytest.mark.bundled
@for_each("listing", LISTS, ids=lambda listing: listing.name)
def test_rows_stand_in_the_order_of_the_list(listing):
    for sort in (*listing.sorts, None):
        query = f"?sort={sort.name}" if sort else ""
        browse = list_request(listing, f"/{query}")
        whole = list(browse.order.values_list("pk", flat=True))
        assert browse.keys(0, 30) == whole[:30]
        assert browse.keys(len(whole) - 5, len(whole) + 5) == whole[-5:]


@pytest.mark.bundled
@pytest.mark.parametrize("size", [0, 1, 3, 300])
def test_places_are_the_same_by_sorting_and_by_walking(size, monkeypatch):
    state = fresh().at(Version.objects.current())
    queryset = Measure.objects.newest()
    chosen = state.every & type(state.every)(list(state.every)[:size])
    whole = [pk for pk in queryset.values_list("pk", flat=True) if pk in chosen]
    for first, last in ((0, 5), (2, 40), (size, size + 5)):
        assert Order(queryset).keys(chosen, state.every, first, last) == whole[first:last]
        monkeypatch.setattr("portal.lists.in_order.SORT_IN_DATABASE_UP_TO", 0)
        monkeypatch.setattr("portal.lists.in_order.SCAN_STEP", 7)
        assert Order(queryset).keys(chosen, state.every, first, last) == whole[first:last]
        monkeypatch.undo()


@pytest.mark.bundled
def test_titles_come_first_unless_an_order_is_asked_for():
    browse = list_request(MEASURES, "/?q=%22半導体%22")
    titles = browse.filterset.title_hits
    assert 0 < len(titles) < browse.count
    keys = browse.keys(0, browse.count)
    assert set(keys[: len(titles)]) == set(titles)
    assert len(keys) == len(set(keys)) == browse.count
    newest = list_request(MEASURES, "/?q=%22半導体%22&sort=date")
    order = list(newest.order.values_list("pk", flat=True))
    found = newest.keys(0, newest.count)
    assert found == [pk for pk in order if pk in newest.filterset.found]


@pytest.mark.bundled
def test_a_facet_is_read_when_a_page_shows_it(django_assert_num_queries):
    stamp = Version.objects.current()
    catalogue = fresh()
    with django_assert_num_queries(1):
        state = catalogue.at(stamp)
    with django_assert_num_queries(1):
        assert state.facets["kind"]
    with django_assert_num_queries(0):
        assert state.facets["kind"]
        assert catalogue.at(stamp) is state
    with pytest.raises(KeyError):
        state.facets["no such facet"]
    Measure.objects.order_by("pk").first().save()
    stamp = Version.objects.current()
    # The old version in the log, what changed, which rows are there, and the one facet in use.
    with django_assert_num_queries(4):
        after = catalogue.at(stamp)
    assert same(after, fresh().at(stamp))


# Following.


def test_a_change_is_followed_at_the_cost_of_the_change(django_assert_num_queries):
    catalogue = fresh()
    before = catalogue.at(Version.objects.current())
    assert dict(before.facets).keys() == catalogue.groups.keys()
    measure = Measure.objects.published().order_by("pk").first()
    other = "law" if measure.kind != "law" else "bill"
    measure.kind = other
    measure.save()
    stamp = Version.objects.current()
    questions = MEASURES.filterset_class.base_filters.values()
    groups = sum(isinstance(q, FacetFilter) and q.counted for q in questions)
    # Is the old version in the log, what changed since, which rows are there, and each facet.
    with django_assert_num_queries(3 + groups):
        after = catalogue.at(stamp)
    assert measure.pk in after.facets["kind"][other]
    assert measure.pk not in before.facets["kind"].get(other, ()), "a state never changes"
    assert same(after, fresh().at(stamp))
    with django_assert_num_queries(0):
        assert catalogue.at(stamp) is after


def test_every_sort_of_change_is_followed():
    catalogue = fresh()
    partner = Partner.objects.filter(measures__isnull=False).order_by("pk").first()
    row = MeasurePartner.objects.order_by("pk").first()
    catalogue.at(Version.objects.current())

    def check() -> None:
        stamp = Version.objects.current()
        assert same(catalogue.at(stamp), fresh().at(stamp))

    row.measure.published = False
    row.measure.save()
    check()
    row.measure.published = True
    row.measure.save()
    check()
    row.delete()
    check()
    measure = Measure.objects.published().order_by("pk").last()
    values = {"section": row.section, "phrase": row.phrase, "role": "host"}
    MeasurePartner.objects.create(measure=measure, partner=partner, **values)
    check()
    with one_version():
        for milestone in Milestone.objects.order_by("pk")[:5]:
            milestone.save()
    check()
    with everything_changed():
        Measure.objects.update(status="ended")
    check()


def test_a_change_that_was_undone_is_forgotten():
    catalogue = fresh()
    measure = Measure.objects.published().order_by("pk").first()
    start = Version.objects.current()
    with transaction.atomic():
        measure.published = False
        measure.save()
        assert measure.pk not in catalogue.at(Version.objects.current()).every
        transaction.set_rollback(True)
    assert Version.objects.current() == start
    assert measure.pk in catalogue.at(start).every
    with transaction.atomic():
        Subject.objects.order_by("pk").first().save()  # the same number, another change
        assert measure.pk in catalogue.at(Version.objects.current()).every
        transaction.set_rollback(True)


@pytest.mark.bundled
def test_changes_elsewhere_cost_nothing(django_assert_num_queries):
    listing = next(each for each in LISTS if each.name == "indicators")
    catalogue = listing.filterset_class.facet_index(listing.entries)
    before = catalogue.at(Version.objects.current())
    MeasurePartner.objects.order_by("pk").first().save()
    stamp = Version.objects.current()
    with django_assert_num_queries(2):
        after = catalogue.at(stamp)
    assert after.facets is before.facets
    assert after.stamp == stamp


@pytest.mark.bundled
def test_words_of_values_are_those_of_the_present():
    subject = Subject.objects.filter(measures__isnull=False).order_by("pk").first()

    def words() -> str:
        return list_request(MEASURES, "/").filterset.offered("subject")[subject.slug]

    before = words()
    subject.name_ja = f"{before}（改）"
    subject.name_en = f"{subject.name_en} (new)"
    subject.save()
    assert words() != before


def test_rows_are_read_without_their_order():
    found = list(rows(Measure.objects.order_by("-pk").values_list("pk", "slug")))
    assert sorted(found) == sorted(Measure.objects.values_list("pk", "slug"))
