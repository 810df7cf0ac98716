"""The search box offers names: by keyboard as the ARIA Authoring Practices say, and by mouse.

Without scripts it does not, and a page has the same names.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.accessibility import check
from tests.e2e.visiting import Visits, follow

BOX = "#q-results"
OPTIONS = f"{BOX}-names [role=option]"
COMPOSE = """(element, [name, value]) => {
    const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
    if (value !== null) setter.call(element, value);
    const event = name.startsWith("composition") ? new CompositionEvent(name, { bubbles: true })
        : new InputEvent(name, { bubbles: true, isComposing: true });
    element.dispatchEvent(event);
}"""


def opened(visit: Visits, words: str = "レアア", language: str = "") -> Page:
    """The page of the search, with words typed and names offered."""
    page = visit(f"{language}/search/", javascript=True)
    page.click(BOX)
    page.keyboard.type(words, delay=20)
    page.wait_for_selector(OPTIONS)
    return page


def active(page: Page) -> int:
    """The place of the option that is said to be active; -1 for none."""
    name = page.locator(BOX).get_attribute("aria-activedescendant")
    chosen = page.locator(f"{OPTIONS}[aria-selected=true]")
    if name is None:
        assert chosen.count() == 0
        return -1
    assert chosen.count() == 1
    assert chosen.get_attribute("id") == name
    return int(name.rpartition("-")[2])


def test_names_are_offered_and_announced(visit: Visits):
    page = opened(visit)
    box = page.locator(BOX)
    assert box.get_attribute("role") == "combobox"
    assert box.get_attribute("aria-expanded") == "true"
    assert box.get_attribute("aria-controls") == page.locator(
        "[role=listbox]:visible"
    ).get_attribute("id")
    number = page.locator(OPTIONS).count()
    assert 1 < number <= 10
    status = page.locator(f"{BOX}-names + [role=status]")
    expect(status).to_contain_text(str(number))
    expect(page.locator(OPTIONS).first).to_contain_text(re.compile("レアアース.*施策"))
    assert active(page) == -1
    page.fill(BOX, "無い名前無い名前")
    expect(page.locator("[role=listbox]:visible")).to_have_count(0)
    expect(status).to_have_text("該当する名称はありません")
    assert box.get_attribute("aria-expanded") == "false"


def test_keys_move_among_the_names(visit: Visits):
    page = opened(visit)
    last = page.locator(OPTIONS).count() - 1
    page.keyboard.press("Home")
    assert active(page) == -1, "with nothing chosen the key is that of the text"
    for key, place in [
        *(("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", -1)),
        *(("ArrowUp", last), ("ArrowDown", -1), ("ArrowDown", 0), ("End", last), ("Home", 0)),
    ]:
        page.keyboard.press(key)
        assert active(page) == place, key
    assert page.locator(BOX).input_value() == "レアア"
    assert page.evaluate("document.activeElement.id") == BOX[1:]
    page.keyboard.press("Escape")
    assert page.locator(BOX).get_attribute("aria-expanded") == "false"
    assert page.locator(BOX).input_value() == "レアア", "the first Escape closes, and takes no word"
    assert active(page) == -1
    page.keyboard.press("ArrowDown")
    page.wait_for_selector(OPTIONS)
    page.keyboard.press("Tab")
    expect(page.locator("[role=listbox]:visible")).to_have_count(0)


def test_enter_opens_what_is_chosen_and_searches_otherwise(visit: Visits):
    page = opened(visit)
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/subjects/rare-earths/")
    page = opened(visit)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/search/?q=" in page.url
    page = opened(visit)
    follow(page.locator(f"form:has({BOX}) [type=submit]"))
    assert "/search/?q=" in page.url


def test_a_name_is_opened_by_mouse_in_the_language_of_the_page(visit: Visits):
    page = opened(visit, "rare ea", "/en")
    follow(page.locator(OPTIONS).first)
    assert page.url.endswith("/en/subjects/rare-earths/")


def test_nothing_is_asked_while_a_word_is_composed(visit: Visits):
    """The clock is the test's own, so that it can be told to go on."""
    page = visit("/search/", javascript=True)
    page.clock.install()
    page.reload()
    asked: list[str] = []
    page.on(
        "request",
        lambda request: asked.append(request.url) if "names.json" in request.url else None,
    )
    box = page.locator(BOX)
    box.click()
    for step in (("compositionstart", None), ("input", "れ"), ("input", "れああ")):
        box.evaluate(COMPOSE, list(step))
        page.clock.run_for(5_000)
    assert asked == []
    with page.expect_response(lambda response: "names.json" in response.url):
        box.evaluate(COMPOSE, ["compositionend", None])
        page.clock.run_for(5_000)
    page.wait_for_selector(OPTIONS)
    expect(page.locator(OPTIONS).first).to_contain_text("レアアース")
    assert len(asked) == 1


def test_the_keys_of_an_input_method_are_its_own(visit: Visits):
    page = opened(visit)
    page.keyboard.press("ArrowDown")
    page.locator(BOX).evaluate(
        """element => element.dispatchEvent(new KeyboardEvent("keydown",
            { key: "Enter", isComposing: true, bubbles: true, cancelable: true }))"""
    )
    assert active(page) == 0
    page.keyboard.press("ArrowDown")
    assert active(page) == 1
    assert page.url.endswith("/search/")


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_open_list_is_open_to_all(visit: Visits, language: str):
    page = opened(visit, "レアア", language)
    page.keyboard.press("ArrowDown")
    check(page, (375, 1280))
    assert page.locator("[role=listbox]:visible").count() == 1


def test_the_box_in_the_head_offers_names_too(visit: Visits):
    page = visit("/measures/", javascript=True)
    page.click("#q-header")
    page.keyboard.type("蓄電", delay=20)
    page.wait_for_selector("#q-header-names [role=option]")
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/subjects/storage-batteries/")


def test_without_scripts_the_box_searches_and_a_page_has_the_names(visit: Visits):
    page = visit("/search/?q=れああ")
    assert page.locator(BOX).get_attribute("role") is None
    follow(page.locator("main a[href*='/search/names/']").first)
    follow(page.locator("main .names-list a").first)
    assert page.url.endswith("/subjects/rare-earths/")
    page.goto("/search/names/")
    page.fill("#q-names", "ちくでん")
    follow(page.locator(".names-box [type=submit]"))
    assert page.locator(".names-list a").first.inner_text() == "蓄電池"
