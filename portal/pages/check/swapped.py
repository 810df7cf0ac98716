"""Dates that agree with what another clause of their sentence names: two that changed places.

`2024年9月にガリウムを、2023年8月にアンチモンを規制した` has the dates of both controls, and none
where it belongs. So a date agrees with no entry whose subjects only the clause of another date
names, where its own clause names others.
"""

import itertools
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
# A stretch of a line.
Place = tuple[int, int]
# How entries are known of which the text has no name.
UNNAMED = frozenset((Note.ACT, Note.TITLE))
# What parts two things told in one English sentence: in September 2024 and antimony in August.
AND = re.compile(r" (?:and|while|but|whereas)\b")


def by_clauses(pairs: list[Pair], matcher: Matcher) -> Iterator[Pair]:
    """The findings, dates that are those of another clause's subject told as of another place."""
    asked = [(match, judged) for match, judged in pairs if is_asked(match, judged)]
    entries = {each.entry for _match, judged in asked for each in judged.values}
    dates = {id(match) for match, _judged in asked}
    subjects = subjects_of((pk for kind, pk in entries if kind == "measure"), matcher.using)
    for match, judged in pairs:
        is_swapped = id(match) in dates and all(
            is_of_another_clause(match, each.entry, subjects.get(each.entry, frozenset()))
            for each in judged.values
        )
        told = Judged(Verdict.CANDIDATES, judged.values, (Note.OTHER_PLACE,))
        yield match, told if is_swapped else judged


def is_asked(match: Match, judged: Judged) -> bool:
    """Whether a date agrees with an entry that its clause does not name, beside another date."""
    is_date = match.mention.kind == Kind.DATE and judged.verdict in GOOD
    if not is_date or match.read.line.is_row or len(dates_of(match)) == 1:
        return False
    return not UNNAMED.isdisjoint(judged.notes) or is_named_behind(match, judged)


def is_named_behind(match: Match, judged: Judged) -> bool:
    """Whether all entries that a date agrees with are named in clauses behind its own alone."""
    if Note.PHRASE in judged.notes:
        return False
    own = next(c for c in clauses_of(match) if c[0] <= match.mention.start < c[1])
    names = within(match.read.names, *match.read.line.sentence_at(match.mention.start))
    entries = {each.entry for each in judged.values}
    places = [each.start for each in names if entries & {*each.things}]
    return bool(places) and min(places) >= own[1]


def dates_of(match: Match) -> list[Place]:
    """The dates of the sentence of a mention."""
    start, end = match.read.line.sentence_at(match.mention.start)
    dates = (each for each in match.read.mentions if each.kind == Kind.DATE)
    return [(each.start, each.end) for each in dates if start <= each.start < end]


def clauses_of(match: Match) -> list[Place]:
    """The clauses of a sentence, cut at commas, and in English behind dates that go on."""
    letters = match.read.line.letters
    start, end = match.read.line.sentence_at(match.mention.start)
    cuts = {place for place in range(start, end) if letters[place] in PARTING}
    cuts |= {last for _first, last in dates_of(match) if AND.match(letters, last)}
    return list(itertools.pairwise(sorted({start, *cuts, end})))


def is_of_another_clause(match: Match, entry: Thing, own: frozenset[int]) -> bool:
    """Whether only the clauses of other dates name an entry, or subjects of it, and the own others.

    `own` are the subjects of the entry.
    """
    here, others = [], []
    for clause in clauses_of(match):
        dates = [each for each in dates_of(match) if clause[0] <= each[0] < clause[1]]
        is_here = clause[0] <= match.mention.start < clause[1]
        if is_here and len(dates) > 1:
            return False
        if dates:
            (here if is_here else others).append(clause)
    told = frozenset().union(*(subjects_in(match, each) for each in here))
    elsewhere = frozenset().union(*(subjects_in(match, each) for each in others))
    named = [n for each in others for n in within(match.read.names, *each)]
    is_elsewhere = bool(elsewhere & own) or any(entry in each.things for each in named)
    return bool(told) and is_elsewhere and not told & own


def subjects_in(match: Match, clause: Place) -> frozenset[int]:
    """The subjects that a clause names beside the words of acts."""
    acts = list(ACT.finditer(match.read.line.letters, *clause))
    names = (each for each in within(match.read.names, *clause) if is_apart(each, acts))
    return keys(names, "subject")


def subjects_of(measures: Iterable[int], using: str) -> dict[Thing, frozenset[int]]:
    """The subjects of some measures."""
    rows = visible(MeasureSubject, using).filter(measure__in=[*measures])
    found: dict[Thing, frozenset[int]] = {}
    for measure, subject in rows.values_list("measure", "subject"):
        entry = ("measure", measure)
        found[entry] = found.get(entry, frozenset()) | {subject}
    return found
