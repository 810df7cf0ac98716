"""Documents, tables of old and new, and slides: what they hold, whatever they are of."""

import datetime
import io
import zipfile

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from pptx import Presentation

from portal.handouts.beside import Beside, Group, Pair, side, workbook
from portal.handouts.differing import differing, paired
from portal.handouts.document import ASIDE, UPRIGHT, document
from portal.handouts.parts import Cell, Handout, Paragraph, Run, Table, cell, heading, plain
from portal.handouts.reading import blocks_of
from portal.handouts.slide import Chart, Series, slide
from portal.handouts.widths import shares

MADE = datetime.datetime(2026, 4, 2, 3, 4, 5, tzinfo=datetime.UTC)
NOTES = {"/a/": "省『白書』、<1>節", "/b/": "省『下書き』、2節"}


def handout(*blocks, **known) -> Handout:
    return Handout(
        "題", blocks, NOTES, ["しるべ　版：v3", "https://example.com/"], made=MADE, **known
    )


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name).decode()


def marked(*notes: str) -> Paragraph:
    return Paragraph(tuple(Run(f"値{n}", note=note) for n, note in enumerate(notes)))


def test_a_source_has_one_footnote_and_each_value_its_mark():
    content = document(handout(marked("/b/", "/a/"), marked("/b/")), "しるべ")
    body, notes = part(content, "word/document.xml"), part(content, "word/footnotes.xml")
    assert body.count("<w:footnoteReference ") == 2
    assert body.count("NOTEREF _Ref00000001") == 1
    assert notes.index("省『下書き』、2節") < notes.index("省『白書』、&lt;1&gt;節")
    assert "<w:footnotePr>" in part(content, "word/settings.xml").replace("\n", "")


def test_a_mark_without_words_is_an_error():
    with pytest.raises(KeyError, match="/c/"):
        document(handout(marked("/c/")), "しるべ")


def test_a_version_gives_the_same_bytes_and_names_nobody():
    table = Table(((cell("頭"),),), ((Cell((marked("/a/"),)),),))
    pair = Pair("欄", side("新"), side("旧"))
    chart = Chart(["年"], [Series("額", [1.5])], "億円", ["何", "額", "備考"], [["年", "1.5", ""]])
    for make in (
        lambda: document(handout(heading("節"), table), "しるべ"),
        lambda: workbook(handout(plain("前書き")), beside(pair), "しるべ"),
        lambda: slide(handout(plain("要点")), chart, "しるべ"),
    ):
        content = make()
        assert content == make()
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            assert {each.date_time for each in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        about = part(content, "docProps/core.xml")
        assert "2026-04-02T03:04:05Z" in about
        assert "しるべ" in about
        for name in ("python", "Canny", "generated"):
            assert name not in about


def test_a_document_has_styles_that_japanese_offices_expect():
    content = document(handout(heading("節"), heading("目", 2), landscape=True), "しるべ")
    made = docx.Document(io.BytesIO(content))
    assert [each.style.name for each in made.paragraphs] == ["Title", "Heading 1", "Heading 2"]
    section = made.sections[0]
    assert (section.page_width.twips, section.page_height.twips) == (16838, 11906)
    assert "版：v3" in section.footer.paragraphs[0].text
    fonts = made.styles.element.find(f".//{qn('w:rFonts')}")
    assert fonts.get(qn("w:eastAsia")) == "游明朝"
    assert '<w:altName w:val="Yu Mincho' in part(content, "word/fontTable.xml")


def test_the_head_of_a_table_is_repeated_and_its_columns_fill_the_page():
    head = (cell("項目", bold=True), cell("額", bold=True))
    rows = [(cell(f"項目{n}" * 5), cell("1,234")) for n in range(40)]
    content = document(handout(Table((head,), tuple(rows))), "しるべ")
    [table] = docx.Document(io.BytesIO(content)).tables
    assert len(table.rows) == 41
    headers = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]
    assert headers == [True] + [False] * 40
    assert sum(column.width.twips for column in table.columns) == UPRIGHT


def test_cells_across_and_down_stand_where_they_belong():
    table = blocks_of(
        "<table><tbody><tr><th rowspan='2'>甲</th><td>1</td></tr><tr><td>2</td></tr>"
        "<tr><td colspan='2'>全部</td></tr></tbody></table>"
    )[0]
    [told] = docx.Document(io.BytesIO(document(handout(table), "しるべ"))).tables
    assert [[each.text for each in row.cells] for row in told.rows] == [
        ["甲", "1"],
        ["甲", "2"],
        ["全部", "全部"],
    ]


def test_a_page_is_read_as_paper_shows_it():
    mark = '<a class="source-mark" href="/a/#r"><span class="source-mark__text">省</span></a>'
    html = f"""<section><h2>見出し</h2><p class="lead">一つ目の
      行。</p><p class="no-print">押す</p><svg><text>絵</text></svg>
      <ul><li><div>2026年</div> <div>開始 {mark} <span class="inferred">推定</span>
      <span class="inference">理由</span></div></li></ul>
      <dl><div><dt>状態</dt><dd>実施中 {mark}</dd></div></dl></section>"""
    heading, lead, item, facts = blocks_of(html)
    assert (heading.words, heading.level) == ("見出し", 1)
    assert (lead.words, lead.style) == ("一つ目の行。", "Lead")
    assert item.words == "・2026年　開始［推定］（理由）"
    assert [run.note for run in item.runs if run.note] == ["/a/"]
    [[asked, told]] = facts.rows
    assert asked.paragraphs[0].words == "状態"
    assert (told.paragraphs[0].words, told.paragraphs[0].runs[-1].note) == ("実施中", "/a/")


