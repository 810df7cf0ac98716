"""PPTX through python-pptx: each slide's title, its texts as they are read by place, its notes.

Texts are those of shapes, groups, tables, charts and diagrams.
"""

import zipfile
from collections.abc import Iterator

from lxml.etree import XMLSyntaxError
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER
from pptx.exc import PackageNotFoundError

from portal.decks import graphics
from portal.decks.deck import MAX_PAGES, DeckError, Line, Page
from portal.decks.graphics import A
from portal.decks.raised import is_note

# What an attribute says that is so.
TRUE = ("1", "true")
# How much larger a file may be when it is unpacked: the XML of slides is some ten times smaller.
RATIO, UNPACKED = 200, 400_000_000
TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE)
# Shapes whose tops differ by less stand beside one another (in EMU, a third of an inch).
BESIDE = 304_800
BROKEN = (
    *(KeyError, ValueError, AttributeError, TypeError, IndexError, OSError),
    *(zipfile.BadZipFile, PackageNotFoundError, XMLSyntaxError, NotImplementedError),
)


def read(path: str) -> tuple[list[Page], bool]:
    """The slides of the file at `path`; those that are hidden are left out, as in its PDF.

    Where their letters stand only its PDF tells.
    """
    try:
        check(path)
        deck = Presentation(path)
        if len(deck.slides) > MAX_PAGES:
            raise DeckError("pages", path, pages=f"{len(deck.slides):,}", most=f"{MAX_PAGES:,}")
        pages = [page_of(slide) for slide in deck.slides if slide.element.get("show") != "0"]
    except BROKEN as error:
        # A file that someone else wrote may break at any place of what reads it.
        raise DeckError("pptx", path) from error
    return pages, True


def check(path: str) -> None:
    """Raise DeckError where a file is no presentation, or would fill the memory."""
    with zipfile.ZipFile(path) as archive:
        is_safe(archive, path, "ppt/presentation.xml")


def is_safe(archive: zipfile.ZipFile, path: str, main: str) -> None:
    """Raise DeckError where an archive has no `main`, is encrypted, or would fill the memory."""
    members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise DeckError("encrypted", path)
    size = sum(member.file_size for member in members)
    there = sum(member.compress_size for member in members)
    if size > UNPACKED or size > max(there, 1) * RATIO:
        raise DeckError("packed", path)
    if main not in archive.namelist():
        raise DeckError("unknown", path)


def page_of(slide) -> Page:
    """A slide: its title first, then its texts in reading order."""
    pieces = [piece for piece in shapes_of(slide.shapes) if piece[2]]
    titles = [lines for _place, is_title, lines in pieces if is_title]
    others = sorted((piece for piece in pieces if not piece[1]), key=lambda piece: piece[0])
    title = " ".join(line for lines in titles for line in lines)
    rest = [line for band in bands(others) for line in band]
    lines = ([Line(title, True)] if title else []) + [Line(line) for line in rest]
    notes = slide.notes_slide.notes_placeholder if slide.has_notes_slide else None
    return Page(
        "\n".join(line.text for line in lines),
        tuple(lines),
        title,
        "\n".join(texts(notes.element)) if notes is not None else "",
    )


def bands(pieces: list) -> Iterator[list[str]]:
    """The lines of shapes in reading order: those of one height from the left to the right."""
    row, top = [], None
    for piece in [*pieces, None]:
        if row and (piece is None or piece[0][0] - top > BESIDE):
            for _place, _title, lines in sorted(row, key=lambda each: each[0][1]):
                yield lines
            row = []
        if piece is not None:
            top = piece[0][0] if not row else top
            row.append(piece)


def shapes_of(shapes, scale=(1.0, 1.0), offset=(0.0, 0.0)) -> Iterator[tuple]:
    """Every shape with text: its place from above and the left, whether it is the title, lines.

    Groups have measures of their own, which are turned into those of the slide.
    """
    for shape in shapes:
        left, top = shape.left or 0, shape.top or 0
        place = (top * scale[1] + offset[1], left * scale[0] + offset[0])
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from shapes_of(shape.shapes, *within(shape, scale, offset))
        elif shape.has_table:
            yield place, False, list(rows(shape))
        elif names := [name for each in shape.element.iter() if (name := graphics.reference(each))]:
            yield place, False, [line for name in names for line in drawn(shape, name)]
        elif shape.has_text_frame:
            is_title = shape.is_placeholder and shape.placeholder_format.type in TITLES
            yield place, is_title, texts(shape.element)


def drawn(shape, name: str) -> list[str]:
    """The lines of a chart or diagram that a shape refers to."""
    relations = shape.part.rels
    is_here = name in relations and not relations[name].is_external
    return graphics.lines_of(relations[name].target_part.blob) if is_here else []


def within(group, scale, offset):
    """Scale and offset of what stands in a group."""
    xfrm = group.element.grpSpPr.find(".//{*}xfrm")
    sizes = {} if xfrm is None else {child.tag.rpartition("}")[2]: child.attrib for child in xfrm}
    if not {"off", "ext", "chOff", "chExt"} <= sizes.keys():
        return scale, offset
    found = []
    for axis, (length, start) in enumerate((("cx", "x"), ("cy", "y"))):
        inner = float(sizes["chExt"][length]) or 1.0
        factor = float(sizes["ext"][length]) / inner
        moved = float(sizes["off"][start]) - float(sizes["chOff"][start]) * factor
        found.append((scale[axis] * factor, moved * scale[axis] + offset[axis]))
    return tuple(each[0] for each in found), tuple(each[1] for each in found)


def rows(shape) -> Iterator[str]:
    """The rows of a table, cells parted by tabs; a merged cell once."""
    for row in shape.element.iter(f"{A}tr"):
        cells = [" ".join(texts(cell)) for cell in row.iterfind(f"{A}tc") if not is_spanned(cell)]
        if any(cells):
            yield "\t".join(cells)


def is_spanned(cell) -> bool:
    """Whether another cell goes over this one."""
    return any(cell.get(name) in TRUE for name in ("hMerge", "vMerge"))


def texts(element) -> list[str]:
    """The paragraphs of what stands in an element, without empty ones."""
    lines = (line for each in element.iter(f"{A}p") for line in text_of(each).split("\n"))
    return [line.strip() for line in lines if line.strip()]


def text_of(paragraph) -> str:
    """The text of a paragraph with its breaks, without the raised numbers of notes."""
    said = ""
    for piece in paragraph:
        if piece.tag == f"{A}br":
            said += "\n"
        text = piece.findtext(f"{A}t") or ""
        if not is_raised(piece) or not is_note(text, said):
            said += text
    return said


def is_raised(piece) -> bool:
    """Whether a piece of a line stands above it, by thousandths or, as in strict files, by 30%."""
    properties = piece.find(f"{A}rPr")
    return properties is not None and float(properties.get("baseline", "0").rstrip("%")) > 0
