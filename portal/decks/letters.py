"""Where the characters of a page stand, and the frames that are drawn around a phrase.

A page is measured in units of which its longer side has `LONGER`, from its upper left corner, as
it is seen: turned and cropped. So nothing of it depends on the width of a picture.
"""

import array
import dataclasses
import statistics
import sys
import zlib

from django.utils.functional import cached_property

LONGER = 16_000
# Stands for a hyphen at the end of a line, of which nobody knows whether the word has it.
SOFT_HYPHEN = "\u00ad"
# Of one letter: how far the next may stand beside its line, and how far away.
BESIDE, AWAY = 0.6, 2.2
# Letters whose box is their ink alone (一, ・) are framed as if they were so high and wide.
LEAST = 0.6
# Around a frame, in units: 2 pixels of a picture of 1,280.
PADDING = 25
CORNERS = 8

Box = tuple[int, int, int, int]
Point = tuple[int, int]
NOWHERE: Box = (0, 0, 0, 0)


@dataclasses.dataclass(frozen=True)
class Letters:
    """The text of a page and the box of each character: left, top, right, bottom.

    What PDFium adds (blanks, ends of lines) and what lies outside of the page has no box. Of text
    that is neither level nor upright the four corners are kept beside, by the place of the letter.
    """

    width: int
    height: int
    text: str
    packed_boxes: bytes
    packed_slanted: bytes = b""

    @classmethod
    def of(cls, size: Point, text: str, boxes: list[Box], slanted: dict[int, tuple[Point, ...]]):
        """The letters of a page of a size, with a box for each character of the text."""
        return cls(*size, text, pack_boxes(boxes), pack_slanted(slanted))

    @cached_property
    def boxes(self) -> list[Box]:
        """The box of each character; `NOWHERE` for those without."""
        return unpack_boxes(self.packed_boxes)

    @cached_property
    def slanted(self) -> dict[int, tuple[Point, ...]]:
        """The corners of slanted characters: lower left, lower right, upper right, upper left."""
        return unpack_slanted(self.packed_slanted)

    def frames(self, start: int, end: int) -> list[tuple[Point, ...]]:
        """The corners of the frames around the characters from `start` to `end`, a line each."""
        places = [at for at in range(start, end) if self.boxes[at] != NOWHERE]
        slanted = [self.slanted[at] for at in places if at in self.slanted]
        if slanted:
            return [around_slanted(run) for run in slanted_runs(slanted)]
        boxes = [(self.text[at], self.boxes[at]) for at in places]
        return [around(run) for run in runs(at_least(boxes))]


def pack_boxes(boxes: list[Box]) -> bytes:
    """Boxes as differences of 16 bits from the box before, compressed: about 2 KB a page."""
    told, last = array.array("h"), NOWHERE
    for box in boxes:
        told.extend(now - before for now, before in zip(box, last, strict=True))
        last = box
    return packed(told)


def unpack_boxes(data: bytes) -> list[Box]:
    """The boxes of `pack_boxes`."""
    told, found, last = unpacked("h", data), [], NOWHERE
    for at in range(0, len(told), 4):
        last = tuple(now + before for now, before in zip(told[at : at + 4], last, strict=True))
        found.append(last)
    return found


def pack_slanted(slanted: dict[int, tuple[Point, ...]]) -> bytes:
    """The corners of slanted characters, each behind its place; nothing where there are none."""
    told = array.array("i")
    for place, corners in slanted.items():
        told.extend((place, *(each for corner in corners for each in corner)))
    return packed(told) if told else b""


def unpack_slanted(data: bytes) -> dict[int, tuple[Point, ...]]:
    """The corners of `pack_slanted`."""
    told, found = unpacked("i", data) if data else (), {}
    for at in range(0, len(told), CORNERS + 1):
        place, *numbers = told[at : at + CORNERS + 1]
        found[place] = tuple(zip(numbers[::2], numbers[1::2], strict=True))
    return found


def packed(numbers: array.array) -> bytes:
    """Numbers, little end first, compressed."""
    if sys.byteorder == "big":
        numbers.byteswap()
    return zlib.compress(numbers.tobytes(), 9)


def unpacked(kind: str, data: bytes) -> array.array:
    """The numbers of `packed`."""
    numbers = array.array(kind, zlib.decompress(data))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def at_least(letters: list[tuple[str, Box]]) -> list[Box]:
    """The boxes of letters; those of Japanese ones no flatter or narrower than is usual."""
    sizes = [max(right - left, bottom - top) for _text, (left, top, right, bottom) in letters]
    least = round(LEAST * statistics.median(sizes)) if sizes else 0
    return [box if text.isascii() else widened(box, least) for text, box in letters]


def widened(box: Box, least: int) -> Box:
    """A box about its middle that is at least so wide and high."""
    left, top, right, bottom = box
    across, down = max(least - right + left, 0) // 2, max(least - bottom + top, 0) // 2
    return left - across, top - down, right + across, bottom + down


def runs(boxes: list[Box]) -> list[list[Box]]:
    """Boxes by line: one goes on in the first direction that it takes, sideways or downwards."""
    found: list[list[Box]] = []
    across = None
    for box in boxes:
        ways = follows(found[-1][-1], box) if found else ()
        if ways and across in (None, *ways):
            across = ways[0] if across is None else across
            found[-1].append(box)
        else:
            found.append([box])
            across = None
    return found


def follows(last: Box, box: Box) -> tuple[bool, ...]:
    """How a box may go on from the last: sideways (True), downwards (False), both or not at all."""
    em = max(last[2] - last[0], last[3] - last[1], box[2] - box[0], box[3] - box[1])
    aside = abs(box[0] + box[2] - last[0] - last[2]) / 2
    below = abs(box[1] + box[3] - last[1] - last[3]) / 2
    ways = ((True, below, aside), (False, aside, below))
    return tuple(way for way, off, along in ways if off <= BESIDE * em and along < AWAY * em)


def around(boxes: list[Box]) -> tuple[Point, ...]:
    """The corners of a frame around boxes."""
    left, top = min(box[0] for box in boxes) - PADDING, min(box[1] for box in boxes) - PADDING
    right, bottom = max(box[2] for box in boxes) + PADDING, max(box[3] for box in boxes) + PADDING
    return (left, bottom), (right, bottom), (right, top), (left, top)


def slanted_runs(letters: list[tuple[Point, ...]]) -> list[list[tuple[Point, ...]]]:
    """Slanted characters by line: one goes on where the last ends."""
    found: list[list[tuple[Point, ...]]] = []
    for corners in letters:
        if found and reaches(found[-1][-1], corners):
            found[-1].append(corners)
        else:
            found.append([corners])
    return found


def reaches(last: tuple[Point, ...], corners: tuple[Point, ...]) -> bool:
    """Whether a slanted character begins about where the last one ends."""
    height = distance(last[0], last[3])
    return distance(last[1], corners[0]) <= height


def distance(one: Point, other: Point) -> float:
    """How far two points are from each other."""
    return ((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5


def around_slanted(letters: list[tuple[Point, ...]]) -> tuple[Point, ...]:
    """The corners of a frame around a slanted line."""
    first, last = letters[0], letters[-1]
    return first[0], last[1], last[2], first[3]
