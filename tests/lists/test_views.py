"""List pages: paging, orders, ways on and back, and the state that an address carries."""

import dataclasses
import html
import re
import urllib.parse

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from measures.models import Measure
from portal.changes.models import Version
from portal.lists.declaration import ListPage, Sort
from portal.lists.request import ListRequest
from portal.lists.views import urls
from portal.pages.lists import LISTS
from portal.search.models import Unanswered
from tests.entries import Maker, Vocabulary
from tests.list_requests import list_request
from tests.markup import Page

pytestmark = [pytest.mark.django_db, pytest.mark.bundled, pytest.mark.both]

MEASURES = next(listing for listing in LISTS if listing.name == "measures")
FILTERS = [("kind", "law"), ("kind", "bill"), ("q", "経済 安全"), ("jurisdiction", "jp")]
QUERY = urllib.parse.urlencode(FILTERS)
SORTED = [listing for listing in LISTS if listing.sorts]


@pytest.fixture(autouse=True)
def japanese():
    """Addresses are made in Japanese unless a test says otherwise."""
    with translation.override("ja"):
        yield


def browse(query: str = "", **changes) -> ListRequest:
    """The list of measures as one request sees it."""
    listing = dataclasses.replace(MEASURES, **changes)
    return list_request(listing, f"/measures/?{query}")


def page(client, address: str) -> Page:
    """A page of the site."""
    response = client.get(address)
    assert response.status_code == 200, address
    return Page(response.content.decode())


def result_links(found: Page) -> list[str]:
    """The addresses of the measures on a page of results, in order, without the way back."""
    links = [link.attrs["href"].partition("?")[0] for link in found.links if link.parent == "h3"]
    return [link for link in links if re.fullmatch(r"(/en)?/measures/[a-z0-9-]+/", link)]


def query_of(link) -> QueryDict:
    """The query of a link."""
    return QueryDict(urllib.parse.urlsplit(link.attrs["href"]).query)


# Pages.


