"""What people come for, from the first page to the end, as they do it: without scripts.

Scripts stand in the admin, so editors have them too, and where they copy a citation.
"""

import csv
import io
import pathlib
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.serving import Site
from tests.e2e.visiting import Visits, follow, look_over

pytestmark = pytest.mark.both

WORD = "輸出"  # two characters: the shortest word people ask for
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def number_in(text: str) -> int:
    """The number that a text holds, written with separators."""
    return int(re.sub(r"\D", "", text))


def count(page: Page) -> int:
    """How many rows a list says it has."""
    return number_in(page.locator(".count-line__number").first.inner_text())


def asked(page: Page) -> dict[str, list[str]]:
    """The questions in a page's address."""
    return parse_qs(urlsplit(page.url).query)


def path(page: Page) -> str:
    """The address of a page on the site."""
    return unquote(urlsplit(page.url).path)


def choose(page: Page, name: str, value: str) -> int:
    """Tick a value of a facet and ask; returns how many rows the facet promised."""
    box = page.locator(f".facet__item input[name={name}][value={value}]")
    for folded in page.locator("details:not([open])").filter(has=box).all():
        summary = folded.locator("> summary")
        if summary.is_visible():  # a desk shows the outer one unfolded
            summary.click()
    promised = number_in(box.locator("xpath=..").locator(".facet__count").inner_text())
    box.check()
    follow(page.locator(".facets__form [type=submit]").last)
    assert value in asked(page)[name]
    return promised


def test_find_a_figure_and_cite_it(visit: Visits):
    page = visit("/")
    page.fill("#q-home", WORD)
    follow(page.locator("main form[role=search] [type=submit]").first)
    assert (path(page), asked(page)) == ("/search/", {"q": [WORD]})
    follow(page.locator("main a[href^='/measures/?q=']").first)
    assert (path(page), asked(page)) == ("/measures/", {"q": [WORD]})
    promised = choose(page, "kind", "export-control")
    questions = {"q": [WORD], "kind": ["export-control"]}
    assert asked(page) == questions
    assert count(page) == promised > 1

    follow(page.locator("a[hreflang=en]:visible").first)
    assert (path(page), asked(page)) == ("/en/measures/", questions)
    assert page.locator("html").get_attribute("lang") == "en"
    assert count(page) == promised
    follow(page.locator("a[hreflang=ja]:visible").first)
    assert (path(page), asked(page)) == ("/measures/", questions)

    follow(page.locator(".result__title a").first)
    measure = path(page)
    title = page.locator("h1").inner_text()
    mark = page.locator("main a.source-mark[href*='#milestone']:visible").first
    target = mark.get_attribute("href")
    follow(mark)
    assert page.url.endswith(target)
    assert re.fullmatch(r"「.+」", page.locator(":target .anchor-phrase").first.inner_text())
    page.go_back()
    assert path(page) == measure

    citation = page.locator("#citation .citation-box").inner_text()
    assert title in citation
    assert page.url.partition("?")[0].partition("#")[0] in citation
    assert page.pdf(format="A4").startswith(b"%PDF-")


def test_cite_a_row_and_take_its_reference_away(visit: Visits):
    page = visit("/measures/supply-chain-budget/")
    follow(page.locator(".budget-lines .cite-link").first)
    assert path(page).startswith("/cite/budget-line/supply-chain-budget/")
    assert page.locator(".copy-button").count() == 0
    cited = page.locator(".citation-box").inner_text()
    assert "億円" in cited
    with page.expect_download() as found:
        page.locator(".citation-files a").first.click()
    entry = pathlib.Path(found.value.path()).read_text()
    assert found.value.suggested_filename.endswith(".bib")
    assert entry.startswith("@inbook{budget-line-supply-chain-budget-")
    address = re.search(r"  url = \{(.*)\},", entry)[1]
    assert address in cited
    follow(page.locator("main .button-row a").first)
    assert page.url == address
    assert page.locator(":target").count() == 1


def test_a_button_copies_each_citation_where_scripts_run(visit: Visits):
    page = visit("/cite/measure/osa/", javascript=True)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button, status = page.locator(".copy-button"), page.locator("p[role=status]")
    assert (button.inner_text(), status.inner_text()) == ("引用文をコピー", "")
    button.press("Enter")
    expect(status).to_have_text("コピーしました")
    expect(button).to_have_text("コピーしました")
    expect(button).to_be_focused()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator(".citation-box").inner_text()
    page = visit("/en/brief/?measure=osa", javascript=True)
    assert page.locator(".copy-button").count() == page.locator(".numbered-sources__text").count()
    # Where the browser keeps the clipboard back, as on pages that are not served over HTTPS.
    page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined});"
        "document.execCommand = () => false"
    )
    page.locator(".copy-button").first.click()
    told = "Not copied. Please select the text and copy it."
    expect(page.locator("p[role=status]")).to_have_text(told)


