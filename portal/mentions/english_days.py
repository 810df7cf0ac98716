"""Dates as English texts write them: March 19, 2026, 24-25 October 2025, until 2030, 4 February."""

import re
from collections.abc import Iterator

from portal.dates.edtf import MONTHS

# A date in EDTF with the place of its letters, and whether it has no year.
Told = tuple[str, int, int, bool]

NAMES = [name[:3].casefold() for name in MONTHS.split()]
MONTH = (
    rf"(?P<month>{'|'.join(NAMES)})(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?(?![a-z])\.?"
)
DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
UNTIL = r"(?: ?[-~–] ?| (?:and|to) )(?P<last>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
# No date begins within a word or a number, and the longer form is tried first.
MONTH_FIRST = re.compile(rf"(?<![a-z0-9.]){MONTH} {DAY}(?!\d)(?:{UNTIL}(?![\d.]))?(?:,? ?{YEAR})?")
DAY_FIRST = re.compile(
    rf"(?<![a-z0-9.,/-]){DAY}(?:{UNTIL})? (?:of )?{MONTH}(?:,? ?{YEAR})?(?![a-z])"
)
MONTH_ALONE = re.compile(rf"(?<![a-z0-9.]){MONTH},? (?:of )?{YEAR}")
# Words before a year alone, beyond those that stand right before every one.
SINGLE = re.compile(
    r"(?<![a-z])(?:(?:until|till|before|after|during|around|through|early|late|mid)"
    r"|(?:end|beginning|start|middle|course|spring|summer|autumn|fall|winter) of"
    rf"|between|(?<=between \d{{4}} )and) {YEAR}(?![.,-]*\d|[a-z%])"
)
# A year before what is of that year: the 2020 amendment.
BEFORE_NOUN = re.compile(rf"(?<![a-z])(?:the|its) {YEAR}(?= [a-z])")


def english_days(letters: str) -> Iterator[Told]:
    """The dates of folded letters that name their month, and years that words stand before."""
    for pattern in (MONTH_FIRST, DAY_FIRST):
        for match in pattern.finditer(letters):
            yield from _told(match, match["day"], match["last"])
    for match in MONTH_ALONE.finditer(letters):
        yield from _told(match, None, None)
    for pattern in (SINGLE, BEFORE_NOUN):
        for match in pattern.finditer(letters):
            yield match["year"], *match.span("year"), False


def _told(match: re.Match, day: str | None, last: str | None) -> Iterator[Told]:
    month = f"{NAMES.index(match['month']) + 1:02}"
    year = match["year"] or "-"
    first = f"{year}-{month}" + (f"-{int(day):02}" if day else "")
    if last and match["year"]:
        if int(last) > int(day):
            yield f"{first}/{year}-{month}-{int(last):02}", *match.span(), False
    elif not last:
        yield first, *match.span(), not match["year"]
