"""From a figure to the place on the slide where it stands, and back, by the keyboard alone."""

import pathlib
from collections.abc import Iterator

import pytest
import yaml
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.decks.making import printed_slides
from tests.e2e.accessibility import check
from tests.e2e.serving import Site
from tests.e2e.test_reading import Keyboard
from tests.e2e.visiting import Visits, follow

DOCUMENT, SECTION, MEASURE = "meti-2026-04", "13", "supply-chain-budget"
FIXTURES = settings.BASE_DIR / "fixtures"
# What of a page shows only a part of what it holds.
CUT = """() => [...document.querySelectorAll("main *")].filter(each => {
const style = getComputedStyle(each);
return each.offsetParent && style.overflowY !== "visible" && style.maxHeight !== "none"
}).map(each => each.className)"""
GONE = """
from policies.models import Attachment, SectionText
for each in (*SectionText.objects.all(), *Attachment.objects.all()):
    each.delete()
"""


def deck(path: pathlib.Path) -> pathlib.Path:
    """A deck with a slide for each section, by the record alone: headings, and phrases of one."""
    measure = yaml.safe_load((FIXTURES / f"measures/{MEASURE}.yaml").read_text())
    totals = measure["printed_totals"]
    read = [row["phrase"] for row in totals if row["section"] == f"{DOCUMENT}/{SECTION}"]
    once = list(dict.fromkeys(read))
    path.write_bytes(printed_slides(*slides_of({SECTION: [*once, once[-1]]})))  # one is there twice
    return path


def slides_of(phrases: dict[str, list[str]]) -> list[tuple[str, list[str]]]:
    """A slide for each section of the document: its heading, and what it says beside it."""
    sections = yaml.safe_load((FIXTURES / f"sources/{DOCUMENT}.yaml").read_text())["sections"]
    return [(each["heading"], phrases.get(each["code"], [])) for each in sections]


@pytest.fixture(scope="module")
def attached(site: Site, tmp_path_factory) -> Iterator[None]:
    """The copy of a document, for the tests of this module."""
    path = deck(tmp_path_factory.mktemp("decks") / "deck.pdf")
    site.manage("attach_source", DOCUMENT, str(path))
    yield
    site.manage("shell", "-c", GONE)


def focused(page: Page) -> dict:
    """What has the focus: its id, its class, and where it leads."""
    return page.evaluate(
        """() => { const here = document.activeElement;
        return {id: here.id, css: here.getAttribute("class"), href: here.getAttribute("href")} }"""
    )


def test_from_a_figure_to_its_frame_and_back(attached, visit: Visits):
    page = visit(f"/budgets/?measure={MEASURE}")
    mark = page.locator(f"a.source-mark[href*='/sources/{DOCUMENT}/{SECTION}/#printedtotal']")
    keyboard = Keyboard(page)
    wanted = keyboard.to(mark.first).get_attribute("href")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    frame = focused(page)
    assert frame["css"] == "frame"
    assert wanted.endswith(f"#{frame['id']}")
    expect(page.locator(f"#{frame['id']} polygon").first).to_be_visible()
    picture = page.locator(".slide img").first
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") > 0
    assert picture.evaluate("image => image.currentSrc").endswith("-1280.webp")
    box, slide = (
        page.locator(f"#{frame['id']} polygon").first.bounding_box(),
        picture.bounding_box(),
    )
    middle = box["x"] + box["width"] / 2
    assert slide["x"] < middle < slide["x"] + slide["width"]
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith(frame["href"])
    assert f"/measures/{MEASURE}/" in page.url


def test_where_a_figure_stands_is_told_in_two_clicks(attached, visit: Visits):
    page = visit("/")
    page.locator("main input[name=q]").fill("1,306億円")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    mark = f"main a[href*='/sources/{DOCUMENT}/{SECTION}/#printedtotal']"
    with page.expect_navigation():
        page.locator(mark).first.click()
    expect(page.locator(".frame:target polygon")).to_be_visible()
    read = page.locator(f".slide-values__frame[href='#{page.url.partition('#')[2]}']")
    expect(read).to_contain_text("1,306億円")


def test_a_page_is_enlarged_by_the_keyboard_and_its_parts_are_reached(attached, visit: Visits):
    page = visit(f"/sources/{DOCUMENT}/{SECTION}/")
    before = page.locator(".slide").first.bounding_box()["width"]
    Keyboard(page).to(page.locator("#zoom-100"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.locator(".slide").first.bounding_box()["width"] == pytest.approx(before * 4, abs=8)
    scroll = Keyboard(page).to(page.locator(".slide-scroll").first)
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    assert scroll.evaluate("region => region.scrollLeft") > 0


def test_the_frame_is_in_view_at_400_percent(attached, visit: Visits):
    page = visit(f"/sources/{DOCUMENT}/{SECTION}/")
    Keyboard(page).to(page.locator(".slide-values__zoom a[href^='?zoom=400']").first)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "zoom=400#" in page.url
    expect(page.locator("#zoom-400")).to_be_checked()
    page.locator(".slide img").first.evaluate("image => image.decode()")
    seen, room = (
        page.locator(each).first.bounding_box()
        for each in (".frame:target polygon", ".slide-scroll:has(.frame:target)")
    )
    for place, size in (("x", "width"), ("y", "height")):  # a long phrase by its beginning
        assert room[place] - 1 <= seen[place] < room[place] + room[size]
    assert 0 < seen["y"] < page.viewport_size["height"]
    assert page.locator(".slide").first.bounding_box()["width"] > 3 * room["width"]


def test_pages_with_frames_are_accessible_and_print(attached, visit: Visits):
    page = visit(f"/sources/{DOCUMENT}/{SECTION}/", javascript=True)
    check(page)
    page.emulate_media(media="print")
    expect(page.locator(".frame polygon").first).to_be_visible()
    expect(page.locator(".slide-zoom")).to_be_hidden()
    assert page.evaluate(CUT) == []
    brief = visit(f"/brief/?measure={MEASURE}&clippings=1", javascript=True)
    check(brief, widths=(375, 1280))
    assert brief.locator("figure.clipping image").count() > 5


def test_an_editor_says_which_place_is_meant(attached, visit: Visits):
    page = visit.sign_in(f"/sources/{DOCUMENT}/{SECTION}/")
    keyboard = Keyboard(page)
    keyboard.to(page.get_by_role("link", name="箇所を選ぶ").first)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    choose = page.url
    keyboard.to(page.locator("[name=occurrence]:checked"))
    page.keyboard.press("ArrowUp")
    keyboard.to(page.locator("#place_form [type=submit]"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert focused(page)["css"] == "frame"
    page.goto(choose)
    page.locator("[name=occurrence]").last.check()
    follow(page.locator("#place_form [type=submit]"))
    assert page.get_by_role("link", name="箇所を選ぶ").count() > 0
