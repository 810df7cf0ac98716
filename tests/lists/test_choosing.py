"""What is ticked on one page of a list goes along to others; by which address a list is known."""

import pytest
from django.http import QueryDict
from django.test import Client

from measures.lists.measures import MEASURES
from portal.lists.request import CHOICES
from tests.list_requests import list_request
from tests.markup import Page

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]


def page(address: str) -> Page:
    """A page of the site."""
    response = Client().get(address)
    assert response.status_code == 200, address
    return Page(response.content.decode())


def ticked(found: Page) -> list[str]:
    """The measures that are ticked on a page, beside facets."""
    boxes = found.all("input", type="checkbox", name="measure")
    return [box.attrs["value"] for box in boxes if "checked" in box.attrs]


def turns(found: Page) -> list[str]:
    """What the buttons ask of the pages that they lead to."""
    return [each.attrs["value"] for each in found.all("button", name="turn")]


def test_ticks_survive_paging():
    first = page("/measures/?kind=law&kind=budget-programme&kind=project&sort=name")
    boxes = [box.attrs["value"] for box in first.all("input", type="checkbox", name="measure")]
    asked = next(query for query in turns(first) if QueryDict(query).get("page") == "2")
    answer = Client().get("/measures/", {"turn": asked, "measure": boxes[:2]})
    assert answer.status_code == 302
    path, _mark, query = answer["Location"].partition("?")
    found = QueryDict(query)
    assert path == "/measures/"
    assert found.getlist("kind") == ["law", "budget-programme", "project"]
    assert (found["page"], found["sort"]) == ("2", "name")
    assert found.getlist("measure") == boxes[:2]
    second = page(answer["Location"])
    # They stand in the bar, ticked, as the page does not show them.
    assert ticked(second) == boxes[:2]
    # Back again they are ticked where they stand; one that was unticked is forgotten.
    back = next(query for query in turns(second) if "page" not in QueryDict(query))
    again = Client().get("/measures/", {"turn": back, "measure": boxes[1:2]})["Location"]
    assert ticked(page(again)) == boxes[1:2]


def test_what_is_chosen_goes_with_orders_conditions_and_the_form_but_not_with_files():
    asked = list_request(MEASURES, "/measures/?kind=law&kind=bill&measure=osa")
    assert [each.slug for each in asked.chosen] == ["osa"]
    assert all("measure=osa" in query for _sort, _current, query in asked.sort_links)
    assert all("measure=osa" in chip.without for chip in asked.filterset.chips)
    form = page("/measures/?kind=law&measure=osa").all("input", type="hidden", name="measure")
    assert [each.attrs["value"] for each in form] == ["osa"]
    assert "measure=" not in asked.csv_address + asked.xlsx_address
    assert asked.count == list_request(MEASURES, "/measures/?kind=law&kind=bill").count


def test_a_choice_that_is_none_is_refused():
    assert "measure=nothing" in "".join(list_request(MEASURES, "/?measure=nothing").faults)
    slugs = [row.slug for row in MEASURES.entries()[: CHOICES + 1]]
    query = "&".join(f"measure={slug}" for slug in slugs)
    assert list_request(MEASURES, f"/?{query}").faults
    assert not list_request(MEASURES, "/?" + query.rpartition("&")[0]).faults


@pytest.mark.parametrize(
    "address", ["/provisions/?turn=page%3D2", "/measures/?turn=kind%3Dnothing&measure=osa"]
)
def test_a_turn_is_understood_where_there_is_a_choice_and_leads_nowhere_else(address):
    answer = Client().get(address, follow=True)
    assert answer.status_code == 400


def canonical(address: str) -> str:
    """The address by which a page says it is known."""
    (link,) = page(address).all("link", rel="canonical")
    return link.attrs["href"].removeprefix("http://testserver")


@pytest.mark.parametrize(
    ("address", "known_as"),
    [
        ("/measures/?sort=name&kind=law&page=1", "/measures/?kind=law"),
        ("/measures/?page=1", "/measures/"),
        ("/measures/?page=2&sort=date", "/measures/?page=2"),
        ("/measures/?kind=law&measure=osa&find_subject=x", "/measures/?kind=law"),
        ("/en/budgets/?sort=amount", "/en/budgets/"),
    ],
)
def test_an_order_makes_no_other_page(address, known_as):
    assert canonical(address) == known_as


@pytest.mark.parametrize(
    ("address", "kept_out"),
    [
        ("/measures/", False),
        ("/measures/?kind=law", False),
        ("/measures/?kind=law&sort=name", False),
        ("/measures/?kind=law&kind=bill", True),
        ("/measures/?kind=law&status=in-force", True),
        ("/measures/?q=外為", True),
        ("/budgets/?stage=supplementary&subject=storage-batteries", True),
    ],
)
def test_lists_that_cross_conditions_are_kept_out_of_search_engines(address, kept_out):
    found = page(address).all("meta", name="robots")
    assert [each.attrs["content"] for each in found] == (["noindex,follow"] if kept_out else [])
