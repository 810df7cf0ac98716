"""Old and new beside each other (新旧対照表): new at the left, old at the right, underlined.

So laws and their drafts are shown in Japan, and who passes a comparison on in a ministry expects it
so: what is unchanged is left out (略), what is new or gone says so on the other side.
"""

import dataclasses
import io
import itertools
from collections.abc import Iterator, Sequence

import xlsxwriter

from portal.handouts.parts import Cell, Handout, Paragraph, Run, Table
from portal.handouts.widths import across

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The columns of the table, as shares of its width and in characters of a workbook.
SHARES = (16, 42, 42)
CHARACTERS = (18, 52, 52, 40)
# Letters that a cell of a workbook holds at least, as it counts each beyond U+FFFF twice. What is
# longer goes on in the row below.
LONGEST = 32_767 // 2
# What a row of a workbook takes in points, and the most that it can.
LINE, HIGHEST = 15, 400
Side = tuple[Paragraph, ...]


@dataclasses.dataclass(frozen=True)
class Pair:
    """What is said of one thing: newly, and before."""

    name: str
    new: Side
    old: Side


@dataclasses.dataclass(frozen=True)
class Group:
    """What is said of one entry; `way` is how it differs, in words."""

    name: str
    pairs: Sequence[Pair]
    way: str = ""

    @property
    def title(self) -> str:
        """Its name and how it differs."""
        return f"{self.name}（{self.way}）" if self.way else self.name


@dataclasses.dataclass(frozen=True)
class Beside:
    """Groups of pairs under the names of both sides; `asked` is the header of what is told of.

    `goes_on` is said where a text takes several cells of a workbook.
    """

    asked: str
    new: str
    old: str
    sources: str
    goes_on: str
    groups: Sequence[Group]

    @property
    def count(self) -> int:
        """How many pairs there are."""
        return sum(len(group.pairs) for group in self.groups)

    @property
    def table(self) -> Table:
        """All of it as the table of a document."""
        head = tuple(_named(words) for words in (self.asked, self.new, self.old))
        rows: list[tuple[Cell, ...]] = []
        for group in self.groups:
            title = Paragraph((Run(group.title, bold=True),))
            rows.append((Cell((title,), head=True, wide=len(SHARES)),))
            rows += [(_named(pair.name), Cell(pair.new), Cell(pair.old)) for pair in group.pairs]
        return Table((head,), tuple(rows), widths=SHARES)


def _named(words: str) -> Cell:
    return Cell((Paragraph((Run(words),)),), head=True)


def side(words: str) -> Side:
    """A side that says a word for nothing, or that all is as on the other."""
    return (Paragraph((Run(words),)),)


def workbook(handout: Handout, beside: Beside, site: str) -> bytes:
    """Old and new as a workbook; sources stand in a column of their own."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties(
            {"title": handout.title[:255], "author": site, "created": _naive(handout.made)}
        )
        _Sheet(book, handout, beside).write()
    return written.getvalue()


def _naive(made):
    return made.replace(tzinfo=None, microsecond=0)


class _Sheet:
    def __init__(self, book: xlsxwriter.Workbook, handout: Handout, beside: Beside):
        self.handout, self.beside = handout, beside
        self.sheet = book.add_worksheet()
        look = {"valign": "top", "text_wrap": True, "border": 1, "font_size": 10}
        self.cell = book.add_format(look)
        self.changed = book.add_format({**look, "underline": 1})
        self.head = book.add_format({**look, "bold": True, "bg_color": "#EDEDED"})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.small = book.add_format({"font_size": 9})
        self.plain = book.add_format({"font_size": 10})
        self.underlined = book.add_format({"font_size": 10, "underline": 1})

    def write(self) -> None:
        """The title, what the file is, then the table, to be printed on its side."""
        sheet, handout = self.sheet, self.handout
        for column, width in enumerate(CHARACTERS):
            sheet.set_column(column, column, width)
        sheet.write_string(0, 0, handout.title, self.title)
        for number, line in enumerate(self.lines(), 1):
            sheet.write_string(number, 0, line, self.small)
        top = len(list(self.lines())) + 2
        heads = (self.beside.asked, self.beside.new, self.beside.old, self.beside.sources)
        for column, words in enumerate(heads):
            sheet.write_string(top, column, words, self.head)
        self.rows(top + 1)
        sheet.freeze_panes(top + 1, 1)
        sheet.repeat_rows(top)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")

    def lines(self) -> Iterator[str]:
        """What is said above the table, and what stands at the foot of the document."""
        yield from (block.words for block in self.handout.blocks if isinstance(block, Paragraph))
        yield from self.handout.foot

    def rows(self, number: int) -> None:
        """A row for each pair, below the name of its group."""
        for group in self.beside.groups:
            self.sheet.merge_range(number, 0, number, len(CHARACTERS) - 1, "", self.head)
            self.sheet.write_string(number, 0, group.title, self.head)
            number += 1
            for pair in group.pairs:
                for place, cells in enumerate(self.cells(pair)):
                    name = f"{pair.name}（{self.beside.goes_on}）" if place else pair.name
                    self.sheet.write_string(number, 0, name, self.head)
                    for column, runs in enumerate(cells, 1):
                        self.side(number, column, runs)
                    self.sheet.set_row(number, height(cells))
                    number += 1

    def cells(self, pair: Pair) -> Iterator[tuple[list[Run], ...]]:
        """New, old and sources of a pair as cells; of what is long in several rows."""
        texts = joined(pair.new), joined(pair.old), [Run(self.sources(pair))]
        return itertools.zip_longest(*map(pieces, texts), fillvalue=[])

    def side(self, number: int, column: int, runs: list[Run]) -> None:
        """A side with what differs underlined; a workbook takes such a text as parts of it."""
        if len(runs) == 1 and not runs[0].underlined:
            self.sheet.write_string(number, column, runs[0].words, self.cell)
        elif len(runs) == 1:  # one part alone is no text of parts
            self.sheet.write_string(number, column, runs[0].words, self.changed)
        elif runs:
            parts = [
                part
                for run in runs
                for part in (self.underlined if run.underlined else self.plain, run.words)
            ]
            self.sheet.write_rich_string(number, column, *parts, self.cell)
        else:
            self.sheet.write_blank(number, column, None, self.cell)

    def sources(self, pair: Pair) -> str:
        """Where both sides were read, each source once."""
        notes = (run.note for each in (*pair.new, *pair.old) for run in each.runs if run.note)
        return "\n".join(self.handout.notes[note] for note in dict.fromkeys(notes))


def height(cells: tuple[list[Run], ...]) -> int:
    """How high a row is: as high as the longest of its cells needs, as no program asks."""
    texts = ["".join(run.words for run in runs) for runs in cells]
    lines = (
        sum(1 + across(line) // width for line in words.split("\n"))
        for words, width in zip(texts, CHARACTERS[1:], strict=True)
    )
    return min(LINE * max(lines), HIGHEST)


def pieces(runs: list[Run]) -> list[list[Run]]:
    """A text in as many parts as cells are needed for it, one at least."""
    found, room = [[]], LONGEST
    for run in runs:
        words = run.words
        while words:
            if not room:
                found.append([])
                room = LONGEST
            found[-1].append(dataclasses.replace(run, words=words[:room]))
            words, room = words[room:], room - len(words[:room])
    return found


def joined(paragraphs: Side) -> list[Run]:
    """Paragraphs as the runs of one text."""
    runs: list[Run] = []
    for paragraph in paragraphs:
        if runs:
            runs.append(Run("\n"))
        runs += paragraph.runs
    return runs
