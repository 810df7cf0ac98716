"""A question that is refused is mended where it was asked."""

import pytest

from tests.e2e.visiting import Visits

pytestmark = pytest.mark.both


@pytest.mark.parametrize("width", [375, 1280])
def test_a_refusal_can_be_mended_in_its_field(visit: Visits, width: int):
    page = visit("/measures/?kind=law&since=3/4/2026", width=width, refusals={400})
    box = page.get_by_label("できごとの期間の始まり")
    assert box.input_value() == "3/4/2026"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box.fill("令和2年")
    box.press("Enter")
    assert "since=2020" in page.url
    assert "kind=law" in page.url
    assert page.locator(".readback").is_visible()
