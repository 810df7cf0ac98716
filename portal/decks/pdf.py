"""PDFs through PDFium, page by page: lines as they are set, the large and bold ones as headings.

One loop over the characters gives text and boxes. The index counts UTF-16 units, so the text is
made from that loop and never looked up by it.
"""

import ctypes
import dataclasses
import math
import statistics

import pypdfium2
import pypdfium2.raw as pdfium

from portal.decks.deck import MAX_PAGES, DeckError, Line, Page
from portal.decks.letters import SOFT_HYPHEN, Letters
from portal.decks.raised import is_note
from portal.decks.seen import View

BOLD, BOLD_NAMES, LONGEST_NAME = 600, (b"Bold", b"Black", b"Heavy"), 200
LARGE, TITLE = 1.2, 1.12
SHORT = 40  # characters of a line that is a heading because it is bold
UPPER = 0.45  # the share of a page, from above, in which its title stands
OVERLAP = 0.6
# Beside a letter of the line: how much lower a raised number is, and by how much it is raised.
SMALL, RAISED = 0.9, 0.2
# How far from that letter it stands at most, of the height of that.
NEAR = 0.3
# The sine of the angle below which a line is level: 1 degree.
STRAIGHT = 0.0175
COPYING = 1 << 4  # the permission to take text and pictures out
# What PDFium says of a hyphen at the end of a line.
HYPHENS = dict.fromkeys((0x02, 0xFFFE), SOFT_HYPHEN)


@dataclasses.dataclass(frozen=True)
class Glyph:
    """One character with its box: left, bottom, right, top; None for what PDFium adds.

    `corners` are those of a slanted one. All in the units of the page, before it is turned.
    """

    text: str
    box: tuple[float, float, float, float] | None
    bold: bool
    corners: tuple[tuple[float, float], ...] = ()


@dataclasses.dataclass
class SetLine:
    """A line as it is set: text, height of its letters, where it stands, whether it is bold."""

    text: str
    size: float
    top: float
    bold: bool


@dataclasses.dataclass(frozen=True)
class Sheet:
    """What was found on a page: its lines, where its letters stand, how high and wide it is."""

    lines: list[SetLine]
    letters: Letters
    width: float
    height: float

    @property
    def is_wide(self) -> bool:
        """Whether it is wider than high."""
        return self.width > self.height


def read(path: str) -> tuple[list[Page], bool, list[Letters]]:
    """The pages of the PDF at `path`, whether they are slides (wider than high), their letters."""
    try:
        with pypdfium2.PdfDocument(path) as document:
            if len(document) > MAX_PAGES:
                raise DeckError("pages", path, pages=f"{len(document):,}", most=f"{MAX_PAGES:,}")
            if not pdfium.FPDF_GetDocPermissions(document.raw) & COPYING:
                raise DeckError("forbidden", path)
            sheets = [sheet(page) for page in document]
    except pypdfium2.PdfiumError as error:
        encrypted = error.err_code == pdfium.FPDF_ERR_PASSWORD
        raise DeckError("encrypted" if encrypted else "pdf", path) from error
    if not sheets:
        raise DeckError("pdf", path)
    sizes = [line.size for each in sheets for line in each.lines for _ in line.text]
    body = statistics.median(sizes) if sizes else 0
    wide = sum(each.is_wide for each in sheets) * 2 > len(sheets)
    pages = [page_of(each.lines, each.height, body) for each in sheets]
    return pages, wide, [each.letters for each in sheets]


def sheet(page: pypdfium2.PdfPage) -> Sheet:
    """What is found on a page."""
    textpage = page.get_textpage()
    try:
        found = without_notes(glyphs(textpage.raw))
        return Sheet(lines_of(found), letters_of(found, View(page)), *page.get_size())
    finally:
        textpage.close()
        page.close()


def letters_of(found: list[Glyph], view: View) -> Letters:
    """The characters of a page as they are seen."""
    boxes = [view.box(glyph.box) for glyph in found]
    slanted = {at: view.points(glyph.corners) for at, glyph in enumerate(found) if glyph.corners}
    return Letters.of(view.size, "".join(glyph.text for glyph in found), boxes, slanted)


def glyphs(textpage) -> list[Glyph]:
    """The characters of a page; one that is drawn twice, as a shadow is, once."""
    found: list[Glyph] = []
    box, high = pdfium.FS_RECTF(), 0
    for index in range(pdfium.FPDFText_CountChars(textpage)):
        unit = pdfium.FPDFText_GetUnicode(textpage, index)
        if 0xD800 <= unit < 0xDC00:
            high = unit
            continue
        if 0xDC00 <= unit < 0xE000:
            unit = 0x10000 + ((high - 0xD800) << 10) + unit - 0xDC00 if high else 0xFFFD
        high = 0
        text = HYPHENS.get(unit) or (chr(unit) if unit else "")
        place, bold, corners = None, False, ()
        if pdfium.FPDFText_IsGenerated(textpage, index) != 1:
            if pdfium.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(box)):
                place = (box.left, box.bottom, box.right, box.top)
                corners = slanted(textpage, index, place)
            bold = is_bold(textpage, index)
        glyph = Glyph(text, place, bold, corners)
        if text and not is_shadow(glyph, found[-4:]):
            found.append(glyph)
    return found


