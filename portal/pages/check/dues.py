"""Figures that are due in a year: a text that has the figure with another year errs in the year.

`2050年に約70兆円` with another year before it: the amount is told rightly, the year is not.
"""

from collections.abc import Iterator

from measures.models import Target
from portal.mentions.mention import Kind
from portal.pages.check.agreeing import same
from portal.pages.check.matching import Match, Matcher
from portal.pages.check.reads import year_of
from portal.pages.check.values import Value
from portal.pages.check.verdicts import AMISS, GOOD, Judged, Note, Verdict
from portal.pages.check.wording import is_worded

Pair = tuple[Match, Judged]


def by_dues(pairs: list[Pair], _matcher: Matcher) -> Iterator[Pair]:
    """The findings, years judged by what the figures told with them are due for."""
    told: dict[int, Judged] = {}
    for match, judged in pairs:
        own = figures(match, judged) if judged.verdict not in AMISS else []
        for other, year in pairs if own else ():
            if year.verdict not in GOOD and is_year_of(other, match):
                told.setdefault(id(match), agreeing(judged, own))
                if year.verdict not in AMISS:
                    told[id(other)] = Judged(Verdict.DIFFERS, tuple(own))
    for match, judged in pairs:
        yield match, told.get(id(match), judged)


def figures(match: Match, judged: Judged) -> list[Value]:
    """The figures that a number says but for the year that it is told with; none if one fits."""
    years = match.around.years
    if match.mention.kind not in (Kind.AMOUNT, Kind.COUNT) or not years:
        return []
    meant = judged.values if judged.verdict in GOOD else (v for m in match.meant for v in m.values)
    said = [
        each
        for each in meant
        if isinstance(each.row, Target) and each.years and same(match.mention, each)
        if is_worded(each, match.around.sentence)
    ]
    every = (value for each in match.meant for value in each.values)
    if any(each.years == years and same(match.mention, each) for each in every):
        return []
    return list(dict.fromkeys(said))


def is_year_of(match: Match, number: Match) -> bool:
    """Whether a mention is the year that a number of its sentence is told with."""
    if match.read is not number.read or match.around.sentence != number.around.sentence:
        return False
    return match.mention.kind == Kind.DATE and year_of(match.mention) == number.around.years


def agreeing(judged: Judged, own: list[Value]) -> Judged:
    """The verdict of a number whose year is told apart."""
    if judged.verdict in GOOD:
        return judged
    sure = [each for each in own if not each.inferred]
    return Judged(Verdict.AGREES if sure else Verdict.INFERENCE, tuple(sure or own), (Note.PHRASE,))
