"""DOCX by its own XML: paragraphs and tables in order, then the footnotes and endnotes.

Only text is wanted, so the parts are read as they stand; what tracked changes deleted is left out.
"""

import zipfile
from collections.abc import Iterator

from lxml import etree

from portal.decks.deck import DeckError, Line, Page
from portal.decks.slides import BROKEN, is_safe

MAIN = "word/document.xml"
NOTES = ("word/footnotes.xml", "word/endnotes.xml")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Footnotes that only draw the line above the others.
SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")
REFERENCES = ("FootnoteReference", "EndnoteReference")
# Parts the paragraphs of a cell, each of which says something by itself.
IN_CELL = "；"


def read(path: str) -> tuple[list[Page], bool]:
    """The text of the document at `path`, as one page."""
    try:
        with zipfile.ZipFile(path) as archive:
            is_safe(archive, path, MAIN)
            names = [MAIN, *(name for name in NOTES if name in archive.namelist())]
            lines = [line for name in names for line in lines_of(archive.read(name))]
    except BROKEN as error:
        raise DeckError("docx", path) from error
    return [Page("\n".join(line.text for line in lines), tuple(lines))], False


def lines_of(xml: bytes) -> Iterator[Line]:
    """The lines of a part: those of its paragraphs, and the rows of its tables."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    root = etree.fromstring(xml, parser)
    body = root.find(f"{W}body")
    yield from blocks(root if body is None else body)


def blocks(parent) -> Iterator[Line]:
    """The lines of what stands in a body, a note or a cell."""
    for element in parent:
        if element.tag == f"{W}p":
            if text := text_of(element).strip():
                yield Line(text, is_heading(element))
        elif element.tag == f"{W}tbl":
            yield from rows(element)
        elif element.tag in (f"{W}footnote", f"{W}endnote"):
            if element.get(f"{W}type") not in SEPARATORS:
                yield from blocks(element)
        elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}smartTag"):
            yield from blocks(element)


def rows(table) -> Iterator[Line]:
    """The rows of a table, cells parted by tabs, paragraphs of a cell by semicolons."""
    for row in table.iter(f"{W}tr"):
        cells = [
            IN_CELL.join(line.text for line in blocks(each)) for each in row.iterfind(f"{W}tc")
        ]
        if any(cells):
            yield Line("\t".join(cells))


def text_of(paragraph) -> str:
    """The text of a paragraph, with its tabs, breaks and hyphens, without the numbers of its notes.

    A hyphen at which no line is broken is an element: without it 2025-2027 would be one number.
    """
    pieces: list[str] = []
    for element in paragraph.iter():
        if element.tag == f"{W}t" and not is_reference(element):
            pieces.append(element.text or "")
        elif element.tag in (f"{W}tab", f"{W}br", f"{W}cr"):
            pieces.append(" ")
        elif element.tag == f"{W}noBreakHyphen":
            pieces.append("-")
    return "".join(pieces)


def is_reference(text) -> bool:
    """Whether a text is the number of a footnote that is referred to."""
    style = text.getparent().find(f"{W}rPr/{W}rStyle")
    return style is not None and style.get(f"{W}val") in REFERENCES


def is_heading(paragraph) -> bool:
    """Whether a paragraph has the style of a heading."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style is not None and (style.get(f"{W}val") or "").lower().startswith("heading")
