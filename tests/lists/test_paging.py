"""How a list says where one is in it and in which order."""

import pytest

from portal.lists.request import ListRequest
from portal.lists.ways import PageLink
from portal.pages.lists import LISTS
from tests.list_requests import list_request
from tests.markup import Page

pytestmark = [pytest.mark.django_db, pytest.mark.bundled, pytest.mark.both]


def browse(name: str, query: str = "") -> ListRequest:
    """One request to a list of the site."""
    listing = next(each for each in LISTS if each.name == name)
    return list_request(listing, f"/{name}/{query}")


def test_each_turn_says_how_many_rows_it_leads_to(read_only):
    first = browse("citations")
    size, pages = first.listing.per_page, first.page.paginator.num_pages
    assert pages > 4
    assert first.previous_turn is None
    assert first.next_turn == PageLink(2, "/citations/?page=2", size, "page=2")
    last = browse("citations", f"?page={pages}")
    assert last.next_turn is None
    assert last.previous_turn == PageLink(
        pages - 1, f"/citations/?page={pages - 1}", size, f"page={pages - 1}"
    )
    rest = browse("citations", f"?page={pages - 1}").next_turn.rows
    assert rest == len(last.page.object_list) == first.count - size * (pages - 1)


def test_the_first_page_keeps_its_plain_address(read_only):
    assert browse("citations", "?page=2").previous_turn.address == "/citations/"
    asked = browse("citations", "?page=2&source=meti-2026-04")
    assert asked.previous_turn.address == "/citations/?source=meti-2026-04"


def test_the_ends_and_the_neighbours_can_be_turned_to(read_only):
    pages = browse("citations").page.paginator.num_pages
    middle = pages // 2
    numbers = [turn.number for turn in browse("citations", f"?page={middle}").turns]
    assert numbers[0] == 1
    assert numbers[-1] == pages
    assert set(range(middle - 2, middle + 3)) <= set(numbers)
    assert [number for number in numbers if number] == sorted({*numbers} - {0})


@pytest.mark.parametrize("query", ["", "?page=2", "?page=5"])
def test_the_page_shows_its_turns(client, read_only, query):
    asked = browse("citations", query)
    found = Page(client.get(f"/citations/{query}").content.decode())
    links = {link.attrs["href"] for link in found.links}
    for turn in asked.turns:
        assert not turn.number or turn.number == asked.page.number or turn.address in links
    (here,) = (each for each in found.all("span") if each.attrs.get("class") == "pager__page")
    assert here.attrs["aria-current"] == "page"


def test_words_asked_for_order_by_names_and_the_order_says_so(client, read_only):
    asked = browse("measures", "?q=レアアース")
    assert asked.titles_first
    assert len(asked.parts) == 2
    assert not any(current for _sort, current, _query in asked.sort_links)
    found = Page(client.get("/measures/?q=レアアース").content.decode())
    assert [each.attrs for each in found.all("span", **{"aria-current": "true"})] != []


def test_an_order_asked_for_is_the_only_one(client, read_only):
    name = browse("measures").listing.sorts[0].name
    for query in ("", f"?q=レアアース&sort={name}", "?kind=law"):
        asked = browse("measures", query)
        assert not asked.titles_first
        assert len(asked.parts) == 1
        assert [sort.name for sort, current, _query in asked.sort_links if current] == [name]
