"""Lists in a browser: tables fit into their boxes, values into their lines, ticks go along."""

import pytest

from portal.pages.lists import LISTS
from tests.e2e.unbroken import broken
from tests.e2e.visiting import Visits, follow

# How far each table of a page reaches beyond its box, and each source mark beyond the page.
BEYOND = """() => [
  ...[...document.querySelectorAll('.list-layout .table-scroll')]
    .map(box => [box.getAttribute('aria-label') || 'table', box.scrollWidth - box.clientWidth]),
  ...[...document.querySelectorAll('.list-layout .source-mark')]
    .map(mark => [mark.textContent, mark.getBoundingClientRect().right - innerWidth]),
].filter(([, beyond]) => beyond > 0)"""
NARROWED = (
    "/budgets/?measure=supply-chain-budget",
    "/budgets/?added=no",
    "/budgets/?page=2",
    "/targets/?page=2",
    "/export-controls/?jurisdiction=cn",
    "/trade-remedies/?jurisdiction=jp",
    "/timeline/?sort=name",
)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_table_of_a_list_is_wider_than_its_box(visit: Visits, language):
    addresses = [f"/{listing.name}/" for listing in LISTS] + list(NARROWED)
    prefix = "" if language == "ja" else f"/{language}"
    page = visit(f"{prefix}/")
    found = {}
    for address in addresses:
        page.goto(prefix + address)
        if faults := page.evaluate(BEYOND) + broken(page):
            found[address] = faults
    assert found == {}


@pytest.mark.parametrize("path", ["/budgets/", "/en/budgets/"])
def test_the_reconciliation_is_seen_whole(visit: Visits, path):
    page = visit(path)
    boxes = page.locator(".table-scroll").evaluate_all(
        "boxes => boxes.map(box => box.scrollWidth - box.clientWidth)"
    )
    assert len(boxes) > 1
    assert max(boxes) <= 0


def test_ticks_go_along_from_page_to_page(visit: Visits):
    page = visit("/measures/?kind=law&kind=bill&kind=project&sort=name")
    for place in (0, 1):
        page.locator(".result__choice input").nth(place).check()
    follow(page.locator("button[data-turn=next]"))
    assert "page=2" in page.url
    assert page.locator(".choose__elsewhere input:checked").count() == 2
    page.locator(".result__choice input").first.check()
    follow(page.get_by_role("button", name="選んだ施策を比較"))
    assert page.url.count("measure=") == 3
    assert "/compare/" in page.url


@pytest.mark.parametrize("number", [0, 2])
def test_a_button_stands_near_what_is_ticked(visit: Visits, number: int):
    page = visit("/measures/")
    facet = page.locator(".facet").nth(number)
    button = facet.locator(".facet__apply button")
    assert not button.is_visible()
    box = facet.locator("li input[type=checkbox]").first
    box.check()
    assert button.bounding_box()["y"] - box.bounding_box()["y"] < 500
    follow(button)
    assert "?" in page.url
    # Where it was asked the button stays, so that it can be unticked.
    facet.locator("li input:checked").uncheck()
    assert button.is_visible()
