"""How text is compared: one folding for search, for phrases and for the checks."""

import re
import unicodedata
from collections.abc import Iterable

# Forms that readers take for one character; the sources print now one, now the other.
VARIANTS = str.maketrans(
    "靱國壌惠髙﨑澤濱廣實獨臺灣體學會經濟區戰爭",
    "靭国壤恵高崎沢浜広実独台湾体学会経済区戦争",
)
# A character with the marks that combine with it (half-width ｶﾞ is one letter).
CLUSTER = re.compile(r".[\u0300-\u036f\u3099\u309a\uff9e\uff9f]*", re.DOTALL)
# Stands between two texts. Folded text holds no white space, so no word reaches across.
APART = "\n"
# Characters in a row that the index knows as one: words of so many it finds without a look at
# the texts, and most words of Japanese have two or three.
LONGEST = 3


def fold(text: str) -> str:
    """Text as it is compared: NFKC, case folded, without white space, variants as one."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split()).translate(VARIANTS)


def grams(folded: str) -> set[str]:
    """Every one, two and three characters in a row, none across two texts."""
    found: set[str] = set()
    for line in folded.split(APART):
        for size in range(1, LONGEST + 1):
            found.update(map("".join, zip(*(line[place:] for place in range(size)), strict=False)))
    return found


class Folded:
    """A text as it is compared, with the place of each folded character in the text.

    What the pattern `marks` matches is no part of the text.
    """

    def __init__(self, text: str, marks: re.Pattern | None = None):
        self.text = text
        letters: list[str] = []
        self.places: list[int] = []
        found = marks.finditer(text) if marks else ()
        hidden = {place for match in found for place in range(*match.span())}
        for match in CLUSTER.finditer(text):
            if match.start() not in hidden:
                for letter in fold(match[0]):
                    letters.append(letter)
                    self.places.append(match.start())
        self.folded = "".join(letters)

    def place(self, start: int, length: int) -> tuple[int, int]:
        """Where a stretch of the folded text stands in the text, as start and end."""
        last = self.places[start + length - 1]
        return self.places[start], CLUSTER.match(self.text, last).end()

    def spans(self, words: Iterable[str]) -> list[tuple[int, int]]:
        """Where folded words stand in the text, in order; what overlaps is one."""
        found = []
        for word in words:
            start = self.folded.find(word)
            while start >= 0:
                found.append(self.place(start, len(word)))
                start = self.folded.find(word, start + 1)
        merged: list[tuple[int, int]] = []
        for start, end in sorted(found):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return merged
