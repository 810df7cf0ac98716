"""Dates that agree with what another clause of their sentence names: two that changed places.

`2024年9月にガリウムを、2023年8月にアンチモンを規制した` has the dates of both controls, and none
where it belongs. So a date agrees with no entry whose subjects only the clause of another date
names, where its own clause names others.
"""

import bisect
import dataclasses
import itertools
import operator
import re
from collections.abc import Iterable, Iterator

from measures.models import MeasureSubject
from portal.mentions.mention import Kind
from portal.pages.check.acts import ACT, is_apart, keys
from portal.pages.check.matching import Match, Matcher
from portal.pages.check.placing import within
from portal.pages.check.surroundings import PARTING
from portal.pages.check.values import Thing, visible
from portal.pages.check.verdicts import GOOD, Judged, Note, Verdict

Pair = tuple[Match, Judged]
# Where a sentence stands: its line, and where it begins there.
Place = tuple[int, int]
# How entries are known of which the text has no name.
UNNAMED = frozenset((Note.ACT, Note.TITLE))
# What parts two things told in one English sentence: in September 2024 and antimony in August.
AND = re.compile(r" (?:and|while|but|whereas)\b")


@dataclasses.dataclass(frozen=True)
class Clause:
    """A clause of a sentence, how many dates it has, and the subjects and entries that it names."""

    start: int
    end: int
    dates: int
    subjects: frozenset[int]
    entries: frozenset[Thing]


def by_clauses(pairs: list[Pair], matcher: Matcher) -> Iterator[Pair]:
    """The findings, dates that are those of another clause's subject told as of another place."""
    sentences: dict[Place, list[Clause]] = {}
    asked: dict[int, list[Clause]] = {}
    for match, judged in pairs:
        if is_free(match, judged):
            line = match.read.line
            place = line.number, line.sentence_at(match.mention.start)[0]
            if place not in sentences:
                sentences[place] = list(clauses_of(match))
            if is_asked(match, judged, sentences[place]):
                asked[id(match)] = sentences[place]
    told = [judged for match, judged in pairs if id(match) in asked]
    keys_of = (e.entry[1] for each in told for e in each.values if e.entry[0] == "measure")
    subjects = subjects_of(keys_of, matcher.using) if told else {}
    for match, judged in pairs:
        is_swapped = id(match) in asked and all(
            is_of_another(match, asked[id(match)], entry, subjects.get(entry, frozenset()))
            for entry in {each.entry for each in judged.values}
        )
        told_as = Judged(Verdict.CANDIDATES, judged.values, (Note.OTHER_PLACE,))
        yield match, told_as if is_swapped else judged


def is_free(match: Match, judged: Judged) -> bool:
    """Whether a date agrees, and not in the words of a document."""
    is_date = match.mention.kind == Kind.DATE and judged.verdict in GOOD
    return is_date and Note.PHRASE not in judged.notes and not match.read.line.is_row


def is_asked(match: Match, judged: Judged, clauses: list[Clause]) -> bool:
    """Whether a date that is alone in its clause agrees with an entry not named before or in it.

    Another clause has a date too.
    """
    own = clause_at(match, clauses)
    if own.dates > 1 or not any(each.dates for each in clauses if each is not own):
        return False
    if not UNNAMED.isdisjoint(judged.notes):
        return True
    entries = {each.entry for each in judged.values}
    naming = [each for each in clauses if entries & each.entries]
    return bool(naming) and all(each.start > own.start for each in naming)


def clause_at(match: Match, clauses: list[Clause]) -> Clause:
    """The clause that a mention stands in."""
    place = bisect.bisect_right(clauses, match.mention.start, key=operator.attrgetter("start"))
    return clauses[place - 1]


def clauses_of(match: Match) -> Iterator[Clause]:
    """The clauses of a sentence, cut at commas, and in English behind dates that go on."""
    read, letters = match.read, match.read.line.letters
    start, end = read.line.sentence_at(match.mention.start)
    dates = [e for e in read.mentions if e.kind == Kind.DATE and start <= e.start < end]
    acts = list(ACT.finditer(letters, start, end))
    names = within(read.names, start, end)
    cuts = {place for place in range(start, end) if letters[place] in PARTING}
    cuts |= {each.end for each in dates if AND.match(letters, each.end)}
    for first, last in itertools.pairwise(sorted({start, *cuts, end})):
        own = within(names, first, last)
        here = [each for each in acts if first <= each.start() < last]
        apart = [each for each in own if is_apart(each, here)]
        entries = frozenset(thing for each in own for thing in each.things)
        number = sum(first <= each.start < last for each in dates)
        yield Clause(first, last, number, keys(apart, "subject"), entries)


def is_of_another(match: Match, clauses: list[Clause], entry: Thing, own: frozenset[int]) -> bool:
    """Whether only clauses with other dates name an entry, or subjects of it, and its own others.

    `own` are the subjects of the entry.
    """
    here = clause_at(match, clauses)
    others = [each for each in clauses if each.dates and each is not here]
    is_elsewhere = any(entry in each.entries or own & each.subjects for each in others)
    return bool(here.subjects) and is_elsewhere and not here.subjects & own


def subjects_of(measures: Iterable[int], using: str) -> dict[Thing, frozenset[int]]:
    """The subjects of some measures."""
    rows = visible(MeasureSubject, using).filter(measure__in=[*measures])
    found: dict[Thing, frozenset[int]] = {}
    for measure, subject in rows.values_list("measure", "subject"):
        entry = ("measure", measure)
        found[entry] = found.get(entry, frozenset()) | {subject}
    return found