def test_conditions_survive_paging_and_going_back(visit: Visits):
    page = visit("/measures/?status=in-force&sort=name")
    here, rows = page.url, count(page)
    first = page.locator(".result__title a").first
    title = first.inner_text()
    follow(first)
    page.go_back()
    assert page.url == here
    follow(page.locator("button[data-turn=next]").first)
    assert {name: asked(page)[name] for name in ("status", "sort", "page")} == {
        "status": ["in-force"],
        "sort": ["name"],
        "page": ["2"],
    }
    assert count(page) == rows
    assert page.locator(".result__title a").first.inner_text() != title
    follow(page.locator(".readback a.chip").first)
    assert "status" not in asked(page)


def download(page: Page, kind: str) -> tuple[str, bytes]:
    """The file behind a list's button, and the name it is kept under."""
    with page.expect_download() as started:
        page.locator(f".count-line a[href*='.{kind}']:not([href*='profile='])").click()
    return started.value.suggested_filename, started.value.path().read_bytes()


@pytest.mark.parametrize(
    ("name", "question", "value"),
    [("measures", "status", "in-force"), ("milestones", "kind", "enacted")],
)
def test_take_a_table_away(visit: Visits, site: Site, name: str, question: str, value: str):
    page = visit(f"/{name}/")
    promised = choose(page, question, value)
    rows = count(page)
    assert rows == promised > 1

    kept_as, content = download(page, "csv")
    assert kept_as.endswith(".csv")
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    assert text.count("\n") == text.count("\r\n") == rows + 1
    header, *table = csv.reader(io.StringIO(text))
    assert len(table) == rows
    assert {len(row) for row in table} == {len(header)} == {len(set(header))}
    assert all(cell.startswith(site.address) for row in table for cell in row[-2:] if cell)
    assert all(row[-1] for row in table)

    query = urlsplit(page.url).query
    plain = site.get(f"/{name}.csv?{query}&profile=data")
    names, *same = csv.reader(io.StringIO(plain.decode()))
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", each) for each in names)
    place = ["document_slug", "section_code", "section_address"]
    assert names[-5:] == [*place, "updated_version", "entry_address"]
    assert [f"{site.address}{row[-1]}" for row in same] == [row[-1] for row in table]

    kept_as, content = download(page, "xlsx")
    assert kept_as.endswith(".xlsx")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert len(sheet.findall(f"{SHEET}sheetData/{SHEET}row")) == rows + 1


def test_the_columns_are_explained_where_the_data_is_found(visit: Visits):
    page = visit("/measures/")
    follow(page.locator("a[href='/data/']:visible").first)
    assert page.locator("main a[href$='/measures.csv']").count()


# Editors. Whatever they change here they change back, because others read the same record.

SLUG = "nafta"
ADDRESS = f"/measures/{SLUG}/"


def open_measure(visit: Visits) -> Page:
    """The editor at the form of the measure, found by its title as editors do."""
    title = visit(ADDRESS).locator("h1").inner_text()
    page = visit.sign_in("/admin/measures/measure/", javascript=True)
    page.fill("#searchbar", title)
    with page.expect_navigation():
        page.press("#searchbar", "Enter")
    follow(page.locator("#result_list tr").filter(has_text=SLUG).locator("a").first)
    return page


def rename(visit: Visits, title: str) -> str:
    """Give the measure a title and log out; returns the one it had."""
    page = open_measure(visit)
    before = page.input_value("#id_title_ja")
    page.fill("#id_title_ja", title)
    page.locator("[name=batch_kind][value=editorial]").first.check()
    follow(page.locator("[name=_save]").first)
    look_over(page)  # the reading is another one
    assert page.locator(".messagelist .success").count() == 1
    follow(page.locator("#logout-form button"))
    page.goto("/admin/")
    assert "/admin/login/" in page.url
    return before


def test_an_edit_is_published_at_once(visit: Visits, site: Site):
    title = "改めた名称の施策"
    visitor = visit(ADDRESS)  # has seen the page before, so the site may have kept it
    visitor.goto("/measures/?q=名称の施策")
    before = rename(visit, title)
    try:
        visitor.goto(ADDRESS)
        assert visitor.locator("h1").inner_text() == title
        visitor.goto("/measures/?q=名称の施策")
        assert visitor.locator(".result__title a").all_inner_texts() == [title]
        visitor.goto("/search/?q=改めた名称")
        assert visitor.get_by_role("link", name=title).count()
        with visitor.expect_download() as started:
            visitor.goto("/measures/?q=改めた名称")
            visitor.locator(".count-line a[href*='.csv']").first.click()
        assert title in started.value.path().read_text("utf-8-sig")
    finally:
        assert rename(visit, before) == title
    visitor.goto(ADDRESS)
    assert visitor.locator("h1").inner_text() == before
    assert title not in site.get("/measures.csv").decode()


