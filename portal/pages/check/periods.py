"""Periods within which a law takes effect: 公布の日から1年以内.

The record has them in words, in the label of what is planned. A text that tells the period of a
measure that it names, or goes on about, is compared with those.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from measures.models import Milestone
from portal.mentions.mention import Kind
from portal.mentions.numbers import NUMBERS
from portal.pages.check.matching import Match, Matcher
from portal.pages.check.placing import Way, within
from portal.pages.check.values import READERS, Thing, Value, visible
from portal.pages.check.verdicts import Judged, Note, Verdict
from portal.search.text import fold

Pair = tuple[Match, Judged]
PERIOD = re.compile(
    r"公布(?:の?日)?(?:から|より|後)(?:起算して)?、?"
    r"(?:(?P<years>\d+)年)?(?:(?P<months>\d+)か?月)?(?:以内|内|を超えない)"
    r"|within (?P<number>\d+|[a-z]+) (?P<unit>year|month)s? (?:of|from|after)"
    r"(?: the| its| their)?(?: (?:date|day) of)?(?: the| its| their)? promulgation"
)
# How a sentence begins that goes on about a law, or when that takes effect: 法案の施行は.
OF_LAW = re.compile(
    r"(?:[^一-鿿ァ-ヺ]*、)?(?:(?:同|本|この|その)(?:法律?案?|改正案?)|法律?案|改正[案法]|(?=施行))"
    r"(?:の?施行(?:期?日|時期)?)?(?:は|に(?:つい|関し)ては|につきましては)"
)
# What says of a measure that is named when it takes effect, and of nothing based on it.
ITSELF = re.compile(
    r"(?:の施行(?:期?日|時期)?)?(?:は|に(?:つい|関し)ては|につきましては)|の施行|"
    r" (?:is|are|will|would|takes?|comes?|enters?|shall)\b"
)
YEAR = 12


def by_periods(pairs: list[Pair], matcher: Matcher) -> Iterator[Pair]:
    """The findings, periods of which nothing is known judged by what is planned of a measure."""
    for match, judged in pairs:
        yield match, (of_period(match, matcher) if judged.is_unknown else None) or judged


def of_period(match: Match, matcher: Matcher) -> Judged | None:
    """The verdict on a period by those of the measures that are named; None where none has one."""
    if match.mention.kind not in (Kind.COUNT, Kind.NUMBER):
        return None
    place = match.read.line.sentence_at(match.mention.start)
    told = PERIOD.finditer(match.read.line.letters, *place)
    period = next((e for e in told if e.start() <= match.mention.start < e.end()), None)
    if period is None:
        return None
    entries, way = named_for(match, period)
    own = list(planned(entries, matcher.using))
    found = [each for each in own if each.number == months(period)]
    notes = (Note.NEARBY,) if way == Way.BEFORE else ()
    if not found:
        is_one = len({each.entry for each in own}) == 1
        return Judged(Verdict.DIFFERS, tuple(own), notes) if is_one else None
    sure = [each for each in found if not each.inferred]
    return Judged(Verdict.AGREES if sure else Verdict.INFERENCE, tuple(sure or found), notes)


def named_for(match: Match, period: re.Match) -> tuple[frozenset[Thing], Way]:
    """The entries of which a sentence tells a period: that it names, or one named before."""
    read, (start, end) = match.read, match.read.line.sentence_at(match.mention.start)
    letters = read.line.letters
    if named := match.around.entries(Way.NAME):
        names = (each for each in within(read.names, start, period.start()) if each.owns)
        is_told = any(named & {*each.things} and ITSELF.match(letters, each.end) for each in names)
        return (named if is_told else frozenset()), Way.NAME
    before = (each.entries for each in match.around.groups if each.way == Way.BEFORE)
    is_told = OF_LAW.match(letters, start, end)
    return frozenset(next(before, ()) if is_told else ()), Way.BEFORE


def planned(entries: Iterable[Thing], using: str) -> Iterator[Value]:
    """The periods in the labels of events of some measures, in months."""
    keys = [pk for kind, pk in entries if kind == "measure"]
    rows = visible(Milestone, using).filter(measure__in=keys, label_ja__contains="公布")
    for row in rows.select_related(*READERS[Milestone][2]).order_by("pk"):
        if period := PERIOD.search(fold(row.label_ja)):
            entry = ("measure", row.measure_id)
            yield Value(row, Kind.COUNT, entry, months(period), label=row.label_ja)


def months(period: re.Match) -> Decimal:
    """How many months a period has."""
    if word := period["number"]:
        number = int(word) if word.isdecimal() else NUMBERS.get(word, 0)
        return Decimal(number * (YEAR if period["unit"] == "year" else 1))
    return Decimal(int(period["years"] or 0) * YEAR + int(period["months"] or 0))
