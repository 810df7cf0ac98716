"""Amounts told beside each other for several subjects: each is of the series of those that agree.

`蓄電池で1兆52億円、半導体の8,062億円`: where the first agrees with the total of a programme for its
subject, the second is compared with the total of the same for its own.
"""

import re
from collections.abc import Iterator

from portal.mentions.mention import Kind
from portal.pages.check.matching import Match, Matcher
from portal.pages.check.placing import distance, within
from portal.pages.check.tables import OPEN, series_of
from portal.pages.check.values import Thing, Value
from portal.pages.check.verdicts import GOOD, Judged, Verdict

Pair = tuple[Match, Judged]
# Between the name of a subject and its amount nothing else is told. What is taken is not given
# back, so that a long run of signs costs no more than it is long.
BETWEEN = re.compile(r"[\W_のはがにでへを約計]*+(?:総額|合計|対し|ついて)?+[\W_のはで約計]*+")
# What is told of a part is no amount of the series.
PART = re.compile(r"うち|内訳|含|除|of which|including|excluding")


def by_siblings(pairs: list[Pair], matcher: Matcher) -> Iterator[Pair]:
    """The findings, amounts that nothing else tells of judged by those beside them."""
    lines = by_line(pairs)
    for match, judged in pairs:
        found: list[Value] = []
        if match.mention.kind == Kind.AMOUNT and judged.verdict in OPEN:
            found = beside(match, lines[match.read.line.number], matcher)
        yield match, Judged(Verdict.DIFFERS, tuple(found)) if found else judged


def by_line(pairs: list[Pair]) -> dict[int, list[Pair]]:
    """The findings of each line, by its number."""
    lines: dict[int, list[Pair]] = {}
    for pair in pairs:
        lines.setdefault(pair[0].read.line.number, []).append(pair)
    return lines


def beside(match: Match, pairs: list[Pair], matcher: Matcher) -> list[Value]:
    """What the record has for the subject of an amount in the series of one that agrees beside."""
    subject = subject_of(match)
    if subject is None or match.read.line.is_row or PART.search(match.around.sentence):
        return []
    for other, judged in pairs:
        if judged.verdict in GOOD and is_sibling(other, match):
            told = [each for each in judged.values if each.things and subject not in each.things]
            series = {series_of(each) for each in told}
            own = [v for each in told for v in matcher.values.get(each.entry, ())]
            own += matcher.by_subject.get(subject, ())
            found = [v for v in own if v.things == {subject} and series_of(v) in series]
            if found:
                return list(dict.fromkeys(found))
    return []


def is_sibling(other: Match, match: Match) -> bool:
    """Whether two amounts of a line are told in one sentence of the same year and stage."""
    return (
        other.around.sentence == match.around.sentence
        and other.mention.kind == Kind.AMOUNT
        and (other.around.years, other.around.stages) == (match.around.years, match.around.stages)
    )


def subject_of(match: Match) -> Thing | None:
    """The one subject whose name stands right before an amount."""
    read, mention = match.read, match.mention
    names = within(read.names, *read.line.sentence_at(mention.start))
    before = [each for each in names if each.end <= mention.start and each.of(("subject",))]
    if not before:
        return None
    last = min(before, key=lambda each: distance(each, mention))
    found = last.of(("subject",))
    gap = read.line.letters[last.end : mention.start]
    return found[0] if len(found) == 1 and BETWEEN.fullmatch(gap) else None
