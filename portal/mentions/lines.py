"""A text as lines that are read one by one, each with its cells, sentences and marked heading."""

import bisect
import dataclasses
import itertools
import re
from collections.abc import Iterator

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
LINE = re.compile(rf"(?:[^\n\r\v\f\u2028\u2029]|(?<!\n){GOES_ON}){{1,2000}}")
BORDER = re.compile(r"[\t|]")
HEADED = re.compile(rf"\s*(?:#{{1,6}}\s|【|\[|第\d+[章節]|[0-9０-９]{{1,2}}[.．]\s|{ITEM})")
END = re.compile(r"[。!?]|(?<=[a-z)])\. (?=[a-z])")


@dataclasses.dataclass(frozen=True)
class Line:
    """A line: where it begins in the text, its letters, the number of its heading if it has one.

    `cells` and `sentences` are stretches of its folded letters.
    """

    number: int
    start: int
    text: str
    folded: Folded
    cells: tuple[tuple[int, int], ...]
    sentences: tuple[tuple[int, int], ...]
    heading: int | None

    @property
    def is_marked(self) -> bool:
        """Whether it is marked as a heading."""
        return bool(HEADED.match(self.text))

    @property
    def letters(self) -> str:
        """The line as it is compared."""
        return self.folded.folded

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return len(self.cells) > 1

    @property
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
        for start, end in stretches:
            if start <= place < end:
                return start, end
        return stretches[-1] if stretches else (0, len(self.letters))


def lines_of(text: str) -> list[Line]:
    """The lines of a text that hold anything, in order."""
    found: list[Line] = []
    heading = None
    for match in LINE.finditer(text):
        folded = Folded(match[0], MARKS)
        if not folded.folded:
            continue
        number = len(found)
        cells = tuple(_cells(match[0], folded))
        sentences = tuple(_sentences(folded.folded))
        line = Line(number, match.start(), match[0], folded, cells, sentences, heading)
        found.append(line)
        if line.is_marked and not line.is_row:
            heading = number
    return found


def _cells(text: str, folded: Folded) -> Iterator[tuple[int, int]]:
    """The cells of a row as stretches of its folded letters, empty ones too; else one."""
    if "\t" not in text and text.count("|") < 2:
        yield 0, len(folded.folded)
        return
    borders = [match.start() for match in BORDER.finditer(text)]
    last = 0
    for border in (*borders, len(text)):
        end = bisect.bisect_left(folded.places, border)
        yield last, end
        last = end


def _sentences(letters: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in END.finditer(letters):
        yield start, match.end()
        start = match.end()
    if start < len(letters):
        yield start, len(letters)
