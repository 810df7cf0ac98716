"""Nobody is shut out: every page at the widths of phones and desks, in both languages."""

import pathlib
import re
from collections import Counter

import pytest
import yaml
from django.conf import settings
from django.template.loader import render_to_string

from tests.check.memos import MEMOS
from tests.e2e.accessibility import SIDEWAYS, WIDER_PHONE, check, faults
from tests.e2e.addresses import ADMIN, ALONE, LANGUAGES, LIST_NAMES, MEASURE, PUBLIC, Address
from tests.e2e.serving import Site, workshop
from tests.e2e.visiting import Visits, follow

BAD = """<html><head><title></title></head><body>
<h1>One</h1><h1>Two</h1><img src="/static/img/logo.svg"><input type="text"><a href="/"></a>
<p><font color="#999999">pale</font></p><table width="2000"><tr><td>wide</td></tr></table>
</body></html>"""

# What WCAG 1.4.12 lets readers set: nothing may be lost or need scrolling sideways by it.
SPACED = """(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
        word-spacing: .16em !important; } p { margin-bottom: 2em !important; }`);
    document.adoptedStyleSheets.push(sheet);
})()"""


def test_a_bad_page_is_noticed(visit: Visits):
    page = visit("/healthz/", javascript=True)
    page.set_content(BAD)
    found = "\n".join(faults(page, (320,)))
    for fault in (
        *("document-title", "html-has-lang", "image-alt", "label", "link-name", "color-contrast"),
        *("it scrolls sideways", "2 headings"),
    ):
        assert fault in found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", PUBLIC, ids=lambda address: address.path)
def test_a_page_is_open_to_all(visit: Visits, address, language: str):
    refusals = {address.status} - {200}
    page = visit(address.in_(language), javascript=True, refusals=refusals)
    assert page.locator("html").get_attribute("lang") == language
    check(page)
    page.set_viewport_size({"width": 320, "height": 900})
    page.evaluate(SPACED)
    page.evaluate("document.querySelector('.menu').open = true")
    assert page.evaluate(SIDEWAYS) == 0, "spaced out it scrolls sideways"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_with_its_findings_is_open_to_all(visit: Visits, language: str):
    """The whole way of an official: paste, compare, from a mark to its row and back."""
    page = visit(Address("/check/").in_(language), javascript=True)
    page.fill("#id_text", MEMOS[0][0])
    follow(page.locator(".check-form [type=submit]"))
    check(page)
    page.locator("#m1 a").click()
    assert page.locator("#f1").evaluate("row => row.matches(':target')")


# The words of cards that reach over the right edge of the page, where nothing scrolls to them.
OVER_THE_EDGE = """Array.from(document.querySelectorAll('.cards-on-phone td[data-label] *'))
    .filter(each => each.getBoundingClientRect().right > innerWidth + 1)
    .map(each => each.textContent.trim())"""


@pytest.mark.parametrize("path", ["/export-controls/", "/sources/", "/trade-remedies/"])
@pytest.mark.parametrize("width", [375, 320])
def test_cards_on_a_phone_hold_their_words(visit: Visits, path: str, width: int):
    """English words of a status are longer than a card is wide: they go on in a second line."""
    page = visit(f"/en{path}", javascript=True, width=width)
    assert page.evaluate(OVER_THE_EDGE) == []
    page.evaluate(SPACED)
    assert page.evaluate(OVER_THE_EDGE) == []


def test_a_table_drawn_as_cards_is_a_table_to_who_hears_it(visit: Visits):
    """Its markup has no roles, so that it is valid: those of its elements outlive the cards."""
    page = visit("/trade-remedies/", javascript=True, width=375)
    drawn = page.locator("tbody tr").first.evaluate("row => getComputedStyle(row).display")
    assert drawn != "table-row"
    rows = page.locator("tbody tr").count()
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    roles = Counter(node["role"]["value"] for node in nodes if "role" in node)
    assert roles["table"] == 1
    assert roles["row"] == rows + 1
    assert roles["cell"] >= 5 * rows
    assert roles["columnheader"] >= 5


@pytest.mark.parametrize("name", LIST_NAMES)
def test_a_list_is_open_to_all(visit: Visits, name: str):
    check(visit(f"/{name}/", javascript=True), (320, WIDER_PHONE))


@pytest.mark.parametrize("name", ALONE)
def test_an_error_page_is_open_to_all(visit: Visits, name: str):
    page = visit("/healthz/", javascript=True)
    page.set_content(render_to_string(name))
    check(page)


def test_the_door_of_the_admin_is_open_to_all(visit: Visits):
    page = visit("/admin/", javascript=True)
    assert "/admin/login/" in page.url
    check(page)


