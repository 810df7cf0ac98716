"""Decks of the texts that the record was read from: a slide or more for each section.

Printed by Chromium as PDF, and made as PPTX and turned into PDF by LibreOffice. They stand in
temporary folders alone: the texts are no part of the project.
"""

import html
import pathlib
import shutil
import subprocess

from playwright.sync_api import sync_playwright
from pptx.util import Cm, Pt

from portal.search.passages import MARKS
from tests.decks.making import BLANK, presentation

STYLE = """
@page { size: 33.8cm 19cm; margin: 1cm }
body { font: 11px "Noto Sans CJK JP"; margin: 0 }
section { break-after: page }
h1 { font-size: 20px; margin: 0 0 8px }
p, tr { break-inside: avoid; margin: 0 0 3px }
.columns { columns: 2; column-gap: 1.5cm }
.small { font-size: 7px }
table { border-collapse: collapse; width: 100% }
td { border: 1px solid #999; padding: 2px 4px; vertical-align: top; width: 33% }
aside { writing-mode: vertical-rl; height: 4cm; position: absolute; right: 0; top: 1cm }
"""
# Lines of a slide in a presentation, and characters that one of them holds at 9 points.
LINES, WIDE = 24, 90


def lines_of(text: str) -> list[str]:
    """The lines of a text without marks of Markdown."""
    return [plain for line in text.split("\n") if (plain := MARKS.sub("", line).strip())]


def as_html(sections: list[str]) -> str:
    """Sections as slides: plain, in two columns, as a table, in small print, turn by turn."""
    return "".join(map(slide, range(len(sections)), sections))


def slide(number: int, text: str) -> str:
    """One section, its first line as the heading."""
    first, *lines = map(html.escape, lines_of(text))
    rows = "".join(f"<p>{line}</p>" for line in lines)
    if number % 4 == 1:
        rows = f"<div class=columns>{rows}</div>"
    elif number % 4 == 2:
        cells = [f"<td>{line}</td>" for line in lines]
        rows = "".join(f"<tr>{''.join(cells[at : at + 3])}</tr>" for at in range(0, len(cells), 3))
        rows = f"<table>{rows}</table>"
    elif number % 4 == 3:
        rows = f"<div class=small>{rows}</div>"
    return f"<section><h1>{first}</h1>{rows}</section>"


def printed(sections: dict[str, list[str]], folder: pathlib.Path) -> dict[str, pathlib.Path]:
    """The PDF of each document, printed by the browser."""
    made = {slug: folder / f"{slug}.pdf" for slug in sections}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        for slug, texts in sections.items():
            page.set_content(f"<html lang=ja><style>{STYLE}</style>{as_html(texts)}</html>")
            page.pdf(path=made[slug], prefer_css_page_size=True)
        browser.close()
    return made


def presented(sections: dict[str, list[str]], folder: pathlib.Path) -> dict[str, pathlib.Path]:
    """The PDF of each document, made of a presentation by LibreOffice."""
    for slug, texts in sections.items():
        deck = presentation()
        deck.slide_width, deck.slide_height = Cm(33.8), Cm(19)
        for number, text in enumerate(texts):
            add_slides(deck, number, lines_of(text))
        deck.save(folder / f"{slug}.pptx")
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation=file://{folder}/office", "--headless"),
            *("--convert-to", "pdf", "--outdir", str(folder)),
            *(str(folder / f"{slug}.pptx") for slug in sections),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return {slug: folder / f"{slug}.pdf" for slug in sections}


def add_slides(deck, number: int, lines: list[str]) -> None:
    """The slides of a section: its heading and lines, as a table every third time."""
    first, *lines = lines
    room, shown = LINES, []
    for line in [*lines, None]:
        needs = 0 if line is None else 1 + len(line) // WIDE
        if (line is None or needs > room) and (shown or first):
            add_slide(deck, first, shown, in_table=number % 3 == 2)
            first, room, shown = "", LINES, []
        if line is not None:
            shown.append(line)
            room -= needs


def add_slide(deck, heading: str, lines: list[str], *, in_table: bool) -> None:
    """A slide with lines."""
    slide = deck.slides.add_slide(deck.slide_layouts[BLANK])
    if heading:
        written(slide.shapes.add_textbox(Cm(1), Cm(0.5), Cm(31), Cm(1)).text_frame, [heading], 18)
    if in_table and lines:
        shape = slide.shapes.add_table(len(lines), 1, Cm(1), Cm(2), Cm(31), Cm(0.5 * len(lines)))
        for row, line in zip(shape.table.rows, lines, strict=True):
            written(row.cells[0].text_frame, [line], 9)
    elif lines:
        written(slide.shapes.add_textbox(Cm(1), Cm(2), Cm(31), Cm(16)).text_frame, lines, 9)


def written(frame, lines: list[str], size: int) -> None:
    """Lines as paragraphs of a text, broken where it ends."""
    frame.word_wrap = True
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if not number else frame.add_paragraph()
        run = paragraph.add_run()
        run.text, run.font.size, run.font.name = line, Pt(size), "Noto Sans CJK JP"
