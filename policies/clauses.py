"""The clauses of a section beside its text: which lines none covers, and what to propose there.

A clause names its place by a phrase. Read one after the other the phrases stand in the text in
that order; a line, and each sentence of a long one, is covered where one of them stands in it.
Lines that a text breaks in the middle of a sentence, as a copy of a page does, are one.
"""

import bisect
import dataclasses
import functools
import re
from collections.abc import Iterable, Iterator

from policies.models import Evidence
from policies.models.base import PHRASE_LENGTH
from portal.lists.addresses import address
from portal.search.passages import FoldedSource, fold_source, tidy

SENTENCES = re.compile("\n|(?<=。)")
WRAPPED = re.compile(r"(?<=[^\s。、：:」』）)])[ 　]*\n\s*(?=[\u3041-\u30ff\u4e00-\u9fff])")
# Where a proposal cuts a text, and a long piece of it once more.
CLAUSES = re.compile(r"\n|(?<=[。；;])|(?=[●◆※⇒→➤▶])|(?=<li>)")
COMMAS = re.compile(r"(?<=[、，\t])|(?<=,)(?= )")
FULL_LINE, LONG = 36, 48
WORDS = re.compile(r"[^\W_]+(?:[・－\-–./%&'’][^\W_]+)*")
TO_PARTICLE = re.compile(r".{3,15}[\u3041-\u3096](?![\u3041-\u3096])")
SHORTEST, LONGEST, MOST_RECORDS = 4, 16, 6


@dataclasses.dataclass(frozen=True)
class Piece:
    """A stretch of a text that should not be without a clause: where it stands folded, and it."""

    start: int
    end: int
    text: str


@dataclasses.dataclass(frozen=True)
class Proposal:
    """A piece without a clause: a phrase to find it by, and what was read from it already."""

    piece: str
    phrase: str
    records: list[str]


