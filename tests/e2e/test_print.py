"""On paper: A4 sheets that say whose they are, all sources at their end, nothing cut off."""

import dataclasses
import html
import io
import itertools
import re
import shutil
import subprocess
import unicodedata
from collections import Counter

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.e2e.addresses import LANGUAGES, LIST_NAMES, PUBLIC

# A law, a programme with most amounts, a control, an agreement, the one with most provisions.
MEASURES = {
    "espa-amendment-2026": 5,
    "supply-chain-budget": 11,  # what is read is marked with its reason
    "cn-rare-earth-package-2025-10": 5,
    "usmca": 2,
    "industry-base-action-plan": 9,  # likewise
}
BRIEF = "/brief/?measure=espa-2022&measure=usmca&measure=supply-chain-budget"
WIDE = "/compare/?measure=espa-2022&measure=espa-amendment-2026"
A4 = (595, 842)
# Beside the pages that are visited: lists with ticks under conditions, other kinds of comparison.
PRINTED_TOO = (
    "/measures/?kind=law",
    "/measures/?q=外為",
    "/compare/?control=cn-japan-dual-use-ban-2026-01&control=cn-gallium-germanium-2023-08",
    "/organisations/meti/",
)
PAGES = [
    *(
        (address.path, language)
        for address in PUBLIC
        if address.status == 200
        for language in LANGUAGES
    ),
    *((path, language) for path in PRINTED_TOO for language in LANGUAGES),
    # Their templates are printed in both languages above.
    *((f"/{name}/", "ja") for name in LIST_NAMES),
]
MARGIN = 15 / 25.4 * 72  # at the left and the right of a sheet, in points
# Letters are spaced out behind each, and the last one's space may stand in the margin.
SPACE = 1.5
# At the end of a line the browser draws half of them, a PDF names the whole sign.
CLOSING = tuple("」』）】〉》、。，．")
# Every text that print shows, as the page holds it: what is folded away or only spoken is not.
SHOWN = """() => {
    const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const within = walker.currentNode.parentElement;
        const folded = within.closest("details:not([open])");
        if (within.closest(".visually-hidden, svg, option") || !within.checkVisibility()) continue;
        if (folded && !within.closest("summary")) continue;
        found.push(walker.currentNode.data);
    }
    return found;
}"""
# What only screens need.
NAVIGATION = (".site-header", ".nav", ".breadcrumb", ".footer", ".page-toc", ".trail", ".cite")


@dataclasses.dataclass(frozen=True)
class Print:
    """A printed page: its sheets in points, and what stands on each."""

    sizes: list[tuple[int, int]]
    texts: list[str]

    @property
    def text(self) -> str:
        """Everything, without white space: where lines break is the printer's matter."""
        return squeezed("".join(self.texts))


# A PDF names the shapes of a font, and one shape serves several signs.
SHAPES = str.maketrans("⺠⻑⻄⻘⻝⻩⻭⻯⺟⻆⻨⻤〜‧", "民長西青食黄歯竜母角麦鬼~・")


def squeezed(text: str) -> str:
    """The text without white space, each sign in its common form."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).translate(SHAPES))


def printed(page: Page) -> Print:
    """The page as the browser prints it."""
    reader = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    return Print(
        [(round(sheet.mediabox.width), round(sheet.mediabox.height)) for sheet in reader.pages],
        [sheet.extract_text() for sheet in reader.pages],
    )


def assert_sheets(found: Print, size: tuple[int, int] = A4) -> None:
    """Every sheet has the size, its number and the name of the site; the first the day too."""
    last = len(found.sizes)
    assert set(found.sizes) == {size}
    for number, text in enumerate(found.texts, start=1):
        assert f"{number}/{last}" in squeezed(text), f"sheet {number} is not numbered"
        assert "しるべ" in text or "Shirube" in text, f"sheet {number} does not say whose it is"
        assert len(squeezed(text)) > 40, f"sheet {number} is empty"
    # The day that the record is of, in words, and the day of printing.
    assert re.search(
        r"(\d{4}年\d{1,2}月\d{1,2}日|\d{1,2}[A-Z][a-z]+\d{4}).*\d{4}-\d{2}-\d{2}",
        squeezed(found.texts[0]),
    )


def assert_sources(page: Page, found: Print) -> None:
    """Each number at a value stands in the list at the end, each source with its address."""
    listed = page.locator(".numbered-sources__number").all_text_contents()
    assert listed == [f"[{number}]" for number in range(1, len(listed) + 1)]
    at_values = set(page.locator(".source-mark__number").all_text_contents())
    assert at_values <= set(listed)
    for number in listed:
        assert found.text.count(number) >= 1, f"{number} is not printed"
    for source in page.locator(".numbered-sources__text").all_text_contents():
        assert squeezed(source) in found.text, f"{source} is not printed whole"


def assert_nothing_cut(page: Page) -> None:
    """In print no word reaches beyond the sheet, and no element hides a part of its words."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 960})  # A4 less its margins, in CSS pixels
    assert page.evaluate("document.documentElement.scrollWidth") <= 680
    hidden = page.evaluate(
        """() => [...document.querySelectorAll("main *")].filter(each => {
            const style = getComputedStyle(each);
            return style.overflowX !== "visible" && each.getClientRects().length
                && !each.closest(".visually-hidden, svg")
                && each.scrollWidth > each.clientWidth + 1;
        }).map(each => each.className || each.tagName)"""
    )
    assert hidden == []
    for selector in NAVIGATION:
        assert not any(each.is_visible() for each in page.locator(selector).all()), selector


