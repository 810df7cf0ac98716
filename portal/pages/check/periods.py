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
from portal.pages.check.placing import Way
from portal.pages.check.subjects import has_own_subject
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
YEAR = 12


def by_periods(pairs: list[Pair], matcher: Matcher) -> Iterator[Pair]:
    """The findings, periods of which nothing is known judged by what is planned of a measure."""
    for match, judged in pairs:
        is_open = judged.verdict == Verdict.NOT_RECORDED and not judged.values
        yield match, (of_period(match, matcher) if is_open else None) or judged


def of_period(match: Match, matcher: Matcher) -> Judged | None:
    """The verdict on a period by those of the measures that are named; None where none has one."""
    place = match.read.line.sentence_at(match.mention.start)
    told = PERIOD.finditer(match.read.line.letters, *place)
    period = next((e for e in told if e.start() <= match.mention.start < e.end()), None)
    if period is None or match.mention.kind not in (Kind.COUNT, Kind.NUMBER):
        return None
    entries, way = named_for(match)
    own = list(planned(entries, matcher.using))
    found = [each for each in own if each.number == months(period)]
    notes = (Note.NEARBY,) if way == Way.BEFORE else ()
    if not found:
        is_one = len({each.entry for each in own}) == 1
        return Judged(Verdict.DIFFERS, tuple(own), notes) if is_one else None
    sure = [each for each in found if not each.inferred]
    return Judged(Verdict.AGREES if sure else Verdict.INFERENCE, tuple(sure or found), notes)


def named_for(match: Match) -> tuple[frozenset[Thing], Way]:
    """The entries that a sentence names; of one without another subject those named before it."""
    if named := match.around.entries(Way.NAME):
        return named, Way.NAME
    before = (g.entries for g in match.around.groups if g.way == Way.BEFORE)
    is_of_another = has_own_subject(match.around.sentence)
    return frozenset(() if is_of_another else next(before, ())), Way.BEFORE


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