class ClauseText:
    """The text of a section as its clauses are held against it."""

    def __init__(self, text: str):
        self.source = FoldedSource(text)

    def spans(self, phrases: Iterable[str]) -> tuple[list[tuple[int, int]], list[str]]:
        """Where the phrases stand, each after the one before it; and those that stand nowhere."""
        found, lost, position = [], [], 0
        for phrase in phrases:
            wanted = fold_source(phrase)
            start = self.source.folded.find(wanted, position) if wanted else -1
            if start < 0:
                lost.append(phrase)
                continue
            position = start + len(wanted)
            found.append((start, position))
        return found, lost

    def uncovered(self, phrases: Iterable[str]) -> list[str]:
        """The lines and sentences in which none of the phrases stands, in printed order."""
        spans, _lost = self.spans(phrases)
        return [piece.text for piece in self.pieces(SENTENCES) if not stands_in(piece, spans)]

    def pieces(self, cut: re.Pattern) -> Iterator[Piece]:
        """The stretches of the text that a pattern cuts, those alone that hold a letter."""
        text, places = self.source.text, self.source.places
        wrapped = self.wrapped
        ends = [match.end() for match in cut.finditer(text) if match.end() not in wrapped]
        first = 0
        for end in (*ends, len(text)):
            last = bisect.bisect_left(places, end, first)
            if any(letter.isalnum() for letter in self.source.folded[first:last]):
                yield Piece(first, last, tidy(text[places[first] : end]))
            first = last

    @functools.cached_property
    def wrapped(self) -> set[int]:
        """Where lines end that go on in the next."""
        text = self.source.text
        return {
            place + 1
            for match in WRAPPED.finditer(text)
            if match.start() - text.rfind("\n", 0, match.start()) > FULL_LINE
            for place in range(*match.span())
        }

    def proposals(self, phrases: list[str], rows: list[Evidence]) -> Iterator[Proposal]:
        """For each piece that no phrase stands in a phrase, and the rows read from there."""
        taken, _lost = self.spans(phrases)
        pieces = list(self.clauses())
        earlier = 0
        for piece, own in zip(pieces, self.placed(rows, pieces), strict=True):
            earlier = max([earlier, *(end for start, end in taken if start < piece.start)])
            if stands_in(piece, taken):
                continue
            phrase = self.phrase_for(piece, earlier, own)
            if not phrase:
                continue
            start = self.source.folded.find(fold_source(phrase), earlier)
            earlier = start + len(fold_source(phrase))
            yield Proposal(piece.text, phrase, records_of(own))

    def placed(self, rows: list[Evidence], pieces: list[Piece]) -> list[list[Evidence]]:
        """For each piece the rows whose phrase begins there.

        One that stands in several pieces is told by the first where its entry has another row,
        else by the first of all.
        """
        found: list[list[Evidence]] = [[] for _piece in pieces]
        several = []
        for row in rows:
            wanted = fold_source(row.phrase)
            standing = [
                number
                for number, piece in enumerate(pieces)
                if 0 <= self.source.folded.find(wanted, piece.start) < piece.end
            ]
            if len(standing) == 1:
                found[standing[0]].append(row)
            elif standing:
                several.append((row, standing))
        entries = [{entry_of(row) for row in own} for own in found]
        for row, standing in several:
            beside = (number for number in standing if entry_of(row) in entries[number])
            found[next(beside, standing[0])].append(row)
        return found

    def clauses(self) -> Iterator[Piece]:
        """The pieces that are proposed a phrase each: bullets, sentences, parts of long ones."""
        for piece in self.pieces(CLAUSES):
            if piece.end - piece.start <= LONG:
                yield piece
            else:
                yield from self.cut_at_commas(piece)

    def cut_at_commas(self, piece: Piece) -> Iterator[Piece]:
        """A long piece in parts of half that length and more, each but the last up to a comma."""
        text, places = self.source.text, self.source.places
        start = piece.start
        first, last = self.source.place(piece.start, piece.end - piece.start)
        for match in COMMAS.finditer(text, first, last):
            end = bisect.bisect_left(places, match.end())
            if end - start >= LONG // 2 <= piece.end - end:
                yield self.part(start, end)
                start = end
        yield self.part(start, piece.end)

    def part(self, start: int, end: int) -> Piece:
        """The piece between two places of the folded text."""
        first, last = self.source.place(start, end - start)
        return Piece(start, end, tidy(self.source.text[first:last]))

    def phrase_for(self, piece: Piece, earlier: int, rows: list[Evidence]) -> str:
        """A phrase that first stands in the piece after `earlier`: a row's own, or words of it.

        None where the phrase of the piece before reaches to the end of this one.
        """
        begin = max(piece.start, earlier)
        if not any(letter.isalnum() for letter in self.source.folded[begin : piece.end]):
            return ""
        own = sorted((row.phrase for row in rows), key=lambda phrase: abs(len(phrase) - 10))
        found = words(self.part(begin, piece.end).text)
        for phrase in (*own, *found, *self.stretches(begin)):
            start = self.source.folded.find(fold_source(phrase), earlier)
            if len(phrase) <= PHRASE_LENGTH and begin <= start < piece.end:
                return phrase
        return ""

    def stretches(self, begin: int) -> Iterator[str]:
        """The text from the first letter on, into what follows where the piece is short."""
        folded = self.source.folded
        letter = next(at for at in range(begin, len(folded)) if folded[at].isalnum())
        first = self.source.places[letter]
        for length in (LONGEST, PHRASE_LENGTH):
            yield tidy(self.source.text[first : first + length])


def stands_in(piece: Piece, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether one of the spans reaches into the piece."""
    return any(start < piece.end and piece.start < end for start, end in spans)


def words(text: str) -> Iterator[str]:
    """Stretches of a text that could name its place, those of some length first."""
    found = [match[0] for match in WORDS.finditer(text)]
    for word in found:
        if len(word) > LONGEST:
            to_particle = TO_PARTICLE.match(word)
            yield to_particle[0] if to_particle else word[:LONGEST]
        elif len(word) >= SHORTEST:
            yield word
    yield from (word[:LONGEST] for word in found)


def entry_of(row: Evidence) -> str:
    """The address of the entry that a row hangs on, as clauses name it: without the language."""
    return row.get_absolute_url().partition("#")[0].removeprefix(address("home")).strip("/")


def record_of(row: Evidence) -> str:
    """A row as a clause names it: its entry, and its anchor where it has a code of its own."""
    anchor = row.get_absolute_url().partition("#")[2]
    return entry_of(row) + (f"#{anchor}" if hasattr(row, "code") and anchor else "")


def records_of(rows: list[Evidence]) -> list[str]:
    """The records that a piece of text most likely stands for, by the rows read from it.

    What the source states before what is inferred, and what a long phrase shows before what a
    passing name does; an entry is not named beside its own rows.
    """
    stated = [row for row in rows if not row.inferred] or rows
    longest = max((len(row.phrase) for row in stated), default=0)
    shown = [row for row in stated if len(row.phrase) * 2 >= longest]
    found = list(dict.fromkeys(record_of(row) for row in shown))
    with_rows = {record.partition("#")[0] for record in found if "#" in record}
    return [record for record in found if record not in with_rows][:MOST_RECORDS]
