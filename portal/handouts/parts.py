"""What a document says, before any format: paragraphs, tables, and where each value was read."""

import dataclasses
import datetime
from collections.abc import Mapping, Sequence

# Rows of a table that are still read at the size of a slide.
SLIDE_ROWS = 14
# When nothing is known of when the record was made what it is: where the calendar of a zip begins.
BEGINNING = datetime.datetime(1980, 1, 1)


@dataclasses.dataclass(frozen=True)
class Run:
    """Words of one look. `note` is the key of a source, whose mark stands behind the words.

    `small` is for what is said beside a value, `underlined` for what another version says
    otherwise.
    """

    words: str = ""
    note: str = ""
    bold: bool = False
    small: bool = False
    underlined: bool = False


@dataclasses.dataclass(frozen=True)
class Paragraph:
    """A paragraph: a heading of `level` 1 to 4, or one of a list at a `depth`, or neither.

    One that is `continued` is not the first of its item.
    """

    runs: tuple[Run, ...]
    level: int = 0
    depth: int = 0
    continued: bool = False
    numeric: bool = False
    style: str = ""

    @property
    def words(self) -> str:
        """What it says, without marks."""
        return "".join(run.words for run in self.runs)


@dataclasses.dataclass(frozen=True)
class Cell:
    """A cell of a table; `wide` and `high` are how many columns and rows it takes."""

    paragraphs: tuple[Paragraph, ...] = ()
    head: bool = False
    wide: int = 1
    high: int = 1


@dataclasses.dataclass(frozen=True)
class Table:
    """A table: `head` are the rows that are repeated on each page.

    `widths` are the shares of the columns; without them these follow from what they hold.
    """

    head: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...] = ()


Block = Paragraph | Table


@dataclasses.dataclass(frozen=True)
class Handout:
    """A document: its blocks, its sources by key, and what stands at the foot of each page.

    `made` is when the record became what it is: nothing in a file is of the moment in which it is
    written, so that a version gives the same bytes each time.
    """

    title: str
    blocks: Sequence[Block]
    notes: Mapping[str, str] = dataclasses.field(default_factory=dict)
    foot: Sequence[str] = ()
    language: str = "ja"
    landscape: bool = False
    made: datetime.datetime = BEGINNING


def plain(words: str, **look) -> Paragraph:
    """A paragraph of one run."""
    return Paragraph((Run(words, **look),))


def heading(words: str, level: int = 1) -> Paragraph:
    """A heading."""
    return Paragraph((Run(words),), level=level)


def cell(words: str, **look) -> Cell:
    """A cell of one run; a bold one is a head."""
    return Cell((plain(words, **look),), head=look.get("bold", False))
