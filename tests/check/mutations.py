"""Texts of which one value is changed at random, by a seed: a digit, a year, a unit, a stage."""

import dataclasses
import datetime
import random
import re
from collections.abc import Callable, Iterator

from portal.dates.edtf import days
from portal.mentions.lines import lines_of
from portal.mentions.mention import Mention
from portal.mentions.reading import mentions_of
from portal.pages.check.checking import Result
from portal.pages.check.verdicts import GOOD, Finding, Verdict

DIGIT = re.compile(r"[0-9０-９]")
UNITS = {
    "兆": "億",
    "億": "兆",
    "万": "億",
    "社": "人",
    "か国": "社",
    "ヶ国": "社",
    "品目": "社",
    "件": "社",
    "%": "倍",
    "人": "社",
}
STAGES = {"補正": "当初", "当初": "補正"}
# The part of all changes that has to be told.
CHANGED = 0.93
# Years that somebody might mean.
FIRST, LAST = 1900, 2100
YEAR = re.compile(r"(?:令和|平成|R|20\d)(?P<digit>\d)(?=年|\d年|補正|当初|予算|要求|-|/)")


@dataclasses.dataclass(frozen=True)
class Change:
    """A text with one change: where the value stands that was changed, and what was done."""

    text: str
    start: int
    what: str
    by: int


def change(text: str, finding: Finding, chance: random.Random) -> Change | None:
    """A text with the value of a finding changed; None where nothing of it can be."""
    ways: list[Callable] = [digit, digit, digit, unit, year]
    chance.shuffle(ways)
    printed = text[finding.start : finding.end]
    for way in ways:
        new = way(printed, finding, chance)
        if new and new != printed and is_read(new, finding):
            changed = text[: finding.start] + new + text[finding.end :]
            return Change(changed, finding.start, way.__name__, len(new) - len(printed))
    return None


def is_read(printed: str, finding: Finding) -> bool:
    """Whether a changed value is still read as one of its kind, and says another number or day."""
    found = [each for line in lines_of(printed) for each in mentions_of(line)]
    mention = finding.mention
    if any(not FIRST <= day.year <= LAST for each in found for day in days_of(each)):
        return False
    return (
        len(found) == 1
        and (found[0].kind == mention.kind)
        and (found[0].value, found[0].edtf, found[0].unit)
        != (mention.value, mention.edtf, mention.unit)
    )


def days_of(mention: Mention) -> list[datetime.date]:
    """The first and last day of a date that names its year."""
    return [] if mention.partial or not mention.edtf else [day for day in days(mention.edtf) if day]


def digit(printed: str, finding: Finding, chance: random.Random) -> str | None:
    """One digit of a number as another; the last of a number that is about so much is none."""
    places = [match.start() for match in DIGIT.finditer(printed)]
    if not places:
        return None
    place = chance.choice(places)
    old = int(printed[place])
    # A first digit is never made 0, which would be no number.
    new = chance.choice([each for each in range(1, 10) if each != old])
    return f"{printed[:place]}{new}{printed[place + 1 :]}"


def unit(printed: str, finding: Finding, chance: random.Random) -> str | None:
    """A unit as another one."""
    known = [each for each in UNITS if each in printed]
    if not known or finding.mention.kind == "date":
        return None
    chosen = chance.choice(known)
    return printed.replace(chosen, UNITS[chosen], 1)


def year(printed: str, finding: Finding, chance: random.Random) -> str | None:
    """The last digit of a year as another."""
    match = YEAR.search(printed)
    if match is None:
        return None
    new = chance.choice([each for each in range(1, 10) if str(each) != match["digit"]])
    return f"{printed[: match.start('digit')]}{new}{printed[match.end('digit') :]}"


def changeable(result: Result) -> list[Finding]:
    """The findings of a text that agree."""
    return [each for each in result.findings if each.verdict in GOOD]


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What became of a changed value, and whether all other findings stayed."""

    verdict: Verdict | None
    others_same: bool
    change: Change
    printed: str

    @property
    def is_told(self) -> bool:
        """Whether the change is told."""
        return self.verdict == Verdict.DIFFERS


def outcome(before: Result, finding: Finding, made: Change, after: Result) -> Outcome:
    """What became of a value that was changed."""
    there = (each for each in after.findings if each.start <= made.start + 1 <= each.end)
    now = next(there, None)
    same = dict(others(before, finding.start, 0)) == dict(others(after, finding.start, made.by))
    return Outcome(now.verdict if now else None, same, made, finding.printed)


def others(result: Result, start: int, by: int) -> Iterator[tuple]:
    """All findings but the one at a place, as if it were as long as it was before."""
    for each in result.findings:
        if each.start != start and not (each.start < start < each.end):
            moved = each.start - (by if each.start > start else 0)
            yield moved, each.verdict
