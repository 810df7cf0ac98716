"""A phrase with its values taken out: what is left says which value stood in which place.

`R5当初：1億円` and `R5当初：2億円` have one frame. So a text that says a phrase with another
number is known for what it is about, and told what the record has.
"""

import dataclasses
import functools
import re
from bisect import bisect_left
from collections.abc import Sequence

from portal.mentions.lines import lines_of
from portal.mentions.mention import Mention
from portal.mentions.reading import read

# Stands for a value in a frame.
SLOT = "\x00"
CONTENT = re.compile(r"[^\W\d_]")


@dataclasses.dataclass(frozen=True)
class Frame:
    """The letters of a line with a slot for each mention; `slots` say where in it."""

    text: str
    mentions: tuple[Mention, ...]
    slots: tuple[int, ...]

    @property
    def content(self) -> int:
        """How many letters beside its values say what it is about."""
        return len(CONTENT.findall(self.text))

    def origin(self, place: int) -> int:
        """Where in the line the letter at a place of the frame stands."""
        by = 0
        for slot, mention in zip(self.slots, self.mentions, strict=True):
            if slot >= place:
                break
            by += mention.end - mention.start - 1
        return place + by

    def mentions_in(self, start: int, end: int) -> tuple[Mention, ...]:
        """The mentions whose slots stand in a stretch of the frame."""
        return self.mentions[bisect_left(self.slots, start) : bisect_left(self.slots, end)]


def frame_of(letters: str, mentions: Sequence[Mention]) -> Frame:
    """The frame of folded letters in which these mentions stand."""
    letters = letters.replace(SLOT, " ")  # what a text has of its own is none
    pieces: list[str] = []
    slots: list[int] = []
    last = length = 0
    for mention in mentions:
        before = letters[last : mention.start]
        pieces += [before, SLOT]
        slots.append(length + len(before))
        length += len(before) + 1
        last = mention.end
    pieces.append(letters[last:])
    return Frame("".join(pieces), tuple(mentions), tuple(slots))


@functools.lru_cache(maxsize=20_000)
def frame_of_phrase(phrase: str) -> Frame:
    """The frame of a phrase of the record, of its first line."""
    lines = lines_of(phrase)
    if not lines:
        return Frame("", (), ())
    letters = " ".join(line.letters for line in lines)
    return frame_of(letters, read(letters))