def underlined(runs) -> list[str]:
    return [run.words for run in runs if run.underlined]


def test_whole_numbers_and_words_are_underlined():
    old, new = differing("令和5年度の予算は1,234億円", "令和6年度の予算は1,236億円")
    assert (underlined(old), underlined(new)) == (["5", "1,234"], ["6", "1,236"])
    old, new = differing("Budget of Japan", "Act of Congress in May")
    assert underlined(new) == ["Act of Congress in May"]


def test_what_both_sides_say_is_not_underlined_wherever_it_stands():
    old, new = paired(["甲の計画", "乙"], ["乙", "甲の計画案", "丙丁戊"])
    assert [underlined(runs) for runs in old] == [[], []]
    assert [underlined(runs) for runs in new] == [[], ["案"], ["丙丁戊"]]


def beside(*pairs: Pair) -> Beside:
    return Beside("項目", "改正後", "改正前", "出典", "続き", [Group("施策", pairs, "変更")])


def test_old_and_new_as_a_workbook():
    old, new = differing("額は1億円", "額は2億円")
    pair = Pair("額", (Paragraph((*new, Run(note="/a/"))),), (Paragraph(old),))
    content = workbook(handout(plain("（下線部分は変更部分）")), beside(pair), "しるべ")
    sheet = openpyxl.load_workbook(io.BytesIO(content), rich_text=True).active
    rows = [[each.value for each in row if each.value is not None] for row in sheet.iter_rows()]
    rows = [row for row in rows if row]
    assert rows[:4] == [
        ["題"],
        ["（下線部分は変更部分）"],
        ["しるべ　版：v3"],
        ["https://example.com/"],
    ]
    assert rows[4:6] == [["項目", "改正後", "改正前", "出典"], ["施策（変更）"]]
    assert [str(value) for value in rows[6]] == ["額", "額は2億円", "額は1億円", NOTES["/a/"]]
    parts = [part for part in rows[6][1] if not isinstance(part, str)]
    assert [(part.text, part.font.u) for part in parts if part.font.u] == [("2", "single")]


@pytest.mark.filterwarnings("error")
def test_a_text_that_no_cell_holds_goes_on_in_the_next_row():
    new = (Paragraph((Run("甲" * 40_000), Run("乙", underlined=True), Run(note="/a/"))),)
    content = workbook(handout(), beside(Pair("額", new, side("旧")), Pair("無", (), ())), "しるべ")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    rows = [[each.value or "" for each in row] for row in sheet.iter_rows()]
    *named, last = rows[next(at for at, row in enumerate(rows) if row[0] == "額") :]
    assert [row[0] for row in named] == ["額", *["額（続き）"] * (len(named) - 1)]
    assert len(named) == 3
    assert "".join(row[1] for row in named) == "甲" * 40_000 + "乙"
    assert [row[2] for row in named] == ["旧", "", ""]
    assert named[0][3] == NOTES["/a/"]
    assert last == ["無", "", "", ""]


def test_a_slide_has_a_chart_that_can_be_edited_and_its_table():
    chart = Chart(
        ["2024", "2025"],
        [Series("足す額", [10.0, None]), Series("合計に含めない", [None, 5.0], hatched=True)],
        "億円",
        ["年度", "額", "備考"],
        [["2024", "10億円", ""], ["2025", "5億円", "合計に含めない"]],
    )
    content = slide(handout(plain("要点"), plain("理由の全文")), chart, "しるべ")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert not [name for name in package.namelist() if name.endswith((".jpeg", ".bin"))]
    [page] = Presentation(io.BytesIO(content)).slides
    [drawn] = [shape.chart for shape in page.shapes if shape.has_chart]
    assert list(drawn.plots[0].categories) == ["2024", "2025"]
    assert [list(series.values) for series in drawn.plots[0].series] == [[10.0, None], [None, 5.0]]
    [plain_bars, hatched] = drawn.plots[0].series
    assert plain_bars.format.fill.type.name == "SOLID"
    assert hatched.format.fill.type.name == "PATTERNED"
    numbers = openpyxl.load_workbook(io.BytesIO(drawn.part.chart_workbook.xlsx_part.blob)).active
    assert [list(row) for row in numbers.values][1:] == [["2024", 10, None], ["2025", None, 5]]
    [table] = [shape.table for shape in page.shapes if shape.has_table]
    assert [each.text for each in table.rows[2].cells] == ["2025", "5億円", "合計に含めない"]
    notes = page.notes_slide.notes_text_frame.text
    for words in ("要点", "理由の全文", *NOTES.values()):
        assert words in notes


def test_columns_leave_numbers_whole_and_fill_the_width():
    row = (cell("長い文章" * 30), cell("12,345"), cell("—"))
    widths = shares(Table((), (row,) * 3), ASIDE)
    assert sum(widths) == ASIDE
    assert widths[0] > widths[1] >= 6 * 100
