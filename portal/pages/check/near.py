"""What stands before a mention in its line: the last event, and whom its sentence goes on about."""

import re
from collections.abc import Sequence

from portal.mentions.mention import Kind, Mention
from portal.pages.check.placing import OWNERS, things_of, within
from portal.pages.check.reads import Read
from portal.pages.check.subjects import GOES_ON
from portal.pages.check.values import Thing

# What tells another event in English.
VERB = re.compile(r"\b(?:was|were|is|are|has|have|had|will|[a-z]{3,}ed)\b")


def english_event(read: Read, mention: Mention, start: int) -> list[tuple]:
    """The word of an event before a date of an English sentence, its last one.

    What another verb tells behind the date before it is none of the events before that one.
    """
    found = [each for each in read.events if start <= each[1] < mention.start][-1:]
    dates = [e.end for e in read.mentions if e.kind == Kind.DATE and e.end <= mention.start]
    last = max((end for end in dates if end > start), default=start)
    is_other = found and found[0][1] < last and VERB.search(read.line.letters[last : mention.start])
    return [] if is_other else found


def named_before(read: Read, before: list[tuple[int, int]], mention: Mention) -> list[Thing]:
    """The entries of the sentence before one; of one that goes on, of the last that names any."""
    start, end = read.line.sentence_at(mention.start)
    far = before if GOES_ON.match(read.line.letters[start:end]) else before[-1:]
    found = (things_of(within(read.all_names, *each), OWNERS) for each in reversed(far))
    return next(filter(None, found), [])


def sentence_before(read: Read, start: int, lines: Sequence[Read]) -> tuple[Read, int, int] | None:
    """The sentence right before the one of a line that begins at `start`, with its line.

    Of the first one of a line that is the last of the line above, unless a heading parts them.
    """
    places = [each for each in read.line.sentences if each[1] <= start]
    if places:
        return read, *places[-1]
    number = read.line.number - 1
    if number < 0 or read.line.is_marked or read.line.is_row:
        return None
    above = lines[number]
    if above.line.is_row or not above.line.sentences or not above.line.is_prose:
        return None
    return above, *above.line.sentences[-1]
