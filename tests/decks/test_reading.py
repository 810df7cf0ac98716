"""Files are read into pages with lines, and what cannot be read is refused by name."""

import io
import zipfile

import pypdf
import pytest
from django.utils.translation import override
from docx import Document
from pptx.util import Cm

from portal.decks import reading
from portal.decks.deck import MAX_BYTES, MAX_CHARACTERS, DeckError
from portal.decks.reading import read
from tests.decks.making import (
    box,
    docx,
    presentation,
    printed,
    printed_slides,
    saved,
    slides,
    titled,
)

PAGES = (
    ("半導体の供給網", ["国内の拠点を支援する。", "令和7年度補正 120億円"]),
    ("重要鉱物の備蓄", ["備蓄を積み増す。", "民間・長期の西方"]),
)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return printed_slides(*PAGES)


def test_the_slides_of_a_pptx_have_title_and_lines():
    deck = read("deck.pptx", slides(*PAGES))
    assert (deck.kind, deck.slides, len(deck.pages)) == ("pptx", True, 2)
    assert [page.title for page in deck.pages] == [title for title, _lines in PAGES]
    for page, (title, lines) in zip(deck.pages, PAGES, strict=True):
        assert [line.text for line in page.lines] == [title, *lines]
        assert [line.heading for line in page.lines] == [True, False, False]


def test_texts_of_a_slide_are_read_by_place_and_groups_are_walked():
    made = presentation()
    slide = titled(made, "題")
    box(slide.shapes, "三", 1, 9)
    box(slide.shapes, "二", 13, 5.1)
    group = slide.shapes.add_group_shape()
    inner = group.shapes.add_group_shape()
    box(inner.shapes, "一", 1, 5)
    slide.notes_slide.notes_text_frame.text = "口頭の説明"
    page = read("deck.pptx", saved(made)).pages[0]
    assert page.text == "題\n一\n二\n三"
    assert page.notes == "口頭の説明"


def test_a_group_that_was_moved_is_read_where_it_stands():
    made = presentation()
    slide = titled(made, "題")
    group = slide.shapes.add_group_shape()
    box(group.shapes, "下", 1, 1)
    box(slide.shapes, "上", 1, 5)
    group.top = Cm(10)
    assert read("deck.pptx", saved(made)).pages[0].text == "題\n上\n下"


def test_the_rows_of_a_table_are_lines_and_a_merged_cell_is_told_once():
    made = presentation()
    slide = titled(made, "題")
    table = slide.shapes.add_table(2, 2, Cm(1), Cm(5), Cm(10), Cm(3)).table
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(0, 0).text = "予算"
    table.cell(1, 0).text, table.cell(1, 1).text = "令和8年度", "120億円"
    assert read("deck.pptx", saved(made)).pages[0].text == "題\n予算\n令和8年度\t120億円"


def test_a_hidden_slide_is_left_out():
    made = presentation()
    titled(made, "見せる")
    titled(made, "隠す").element.set("show", "0")
    assert [page.title for page in read("deck.pptx", saved(made)).pages] == ["見せる"]


def test_the_pages_of_a_pdf_have_title_and_lines(pdf):
    deck = read("deck.pdf", pdf)
    assert (deck.kind, deck.slides, len(deck.pages)) == ("pdf", True, 2)
    assert [page.title for page in deck.pages] == [title for title, _lines in PAGES]
    assert deck.pages[1].text.split("\n") == [PAGES[1][0], *PAGES[1][1]]
    assert deck.page_at(deck.text.index("備蓄を")) == 2


def test_large_lines_of_a_pdf_are_headings():
    html = "<h2>大きな見出し</h2><p>本文。</p><p>続く。</p><p>終わり。</p>"
    deck = read("paper.pdf", printed(html, landscape=False))
    assert not deck.slides
    assert [line.text for line in deck.pages[0].lines if line.heading] == ["大きな見出し"]


