"""Many words looked for in one text at once."""

import re
from collections.abc import Hashable, Iterator, Mapping

from portal.search.text import LATIN

# By so many first characters words are told apart; shorter ones are looked for as they are.
HEAD = 3
WORD = re.compile(f"[{LATIN}]")
# What words stand for, each meaning once.
Meanings = Mapping[str, list[Hashable]]


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
            self._set(word, [*meanings, meaning])

    def changed(self, gone: Meanings, come: Meanings) -> "Lexicon":
        """The same words without some meanings and with others; who looks for these goes on.

        A word at a time, since a thousand things may have one name.
        """
        new = Lexicon()
        new.meanings, new.lengths = self.meanings.copy(), self.lengths.copy()
        for word in gone.keys() | come.keys():
            kept, more = self.meanings.get(word), come.get(word, [])
            if word in gone:
                lost = {*gone[word]}
                kept = [each for each in kept if each not in lost]
            new._set(word, kept + more if kept else more)
        return new

    def _set(self, word: str, meanings: list[Hashable]) -> None:
        """Let a word stand for these and nothing else."""
        if not meanings:
            del self.meanings[word]
            return
        self.meanings[word] = meanings
        lengths = self.lengths.get(word[:HEAD], [])
        if len(word) not in lengths:
            self.lengths[word[:HEAD]] = sorted([*lengths, len(word)], reverse=True)

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
