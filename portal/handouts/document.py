"""A document for word processors (.docx): A4, styles, footnotes, headers of tables repeated."""

import functools
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Twips

from portal.handouts.footnotes import Footnotes
from portal.handouts.packing import describe, packed
from portal.handouts.parts import Cell, Handout, Paragraph, Run, Table
from portal.handouts.widths import shares

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEMPLATE = Path(__file__).parent / "template"
# The text of a page across, in twentieths of a point: A4 upright and on its side.
UPRIGHT, ASIDE = 9298, 14230
# How far the paragraphs of a list stand in for each depth.
INDENT = 320
# Characters of a paragraph in a cell from which its row may go on over the page.
LONG = 400
SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="EDEDED"/>'
# What XML cannot hold.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@functools.cache
def template() -> bytes:
    """The empty document: its styles, fonts and settings, which stand in the folder `template`."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for path in sorted(TEMPLATE.rglob("*")):
            if path.is_file():
                package.writestr(path.relative_to(TEMPLATE).as_posix(), path.read_bytes())
    return written.getvalue()


def document(handout: Handout, site: str) -> bytes:
    """A handout as a document; the `site` is named as who made it."""
    made = docx.Document(io.BytesIO(template()))
    writer = Writer(handout)
    body = made.element.body
    for xml in writer.blocks():
        for element in parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>"):
            body.insert(len(body) - 1, element)
    writer.footnotes.write(made)
    lay_out(made, handout)
    describe(made.core_properties, handout, site)
    written = io.BytesIO()
    made.save(written)
    return packed(written.getvalue())


def lay_out(made: Document, handout: Handout) -> None:
    """Turn the pages, where they are wide, and write what stands at their foot."""
    section = made.sections[0]
    if handout.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    section.footer.is_linked_to_previous = False
    footer = section.footer.part.element
    for paragraph in list(footer):
        footer.remove(paragraph)
    footer.append(parse_xml(foot(handout)))
    section.footer_distance = Twips(624)


def foot(handout: Handout) -> str:
    """The foot of each page: what the file is, and the number of the page at the right."""
    width = ASIDE if handout.landscape else UPRIGHT
    lines = "<w:r><w:br/></w:r>".join(text(line) for line in handout.foot)
    number = "<w:r><w:tab/></w:r>" + field("PAGE") + text(" / ") + field("NUMPAGES")
    return (
        f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="Footer"/><w:tabs>'
        f'<w:tab w:val="clear" w:pos="{UPRIGHT}"/><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
        f"</w:pPr>{lines}{number}</w:p>"
    )


def field(code: str) -> str:
    """What a word processor counts itself."""
    return f'<w:fldSimple w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def text(words: str, look: str = "") -> str:
    """A run; line breaks are kept."""
    look = f"<w:rPr>{look}</w:rPr>" if look else ""
    lines = (
        f'<w:t xml:space="preserve">{escape(line)}</w:t>'
        for line in UNWRITABLE.sub("", words).split("\n")
    )
    return f"<w:r>{look}{'<w:br/>'.join(lines)}</w:r>"


class Writer:
    """The blocks of a handout as XML, with the footnotes that their marks ask for."""

    def __init__(self, handout: Handout):
        self.handout = handout
        self.footnotes = Footnotes(handout.notes)
        self.width = ASIDE if handout.landscape else UPRIGHT

    def blocks(self) -> Iterator[str]:
        """The title, then each block."""
        yield self.paragraph(Paragraph((Run(self.handout.title),), style="Title"))
        for block in self.handout.blocks:
            if isinstance(block, Table):
                # A paragraph parts a table from what follows, as two in a row would become one.
                yield self.table(block) + '<w:p><w:pPr><w:pStyle w:val="Note"/></w:pPr></w:p>'
            else:
                yield self.paragraph(block)

    def paragraph(self, paragraph: Paragraph, style: str = "", together: bool = False) -> str:
        """A paragraph in its own style, else in that of where it stands."""
        style = f"Heading{paragraph.level}" if paragraph.level else paragraph.style or style
        told = f'<w:pStyle w:val="{style}"/>' if style else ""
        told += "<w:keepNext/>" if together else ""
        if paragraph.depth:
            hanging = "" if paragraph.continued else f' w:hanging="{INDENT}"'
            told += f'<w:ind w:left="{INDENT * paragraph.depth}"{hanging}/>'
        if paragraph.numeric:
            told += '<w:jc w:val="right"/>'
        runs = "".join(self.run(run) for run in paragraph.runs)
        return f"<w:p><w:pPr>{told}</w:pPr>{runs}</w:p>"

    def run(self, run: Run) -> str:
        """Words in their look, and the mark of their source behind them."""
        look = '<w:rStyle w:val="Beside"/>' if run.small else ""
        look += "<w:b/>" if run.bold else ""
        look += '<w:u w:val="single"/>' if run.underlined else ""
        words = text(run.words, look) if run.words else ""
        return words + (self.footnotes.mark(run.note) if run.note else "")

    def table(self, table: Table) -> str:
        """A table as wide as the page, whose head stands on each of its pages."""
        widths = shares(table, self.width)
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        rows = [self.row(row, widths, held, True) for row, held in spread(table.head)]
        rows += [self.row(row, widths, held, False) for row, held in spread(table.rows)]
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" '
            f'w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
            f"{''.join(rows)}</w:tbl>"
        )

    def row(
        self, cells: Sequence[Cell | None], widths: Sequence[int], held: Sequence[bool], head: bool
    ) -> str:
        """A row; `held` are cells that come from above. A short one is not broken between pages."""
        long = any(len(each.words) > LONG for cell in cells if cell for each in cell.paragraphs)
        own = ("" if long else "<w:cantSplit/>") + ("<w:tblHeader/>" if head else "")
        told = []
        for place, cell in enumerate(cells):
            if cell is None:
                if held[place]:
                    told.append(self.below(widths[place]))
                continue
            width = sum(widths[place : place + cell.wide])
            told.append(self.cell(cell, width, head))
        return f"<w:tr><w:trPr>{own}</w:trPr>{''.join(told)}</w:tr>"

    def cell(self, cell: Cell, width: int, head: bool) -> str:
        """A cell."""
        own = f'<w:tcW w:w="{width}" w:type="dxa"/>'
        own += f'<w:gridSpan w:val="{cell.wide}"/>' if cell.wide > 1 else ""
        own += '<w:vMerge w:val="restart"/>' if cell.high > 1 else ""
        own += SHADE if head or cell.head else ""
        paragraphs = cell.paragraphs or (Paragraph(()),)
        told = "".join(self.paragraph(each, "CellText", together=head) for each in paragraphs)
        return f"<w:tc><w:tcPr>{own}</w:tcPr>{told}</w:tc>"

    def below(self, width: int) -> str:
        """The place of a cell that began in a row above."""
        own = f'<w:tcW w:w="{width}" w:type="dxa"/><w:vMerge/>'
        return f"<w:tc><w:tcPr>{own}</w:tcPr><w:p/></w:tc>"


def spread(
    rows: Sequence[Sequence[Cell]],
) -> Iterator[tuple[list[Cell | None], list[bool]]]:
    """Each row with its cells at the columns where they begin, and which are held from above."""
    left: dict[int, int] = {}
    for row in rows:
        placed: list[Cell | None] = []
        held: list[bool] = []
        cells = iter(row)
        while True:
            if left.get(len(placed), 0):
                left[len(placed)] -= 1
                placed.append(None)
                held.append(True)
                continue
            cell = next(cells, None)
            if cell is None:
                break
            for column in range(len(placed), len(placed) + cell.wide):
                left[column] = cell.high - 1
            placed += [cell, *[None] * (cell.wide - 1)]
            held += [False] * cell.wide
        yield placed, held