def test_who_is_locked_out_is_told_so(visit: Visits):
    page = visit("/admin/login/", javascript=True, refusals={429})
    for _try in range(5):
        page.fill("#id_username", "nobody")
        page.fill("#id_password", "wrong")
        follow(page.locator("[type=submit]"))
    assert "locked-out" in page.locator("body").get_attribute("class")
    check(page)


@pytest.mark.parametrize("path", ADMIN)
def test_a_page_for_editors_is_open_to_all(visit: Visits, number: str, path: str):
    page = visit.sign_in(path.format(measure=number), javascript=True)
    check(page)


def test_the_gallery_of_parts_is_open_to_all(browser, site: Site, tmp_path):
    with workshop(site, tmp_path) as built:
        visits = Visits(browser, built)
        # It shows the same part more than once, which pages do not.
        check(visits("/gallery/", javascript=True), but="landmark-unique")
        visits.end()


def a_copy(document: str) -> str:
    """A text with the headings of a document, and under each the phrases that were read there."""
    folder = pathlib.Path(settings.BASE_DIR) / "fixtures"
    sections = yaml.safe_load((folder / "sources" / f"{document}.yaml").read_text())["sections"]
    phrases = {section["code"]: [] for section in sections}
    for path in (folder / "measures").glob("*.yaml"):
        found = re.findall(rf"section: {document}/(\S+)\n\s+phrase: (.+)", path.read_text())
        for code, phrase in found:
            phrases[code.strip("'")].append(phrase.strip("'\""))
    lines = []
    for section in sections:
        lines += [section["heading"], *(f"前置き。{each}。" for each in phrases[section["code"]])]
    return "\n".join(lines)


def test_a_passage_is_open_to_all(visit: Visits, site: Site, tmp_path):
    copy = tmp_path / "copy.txt"
    copy.write_text(a_copy("npi-2025"))
    site.manage("attach_source", "npi-2025", str(copy))
    try:
        page = visit("/measures/active-cyber-defence-act/", javascript=True)
        page.locator("details.quote summary").first.click()
        assert page.locator("details.quote mark").first.is_visible()
        check(page)
        page.goto("/sources/npi-2025/3/")
        page.locator("details.passage summary").first.click()
        check(page)
    finally:
        editor = visit.sign_in("/admin/policies/attachment/", javascript=True)
        follow(editor.locator("#result_list tbody a").first)
        follow(editor.locator(".deletelink"))
        follow(editor.locator("form [type=submit]").last)
    page.goto("/measures/active-cyber-defence-act/")
    assert page.locator("details.quote").count() == 0


@pytest.fixture(scope="module")
def number(site: Site, browser) -> str:
    """The number of the measure that editors' pages are about."""
    visits = Visits(browser, site)
    page = visits.sign_in("/admin/measures/measure/?q=経済安全保障推進法")
    row = page.locator("#result_list tr").filter(has_text=MEASURE)
    link = row.locator("a").first.get_attribute("href")
    visits.end()
    return re.search(r"/(\d+)/change/", link)[1]


# How wide the columns of sentences are, and how far bullets hang out of the page.
SENTENCES = """Array.from(document.querySelectorAll('td.cell-long'))
    .slice(0, 1).map(each => each.getBoundingClientRect().width)"""
UNDOTTED = """Array.from(document.querySelectorAll('.plain-list'))
    .filter(each => getComputedStyle(each).listStyleType !== 'disc'
        || parseFloat(getComputedStyle(each).paddingLeft) < 16).length"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_column_of_sentences_has_room_for_them(visit: Visits, language: str):
    """The summary of an agreement, which was four words wide beside seven other columns."""
    page = visit(Address("/agreements/").in_(language), javascript=True)
    assert page.evaluate(SENTENCES)[0] > 250


def test_sentences_of_a_list_have_bullets(visit: Visits):
    for path in ("/help/record/", "/remarks/sent/", "/data/"):
        page = visit(path, javascript=True, width=375)
        assert page.locator(".plain-list").count()
        assert page.evaluate(UNDOTTED) == 0


# Buttons of the editing pages that are smaller than the site's smallest.
SMALL = """Array.from(document.querySelectorAll('#content-main :is(.button, [type=submit])'))
    .filter(each => each.getBoundingClientRect().height < 28)
    .map(each => each.textContent.trim() || each.value)"""


def test_what_is_pressed_on_editing_pages_is_large_enough(visit: Visits):
    page = visit.sign_in("/admin/drafts/withdraw/measure/1/", javascript=True, width=375)
    assert page.evaluate(SMALL) == []
    assert page.evaluate(OVER_THE_SCREEN) == []


# Fields that reach over the right edge of a phone.
OVER_THE_SCREEN = """Array.from(document.querySelectorAll('#content-main :is(input, textarea)'))
    .filter(each => each.getBoundingClientRect().right > innerWidth)
    .map(each => each.name)"""