def without_notes(found: list[Glyph]) -> list[Glyph]:
    """Characters without the small raised numbers of notes, as level lines have them.

    PDFium may begin a line with one that is raised by much: 1,204 and 2億円 for 1,204²億円.
    """
    kept: list[Glyph] = []
    beside: Glyph | None = None  # the last letter that is not raised
    ended = False  # whether its line ended
    for glyph in found:
        if glyph.text in "\r\n":
            ended = True
        elif beside and is_raised(glyph, beside, ended) and is_note(glyph.text, beside.text):
            while ended and kept[-1].text in "\r\n":
                kept.pop()
            ended = False
            continue
        elif glyph.box and not glyph.text.isspace():
            beside, ended = glyph, False
        kept.append(glyph)
    return kept


def is_raised(glyph: Glyph, beside: Glyph, ended: bool) -> bool:
    """Whether a character is smaller than one before it and stands higher; behind the end of a
    line only where it still stands beside it.
    """
    if not glyph.box or not beside.box or glyph.corners or beside.corners:
        return False
    height, usual = (each.box[3] - each.box[1] for each in (glyph, beside))
    raised = glyph.box[1] - beside.box[1]
    if height >= SMALL * usual or not RAISED * usual < raised < usual:
        return False
    return not ended or abs(glyph.box[0] - beside.box[2]) < NEAR * usual


def slanted(textpage, index: int, box) -> tuple[tuple[float, float], ...]:
    """The corners of a character that is neither level nor upright; none of others.

    The box is that around them, so how wide it is follows from that and how high it is.
    """
    angle = pdfium.FPDFText_GetCharAngle(textpage, index)
    if min(abs(math.cos(angle)), abs(math.sin(angle))) < STRAIGHT:
        return ()
    matrix, x, y = pdfium.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetMatrix(textpage, index, ctypes.byref(matrix))
    length = math.hypot(matrix.a, matrix.b) or 1.0
    across, up = matrix.a / length, matrix.b / length
    pdfium.FPDFText_GetCharOrigin(textpage, index, ctypes.byref(x), ctypes.byref(y))
    size = pdfium.FPDFText_GetFontSize(textpage, index) * math.hypot(matrix.c, matrix.d)
    width = (box[2] - box[0] - size * abs(up)) / abs(across)
    width = min(max(width, size * 0.3), size)
    # Below the line there is an eighth of a letter.
    foot = (x.value + up * size / 8, y.value - across * size / 8)
    side, height = (across * width, up * width), (-up * size, across * size)
    low = (foot, (foot[0] + side[0], foot[1] + side[1]))
    high = tuple((x + height[0], y + height[1]) for x, y in reversed(low))
    return *low, *high


def is_bold(textpage, index: int) -> bool:
    """Whether the font of a character is bold by its weight, or by its name."""
    if pdfium.FPDFText_GetFontWeight(textpage, index) >= BOLD:
        return True
    name, flags = ctypes.create_string_buffer(LONGEST_NAME), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(textpage, index, name, LONGEST_NAME, ctypes.byref(flags))
    return any(word in name.value for word in BOLD_NAMES)


def is_shadow(glyph: Glyph, before: list[Glyph]) -> bool:
    """Whether one of the characters before is the same and stands in the same place."""
    if glyph.box is None or glyph.text.isspace():
        return False
    same = [each.box for each in before if each.text == glyph.text and each.box]
    if glyph.text.isascii():  # the letters of a ligature share one box
        return any(each != glyph.box and overlap(each, glyph.box) >= OVERLAP for each in same)
    return any(overlap(each, glyph.box) >= OVERLAP for each in same)


def overlap(one, other) -> float:
    """The share of the larger of two boxes that both hold."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    return width * height / max(areas) if width > 0 < height and max(areas) > 0 else 0.0


def lines_of(found: list[Glyph]) -> list[SetLine]:
    """The characters of a page by line."""
    lines, current = [], []
    for glyph in [*found, Glyph("\n", None, False)]:
        if glyph.text not in "\r\n":
            current.append(glyph)
        elif current:
            lines.append(line_of(current))
            current = []
    return [line for line in lines if line.text]


def line_of(row: list[Glyph]) -> SetLine:
    """Characters as a line."""
    boxes = [glyph.box for glyph in row if glyph.box and not glyph.text.isspace()]
    return SetLine(
        "".join(glyph.text for glyph in row).strip().replace(SOFT_HYPHEN, "-"),
        round(statistics.median(box[3] - box[1] for box in boxes), 1) if boxes else 0.0,
        max((box[3] for box in boxes), default=0.0),
        bool(boxes) and sum(glyph.bold for glyph in row) * 2 > len(boxes),
    )


def page_of(lines: list[SetLine], height: float, body: float) -> Page:
    """A page from its lines; `body` is how high most letters of the document are."""
    told = tuple(Line(line.text, is_heading(line, body)) for line in lines)
    return Page("\n".join(line.text for line in lines), told, title_of(lines, height, body))


def is_heading(line: SetLine, body: float) -> bool:
    """Whether a line is set larger than the rest, or bold and short."""
    return line.size >= body * LARGE or (line.bold and len(line.text) <= SHORT)


def title_of(lines: list[SetLine], height: float, body: float) -> str:
    """The largest line in the upper part of a page with those that go on with it; may be empty."""
    upper = [line for line in lines if line.top >= height * (1 - UPPER) and len(line.text) > 1]
    largest = max((line.size for line in upper), default=0.0)
    if not upper or largest < body * TITLE:
        bold = next((line for line in upper if line.bold), None)
        return bold.text if bold else ""
    first = next(lines.index(line) for line in upper if line.size == largest)
    words = [lines[first].text]
    for line in lines[first + 1 : first + 3]:
        if abs(line.size - largest) > largest * 0.03:
            break
        words.append(line.text)
    return "".join(words)