def test_bold_lines_of_a_pdf_are_headings():
    lines = [("F1", "First the text."), ("F2", "A bold heading"), ("F1", "More text below.")]
    deck = read("paper.pdf", in_two_fonts(lines))
    assert [line.text for line in deck.pages[0].lines if line.heading] == ["A bold heading"]


def in_two_fonts(lines: list[tuple[str, str]]) -> bytes:
    """A page of lines in a font (F1) and its bold one (F2), by their names; browsers name none."""
    font = "<</Type/Font/Subtype/Type1/BaseFont/{}/Encoding/WinAnsiEncoding>>"
    shown = "".join(
        f"BT /{name} 12 Tf 50 {700 - 30 * number} Td ({text}) Tj ET\n"
        for number, (name, text) in enumerate(lines)
    )
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 6 0 R"
        "/Resources<</Font<</F1 4 0 R/F2 5 0 R>>>>>>",
        font.format("Helvetica"),
        font.format("Helvetica-Bold"),
        f"<</Length {len(shown)}>>stream\n{shown}endstream",
    )
    body, places = "%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(f"{len(body):010} 00000 n \n")
        body += f"{number} 0 obj\n{each}\nendobj\n"
    table = f"xref\n0 7\n0000000000 65535 f \n{''.join(places)}"
    end = f"trailer\n<</Root 1 0 R/Size 7>>\nstartxref\n{len(body)}\n%%EOF\n"
    return (body + table + end).encode()


def test_a_heading_with_a_shadow_is_read_once():
    style = "position: absolute; font-size: 30px; color: #111"
    html = (
        f"<div style='{style}; left: 0; top: 0'>二兆円</div>"
        f"<div style='{style}; left: 1px; top: 1px'>二兆円</div>"
        "<p style='margin-top: 90px'>本文である。</p>"
    )
    assert "二二" not in read("shadow.pdf", printed(html)).text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_text_is_one_page_without_number(encoding):
    deck = read("copy.txt", "見出し\n\n- 本文".encode(encoding))
    assert deck.text == "見出し\n\n- 本文"
    assert deck.page_at(0) is None
    assert [line.heading for line in deck.pages[0].lines] == [True, False]


