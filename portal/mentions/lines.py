"""A text as lines that are read one by one, each with its cells, sentences and marked heading."""

import bisect
import dataclasses
import functools
import itertools
import operator
import re
from collections.abc import Iterator, Sequence

from portal.mentions.kanji import in_digits, with_points
from portal.search.passages import TAGS
from portal.search.text import Folded

# The number of an item or a question, as memos have it: １．予算, 問１　状況.
ITEM = r"(?:問?[0-9０-９]{1,2}(?:．(?![0-9０-９])|[.．]?\u3000))"
# What word processors and extractions leave around words, and numbers of items, which count
# nothing. A tilde stays: it makes ranges.
MARKS = re.compile(rf"</?(?:{TAGS})\b[^<>]*>|[*\\`①-⑳]|^\s*{ITEM}")
# What is longer than people write lines is read in parts, so that no text takes long. A line that
# begins with a particle goes on with the one before it, which was broken where a page is narrow.
GOES_ON = r"\n{1,2}(?=[にでと]は|から|まで|において|については|に対し|に基づ|により|として|[を、])"
LONGEST = 2000
LINE = re.compile(rf"(?:[^\n\r\v\f\u2028\u2029]|(?<!\n){GOES_ON}){{1,{LONGEST}}}")
# Behind these such a line is cut rather than within what they part.
PARTING = "；;。"
BORDER = re.compile(r"[\t|]")
HEADED = re.compile(rf"\s*(?:#{{1,6}}\s|【|\[|第\d+[章節]|[0-9０-９]{{1,2}}[.．]\s|{ITEM})")
END = re.compile(r"[。!?]")
# A short line without a mark that stands apart above prose is a heading too.
HEADING = 60
BLANK = re.compile(r"\n[ \t\u3000]*\r?\n\s*\Z")
PROSE = re.compile(r"[。.!?][」』)）\]]*\s*\Z")
# Where an English sentence ends is told by the text alone: folded it has no blank behind a stop.
ENGLISH_END = re.compile(r"(?<=[a-z0-9%)\]])\.\s+(?=[A-Z])")


@dataclasses.dataclass(frozen=True)
class Line:
    """A line: where it begins in the text, its letters, whether it stands apart as a heading.

    `cells` and `sentences` are stretches of its folded letters.
    """

    number: int
    start: int
    text: str
    folded: Folded
    cells: tuple[tuple[int, int], ...]
    sentences: tuple[tuple[int, int], ...]
    stands_apart: bool = False

    @property
    def is_marked(self) -> bool:
        """Whether it is a heading, by a mark or as a short line that stands apart above prose."""
        return self.stands_apart or bool(HEADED.match(self.text))

    @property
    def is_prose(self) -> bool:
        """Whether it ends as a sentence does."""
        return bool(PROSE.search(self.text))

    @property
    def style(self) -> str:
        """How its heading is marked: those of one style are beside each other, none above."""
        match = HEADED.match(self.text)
        return re.sub(r"\d+", "0", match[0].strip()) if match else ""

    @property
    def letters(self) -> str:
        """The line as it is compared."""
        return self.folded.folded

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return len(self.cells) > 1

    @functools.cached_property
    def parts(self) -> list[tuple[int, int]]:
        """The cells of a row, cut at semicolons."""
        cuts = {place + 1 for place, letter in enumerate(self.letters) if letter == ";"}
        found = []
        for start, end in self.cells:
            borders = [start, *sorted(cut for cut in cuts if start < cut < end), end]
            found += itertools.pairwise(borders)
        return found

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of its letters stands in the text."""
        first, last = self.folded.place(start, end - start)
        return self.start + first, self.start + last

    def sentence_at(self, place: int) -> tuple[int, int]:
        """The sentence that holds a place; of a row its cell, or the part of it at semicolons."""
        stretches = self.parts if self.is_row else self.sentences
        if not stretches:
            return 0, len(self.letters)
        return stretches[min(stretch_at(stretches, place), len(stretches) - 1)]


def stretch_at(stretches: Sequence[tuple[int, int]], place: int) -> int:
    """Which of some stretches that follow each other holds a place; behind all, how many."""
    return bisect.bisect_right(stretches, place, key=operator.itemgetter(1))


def lines_of(text: str) -> list[Line]:
    """The lines of a text that hold anything, in order."""
    found: list[Line] = []
    for start, piece, cells_before in _pieces(text):
        folded = Folded(with_points(piece), MARKS)
        in_digits(folded)
        if not folded.folded:
            continue
        number = len(found)
        cells = tuple(_cells(piece, folded, cells_before))
        sentences = tuple(_sentences(piece, folded))
        apart = _stands_apart(text, start, piece)
        found.append(Line(number, start, piece, folded, cells, sentences, apart))
    return found


def _stands_apart(text: str, start: int, piece: str) -> bool:
    """Whether a line is short, no sentence, apart from what is above it, and above a sentence."""
    if len(piece) > HEADING or PROSE.search(piece) or BORDER.search(piece):
        return False
    below = LINE.search(text, start + len(piece))
    is_apart = BLANK.search(text, max(0, start - HEADING), start)
    return bool(is_apart and below and PROSE.search(below[0]))


def _pieces(text: str) -> Iterator[tuple[int, str, int]]:
    """The lines with where they begin; of one that goes on also how many cells stand before it."""
    place = cells = 0
    while match := LINE.search(text, place):
        start, piece = match.start(), match[0]
        if len(piece) >= LONGEST:
            cut = max(piece.rfind(sign) for sign in PARTING) + 1
            piece = piece[: cut if 2 * cut > LONGEST else None]
        cells = cells if start == place else 0
        yield start, piece, cells
        place = start + len(piece)
        cells += piece.count("\t")


def _cells(text: str, folded: Folded, before: int) -> Iterator[tuple[int, int]]:
    """The cells of a row as stretches of its folded letters, empty ones too; else one.

    Those that stand `before` it in the same row are empty here.
    """
    yield from itertools.repeat((0, 0), before)
    if "\t" not in text and (before or text.count("|") < 2):
        yield 0, len(folded.folded)
        return
    borders = [match.start() for match in BORDER.finditer(text)]
    last = 0
    for border in (*borders, len(text)):
        end = bisect.bisect_left(folded.places, border)
        yield last, end
        last = end


def _sentences(text: str, folded: Folded) -> Iterator[tuple[int, int]]:
    ends = {match.end() for match in END.finditer(folded.folded)}
    english = (match.end() for match in ENGLISH_END.finditer(text))
    ends |= {bisect.bisect_left(folded.places, end) for end in english}
    return itertools.pairwise(sorted({0, *ends, len(folded.folded)}))
