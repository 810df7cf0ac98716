"""The one comfort that scripts give visitors: a button that copies a citation."""

import pytest

from tests.e2e.visiting import Visits

COPIED = {"": "コピーしました", "/en": "Copied"}


@pytest.mark.parametrize("language", COPIED)
@pytest.mark.parametrize("path", ["/measures/osa/", "/measures/osa/cite/"])
def test_a_button_copies_the_citation_beside_it(visit: Visits, path: str, language: str):
    page = visit(f"{language}{path}", javascript=True)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    box = page.locator("p.citation-box:visible").first
    button = box.locator("xpath=following-sibling::button[1]")
    button.click()
    button.get_by_text(COPIED[language]).wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == " ".join(box.inner_text().split())
    assert "OSA" in copied


def test_without_a_script_there_is_no_button_and_a_way_to_each_row(visit: Visits):
    page = visit("/measures/osa/")
    assert page.locator("button.copy").count() == 0
    link = page.locator("a.cite-link").first
    name = link.get_attribute("href").partition("#")[2]
    link.click()
    assert page.locator(f"#{name} .citation-box").is_visible()


@pytest.mark.parametrize("width", [375, 1280])
def test_a_refusal_can_be_mended_in_its_field(visit: Visits, width: int):
    page = visit("/measures/?kind=law&since=3/4/2026", width=width, refusals={400})
    box = page.get_by_label("動きの期間（自）")
    assert box.input_value() == "3/4/2026"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box.fill("令和2年")
    box.press("Enter")
    assert "since=2020" in page.url
    assert "kind=law" in page.url
    assert page.locator(".readback").is_visible()
