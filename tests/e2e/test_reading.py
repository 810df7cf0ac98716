"""A made-up deck goes from upload to read, by keyboard alone and with few typed values."""

import pathlib
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page

from tests.decks.making import box, presentation, saved, titled
from tests.e2e.accessibility import check
from tests.e2e.serving import Site, served
from tests.e2e.visiting import Visits

MOST_TYPED = 90
# Of each measure: its phrase, English title, reading, kind, and the words of a budget line, if any.
SECTIONS = {
    "架空資源戦略の全体像": [],
    "架空鉱物の備蓄": [
        (
            "架空鉱物備蓄制度",
            "Stockpiling of Imaginary Minerals",
            "かくうこうぶつびちくせいど",
            "regulation",
            "令和7年度補正予算 約120億円",
        ),
        ("架空鉱物備蓄計画", "Imaginary Mineral Plan", "かくうこうぶつびちくけいかく", "plan", ""),
    ],
    "架空素材の研究": [
        (
            "架空素材研究事業",
            "Imaginary Materials Research",
            "かくうそざいけんきゅうじぎょう",
            "budget-programme",
            "令和8年度当初予算 45億円",
        ),
        (
            "架空素材評価機関",
            "Imaginary Materials Institute",
            "かくうそざいひょうかきかん",
            "institution",
            "",
        ),
    ],
    "架空港湾の点検": [
        (
            "架空港湾点検指針",
            "Imaginary Port Guideline",
            "かくうこうわんてんけんししん",
            "guideline",
            "",
        ),
        (
            "架空港湾整備事業",
            "Imaginary Port Programme",
            "かくうこうわんせいびじぎょう",
            "budget-programme",
            "令和7年度補正予算 1,306億円",
        ),
    ],
    "架空通信の防護": [
        (
            "架空通信防護法案",
            "Imaginary Communications Bill",
            "かくうつうしんぼうごほうあん",
            "bill",
            "",
        ),
    ],
    "架空諸国との対話": [
        (
            "架空諸国局長級対話",
            "Imaginary Countries Dialogue",
            "かくうしょこくきょくちょうきゅうたいわ",
            "dialogue",
            "",
        ),
    ],
}
ENGLISH = ("Overview", "Stockpiles", "Research", "Ports", "Communications", "Dialogue")
# One section without a measure, and one with a measure and its budget.
TWO_SECTIONS = {title: measures[:1] for title, measures in list(SECTIONS.items())[:2]}
# What stands of each measure.
Sections = dict[str, list[tuple[str, str, str, str, str]]]


def deck(folder: pathlib.Path, sections: Sections) -> pathlib.Path:
    """The made-up deck as a file."""
    made = presentation()
    for number, (title, measures) in enumerate(sections.items()):
        slide = titled(made, title)
        lines = ["経済産業省", "2026年5月"] if not number else []
        for phrase, _english, _reading, _kind, money in measures:
            lines += [f"{phrase}を進める。", *([money] if money else [])]
        for place, line in enumerate(lines):
            box(slide.shapes, line, 2, 4 + place)
    path = folder / "架空資源戦略.pptx"
    path.write_bytes(saved(made))
    return path


class Keyboard:
    """Someone who has a keyboard alone; counts what they fill in."""

    def __init__(self, page: Page):
        self.page, self.typed = page, 0

    def to(self, wanted: Locator) -> Locator:
        """Go to a field, a button or a link by the tabulator key."""
        wanted.wait_for()
        for _press in range(400):
            if wanted.evaluate("wanted => wanted === document.activeElement"):
                return wanted
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the tabulator key never comes to {wanted}")

    def fill(self, name: str, words: str) -> None:
        """Type into the field of a name."""
        self.to(self.page.locator(f"[name='{name}']"))
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(words)
        self.typed += 1

    def choose(self, name: str, value: str) -> None:
        """Go down a list to a value."""
        field = self.to(self.page.locator(f"select[name='{name}']"))
        for _press in range(60):
            if field.input_value() == value:
                break
            self.page.keyboard.press("ArrowDown")
        assert field.input_value() == value
        self.typed += 1

    def take(self, name: str, path: pathlib.Path) -> None:
        """Choose a file; the dialog that the key opens is the browser's own."""
        self.to(self.page.locator(f"[name='{name}']")).set_input_files(path)
        self.typed += 1

    def press(self, wanted: Locator) -> None:
        """Press a button, or follow a link."""
        self.to(wanted)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.skip()

    def save(self) -> None:
        """Save; what the checks ask about is ticked, which counts as what is typed does."""
        self.press(self.page.locator("input[name=_save]").last)
        ticks = self.page.locator("[name=accept_finding]")
        if number := ticks.count():
            for place in range(number):
                self.to(ticks.nth(place))
                self.page.keyboard.press("Space")
                self.typed += 1
            self.press(self.page.locator("input[name=_save]").last)

    def skip(self) -> None:
        """Pass over the navigation, by the first link of each page.

        Pages that add something begin in their first field, where there is nothing to pass over.
        """
        if self.page.evaluate("document.activeElement === document.body"):
            self.to(self.page.locator("a.skip-to-content-link"))
            self.page.keyboard.press("Enter")


