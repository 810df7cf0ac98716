"""Files that ministries hand on: what pages tell is in them, with a footnote for each source."""

import ast
import datetime
import html
import io
import re
import shutil
import subprocess
import sys
import zipfile

import docx
import openpyxl
import pypdfium2
import pytest
from django.contrib.auth.models import User
from django.test import Client, RequestFactory
from docx.oxml.ns import qn
from pptx import Presentation

from measures.loading import load_for_page
from measures.models import Measure, Milestone
from measures.page import content
from measures.page.content import MeasurePage
from measures.passed import passed_days
from policies.models import Section, SourceDocument
from portal.pages.handouts import days, documents, lists, slides
from tests.lists.test_as_of import FIRST, SECOND, first, kept  # noqa: F401
from tests.visits import body

pytestmark = [pytest.mark.django_db]

LAW, PROGRAMME = "espa-2022", "supply-chain-budget"
DOCUMENTS = "earlier=meti-2024-02&later=meti-2026-04"
# A file of each kind, with the page that it is of.
FILES = {
    f"/measures/{LAW}.docx": f"/measures/{LAW}/",
    f"/en/measures/{PROGRAMME}.docx": f"/en/measures/{PROGRAMME}/",
    f"/measures/{PROGRAMME}.pptx": f"/measures/{PROGRAMME}/",
    f"/brief.docx?measure={LAW}&measure=osa": f"/brief/?measure={LAW}&measure=osa",
    f"/compare.docx?measure={LAW}&measure=nafta": f"/compare/?measure={LAW}&measure=nafta",
    f"/documents-compared.docx?{DOCUMENTS}": f"/documents-compared/?{DOCUMENTS}",
    f"/documents-compared.xlsx?{DOCUMENTS}": f"/documents-compared/?{DOCUMENTS}",
    "/measures.docx?kind=law": "/measures/?kind=law",
    "/partners.docx?kind=group": "/partners/?kind=group",
    "/budgets.pptx?measure=osa": "/budgets/?measure=osa",
}
BLANKS = re.compile(r"\s+")


def get(address: str, status: int = 200, **headers):
    response = Client().get(address, headers=headers)
    assert response.status_code == status, body(response)[:500]
    return response