def test_the_pages_of_a_list_hold_every_row_once(client, read_only):
    """In every order, from the first page to the last."""
    slugs = set(Measure.objects.published().values_list("slug", flat=True))
    last = -(-len(slugs) // MEASURES.per_page)
    assert last > 2
    pages = [[each.slug for each in browse(f"page={n}").page] for n in range(1, last + 1)]
    assert sum(map(len, pages)) == len(slugs)
    assert {slug for found in pages for slug in found} == slugs
    for number in (1, last):
        shown = result_links(page(client, f"/measures/?page={number}"))
        assert shown == [f"/measures/{slug}/" for slug in pages[number - 1]]


@pytest.mark.parametrize("sort", MEASURES.sorts, ids=lambda sort: sort.name)
def test_every_order_is_that_of_its_pages(sort):
    expected = list(
        Measure.objects.published().with_headline().order_by(*sort.order).values_list("pk")
    )
    found = []
    for number in (1, 2, 3):
        found += [(each.pk,) for each in browse(f"sort={sort.name}&page={number}").page]
    assert found == expected[: len(found)]
    assert len(found) == 3 * MEASURES.per_page


def test_the_first_order_is_the_one_without_a_word():
    assert browse().sort == MEASURES.sorts[0]
    assert browse("sort=name").sort.name == "name"
    assert [each.pk for each in browse().page] == [each.pk for each in browse("sort=date").page]


def turn(found: Page, way: str) -> list[QueryDict]:
    """What the way to the next page asks, or to the previous: a link, or a button of a form."""
    buttons = found.all("button", **{"data-turn": way})
    queries = [QueryDict(html.unescape(each.attrs["value"])) for each in buttons]
    return queries + [query_of(link) for link in found.links if link.attrs.get("rel") == way]


@pytest.mark.parametrize("name", ["measures", "provisions"])
def test_the_first_page_leads_on_and_the_last_leads_back(client, name):
    first = page(client, f"/{name}/")
    assert [query["page"] for query in turn(first, "next")] == ["2"]
    assert turn(first, "prev") == []
    listing = next(each for each in LISTS if each.name == name)
    last = list_request(listing).page.paginator.num_pages
    end = page(client, f"/{name}/?page={last}")
    assert turn(end, "next") == []
    (back,) = turn(end, "prev")
    assert back["page"] == str(last - 1)


def test_a_list_of_one_page_has_no_pager(client):
    found = page(client, "/sources/")
    assert turn(found, "next") + turn(found, "prev") == []


def test_paging_keeps_conditions_and_order(client):
    maker = Maker("many", "たくさんある語")
    words = Vocabulary(maker, 1)
    same = {"status": "in-force", "kind": "law"}
    maker.rows(Measure, 25, jurisdiction=words.partners[0], **same)
    query = f"{urllib.parse.urlencode([('q', 'たくさん'), ('status', 'in-force')])}&sort=name"
    found = page(client, f"/measures/?{query}")
    (onward,) = turn(found, "next")
    assert onward == QueryDict(f"{query}&page=2")
    beyond = page(client, f"/measures/?{onward.urlencode()}")
    (back,) = turn(beyond, "prev")
    assert back == QueryDict(query)
    assert set(result_links(found)).isdisjoint(result_links(beyond))


def test_the_page_says_which_rows_it_shows(client):
    text = client.get("/measures/?page=2").content.decode()
    total = Measure.objects.published().count()
    line = re.search(r'count-line__range">([^<]*)<', text)[1]
    assert re.findall(r"\d+", line) == ["21", "40"]
    assert f'count-line__number num">{total}<' in text
    assert '<ol class="results__list" start="21">' in text


def test_a_page_past_the_end_says_where_the_list_ends():
    last = browse().page.paginator.num_pages
    with pytest.raises(Http404, match=str(last)):
        assert browse(f"page={last + 1}").page
    with pytest.raises(Http404, match="1"):
        assert browse("q=no-such-words&page=2").page
    assert list(browse("q=no-such-words").page) == []
    assert browse("page=007").faults == []


# Ways on and back.


@pytest.mark.parametrize("listing", SORTED, ids=lambda listing: listing.name)
def test_orders_keep_the_conditions_and_begin_at_the_first_page(client, listing):
    address = reverse(listing.name)
    known = listing.filterset_class.base_filters
    asked = [("q", "の"), ("jurisdiction", "jp"), ("source", "meti-2026-04")]
    query = urllib.parse.urlencode([pair for pair in asked if pair[0] in known][:2])
    found = page(client, f"{address}?{query}&page=1&sort={listing.sorts[0].name}")
    ways = [query_of(link) for link in found.links if "sort=" in link.attrs["href"]]
    ways = [way for way in ways if way.get("sort") != listing.sorts[0].name]
    for sort in listing.sorts[1:]:
        assert QueryDict(f"{query}&sort={sort.name}") in ways
    assert not any("page" in way for way in ways)


def test_the_present_order_is_no_link(client):
    text = client.get("/measures/?sort=name").content.decode()
    (present,) = re.findall(r'<span aria-current="true">([^<]*)</span>', text)
    assert present == str(next(each.label for each in MEASURES.sorts if each.name == "name"))


def test_the_form_keeps_conditions_and_order(client):
    found = page(client, f"/measures/?{QUERY}&sort=name")
    chosen = {
        (each.attrs["name"], each.attrs["value"])
        for each in found.all("input", type="checkbox")
        if "checked" in each.attrs
    }
    assert chosen == {pair for pair in FILTERS if pair[0] != "q"}
    (written,) = (each for each in found.all("input", name="q") if each.attrs.get("value"))
    assert written.attrs["value"] == "経済 安全"
    (hidden,) = found.all("input", type="hidden")
    assert (hidden.attrs["name"], hidden.attrs["value"]) == ("sort", "name")
    # An order that nobody asked for is not carried on: words would no longer put titles first.
    assert page(client, f"/measures/?{QUERY}").all("input", type="hidden") == []
    forms = [each for each in found.all("form") if each.attrs["action"] == "/measures/"]
    assert forms
    assert {each.attrs["method"] for each in found.all("form")} == {"get"}


def test_downloads_keep_conditions_and_order_but_no_page(client):
    found = page(client, f"/measures/?{QUERY}&sort=name&page=1")
    asked = f"{QUERY}&sort=name"
    for suffix, queries in {"csv": [asked, f"{asked}&profile=data"], "xlsx": [asked]}.items():
        ways = [
            urllib.parse.urlsplit(link.attrs["href"])
            for link in found.links
            if f"/measures.{suffix}" in link.attrs["href"]
        ]
        assert [QueryDict(way.query) for way in ways] == [QueryDict(query) for query in queries]
    plain = page(client, "/measures/")
    assert [link for link in plain.links if link.attrs["href"] == "/measures.csv"]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_conditions_survive_a_change_of_language(client, language):
    """The switch leads to the same rows in the other language, and back to where one was."""
    other = "/en/measures/" if language == "ja" else "/measures/"
    here = "/measures/" if language == "ja" else "/en/measures/"
    query = f"{QUERY}&sort=updated&page=1"
    found = page(client, f"{here}?{query}")
    switches = {link.attrs["href"] for link in found.links if "hreflang" in link.attrs}
    assert len(switches) == 1
    path, _mark, kept = switches.pop().partition("?")
    assert path == other
    assert QueryDict(kept) == QueryDict(query)
    there = page(client, f"{path}?{kept}")
    slugs = [address.split("/measures/")[1] for address in result_links(found)]
    assert slugs
    assert [address.split("/measures/")[1] for address in result_links(there)] == slugs


def test_chips_remove_one_condition_each(client):
    found = page(client, f"/measures/?{QUERY}&sort=name")
    ways = [query_of(link) for link in found.links if link.attrs.get("class") == "chip"]
    expected = [
        [pair for pair in FILTERS if pair != each] + [("sort", "name")]
        for each in (("q", "経済 安全"), *[pair for pair in FILTERS if pair[0] != "q"])
    ]
    assert ways == [QueryDict(urllib.parse.urlencode(each)) for each in expected]


def test_an_empty_list_leads_out(client, read_only):
    query = urllib.parse.urlencode([("kind", "law"), ("q", "存在しない語句")])
    found = page(client, f"/measures/?{query}")
    text = found.text()
    assert result_links(found) == []
    laws = Measure.objects.published().filter(kind="law").count()
    ways = {link.attrs["href"] for link in found.links}
    assert "?kind=law" in ways
    assert str(laws) in text


# What is noted, and where.


@pytest.mark.parametrize("query", ["", "q=zzzz", "q=zzzz&kind=law", "q=中国&kind=law"])
def test_drawing_a_list_writes_nothing(rf, nothing_written, query):
    """The view notes what was asked in vain; a template that draws the same list does not."""
    request = rf.get(f"/measures/?{query}")
    request.user = AnonymousUser()
    state = browse(query)
    context = {"list_request": state, "page": state.page}
    drawn = render_to_string(MEASURES.template, context, request)
    assert str(state.listing.title) in drawn
    assert ("zero-state" in drawn) == (not state.count)


def test_words_asked_in_vain_are_noted_once_for_each_page(client):
    client.get("/measures/?q=zzzz&kind=law")
    client.get("/measures/?q=zzzz&page=2")  # there is no such page
    client.get("/measures/?q=中国&kind=law&status=suspended")  # other conditions are in the way
    assert list(Unanswered.objects.values_list("asked", "times")) == [("zzzz", 1)]
    client.get("/search/?q=zzzz")
    assert list(Unanswered.objects.values_list("asked", "times")) == [("zzzz", 2)]


# The state of one request.


def test_query_changes_one_name_and_keeps_the_rest():
    state = browse("kind=law&kind=bill&page=2")
    assert QueryDict(state.query_string(page=3)) == QueryDict("kind=law&kind=bill&page=3")
    assert QueryDict(state.query_string(page=None)) == QueryDict("kind=law&kind=bill")
    assert QueryDict(state.query_string(kind="tax")) == QueryDict("kind=tax&page=2")
    assert state.parameters.urlencode() == "kind=law&kind=bill&page=2"


def test_a_request_to_a_list_is_made_of_values_alone():
    """So that a page can show another list, or the same list asked something else."""
    query, stamp = QueryDict("kind=plan&page=2"), Version.objects.current()
    state = ListRequest(MEASURES, query, "/elsewhere/", stamp)
    assert state.previous_turn.address == "/elsewhere/?kind=plan"
    assert state.csv_address == "/measures.csv?kind=plan"
    assert (state.parameters, state.stamp) == (query, stamp)


def test_count_is_of_the_rows_found_and_total_of_all():
    state = browse("kind=law")
    assert state.count == Measure.objects.published().filter(kind="law").count()
    assert state.total == Measure.objects.published().count()
    assert state.count < state.total


def test_a_list_counts_each_row_once_though_it_joins_many():
    rows = Measure.objects.published().filter(subjects__isnull=False)
    state = browse("subject=rare-earths&subject=semiconductors")
    assert state.count == len({each.pk for each in state.queryset}) == len(list(state.queryset))
    assert rows.count() > rows.distinct().count()


def test_the_first_order_stands_when_a_list_has_none():
    state = browse(sorts=(), entries=lambda: Measure.objects.published().order_by("slug"))
    assert state.sort is None
    assert [each.slug for each in state.page] == sorted(each.slug for each in state.page)
    assert browse("sort=name", sorts=()).faults != []


def test_a_list_with_its_own_order_is_taken_at_its_word():
    name = Sort("backwards", "Backwards", ("-slug",))
    state = browse("sort=backwards", sorts=(name,))
    assert state.faults == []
    slugs = [each.slug for each in state.page]
    assert slugs == sorted(slugs, reverse=True)


def test_every_list_has_four_addresses_of_one_name():
    for listing in LISTS:
        assert isinstance(listing, ListPage)
        assert [pattern.name for pattern in urls(listing)] == [
            listing.name,
            f"{listing.name}-csv",
            f"{listing.name}-xlsx",
            f"{listing.name}-csvw",
        ]
        assert reverse(listing.name) == f"/{listing.name}/"
        assert listing.csv_address == f"/{listing.name}.csv"
        assert listing.xlsx_address == f"/{listing.name}.xlsx"
        with translation.override("en"):
            assert listing.csv_address == f"/en/{listing.name}.csv"


def test_the_promised_lists_are_there():
    promised = (
        "measures provisions milestones budgets export-controls trade-remedies agreements targets "
        "indicators data-points issues partners subjects organisations sources sections citations "
        "relations timeline pillars"
    )
    assert set(promised.split()) <= {listing.name for listing in LISTS}


def test_addresses_in_a_file_bear_the_host_that_was_asked(client, settings):
    settings.ALLOWED_HOSTS = ["shirube.example.jp"]
    response = client.get("/sources.csv", headers={"host": "shirube.example.jp"})
    text = b"".join(response).decode()
    assert "http://shirube.example.jp/sources/" in text
    assert client.get("/sources.csv", headers={"host": "evil.example"}).status_code == 400


def test_more_rows_than_a_workbook_holds_are_refused_with_the_way_out(client, monkeypatch):
    """Rather than a file that ends without a word."""
    monkeypatch.setattr("portal.lists.views.WORKBOOK_ROWS", 3)
    response = client.get("/measures.xlsx?kind=law&status=in-force")
    assert response.status_code == 400
    words = response.content.decode()
    assert "/measures.csv?kind=law&status=in-force" in words
    assert str(browse("kind=law&status=in-force").count) in words
    assert client.get("/measures.csv?kind=law&status=in-force").getvalue()


def test_a_filtered_list_offers_every_form_of_file(client):
    """With its conditions, and none of the profile that the page was asked with."""
    text = client.get("/en/measures/?kind=law&profile=data").content.decode()
    for address in ("csv?kind=law", "xlsx?kind=law", "csv?kind=law&amp;profile=data"):
        assert f'href="/en/measures.{address}"' in text
