"""The index of a list of names, and what is sought among the values of a long facet."""

import re

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import translation

from policies.models import Issue, Pillar
from portal.lists.ordering import japanese_key
from portal.pages.lists import LISTS
from tests.cases import for_each
from tests.list_requests import list_request
from tests.markup import Page

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.bundled]

BY_NAME = {listing.name: listing for listing in LISTS}
NAMES = (
    *("subjects", "organisations", "partners", "places", "terms"),
    *("issues", "indicators", "pillars"),
)


def links_of_index(listing: str, query: str = "") -> list[str]:
    """The links that the index on the page of a list has."""
    text = Client().get(f"{reverse(listing)}{query}").content.decode()
    (nav,) = re.findall(r'<nav class="name-index".*?</nav>', text, re.DOTALL)
    return re.findall(r'href="\?([^"]*)"', nav.replace("&amp;", "&"))


@for_each("language", ["ja", "en"])
@for_each("name", NAMES)
def test_the_places_of_an_index_hold_every_name_once(name, language):
    listing = BY_NAME[name]
    with translation.override(language):
        found = [QueryDict(query) for query in links_of_index(name)]
        question = "letter" if language == "en" else "kana"
        assert found
        assert all(list(query) == [question] for query in found)
        rows = [
            row.pk
            for query in found
            for row in list_request(listing, f"/?{query.urlencode()}").queryset
        ]
    assert sorted(rows) == sorted(row.pk for row in listing.entries())


def test_the_index_keeps_conditions_and_leads_back():
    (ka,) = (
        QueryDict(query)
        for query in links_of_index("subjects", "?kind=technology&sort=measures&page=1")
        if QueryDict(query)["kana"] == "ka"
    )
    assert ka.dict() == {"kind": "technology", "sort": "measures", "kana": "ka"}
    links = [QueryDict(each).dict() for each in links_of_index("subjects", f"?{ka.urlencode()}")]
    assert {"kind": "technology", "sort": "measures"} in links
    asked = list_request(BY_NAME["subjects"], f"/?{ka.urlencode()}")
    readings = [row.reading or row.name_ja for row in asked.queryset]
    assert readings
    firsts = {japanese_key(kana)[:2] for kana in "かきくけこ"}
    assert {japanese_key(reading)[:2] for reading in readings} <= firsts


def test_an_unknown_place_of_the_index_is_refused():
    assert list_request(BY_NAME["subjects"], "/?kana=x").faults
    assert list_request(BY_NAME["subjects"], "/?letter=aa").faults


def facet(query: str, name: str = "subject", listing: str = "budgets"):
    """One facet of a list as it is asked."""
    asked = list_request(BY_NAME[listing], f"/?{query}")
    assert asked.faults == []
    return next(each for each in asked.filterset.facets if each.name == name)


@for_each("words", ["電池", "でんち", "デンチ", "Batter", "ﾃﾞﾝﾁ"])
def test_a_long_facet_is_searched_in_place(words):
    """By the name in either language and by its reading; whatever is asked besides stays."""
    found = facet(f"find_subject={words}&kind=law", listing="measures")
    assert found.open
    assert found.find == "find_subject"
    assert "storage-batteries" in {each.value for each in found.values}
    assert "semiconductors" not in {each.value for each in found.values}
    everything = facet("kind=law", listing="measures")
    assert {each.count for each in found.values if each.value == "storage-batteries"} == {
        each.count
        for each in (*everything.values, *everything.rest)
        if each.value == "storage-batteries"
    } or everything.more


def test_what_is_chosen_stays_in_a_facet_that_is_searched():
    found = facet("find_subject=電池&subject=semiconductors", listing="measures")
    assert [each.value for each in found.values if each.chosen] == ["semiconductors"]


def test_nothing_that_holds_the_words_is_said():
    text = Client().get("/measures/?find_subject=ないもの").content.decode()
    assert "「ないもの」を含むものはありません。" in text


def test_a_short_facet_has_no_search():
    assert facet("", "stage").find == ""
    assert facet("", "source").find == ""


def test_what_is_sought_among_values_is_no_condition():
    listing = BY_NAME["measures"]
    asked = list_request(listing, "/?find_subject=電池&kind=law&sort=name")
    assert asked.count == list_request(listing, "/?kind=law").count
    for address in (asked.csv_address, asked.filterset.chips[0].without, asked.sort_links[0][2]):
        assert "find_" not in address
    assert list_request(listing, "/?find_kind=x").faults
    assert list_request(listing, f"/?find_subject={'x' * 101}").faults


def test_the_form_keeps_conditions_that_it_draws_no_field_for():
    def kept(address: str) -> set[tuple[str, str]]:
        page = Page(Client().get(address).content.decode())
        hidden = page.all("input", type="hidden")
        return {(each.attrs["name"], each.attrs["value"]) for each in hidden}

    assert ("kana", "ka") in kept("/subjects/?kana=ka")
    assert ("measure", "osa") in kept("/provisions/?measure=osa")


@for_each("language", ["ja", "en"])
@for_each(
    ("name", "question"),
    [
        ("measures", "subject"),
        ("measures", "issue"),
        ("data-points", "indicator"),
        ("pillars", "framework"),
        ("measure-pillars", "framework"),
    ],
)
def test_values_found_equally_often_stand_in_the_order_of_their_names(name, question, language):
    with translation.override(language):
        listing = BY_NAME[name]
        filterset = list_request(listing).filterset
        (found,) = (each for each in filterset.facets if each.name == question)
        values = [*found.values, *found.rest]
        known = {
            str(entry.slug): getattr(entry, f"name_order_{language}")
            for entry in filterset.filters[question].field.queryset
        }
    placed = [(-each.count, known[each.value]) for each in values]
    assert placed == sorted(placed)
    assert len({count for count, _key in placed}) < len(placed)


@for_each("language", ["ja", "en"])
def test_pillars_to_choose_stand_by_scheme_and_there_as_printed(language):
    """Schemes by their names; in what order a scheme has its pillars is a part of what it says."""
    with translation.override(language):
        filterset = list_request(BY_NAME["measures"]).filterset
        (found,) = (each for each in filterset.facets if each.name == "pillar")
        known = {
            f"{pillar.framework.slug}/{pillar.slug}": (
                getattr(pillar.framework, f"name_order_{language}"),
                pillar.position,
            )
            for pillar in Pillar.objects.select_related("framework")
        }
    placed = [known[each.value] for each in (*found.values, *found.rest)]
    assert len(placed) > len({framework for framework, _position in placed}) > 2
    assert placed == sorted(placed)


@for_each("words", ["過剰供給", "かじょうきょうきゅう", "カジョウキョウ", "ｶｼﾞｮｳ", "underinvest"])
def test_issues_are_sought_among_the_values_by_title_and_reading(words):
    found = facet(f"find_issue={words}", "issue", "measures")
    titles = [each.label for each in found.values]
    assert found.open
    assert 0 < len(titles) < Issue.objects.count()