@pytest.mark.parametrize(("slug", "sheets"), MEASURES.items())
def test_a_measure_is_a_brief(visit, site, slug, sheets):
    page = visit(f"/measures/{slug}/", javascript=True)
    found = printed(page)
    assert_sheets(found)
    assert len(found.sizes) <= sheets
    assert_sources(page, found)
    assert squeezed(f"{site.address}/measures/{slug}/") in squeezed(found.texts[0])
    assert squeezed(page.locator("h1").inner_text()) in squeezed(found.texts[0])
    for provision in page.locator(".provisions__text").all_inner_texts():
        assert squeezed(provision)[:40] in found.text
    assert_nothing_cut(page)


def test_a_law_keeps_phrase_and_source_beside_its_text(visit):
    """Three columns: text, phrase, source; the status keeps its shape."""
    page = visit("/measures/espa-amendment-2026/", javascript=True)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 960})
    line = page.locator(".provisions__line").first
    text, phrase, source = (
        line.locator(f".provisions__{part}").bounding_box() for part in ("text", "phrase", "source")
    )
    assert text["x"] + text["width"] <= phrase["x"]
    assert phrase["x"] + phrase["width"] <= source["x"]
    assert page.locator(".fact-column .status__glyph").first.is_visible()


def test_several_measures_print_as_one(visit):
    page = visit(BRIEF, javascript=True)
    found = printed(page)
    assert_sheets(found)
    assert_sources(page, found)
    for title in page.locator(".brief-entry h2").all_inner_texts():
        assert found.text.count(squeezed(title)) >= 2, "in the contents and over its part"
    assert_nothing_cut(page)


def test_a_comparison_lies_on_its_side(visit):
    page = visit(WIDE, javascript=True)
    found = printed(page)
    assert_sheets(found, (A4[1], A4[0]))
    assert_sources(page, found)


@pytest.mark.parametrize(
    "path", ["/measures/", "/budgets/", "/sources/meti-2026-04/14/", "/timeline/"]
)
def test_lists_and_sections_print_on_numbered_sheets(visit, site, path):
    page = visit(path, javascript=True)
    found = printed(page)
    assert_sheets(found)
    assert squeezed(site.address + path) in squeezed(found.texts[0])


def test_an_english_measure_prints_in_english(visit):
    page = visit("/en/measures/usmca/", javascript=True)
    found = printed(page)
    assert_sheets(found)
    assert "Shirube" in found.texts[0]
    assert_sources(page, found)


def idle(word: str, width: float) -> float:
    """How much of the width of a word is the empty half of a bracket or stop at its end."""
    return width / len(word) / 2 if word.endswith(CLOSING) else 0


@dataclasses.dataclass(frozen=True)
class Sheet:
    """A printed sheet as a reader of PDF copies from it: its words with their places, its text."""

    width: float
    height: float
    words: list[tuple[float, float, float, float, str]]
    text: str

    @property
    def strayed(self) -> list[str]:
        """The words that reach into the margins at the sides, or beyond the sheet."""
        left, right = MARGIN - SPACE, self.width - MARGIN + SPACE
        return [
            word
            for x_min, y_min, x_max, y_max, word in self.words
            if x_min < left
            or x_max - idle(word, x_max - x_min) > right
            or y_min < 0
            or y_max > self.height
        ]


def copied(pdf: bytes, form: str) -> str:
    """What pdftotext makes of a PDF in one of its forms."""
    words = ["pdftotext", form, "-", "-"]
    return subprocess.run(words, input=pdf, capture_output=True, check=True).stdout.decode()


def sheets(page: Page) -> list[Sheet]:
    """The page as the browser prints it, sheet by sheet."""
    pdf = page.pdf(prefer_css_page_size=True)
    texts = copied(pdf, "-raw").split("\f")[:-1]  # the last form feed ends the last sheet
    places = copied(pdf, "-bbox").split("<page ")[1:]
    number = r'="([-\d.]+)"'
    size = re.compile(f"width{number} height{number}")
    word = re.compile(f"<word xMin{number} yMin{number} xMax{number} yMax{number}>(.*?)</word>")
    return [
        Sheet(
            *map(float, size.search(place).groups()),
            [(*map(float, found), html.unescape(text)) for *found, text in word.findall(place)],
            squeezed(text).casefold(),  # a style may set capitals
        )
        for place, text in zip(places, texts, strict=True)
    ]


def times(text: str, found: list[Sheet]) -> int:
    """How often a text stands on the sheets, or on two, broken between them."""
    return sum(sheet.text.count(text) for sheet in found) + sum(
        any(
            text[:place] in before.text and text[place:] in after.text
            for place in range(1, len(text))
        )
        for before, after in itertools.pairwise(found)
    )


@pytest.mark.parametrize(("path", "language"), PAGES)
def test_no_text_of_any_page_leaves_its_sheet(visit, path, language):
    """Every word lies within the margins, and whatever the page shows is printed letter by letter.

    The second needs looking at too: of what lies in the margin the browser prints nothing.
    """
    if shutil.which("pdftotext") is None:
        pytest.skip("there is no pdftotext here (Debian: apt-get install poppler-utils)")
    page = visit(path if language == "ja" else f"/{language}{path}", javascript=True)
    page.emulate_media(media="print")
    found = sheets(page)
    assert [word for sheet in found for word in sheet.strayed] == []
    shown = Counter(text for each in page.evaluate(SHOWN) if (text := squeezed(each).casefold()))
    assert len(shown) > 5
    assert {text: n for text, n in shown.items() if times(text, found) < n} == {}
