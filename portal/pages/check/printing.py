"""What a document prints in the place of a mention: its phrase stands there but for its values.

`フランス（2015年出融資）` has the words of `フランス（2025年出融資）`, and another year.
"""

from collections.abc import Iterator, Mapping

from portal.mentions.frames import Frame, frame_of_phrase
from portal.mentions.mention import Mention
from portal.pages.check.agreeing import same
from portal.pages.check.known import Framed
from portal.pages.check.placing import Way, within
from portal.pages.check.reads import SHARED, Read
from portal.pages.check.surroundings import Around
from portal.pages.check.values import Thing, Value, is_of

# Of a phrase with so many values one may differ for the others to say that it is meant.
SEVERAL = 2


def printed_instead(
    read: Read, mention: Mention, around: Around, values: Mapping[Thing, list[Value]]
) -> tuple[Value, ...]:
    """The values that documents print in the words around a mention; empty if one prints it.

    Where the sentence names an entry apart from them, those of that one alone.
    """
    prints = list(prints_at(read, mention))
    if any(says_the_same(mention, told) for _hit, told, _apart in prints):
        return ()
    found = [
        value
        for hit, told, apart in prints
        if told.kind == mention.kind
        if not apart or hit.entry in around.entries(Way.NAME, Way.WORDS)
        for value in values.get(hit.entry, ())
        if is_of(told, value) and same(told, value)
    ]
    return tuple(dict.fromkeys(found)) if len({each.entry for each in found}) == 1 else ()


def printed_beside(
    read: Read, mention: Mention, around: Around, values: Mapping[Thing, list[Value]]
) -> Iterator[tuple[Value, Mention]]:
    """The values of short phrases that stand there but for one mention, and what each prints here.

    Short ones say nothing by themselves, so the entry has to be named: 2030年に80兆円.
    """
    ways = {each.way for each in around.groups}
    wanted = (Way.NAME, Way.WORDS) if Way.NAME in ways else tuple(Way)
    for entry in around.entries(*wanted):
        for value in values.get(entry, ()):
            frame = frame_of_phrase(value.row.phrase)
            if len(frame.slots) < SEVERAL or len(frame.text) == len(frame.slots):
                continue
            for told in told_beside(read, mention, frame):
                if is_of(told, value) and same(told, value):
                    yield value, told


def told_beside(read: Read, mention: Mention, frame: Frame) -> Iterator[Mention]:
    """What a phrase that spans a mention has in its place, if it differs in one mention at most."""
    start = read.frame.text.find(frame.text)
    while start >= 0:
        spoken = read.frame.mentions_in(start, start + len(frame.text))
        if mention in spoken:
            alike = map(says_the_same, spoken, frame.mentions)
            told = frame.mentions[spoken.index(mention)]
            if list(alike).count(False) <= 1 and told.kind == mention.kind:
                yield told
        start = read.frame.text.find(frame.text, start + 1)


def prints_at(read: Read, mention: Mention) -> Iterator[tuple[Framed, Mention, bool]]:
    """The phrases that span a mention, what stands in its place there, and whether a name is apart.

    That is the name of an entry in the same sentence, but not in the phrase.
    """
    for start, end, hits in read.hits:
        spoken = read.frame.mentions_in(start, end)
        entries = {hit.entry for hit in hits if hit.printed}
        if mention in spoken and len(entries) <= SHARED:
            place = spoken.index(mention)
            apart = has_name_apart(read, mention, read.frame.origin(start), read.frame.origin(end))
            yield from ((hit, hit.printed[place], apart) for hit in hits if hit.printed)


def has_name_apart(read: Read, mention: Mention, start: int, end: int) -> bool:
    """Whether the sentence of a mention names an entry outside a stretch of the line."""
    names = within(read.names, *read.line.sentence_at(mention.start))
    return any(each.owns and not (start <= each.start and each.end <= end) for each in names)


def says_the_same(one: Mention, other: Mention) -> bool:
    """Whether two mentions say the same number of the same, or the same day."""
    return (one.value, one.until, one.unit, one.edtf) == (
        *(other.value, other.until, other.unit),
        other.edtf,
    )