def pick(page: Page, field: str, words: str) -> None:
    """Choose in a field that searches while one types."""
    page.locator(f".field-{field} .select2-selection").click()
    page.locator(".select2-search__field").fill(words)
    page.locator(".select2-results__option[role=option]").filter(has_text=words).first.click()


def test_a_milestone_is_added_and_taken_away(visit: Visits):
    title = visit(ADDRESS).locator("h1").inner_text()
    page = visit.sign_in("/admin/measures/milestone/add/", javascript=True)
    pick(page, "measure", title)
    page.fill("#id_code", "held-1999-12-31")
    page.select_option("#id_kind", "held")
    page.fill("#id_date", "1999-12-31")
    page.fill("#id_label_ja", "試しのできごと")
    page.fill("#id_label_en", "Event on trial")
    page.fill("#id_phrase", "試しの語句")
    page.locator("[name=_save]").click()
    assert page.url.endswith("/add/"), "it was saved without a source"
    pick(page, "section", "新技術立国")
    follow(page.locator("[name=_save]"))
    look_over(page)  # few events are of that year
    link = page.locator(".messagelist .success a")
    address = link.get_attribute("href")
    try:
        visitor = visit(ADDRESS)
        assert visitor.get_by_text("試しのできごと").count()
        visitor.goto("/milestones/?q=試し&since=1999-12-31&until=1999-12-31")
        assert count(visitor) == 1
    finally:
        page.goto(address)
        follow(page.locator(".deletelink"))
        follow(page.locator("form [type=submit]").last)
    visitor.goto("/milestones/?q=試し&since=1999-12-31&until=1999-12-31")
    assert visitor.locator("main").get_by_text("試しのできごと").count() == 0


def undo_verdict(page: Page) -> None:
    """Take back what the editor said last of a pair."""
    page.goto("/admin/measures/relatedverdict/")
    follow(page.locator("#result_list tbody th a, #result_list tbody td a").first)
    follow(page.locator(".deletelink"))
    page.check("[name=batch_kind][value=editorial]")
    page.fill("[name=batch_reason]", "試し")
    follow(page.locator("form [type=submit]").last)


@pytest.mark.parametrize("verdict", ["confirmed", "rejected"])
def test_a_related_measure_is_judged(visit: Visits, verdict: str):
    place = "/measures/espa-2022/"
    page = visit.sign_in(place)  # the buttons are forms and need no scripts
    form = page.locator(".judge__form").filter(has=page.locator(f"button[value={verdict}]")).first
    other = form.locator("[name=other]").get_attribute("value")
    visitor = visit(place)
    related = visitor.locator(f"#relations a.relation-list__title[href='/measures/{other}/']")
    shown = related.locator("xpath=ancestor::li[1]")
    assert related.count() == 1
    before = shown.text_content()  # it stands in a part that is folded
    follow(form.locator(f"button[value={verdict}]"))
    assert path(page) == place
    try:
        visitor.goto(place)
        if verdict == "rejected":
            assert related.count() == 0
        else:
            assert shown.text_content() != before
    finally:
        undo_verdict(page)
    visitor.goto(place)
    assert shown.text_content() == before


# The keyboard alone.


def focused(page: Page) -> dict:
    """What has the focus: whether it can be seen, and whether it shows that it has it."""
    return page.evaluate(
        """() => {
            const element = document.activeElement, style = getComputedStyle(element);
            const box = element.getBoundingClientRect();
            return {
                id: element.id,
                classes: element.className,
                seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0,
                marked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
            };
        }"""
    )


def test_the_keyboard_reaches_what_the_mouse_does(visit: Visits):
    page = visit("/measures/")
    page.keyboard.press("Tab")
    first = focused(page)
    assert "skip-link" in first["classes"]
    assert first["seen"]
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    page.goto("/measures/")
    for _key in range(5):
        page.keyboard.press("Tab")
        here = focused(page)
        assert here["seen"], here
        assert here["marked"], here
        if here["id"] == "q-header":
            break
    assert here["id"] == "q-header"
    page.keyboard.type(WORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert asked(page) == {"q": [WORD]}


def test_the_menu_of_a_phone_opens_without_scripts(visit: Visits):
    page = visit("/", width=320)
    assert not page.locator(".menu__panel").is_visible()
    page.locator(".menu__button").focus()
    page.keyboard.press("Enter")
    assert page.locator(".menu__panel").is_visible()
    follow(page.locator(".menu__panel a[href='/budgets/']"))
    assert path(page) == "/budgets/"
