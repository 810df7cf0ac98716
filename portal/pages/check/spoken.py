"""Words that people use for those of the record, so that its names and phrases are found by them.

A bill is told as if it were a law, 及び stands for ・, critical infrastructure for essential.
"""

import bisect
import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator

# What is looked for instead of what, in folded letters, where the dot of a name is not written.
WORDS: tuple[tuple[str, str], ...] = (
    (r"改正法", "改正案"),
    (r"(?:について(?:は|も)?|につきましては|の)、?(?=改訂案)", ""),
    (r"(?<=[ァ-ヺー])(?:及び|および|並びに|ならびに|と)(?=[ァ-ヺ])", ""),
    (r"\b(?:amendment (?:of|to)|(?:act|law) to amend) the\b", "bill to amend the"),
    (r"\binward foreign direct investment\b", "inward direct investment"),
    (r"\bcritical infrastructure(?= (?:scheme|system))", "essential infrastructure"),
    (r"(?<= scheme)s\b|(?<= system)s\b", ""),
)
SPOKEN = re.compile("|".join(f"({pattern})" for pattern, _word in WORDS))
# A stretch of letters with what stands for it.
Found = tuple[int, int, tuple]


@dataclasses.dataclass(frozen=True)
class Spoken:
    """Letters as the record would have them; `places` say where each began, `changed` where not."""

    letters: str
    places: list[int]
    changed: list[tuple[int, int]]

    def is_changed(self, start: int, end: int) -> bool:
        """Whether a stretch of its letters is other than what was said."""
        return any(start < last and first < end for first, last in self.changed)


def as_recorded(letters: str) -> Spoken:
    """Folded letters in the words of the record."""
    pieces: list[str] = []
    places: list[int] = []
    changed: list[tuple[int, int]] = []
    last = 0
    for match in SPOKEN.finditer(letters):
        pieces += [letters[last : match.start()], WORDS[match.lastindex - 1][1]]
        places += range(last, match.start())
        first = len(places)
        places += [match.start()] * len(pieces[-1])
        # What was left out is between two letters.
        changed.append((first - 1, first + 1) if not pieces[-1] else (first, len(places)))
        last = match.end()
    return Spoken(
        "".join((*pieces, letters[last:])), [*places, *range(last, len(letters) + 1)], changed
    )


def found_in(letters: str, find: Callable[[str], Iterable[Found]]) -> Iterator[Found]:
    """What is found in folded letters and in the words of the record for them, at its place."""
    yield from find(letters)
    if not SPOKEN.search(letters):
        return
    spoken = as_recorded(letters)
    for start, end, meanings in find(spoken.letters):
        if spoken.is_changed(start, end):
            first = spoken.places[start]
            yield first, max(spoken.places[end - 1] + 1, spoken.places[end]), meanings


def longest(found: Iterable[Found]) -> list[Found]:
    """Of stretches that overlap the longest, in order."""
    kept: list[Found] = []
    for each in sorted(found, key=lambda one: (one[0] - one[1], one[0])):
        place = bisect.bisect(kept, each[0], key=lambda one: one[0])
        before, behind = kept[place - 1 : place], kept[place : place + 1]
        if all(one[1] <= each[0] for one in before) and all(each[1] <= one[0] for one in behind):
            kept.insert(place, each)
    return kept
