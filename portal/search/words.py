"""Words in folded text: where they begin and end, which endings of English say nothing.

Words of Latin letters and digits are whole; Japanese, which is written without spaces, is found by
any part, but for katakana: ローン is no part of ドローン.
"""

import functools
import os.path
import re
from collections.abc import Iterable, Iterator

from portal.search.text import APART, KATAKANA, LATIN, LONGEST, Folded

LATIN_RUN = re.compile(f"[{LATIN}]+")
# What is no word of Latin letters: the stretches of which the index knows the grams.
STRETCH = re.compile(rf"[^{LATIN} {APART}]+")
KATAKANA_RUN = re.compile(f"[{KATAKANA}]+")
VOWEL = re.compile("[aeiouy]")
# What is left of a run of katakana beside a short word in it is a word too.
SHORTEST_REST = 2


@functools.lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """An English word without plural, -ed, -ing and last e; short words and codes stay."""
    if len(word) < 4 or not word.isalpha() or not word.isascii():
        return word
    found = word
    if found.endswith("ies"):
        found = found[:-3] + "y"
    elif re.search("..(?:[sxz]|ch|sh)es$", found):
        found = found[:-2]
    elif found.endswith("s") and not found.endswith(("ss", "us", "is")):
        found = found[:-1]
    for ending in ("ing", "ed"):
        rest = found.removesuffix(ending)
        if rest != found and len(rest) > 2 and VOWEL.search(rest) and not found.endswith("eed"):
            twice = rest[-1] == rest[-2] and rest[-1] not in "aeiouls"
            found = rest[:-1] if twice else rest
            break
    return found[:-1] if found.endswith("e") and len(found) > 3 else found


def latin_words(folded: str) -> list[str]:
    """The words of Latin letters and digits, as they stand."""
    return LATIN_RUN.findall(folded)


def ends(run: str) -> Iterator[str]:
    """The short words at both ends of a run of katakana, and the run itself where it is short."""
    if len(run) <= LONGEST:
        yield run
    for size in range(1, min(LONGEST, len(run) - SHORTEST_REST) + 1):
        yield run[:size]
        yield run[-size:]


class Form:
    """A folded word or phrase that is looked for, and how it stands in a text."""

    def __init__(self, folded: str):
        self.folded = folded
        runs = latin_words(folded)
        self.stems = [stem(run) for run in runs]
        self.stretches = STRETCH.findall(folded)
        # The last word of a phrase may have another ending.
        self.needle = folded
        if runs and folded.endswith(runs[-1]):
            cut = len(os.path.commonprefix([runs[-1], self.stems[-1].removesuffix("y")]))
            self.needle = folded[: len(folded) - len(runs[-1]) + cut]
        self.is_word = len(runs) == 1 and runs[0] == folded
        self.is_short_katakana = len(folded) <= LONGEST and bool(KATAKANA_RUN.fullmatch(folded))

    @property
    def is_decided(self) -> bool:
        """Whether the index alone knows who holds it."""
        return self.is_word or (len(self.folded) <= LONGEST and not self.stems)

    @property
    def is_in_a_row(self) -> bool:
        """Whether an index that knows the order of a text decides, however long it is."""
        return self.is_decided or self.stretches == [self.folded]

    def stands_in(self, text: str) -> bool:
        """Whether folded text holds it."""
        return bool(self._found(text, 1)) if self.is_decided else self._is_proposed(text)

    def _is_proposed(self, text: str) -> bool:
        # What the index proposes, and the text decides.
        if self.needle not in text:
            return False
        return not self.stems or set(self.stems) <= set(map(stem, latin_words(text)))

    def places(self, text: str) -> list[tuple[int, int]]:
        """Where it stands in folded text, for marking: start and length."""
        return self._found(text, len(text))

    def _found(self, text: str, most: int) -> list[tuple[int, int]]:
        if self.is_short_katakana:
            found = (
                place for match in KATAKANA_RUN.finditer(text) for place in self._at_end(match)
            )
        else:
            found = self._occurrences(text)
        return [place for place, _number in zip(found, range(most), strict=False)]

    def _at_end(self, match: re.Match) -> Iterator[tuple[int, int]]:
        run, size = match[0], len(self.folded)
        rest = len(run) - size
        if run == self.folded:
            yield match.start(), size
        elif rest >= SHORTEST_REST:
            if run.startswith(self.folded):
                yield match.start(), size
            if run.endswith(self.folded):
                yield match.end() - size, size

    def _occurrences(self, text: str) -> Iterator[tuple[int, int]]:
        start = text.find(self.needle)
        while start >= 0:
            end = start + len(self.needle)
            if self.stems and (rest := LATIN_RUN.match(text, end)):
                end = rest.end()
            if self._is_whole(text, start, end):
                yield start, end - start
            start = text.find(self.needle, start + 1)

    def _is_whole(self, text: str, start: int, end: int) -> bool:
        latin = self.stems and LATIN_RUN.match(self.folded)
        if latin and start and LATIN_RUN.match(text, start - 1):
            return False
        return not self.is_word or stem(text[start:end]) == self.stems[0]


@functools.lru_cache(maxsize=10_000)
def form(folded: str) -> Form:
    """The form of a folded word, which is asked for often."""
    return Form(folded)


def spans(folded: Folded, words: Iterable[str]) -> list[tuple[int, int]]:
    """Where folded words stand in a text, in order; what overlaps is one."""
    return folded.merged(place for word in words for place in form(word).places(folded.folded))
