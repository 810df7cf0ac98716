"""Which name, year or stage of a sentence belongs to a mention: mostly the last before it."""

import dataclasses
import enum
import re
from collections.abc import Iterable, Iterator

from portal.mentions.lines import Line, stretch_at
from portal.mentions.mention import Kind, Mention
from portal.pages.check.reads import Named, Read
from portal.pages.check.values import Thing

OWNERS = ("measure", "indicator")
ABOUT = ("subject", "partner")
# A date stands before the name of its event with so many letters between them at most.
BESIDE = 4
# Letters of a phrase around a mention that say what it is of, whatever else the sentence names.
TELLING = 10


RIGHT_BEHIND = re.compile(r",? ?(?:in|for|of|under|from|as of)(?: the)? ")


class Way(enum.Enum):
    """How an entry is named for a mention."""

    NAME = "name"  # its sentence or row names it
    WORDS = "words"  # its sentence has words that a document has of it
    BESIDE = "beside"  # the line beside a bare date names it
    BEFORE = "before"  # a sentence or line before, or the heading


@dataclasses.dataclass(frozen=True)
class Group:
    """Entries of which a mention may tell, and how they are named."""

    entries: tuple[Thing, ...]
    way: Way


def within(names: Iterable[Named], start: int, end: int) -> list[Named]:
    """The names in a stretch of a line."""
    return [each for each in names if start <= each.start < end]


def own_groups(names: list[Named], mention: Mention, letters: str) -> Iterator[Group]:
    """Whom the nearest name in the sentence means, and those that it has nearer words of."""
    owning = [each for each in names if each.of(OWNERS)]
    named = [each for each in owning if not each.worded]
    if named:
        chosen = nearest(named, mention, forward=mention.kind == Kind.DATE, letters=letters)
        yield Group(tuple(chosen.of(OWNERS)), Way.NAME)
    worded = [each for each in owning if each.worded]
    if named:
        worded = [each for each in worded if is_nearer(each, named, mention)]
    yield Group(tuple(things_of(worded, OWNERS)), Way.WORDS)


def is_nearer(words: Named, named: list[Named], mention: Mention) -> bool:
    """Whether words of a document stand around a mention, or nearer and apart from every name."""
    if words.start <= mention.start and mention.end <= words.end:
        return words.end - words.start - (mention.end - mention.start) >= TELLING
    apart = all(words.end <= each.start or each.end <= words.start for each in named)
    return apart and all(distance(words, mention) < distance(each, mention) for each in named)


def distance(name: Named, mention: Mention) -> int:
    """How many letters stand between a name and a mention."""
    return max(0, name.start - mention.end, mention.start - name.end)


def column_of(line: Line, place: int) -> int:
    """Which cell of a row holds a place."""
    return stretch_at(line.cells, place)


def beside(read: Read, mention: Mention, found: list[tuple], end: int):
    """Of things with places the one that a mention is told with: in brackets behind it, or before.

    What stands behind it counts where nothing stands before it, up to what is told next before the
    `end` of its sentence, or the whole of it where no number is: 2億円 肥料、令和6年度、当初予算.
    """
    if read.line.letters[mention.end : mention.end + 1] == "(":
        closing = read.line.letters.find(")", mention.end)
        first = next((each for each in found if each[1] >= mention.end), None)
        if first and first[1] < closing:
            return first[0]
    first = next((each for each in found if each[1] >= mention.end), None)
    # English has the year behind its amount: 20 billion yen in FY2023.
    if first and RIGHT_BEHIND.fullmatch(read.line.letters[mention.end : first[1]]):
        return first[0]
    before = next((each for each in reversed(found) if each[2] <= mention.start), None)
    if before:
        return before[0]
    behind = [each for each in found if each[1] >= mention.end]
    if not behind:
        return None
    later = [each for each in read.mentions if mention.end <= each.start < end]
    is_last = all(each.kind in (Kind.DATE, Kind.NUMBER) for each in later)
    free = [each for each in behind if is_last or each[1] <= later[0].start]
    return free[0][0] if free else None


def is_amount_before(one: Mention, other: Mention) -> bool:
    """Whether a mention is an amount that stands before another mention."""
    return one.kind == Kind.AMOUNT and one.end <= other.start


def things_of(names: Iterable[Named], kinds: Iterable[str]) -> list[Thing]:
    """Whom some names may mean, of some kinds."""
    return list(dict.fromkeys(thing for each in names for thing in each.of(kinds)))


def nearest(names: list[Named], mention: Mention, *, forward: bool, letters: str = "") -> Named:
    """The name that a mention belongs to: the last before it; right behind it if `forward`.

    A comma between parts them, unless nothing is named before: 3月6日、会談を開催.
    """
    behind = [each for each in names if each.start >= mention.end]
    over = [each for each in names if each.start < mention.end and each.end > mention.start]
    before = [each for each in names if each.end <= mention.start]
    if over:
        return over[0]
    if forward and behind:
        gap = letters[mention.end : behind[0].start]
        if len(gap) <= BESIDE and not (before and "、" in gap):
            return behind[0]
    return before[-1] if before else (behind or names)[0]