def told(content: bytes) -> str:
    """All words of a document, a workbook or a slide, without blanks; paragraphs apart."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = [name for name in package.namelist() if name.endswith(".xml")]
        xml = "\n".join(package.read(name).decode() for name in names)
    xml = re.sub(r"</(?:w|a):p>|</c:v>|</si>", "\n", xml)
    return bare(html.unescape(re.sub(r"<[^>]+>", "", xml)))


def bare(words: str) -> str:
    return BLANKS.sub("", words)


def page_of(slug: str) -> MeasurePage:
    found = load_for_page(Measure.objects.published().for_detail().get(slug=slug))
    return MeasurePage(RequestFactory().get("/"), found)


def footnotes(content: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read("word/footnotes.xml").decode().count("<w:footnoteRef/>")


def values(told_of: Measure) -> set[str]:
    """What the panels of a measure say, row by row."""
    found = {str(row) for row in told_of.names.all()}
    found |= {row.label for row in told_of.milestones.all()}
    found |= {row.date_in_words for row in told_of.milestones.all()}
    found |= {words for row in told_of.provisions.all() for words in (row.heading, row.text)}
    found |= {row.printed for row in told_of.budget_lines.all()}
    found |= {row.why_not_added for row in told_of.budget_lines.all() if not row.is_added}
    found |= {row.printed for row in told_of.printed_totals.all()}
    found |= {words for row in told_of.targets.all() for words in (row.label, row.printed)}
    found |= {str(row.subject) for row in told_of.subjects.all()}
    found |= {str(row.organisation) for row in told_of.organisations.all()}
    found |= {row.phrase for row in told_of.citations.all()}
    for differing in told_of.discrepancies.all():
        found |= {row.value for row in differing.statements.all()}
    return {bare(words) for words in found if words}


def test_a_worker_that_is_asked_for_no_document_loads_no_library_of_them():
    asked = "import django, sys; django.setup(); import portal.urls; print({*sys.modules})"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    loaded = ast.literal_eval(told.stdout)
    assert "portal.pages.handouts.urls" in loaded
    assert not {"docx", "pptx"} & loaded


@pytest.mark.bundled
@pytest.mark.parametrize("slug", [LAW, PROGRAMME])
def test_every_value_of_the_page_is_in_the_document_with_its_source(slug):
    content = get(f"/measures/{slug}.docx").content
    page, words = page_of(slug), told(content)
    assert [value for value in values(page.measure) if value not in words] == []
    docx.Document(io.BytesIO(content))
    text = get(f"/measures/{slug}/").text
    text = text[text.index("<main") : text.index('id="citation"')]
    marks = re.findall(r'class="source-mark[^"]*" href="([^"#]+)', text)
    computed = re.findall(r"<details.*?</details>", text, re.S)
    assert not any("source-mark" in each for each in computed)
    assert footnotes(content) == len(set(marks))
    for source in page.numbered:
        if source.section.get_absolute_url() in marks:
            assert bare(source.text) in words
    assert words.count(bare("推定")) >= text.count('<span class="inferred">')
    assert "引用指摘" not in words  # what is for the screen alone


@pytest.mark.bundled
def test_each_file_is_offered_where_people_look_and_tells_where_it_is_from():
    for address, page in FILES.items():
        response = get(address)
        assert f'href="{html.escape(address)}"' in get(page).text, address
        kind = address.partition("?")[0].rpartition(".")[2]
        assert re.search(
            rf'filename="shirube_[\w.-]+_(ja|en)_v\d+(_\w+)?\.{kind}"', disposition(response)
        )
        assert response["X-Robots-Tag"] == "noindex"
        words = told(response.content)
        assert bare(f"http://testserver{html.unescape(page)}") in words, address
        assert re.search(r"版：v\d|Version:v\d", words), address


def disposition(response) -> str:
    return response["Content-Disposition"]


@pytest.mark.bundled
def test_it_is_a_file_like_others_the_same_for_everybody():
    address = f"/measures/{LAW}.docx"
    whole = get(address)
    assert get(address, 304, if_none_match=whole["ETag"])
    assert body(get(address, 206, range="bytes=0-3")) == b"PK\x03\x04"
    head = Client().head(address)
    assert int(head["Content-Length"]) == len(whole.content)
    editor = Client()
    editor.force_login(User.objects.create_superuser("editor"))
    cited = editor.get(address)
    assert cited.content == whole.content
    for each in FILES:
        assert get(each).content == get(each).content, each


@pytest.mark.bundled
def test_old_and_new_of_two_documents_tell_the_same_in_both_forms():
    document = get(f"/documents-compared.docx?{DOCUMENTS}").content
    [table] = docx.Document(io.BytesIO(document)).tables
    assert [each.text for each in table.rows[0].cells][1:] == ["経産省 2026-04", "経産省 2024-02"]
    assert "（記載なし）" in told(document)
    runs = [run for row in table.rows[1:9] for each in row.cells for run in cell_runs(each)]
    assert any(run.find(f".//{qn('w:u')}") is not None for run in runs)
    content = get(f"/documents-compared.xlsx?{DOCUMENTS}").content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    rows = [row for row in sheet.iter_rows(values_only=True) if any(row)]
    start = next(n for n, row in enumerate(rows) if row[1] == "経産省 2026-04")
    assert len(rows) - start == len(table.rows)
    for ours, theirs in zip(table.rows, rows[start:], strict=True):
        new = "".join(text for text in shown(ours.cells[1]))
        if theirs[1]:
            assert bare(theirs[1]) == bare(new)


def cell_runs(cell) -> list:
    return cell._tc.findall(f".//{qn('w:r')}")


def shown(cell) -> list[str]:
    """The words of a cell, without the numbers of its footnotes."""
    style = f"{qn('w:rPr')}/{qn('w:rStyle')}"
    return [
        text.text
        for run in cell_runs(cell)
        if (found := run.find(style)) is None or found.get(qn("w:val")) != "FootnoteReference"
        for text in run.findall(qn("w:t"))
    ]


@pytest.mark.bundled
def test_a_slide_draws_what_the_table_of_the_page_says():
    content = get(f"/measures/{PROGRAMME}.pptx").content
    [slide] = Presentation(io.BytesIO(content)).slides
    [chart] = [shape.chart for shape in slide.shapes if shape.has_chart]
    [bars] = page_of(PROGRAMME).budgets
    assert len(list(chart.plots[0].categories)) == len(bars.bars)
    drawn = [
        sum(filter(None, column))
        for column in zip(*(each.values for each in chart.series), strict=True)
    ]
    assert drawn == pytest.approx([bar.value for bar in bars.bars])
    aside = chart.series[len(chart.series) - 1]
    assert aside.format.fill.type.name == "PATTERNED"
    notes = slide.notes_slide.notes_text_frame.text
    for line in page_of(PROGRAMME).measure.budget_lines.all():
        assert line.why_not_added in notes


@pytest.mark.bundled
def test_a_slide_is_offered_where_it_holds_all_bars(monkeypatch):
    address = f"/measures/{PROGRAMME}.pptx"
    assert address in get(f"/measures/{PROGRAMME}/").text
    few = len(page_of(PROGRAMME).budgets[0].bars) - 1
    for module in (content, slides):
        monkeypatch.setattr(module, "SLIDE_ROWS", few)
    assert f"/en{address}" not in get(f"/en/measures/{PROGRAMME}/").text
    assert get(address, 400)


@pytest.mark.bundled
@pytest.mark.parametrize(
    "address", [f"/brief/?measure={LAW}", f"/compare/?measure={LAW}&measure=osa"]
)
def test_a_page_with_places_framed_leads_to_the_document_without(address):
    page = get(f"{address}&clippings=1").text
    [way] = re.findall(r'href="([^"]+\.docx[^"]*)"', page)
    assert get(html.unescape(way)).content


@pytest.mark.bundled
def test_what_cannot_be_told_so_is_refused_in_words(monkeypatch):
    monkeypatch.setattr(documents, "LONGEST_DOCUMENT", 10)
    assert "/documents-compared.csv?" in get(f"/documents-compared.docx?{DOCUMENTS}", 400).text
    assert "CSV" in get("/measures.docx", 400).text
    assert "http://testserver/budgets.csv" in get("/budgets.pptx", 400).text
    assert get(f"/measures/{LAW}.pptx", 404)
    assert get("/measures/no-such-measure.docx", 404)
    assert "a" in get("/en/brief.docx", 400).text
    assert get(f"/compare.docx?measure={LAW}", 400)
    assert get("/documents-compared.xlsx?earlier=meti-2024-02", 400)
    assert get("/measures.docx?kind=nonsense", 400)
    assert get("/measures.docx?as_of=v1&as_of_beside=v1&kind=nonsense", 400)


@pytest.mark.usefixtures("kept")
@pytest.mark.both
def test_old_and_new_of_a_list_between_two_days(monkeypatch):
    query = f"as_of={FIRST}&as_of_beside={SECOND}"
    page = get(f"/measures/?{query}").text
    for suffix in ("docx", "xlsx"):
        assert f'href="/measures.{suffix}?{html.escape(query)}"' in page
    content = get(f"/measures.docx?{query}").content
    [table] = docx.Document(io.BytesIO(content)).tables
    rows = [[each.text for each in row.cells] for row in table.rows]
    assert rows[0][1:] == ["2026年3月20日", "2026年1月10日"]
    assert ["名称", "ズンダ会談", "会談"] in [[cell.rstrip("1") for cell in row] for row in rows]
    assert rows[-1][1:] == ["（略）", "（略）"]
    words = told(get(f"/measures.xlsx?{query}").content)
    assert "ズンダ" in words
    query = f"as_of={FIRST}&as_of_beside=2026-05-05"
    words = told(get(f"/en/measures.docx?{query}").content)
    assert "(newlyadded)" in words
    assert "(deleted)" in words
    monkeypatch.setattr(days, "LONGEST_DOCUMENT", 1)
    assert "/measures.csv?" in get(f"/measures.docx?{query}", 400).text


@pytest.mark.usefixtures("kept")
def test_a_list_as_it_stood_is_told_as_of_then(monkeypatch):
    words = told(get(f"/measures.docx?as_of={FIRST}").content)
    assert "金属法" in words
    assert "ズンダ" not in words
    assert "2026年1月10日" in words
    assert get("/budgets.pptx?as_of=v1&as_of_beside=v1", 400)
    monkeypatch.setattr(lists, "LONGEST_DOCUMENT", 1)
    assert get(f"/measures.docx?as_of={FIRST}", 400)


def test_what_is_of_the_day_stands_on_the_page_alone():
    """A file is named by its version, whatever day it is asked for."""
    SourceDocument.objects.update(date="2026-04-07", date_from=datetime.date(2026, 4, 7))
    talks = Measure.objects.get(slug="talks")
    Milestone.objects.create(
        measure=talks, kind="planned", date="2026-05", code="next", label_ja="次回",
        label_en="Next", section=Section.objects.order_by("pk").first(), phrase="語",
    )  # fmt: skip
    [passed] = passed_days(load_for_page(talks))
    assert passed.passed in get("/measures/talks/").text
    for address in ("/measures/talks.docx", "/brief.docx?measure=talks"):
        words = told(get(address).content)
        assert bare(passed.passed) not in words
        assert "次回" in words


@pytest.mark.bundled
def test_libreoffice_opens_them_and_shows_what_they_say(tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("there is no LibreOffice here (Debian: apt-get install libreoffice-writer …)")
    expected = {
        f"/measures/{PROGRAMME}.docx": [
            "特定重要物資の安定供給確保支援",
            "25,643",
            "http://testserver/sources/meti-2026-04/13/",
        ],
        f"/documents-compared.docx?{DOCUMENTS}": [
            "（下線部分は変更部分）",
            "（記載なし）",
            "http://testserver/sources/",
        ],
        f"/documents-compared.xlsx?{DOCUMENTS}": ["（下線部分は変更部分）", "（記載なし）", "出典"],
        f"/measures/{PROGRAMME}.pptx": ["10,358", "合計に含めない", "出典"],
    }
    files = []
    for number, address in enumerate(expected):
        suffix = address.partition("?")[0].rpartition(".")[2]
        files.append(tmp_path / f"{number}.{suffix}")
        files[-1].write_bytes(get(address).content)
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = [office, "--headless", home, "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=120)
    for file, words in zip(files, expected.values(), strict=True):
        text = bare(printed(file.with_suffix(".pdf")))
        for each in words:
            assert bare(each) in text, (file.name, each)


def printed(path) -> str:
    """The text of all pages of a PDF."""
    document = pypdfium2.PdfDocument(path)
    try:
        return "".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
