"""Dates of a sentence that goes on about what the one before told in other words than names.

Where the first of two agrees with one entry (最初の部分は4月9日に。残りは2月14日に), the second is
asked of that one before any that was named further off, or that the words of its own sentence are
like.
"""

import dataclasses
import re
from collections.abc import Iterator

from portal.mentions.mention import Kind
from portal.pages.check import values
from portal.pages.check.apart import goes_on, is_apart, partners_in, partners_of
from portal.pages.check.judging import MONTH, is_as_of, judge
from portal.pages.check.matching import Match, Matcher
from portal.pages.check.near import sentence_before
from portal.pages.check.placing import OWNERS, Group, Way, things_of, within
from portal.pages.check.reads import Read
from portal.pages.check.statements import Otherwise
from portal.pages.check.subjects import has_own_subject, is_another
from portal.pages.check.values import Thing
from portal.pages.check.verdicts import GOOD, Judged, Note, Verdict

Pair = tuple[Match, Judged]
# What something is done to.
OBJECT = re.compile(r"([一-鿿々ァ-ヺーa-z0-9]{2,24})を")
# Where a sentence stands: its line, and where it begins there.
Place = tuple[int, int]


def by_sentence_before(pairs: list[Pair], matcher: Matcher, otherwise: Otherwise) -> Iterator[Pair]:
    """The findings, dates of sentences that go on judged by what the one before them told."""
    told: dict[Place, set[Thing]] = {}
    for match, judged in pairs:
        found = of_before(match, judged, told, matcher, otherwise) or judged
        if found.verdict in GOOD:
            told.setdefault(place_of(match), set()).update(each.entry for each in found.values)
        yield match, found


def place_of(match: Match) -> Place:
    """The line and sentence that a mention stands in."""
    return match.read.line.number, match.read.line.sentence_at(match.mention.start)[0]


def of_before(
    match: Match, judged: Judged, told: dict[Place, set[Thing]], matcher: Matcher, otherwise
) -> Judged | None:
    """The verdict by the one entry of the sentence before; None where that says nothing of it.

    What differs from an entry that was named further off differs from that one rather.
    """
    if not is_asked(match, judged):
        return None
    read, start = match.read, place_of(match)[1]
    before = sentence_before(read, start, matcher.surroundings.lines)
    entries = told_in(before, told) if before else set()
    if len(entries) != 1 or speaks_of_another(match, *entries, matcher):
        return None
    matcher.values.update(values.load(entries - matcher.values.keys(), matcher.using))
    around = dataclasses.replace(match.around, groups=(Group(tuple(entries), Way.BEFORE),))
    found = judge(matcher.placed(read, match.mention, around), otherwise)
    is_nearer = found.verdict == judged.verdict == Verdict.DIFFERS
    if found.verdict not in GOOD and not is_nearer:
        return None
    return dataclasses.replace(found, notes=tuple(dict.fromkeys((*found.notes, Note.NEARBY))))


def told_in(sentence: tuple[Read, int, int], told: dict[Place, set[Thing]]) -> set[Thing]:
    """The entries that the values of a sentence agree with; else those that it names."""
    read, start, end = sentence
    named = things_of(within(read.names, start, end), OWNERS)
    return told.get((read.line.number, start)) or {*named}


def is_asked(match: Match, judged: Judged) -> bool:
    """Whether a whole month or day of a sentence that names no entry is unknown or differs."""
    mention = match.mention
    is_close = len(mention.edtf) >= MONTH and "/" not in mention.edtf and not mention.partial
    if mention.kind != Kind.DATE or not is_close or match.read.line.is_row or is_as_of(match):
        return False
    if not judged.is_unknown and judged.verdict not in (Verdict.DIFFERS, Verdict.CANDIDATES):
        return False
    printed = (*match.phrased, *match.printed_instead)
    if match.around.entries(Way.NAME) or any(each in printed for each in judged.values):
        return False
    sentence = match.around.sentence
    is_of_it = bool(match.around.events) or goes_on(sentence)
    return is_of_it and not has_own_subject(sentence) and not has_object(sentence)


def has_object(sentence: str) -> bool:
    """Whether a Japanese sentence tells what was done to another thing: 新指針を施行した."""
    return any(is_another(each) for each in OBJECT.findall(sentence))


def speaks_of_another(match: Match, entry: Thing, matcher: Matcher) -> bool:
    """Whether a sentence tells of another meeting than an entry, or of a country beside it."""
    titles, sentence = matcher.known.titles, match.around.sentence
    names = within(match.read.names, *match.read.line.sentence_at(match.mention.start))
    others = partners_in(names, titles, sentence) - partners_of(entry, titles)
    return bool(others) or is_apart(sentence, names, entry, titles)
