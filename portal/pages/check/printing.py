"""What a document prints in the place of a mention: its phrase stands there but for its values.

`フランス（2015年出融資）` has the words of `フランス（2025年出融資）`, and another year.
"""

from collections.abc import Iterator, Mapping

from portal.mentions.mention import Mention
from portal.pages.check.agreeing import same
from portal.pages.check.known import Framed
from portal.pages.check.placing import Way
from portal.pages.check.reads import SHARED, Read
from portal.pages.check.surroundings import Around
from portal.pages.check.values import Thing, Value, is_of


def printed_instead(
    read: Read, mention: Mention, around: Around, values: Mapping[Thing, list[Value]]
) -> tuple[Value, ...]:
    """The values that documents print in the words around a mention; empty if one prints it.

    Where the sentence names an entry, those of that one alone.
    """
    named = around.entries(Way.NAME)
    prints = list(prints_at(read, mention))
    if any(says_the_same(mention, told) for _hit, told in prints):
        return ()
    found = [
        value
        for hit, told in prints
        if told.kind == mention.kind and (not named or hit.entry in named)
        for value in values.get(hit.entry, ())
        if is_of(told, value) and same(told, value)
    ]
    return tuple(dict.fromkeys(found)) if len({each.entry for each in found}) == 1 else ()


def prints_at(read: Read, mention: Mention) -> Iterator[tuple[Framed, Mention]]:
    """The phrases that span a mention, each with what stands in its place there."""
    for start, end, hits in read.hits:
        slots = [place for place in read.frame.slots if start <= place < end]
        spoken = [read.frame.mention_at(place) for place in slots]
        entries = {hit.entry for hit in hits if hit.printed}
        if mention in spoken and len(entries) <= SHARED:
            place = spoken.index(mention)
            yield from ((hit, hit.printed[place]) for hit in hits if hit.printed)


def says_the_same(one: Mention, other: Mention) -> bool:
    """Whether two mentions say the same number of the same, or the same day."""
    return (one.value, one.until, one.unit, one.edtf) == (
        *(other.value, other.until, other.unit),
        other.edtf,
    )