@pytest.fixture(scope="module")
def own_site(tmp_path_factory) -> Iterator[Site]:
    """A site of its own: what is registered here stays."""
    with served(tmp_path_factory.mktemp("reading")) as site:
        yield site


@pytest.fixture
def own_visit(browser, own_site) -> Iterator[Visits]:
    visits = Visits(browser, own_site)
    yield visits
    visits.end()


def test_a_deck_is_read_from_upload_to_its_end_by_keyboard(own_visit: Visits, tmp_path):
    keys = read(own_visit, tmp_path, SECTIONS)
    assert keys.typed <= MOST_TYPED
    by_selecting(own_visit)
    without_scripts(own_visit)


@pytest.mark.postgresql
def test_two_sections_are_read_to_their_end_on_the_other_database(own_visit: Visits, tmp_path):
    """All that is stored on the way, once each; six, and who sees them how, are for SQLite."""
    read(own_visit, tmp_path, TWO_SECTIONS, lambda *_page: None)
    without_scripts(own_visit)


def read(
    visit: Visits, folder: pathlib.Path, sections: Sections, check: Callable[..., None] = check
) -> Keyboard:
    """A deck from its upload to the end of its last section, and what visitors see of it."""
    page = visit.sign_in("/admin/register/", javascript=True)
    check(page)
    keys = Keyboard(page)
    keys.skip()
    keys.take("file", deck(folder, sections))
    keys.press(page.locator("#register_form [type=submit]"))
    assert page.locator("[name=date]").input_value() == "2026-05"
    assert page.locator("[name=publisher] option:checked").inner_text() == "経済産業省"
    check(page)
    for name, words in (
        ("title_en", "Imaginary Resources Strategy"),
        ("short_name_ja", "架空 2026-05"),
        ("short_name_en", "Imaginary 2026-05"),
    ):
        keys.fill(name, words)
    for number, words in enumerate(ENGLISH[: len(sections)]):
        keys.fill(f"outline-{number}-title_en", words)
    keys.press(page.locator("#outline_form [type=submit]"))
    check(page)
    visitor = visit("/sources/imaginary-2026-05/")
    assert visitor.locator(".outline__row .unread").count() == len(sections)
    assert "2026年5月" not in visitor.locator("dl.asof").first.inner_text()
    keys.press(page.locator("a", has_text="続きを読む"))
    for measures in sections.values():
        read_section(keys, measures, check)
    check(page)
    keys.press(page.locator("#finish_form [type=submit]"))
    assert "読了" in page.locator("#content-main").inner_text()
    assert page.locator("#finish_form").count() == 0
    assert page.locator("#content-main a[href*='/measures/measure/']").count() == sum(
        map(len, sections.values())
    )
    visitor.goto("/sources/imaginary-2026-05/")
    assert visitor.locator(".unread").count() == 0
    assert "2026年5月" in visitor.locator("dl.asof").first.inner_text()
    return keys


def read_section(keys: Keyboard, measures: list, check: Callable[..., None]) -> None:
    """All that one section tells, to its end."""
    page = keys.page
    for phrase, english, reading, kind, money in measures:
        begin(keys, phrase, page.locator("#new-measure"))
        keys.fill("title_en", english)
        keys.fill("reading", reading)
        keys.choose("kind", kind)
        keys.fill("summary_ja", f"{phrase}を設ける。")
        keys.fill("summary_en", f"Sets up: {english}.")
        keys.save()
        if money:
            begin(keys, money, page.locator(".beginnings a", has_text="予算項目"))
            keys.fill("label_en", "Budget")
            keys.save()
            assert money in page.locator(".reading-entries").inner_text()
            check(page, (375, 1280))
    if not measures:
        keys.fill("empty_reason_ja", "表紙。")
        keys.fill("empty_reason_en", "Cover.")
    keys.press(page.locator("#done_form [type=submit]"))


def begin(keys: Keyboard, phrase: str, row: Locator) -> None:
    """Look for a phrase in the text and begin a row with it."""
    keys.fill("phrase", phrase)
    keys.press(keys.page.locator("#phrase_form [type=submit]"))
    keys.press(row)


def by_selecting(visit: Visits) -> None:
    """A phrase that is selected becomes the phrase that is looked for."""
    page = visit.sign_in("/admin/read/imaginary-2026-05/1/", javascript=True)
    page.evaluate(
        """() => {
            const text = document.getElementById("reading-text").firstChild;
            document.getSelection().setBaseAndExtent(text, 0, text, 3);
        }"""
    )
    page.wait_for_function("document.getElementById('id_phrase').value === '架空鉱'")


def without_scripts(visit: Visits) -> None:
    """A phrase of the deck is found by its address, and begins a row."""
    page = visit.sign_in("/admin/read/imaginary-2026-05/1/?phrase=備蓄制度")
    assert page.locator("#found").inner_text() == "備蓄制度"
    page.click("#new-measure")
    assert page.locator("[name=title_ja]").input_value() == "備蓄制度"
