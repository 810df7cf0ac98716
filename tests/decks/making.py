"""Files of made-up documents, made by code: PPTX by python-pptx, PDF printed by a real browser."""

import io
import shutil
import zipfile
from collections.abc import Callable
from xml.sax.saxutils import escape

import pypdf
from playwright.sync_api import sync_playwright
from pptx import Presentation
from pptx.util import Cm

BLANK, TITLE_ONLY = 6, 5


def presentation():
    """An empty presentation in the size of slides."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Cm(25.4), Cm(14.3)
    return deck


def saved(deck) -> bytes:
    """A presentation as the bytes of its file."""
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def titled(deck, title: str):
    """A slide with a title."""
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    slide.shapes.title.text = title
    return slide


def box(shapes, text: str, left: float, top: float):
    """A text at a place, in centimetres."""
    shape = shapes.add_textbox(Cm(left), Cm(top), Cm(8), Cm(1))
    shape.text_frame.text = text
    return shape


def slides(*pages: tuple[str, list[str]]) -> bytes:
    """A presentation with a title and lines on each slide."""
    deck = presentation()
    for title, lines in pages:
        slide = titled(deck, title)
        for number, line in enumerate(lines):
            box(slide.shapes, line, 1, 4 + number)
    return saved(deck)


def printed(html: str, landscape: bool = True) -> bytes:
    """HTML as a PDF, printed by the browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.set_content(f"<html lang='ja'><body>{html}</body></html>")
        made = page.pdf(format="A4", landscape=landscape)
        browser.close()
    return made


def printed_slides(*pages: tuple[str, list[str]]) -> bytes:
    """A PDF with a large title and small lines on each page."""
    html = "".join(
        f"<section style='break-after: page'><h1 style='font-size: 30px'>{title}</h1>"
        + "".join(f"<p style='font-size: 14px'>{line}</p>" for line in lines)
        + "</section>"
        for title, lines in pages
    )
    return printed(html)


def printed_at_once(*every: tuple[str, list[str]]) -> Callable[..., bytes]:
    """What makes PDFs of some of these slides; the browser prints them all, once."""
    whole = pypdf.PdfReader(io.BytesIO(printed_slides(*every)))

    def deck(*slides: tuple[str, list[str]]) -> bytes:
        writer, file = pypdf.PdfWriter(), io.BytesIO()
        for slide in slides:
            writer.add_page(whole.pages[every.index(slide)])
        writer.write(file)
        return file.getvalue()

    return deck


def docx(paragraphs: list[str], rows: list[list[str]], notes: list[str]) -> bytes:
    """A Word file by its own XML: paragraphs, a table, footnotes."""
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

    def paragraph(text: str) -> str:
        # U+2011, a hyphen at which no line is broken, is an element in Word.
        parts = "</w:t><w:noBreakHyphen/><w:t>".join(map(escape, text.split("\u2011")))
        return f"<w:p><w:r><w:t>{parts}</w:t></w:r></w:p>"

    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    table = "".join(f"<w:tr>{row}</w:tr>" for row in cells)
    body = "".join(map(paragraph, paragraphs)) + f"<w:tbl>{table}</w:tbl>"
    foot = "".join(
        f'<w:footnote w:id="{n}">{paragraph(t)}</w:footnote>' for n, t in enumerate(notes)
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        main = f'<w:document xmlns:w="{name}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", main)
        archive.writestr(
            "word/footnotes.xml", f'<w:footnotes xmlns:w="{name}">{foot}</w:footnotes>'
        )
    return file.getvalue()
