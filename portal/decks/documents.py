"""DOCX by its own XML: paragraphs, tables, boxes, charts and diagrams in order, then the notes.

Only text is wanted, so the parts are read as they stand. Left out is what tracked changes deleted
or moved away, the reading above a word, and the second form in which boxes are kept.
"""

import posixpath
import zipfile
from collections.abc import Iterator, Mapping, Sequence

from portal.decks import graphics
from portal.decks.deck import DeckError, Line, Page
from portal.decks.raised import is_note
from portal.decks.slides import BROKEN, is_safe

MAIN = "word/document.xml"
NOTES = ("word/footnotes.xml", "word/endnotes.xml")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# Footnotes that only draw the line above the others.
SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")
REFERENCES = ("FootnoteReference", "EndnoteReference")
# Parts the paragraphs of a cell, each of which says something by itself.
IN_CELL = "；"
CONTAINERS = tuple(
    W + name for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml")
)
BOX = f"{W}txbxContent"
# What says nothing, or again what is said beside it: the reading above a word, what was deleted or
# moved away, and the form of boxes and charts that programs of before 2010 draw.
SKIPPED = (f"{W}rt", f"{W}del", f"{W}moveFrom", f"{MC}Fallback")

Drawn = Mapping[str, Sequence[str]]


def read(path: str) -> tuple[list[Page], bool]:
    """The text of the document at `path`, as one page."""
    try:
        with zipfile.ZipFile(path) as archive:
            is_safe(archive, path, MAIN)
            names = [MAIN, *(name for name in NOTES if name in archive.namelist())]
            lines = [line for name in names for line in lines_of(archive, name)]
    except BROKEN as error:
        raise DeckError("docx", path) from error
    return [Page("\n".join(line.text for line in lines), tuple(lines))], False


def lines_of(archive: zipfile.ZipFile, name: str) -> Iterator[Line]:
    """The lines of a part: those of its paragraphs, and the rows of its tables."""
    root = graphics.parsed(archive.read(name))
    body = root.find(f"{W}body")
    yield from blocks(root if body is None else body, drawn_in(archive, name))


def drawn_in(archive: zipfile.ZipFile, name: str) -> Drawn:
    """The lines of the charts and diagrams that a part refers to, by the name of the relation."""
    folder, file = posixpath.split(name)
    relations = f"{folder}/_rels/{file}.rels"
    if relations not in archive.namelist():
        return {}
    targets = {
        each.get("Id"): posixpath.normpath(posixpath.join("/", folder, each.get("Target", "")))[1:]
        for each in graphics.parsed(archive.read(relations)).iter(RELATION)
        if each.get("Type", "").endswith(("/chart", "/diagramData"))
    }
    there = set(archive.namelist())
    return {
        key: graphics.lines_of(archive.read(target))
        for key, target in targets.items()
        if target in there
    }


def blocks(parent, drawn: Drawn) -> Iterator[Line]:
    """The lines of what stands in a body, a note, a box or a cell."""
    for element in parent:
        if element.tag == f"{W}p":
            yield from paragraph(element, drawn)
        elif element.tag == f"{W}tbl":
            yield from rows(element, drawn)
        elif element.tag in (f"{W}footnote", f"{W}endnote"):
            if element.get(f"{W}type") not in SEPARATORS:
                yield from blocks(element, drawn)
        elif element.tag in CONTAINERS:
            yield from blocks(element, drawn)


def paragraph(element, drawn: Drawn) -> Iterator[Line]:
    """The line of a paragraph, then those of the boxes and graphics that are tied to it."""
    said = list(within(element))
    if text := text_of(said).strip():
        yield Line(text, is_heading(element))
    for each in said:
        if each.tag == BOX:
            yield from blocks(each, drawn)
        else:
            yield from graphics_of(each, drawn)


def graphics_of(element, drawn: Drawn) -> Iterator[Line]:
    """The lines of the chart or diagram that an element refers to; none for other elements."""
    if name := graphics.reference(element):
        yield from map(Line, drawn.get(name, ()))


def within(element) -> Iterator:
    """What stands in a paragraph, in order: boxes are told and not entered."""
    for child in element:
        if child.tag not in SKIPPED:
            yield child
            if child.tag != BOX:
                yield from within(child)


def rows(table, drawn: Drawn) -> Iterator[Line]:
    """The rows of a table, cells parted by tabs, paragraphs of a cell by semicolons."""
    for row in table.iter(f"{W}tr"):
        cells = [
            IN_CELL.join(line.text for line in blocks(each, drawn))
            for each in row.iterfind(f"{W}tc")
        ]
        if any(cells):
            yield Line("\t".join(cells))


def text_of(said: Sequence) -> str:
    """The text of a paragraph, with its tabs, breaks and hyphens, without the numbers of notes.

    A hyphen at which no line is broken is an element: without it 2025-2027 would be one number.
    """
    pieces: list[str] = []
    for element in said:
        if element.tag == f"{W}t":
            if not is_reference(element) and not is_raised_note(element, "".join(pieces)):
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


def is_raised_note(text, before: str) -> bool:
    """Whether a text is the number of a note that was typed and raised by hand."""
    raised = text.getparent().find(f"{W}rPr/{W}vertAlign")
    is_raised = raised is not None and raised.get(f"{W}val") == "superscript"
    return is_raised and is_note(text.text or "", before)


def is_heading(paragraph) -> bool:
    """Whether a paragraph has the style of a heading."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style is not None and (style.get(f"{W}val") or "").lower().startswith("heading")
