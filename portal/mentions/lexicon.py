"""Many words looked for in one text at once."""

import re
from collections.abc import Hashable, Iterator

from portal.search.text import LATIN

# By so many first characters words are told apart; shorter ones are looked for as they are.
HEAD = 3
WORD = re.compile(f"[{LATIN}]")


class Lexicon:
    """Folded words and what each stands for; finding costs by the length of the text alone."""

    def __init__(self):
        self.meanings: dict[str, list[Hashable]] = {}
        self.lengths: dict[str, list[int]] = {}

    def __len__(self):
        return len(self.meanings)

    def add(self, word: str, meaning: Hashable) -> None:
        """A word that stands for something, beside what it stands for already."""
        meanings = self.meanings.get(word, [])
        if meaning not in meanings:
            self.meanings[word] = [*meanings, meaning]
        lengths = self.lengths.get(word[:HEAD], [])
        if len(word) not in lengths:
            self.lengths[word[:HEAD]] = sorted([*lengths, len(word)], reverse=True)

    def remove(self, word: str, meaning: Hashable) -> None:
        """What a word stands for no longer."""
        left = [each for each in self.meanings[word] if each != meaning]
        if left:
            self.meanings[word] = left
        else:
            del self.meanings[word]

    def copy(self) -> "Lexicon":
        """The same words, so that some may be added and removed while others look for these."""
        copied = Lexicon()
        copied.meanings, copied.lengths = self.meanings.copy(), self.lengths.copy()
        return copied

    def at(self, folded: str, place: int) -> Iterator[tuple[int, list[Hashable]]]:
        """The words that begin at a place, the longest first: where each ends, its meanings."""
        for size in range(HEAD, 0, -1):
            for length in self.lengths.get(folded[place : place + size], ()):
                end = place + length
                if end > len(folded) or (length < HEAD and length != size):
                    continue
                meanings = self.meanings.get(folded[place:end])
                if meanings and is_whole(folded, place, end):
                    yield end, meanings

    def find(self, folded: str) -> Iterator[tuple[int, int, list[Hashable]]]:
        """The words of a text, none within another: beginning, end, meanings."""
        place = 0
        while place < len(folded):
            found = next(self.at(folded, place), None)
            if found:
                yield place, *found
            place = found[0] if found else place + 1

    def find_all(self, folded: str) -> Iterator[tuple[int, int, list[Hashable]]]:
        """The same with those that stand within another."""
        for place in range(len(folded)):
            for end, meanings in self.at(folded, place):
                yield place, end, meanings


def is_whole(folded: str, start: int, end: int) -> bool:
    """Whether no word of Latin letters or digits is cut at either end."""
    before, after = folded[start - 1 : start], folded[end : end + 1]
    cut_before = WORD.match(before) and WORD.match(folded[start])
    cut_after = WORD.match(after) and WORD.match(folded[end - 1])
    return not (cut_before or cut_after)
