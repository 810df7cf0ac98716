"""Dates that are told with a number of their sentence: its year, or the day that it was so.

`2024年2月の時点で14の事業` has a day that is no event: it is that of the document of the 14; and
`2030年に100兆円` is the year of that figure, not of another that is due then.
"""

from collections.abc import Iterable, Iterator

from portal.mentions.mention import Kind
from portal.pages.check.agreeing import same, same_day
from portal.pages.check.candidates import Pair
from portal.pages.check.fitting import fitting
from portal.pages.check.judging import AS_OF
from portal.pages.check.matching import Match, Matcher
from portal.pages.check.reads import year_of
from portal.pages.check.values import Thing, Value
from portal.pages.check.verdicts import GOOD, Judged, Note, Verdict

UNKNOWN = Judged(Verdict.NOT_RECORDED)
NUMBERS = (Kind.AMOUNT, Kind.COUNT, Kind.NUMBER)
# Where a sentence stands: its line, and where it begins there.
Place = tuple[int, int]


def by_numbers(pairs: list[Pair], matcher: Matcher) -> Iterator[Pair]:
    """The findings, dates of which nothing or too much is known judged by the numbers beside."""
    told: dict[Place, list[Value]] = {}
    for match, judged in pairs:
        if match.mention.kind in NUMBERS and judged.verdict in GOOD:
            told.setdefault(place_of(match), []).extend(judged.values)
    for match, judged in pairs:
        own = told.get(place_of(match), []) if match.mention.kind == Kind.DATE else []
        yield match, by_values(match, judged, own, matcher) if own else judged


def place_of(match: Match) -> Place:
    """The line and sentence that a mention stands in."""
    return match.read.line.number, match.read.line.sentence_at(match.mention.start)[0]


def by_values(match: Match, judged: Judged, told: list[Value], matcher: Matcher) -> Judged:
    """The verdict of a date beside numbers that agree with some values."""
    if judged.verdict == Verdict.DIFFERS and is_of_others(match, judged, told):
        return of_entries({each.entry for each in told}, match, matcher)
    if judged.verdict in GOOD:
        return of_the_numbers(judged, told)
    if judged.verdict != Verdict.NOT_RECORDED or judged.values:
        return judged
    found = [each for each in told if is_day_of(match, each)]
    sure = [each for each in found if not each.inferred]
    if not found:
        return judged
    verdict = Verdict.AGREES if sure else Verdict.INFERENCE
    return Judged(verdict, tuple(dict.fromkeys(sure or found)), (Note.WITH_NUMBER,))


def is_of_others(match: Match, judged: Judged, told: list[Value]) -> bool:
    """Whether a date differs from what was named before, and its numbers are of others."""
    entries = {each.entry for each in told}
    return not match.named and not any(each.entry in entries for each in judged.values)


def of_entries(entries: Iterable[Thing], match: Match, matcher: Matcher) -> Judged:
    """The verdict of a date by the days of some entries; nothing is known where none is it."""
    days = (v for entry in entries for v in matcher.values.get(entry, ()) if v.edtf)
    own = fitting(tuple(v for v in days if same(match.mention, v)), match.mention, match.around)
    sure = [each for each in own if not each.inferred]
    verdict = Verdict.AGREES if sure else Verdict.INFERENCE
    return Judged(verdict, tuple(sure or own), (Note.TITLE,)) if own else UNKNOWN


def of_the_numbers(judged: Judged, told: list[Value]) -> Judged:
    """Of what a date agrees with only the rows, else the entries, of the numbers told with it."""
    rows = {each.row for each in told}
    entries = {each.entry for each in told}
    own = [each for each in judged.values if each.row in rows]
    own = own or [each for each in judged.values if each.entry in entries]
    if not own or len({each.entry for each in judged.values}) == 1:
        return judged
    return Judged(judged.verdict, tuple(own), judged.notes, judged.reason)


def is_day_of(match: Match, value: Value) -> bool:
    """Whether a date is the year that a number is of, or as of that of its document."""
    mention = match.mention
    if mention.partial:
        return False
    # The year of an amount is told with the amount.
    if value.kind == Kind.COUNT and value.years and year_of(mention) == value.years:
        return True
    date = value.row.section.document.date
    is_as_of = bool(AS_OF.match(match.read.line.letters, mention.end))
    return is_as_of and bool(date) and same_day(mention, date)