def refused(name: str, data: bytes) -> DeckError:
    """The refusal of a file, which names it in both languages."""
    with pytest.raises(DeckError) as error:
        read(name, data)
    for language in ("ja", "en"):
        with override(language):
            assert name in str(error.value)
    with override("ja"):
        assert any("ぁ" <= letter <= "ん" for letter in str(error.value))
    return error.value


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t", "empty"),
        ("picture.png", b"\x89PNG\0\0", "unknown"),
        ("latin.txt", b"\xff\xfe\xfd\xfc", "encoding"),
        ("short.pdf", b"%PDF-1.7\nnothing", "pdf"),
        ("short.pptx", b"PK\x03\x04nothing", "pptx"),
        ("named.pptx", b"%PDF-1.7\n", "misnamed"),
        ("named.pdf", "本文".encode(), "misnamed"),
        ("named.txt", b"PK\x03\x04", "misnamed"),
        ("old.ppt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old"),
        (
            "secret.pptx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(name, data, code):
    assert refused(name, data).code == code


def test_a_pdf_that_is_cut_short_or_locked_or_a_scan_is_refused(pdf):
    assert refused("cut.pdf", pdf[: len(pdf) // 2]).code == "pdf"
    secret, scan = io.BytesIO(), io.BytesIO()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    writer.encrypt("password", algorithm="RC4-128")
    writer.write(secret)
    assert refused("secret.pdf", secret.getvalue()).code == "encrypted"
    writer = pypdf.PdfWriter()
    writer.add_blank_page(width=200, height=200)
    writer.write(scan)
    assert refused("scan.pdf", scan.getvalue()).code == "scan"


def test_a_presentation_that_is_none_inside_or_cut_short_is_refused():
    whole = slides(*PAGES)
    assert refused("cut.pptx", whole[: len(whole) // 2]).code == "pptx"
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert refused("letter.pptx", other.getvalue()).code == "misnamed"
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(broken, "w") as archive:
        for name in old.namelist():
            archive.writestr(name, b"<" if name == "ppt/slides/slide1.xml" else old.read(name))
    assert refused("broken.pptx", broken.getvalue()).code == "pptx"


def test_an_archive_that_grows_when_unpacked_is_not_opened():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ppt/presentation.xml", b" " * 30_000_000)
    assert refused("bomb.pptx", bomb.getvalue()).code == "packed"


def test_sizes_are_bounded():
    assert refused("huge.txt", b"a" * (MAX_BYTES + 1)).code == "size"
    assert refused("long.txt", b"a" * (MAX_CHARACTERS + 1)).code == "long"
    many = pypdf.PdfWriter()
    for _page in range(2_001):
        many.add_blank_page(width=20, height=20)
    file = io.BytesIO()
    many.write(file)
    assert refused("many.pdf", file.getvalue()).code == "pages"


def test_a_reader_that_breaks_off_or_hangs_is_told(monkeypatch, pdf):
    monkeypatch.setattr(reading, "SECONDS", 0.01)
    assert refused("slow.pdf", pdf).code == "time"
    monkeypatch.setattr(reading, "SECONDS", 60)
    monkeypatch.setattr(reading.sys, "executable", "/bin/false")
    assert refused("crash.pdf", pdf).code == "crash"


def test_a_word_file_is_read_for_its_text_alone():
    data = docx(["一 概要"], [["年度", "額"], ["令和5年度", "20億円"]], ["注 速報値"])
    deck = read("memo.docx", data, word=True)
    assert deck.text == "一 概要\n年度\t額\n令和5年度\t20億円\n注 速報値"
    with pytest.raises(DeckError) as refused:
        read("memo.docx", data)
    assert refused.value.code == "word"


def test_a_hyphen_of_word_keeps_two_numbers_apart():
    data = docx(["2025\u20112027年度"], [], [])
    assert read("memo.docx", data, word=True).text == "2025-2027年度"


# Runs of a line, the raised ones told by True: figures with the numbers of notes, a unit, a title.
RAISED = (
    [
        ("総額は1,204", False),
        ("2", True),
        ("億円", False),
        ("(注3)", True),
        ("5m", False),
        ("2", True),
    ],
    [("1", True), ("内閣府調べ", False)],
)
READ = ["総額は1,204億円5m2", "1内閣府調べ"]


def test_raised_numbers_of_notes_are_no_digits_of_a_figure_in_word():
    document = Document()
    for runs in RAISED:
        paragraph = document.add_paragraph()
        for text, raised in runs:
            paragraph.add_run(text).font.superscript = raised or None
    file = io.BytesIO()
    document.save(file)
    assert read("memo.docx", file.getvalue(), word=True).text.split("\n") == READ


@pytest.mark.parametrize("height", ["30000", "30%"])
def test_raised_numbers_of_notes_are_no_digits_of_a_figure_on_slides(height):
    deck = presentation()
    frame = box(titled(deck, "予算").shapes, "", 1, 4).text_frame
    for number, runs in enumerate(RAISED):
        paragraph = frame.add_paragraph() if number else frame.paragraphs[0]
        for text, raised in runs:
            run = paragraph.add_run()
            run.text = text
            run.font._element.set("baseline", height if raised else "0")
    assert read("deck.pptx", saved(deck)).text.split("\n") == ["予算", *READ]


def test_raised_numbers_of_notes_are_no_digits_of_a_figure_in_print():
    lines = ("".join(f"<sup>{text}</sup>" * up or text for text, up in runs) for runs in RAISED)
    deck = read("deck.pdf", printed("".join(f"<p>{line}</p>" for line in lines)))
    assert deck.text.split("\n") == READ
    assert "1,204億円" in deck.letters[0].text
