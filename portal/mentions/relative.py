"""Dates that are told from one before them: 同月17日, 同年5月, 翌年4月, 同日.

They are read only where the text has given the year, or month, or day, that they are told from.
昨年10月 is told from the day that a memo says it is of; in one that says none it is of no year.
"""

import re
from collections.abc import Iterable, Iterator

from portal.dates.edtf import FISCAL_YEAR
from portal.mentions.days import is_date
from portal.mentions.mention import Kind, Mention

RELATIVE = re.compile(
    r"(?<![一-鿿])(?P<which>同|翌|前)(?:"
    r"年の?(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?(?!間)"
    r"|月の?(?P<day_of_month>\d{1,2})日(?!間)"
    r"|(?:(?P<fiscal>年度)|(?P<same_day>日)|[年月])(?![一-鿿\d]))"
)
OFF = {"前": -1, "同": 0, "翌": 1}
# A month of this year, or of one beside it, as it is said on the day of a memo.
SAID = re.compile(
    r"(?P<which>一昨|[本今昨来])年の?(?P<month>1[0-2]|0?[1-9])月(?:(?P<day>\d{1,2})日)?(?!間)"
    r"|(?<![a-z])(?P<name>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]* (?:of )?"
    r"(?P<that>last|this|next) year(?![a-z])"
)
OFF_TODAY = {**{"一昨": -2, "昨": -1, "本": 0, "今": 0, "来": 1}, "last": -1, "this": 0, "next": 1}
MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
# The letters of a date that is a year, a month, a day.
YEAR, MONTH, DAY = 4, 7, 10
LEAP = 2024


def with_relative(
    letters: str, mentions: Iterable[Mention], last: Mention | None, today: Mention | None
) -> list[Mention]:
    """The mentions of a line with those dates that are told from one before them.

    `last` is the last date before the line, `today` that of the memo.
    """
    found = sorted(mentions, key=lambda each: each.start)
    for own in said_today(letters, today):
        found = with_one(found, own)
    for match in RELATIVE.finditer(letters):
        before = [each for each in found if is_base(each) and each.end <= match.start()]
        base = before[-1] if before else last
        edtf = edtf_of(match, base.edtf) if base else ""
        if edtf:
            found = with_one(found, Mention(Kind.DATE, *match.span(), edtf=edtf))
    return found


def with_one(mentions: Iterable[Mention], own: Mention) -> list[Mention]:
    """Some mentions with another in the place of what it overlaps."""
    apart = (each for each in mentions if each.end <= own.start or own.end <= each.start)
    return sorted([*apart, own], key=lambda each: each.start)


def said_today(letters: str, today: Mention | None) -> Iterator[Mention]:
    """The months and days of this year and those beside it, as they are said on a day.

    They are of no year where nothing says which day it is.
    """
    for match in SAID.finditer(letters):
        off = OFF_TODAY[match["which"] or match["that"]]
        month = match["month"] or f"{MONTHS.index(match['name'][:3]) // 3 + 1}"
        # A leap year has all days.
        year = int(today.edtf[:YEAR]) + off if today else LEAP
        if edtf := whole(year, month, match["day"] or ""):
            told = edtf if today else f"-{edtf[YEAR:]}"
            yield Mention(Kind.DATE, *match.span(), edtf=told, partial=not today, near=True)


def last_date(mentions: Iterable[Mention], last: Mention | None) -> Mention | None:
    """The last of some mentions that others may be told from; else the one before them."""
    return next((each for each in reversed([*mentions]) if is_base(each)), last)


def is_base(mention: Mention) -> bool:
    """Whether a mention is a date with its year."""
    return mention.kind == Kind.DATE and not mention.partial


def edtf_of(match: re.Match, base: str) -> str:
    """A relative date in EDTF; empty where the one that it is told from does not say enough."""
    off = OFF[match["which"]]
    if match["fiscal"]:
        fiscal = FISCAL_YEAR.match(base)
        year = int(fiscal[1]) + off if fiscal else 0
        return f"{year}-04/{year + 1}-03" if year else ""
    if not base[:YEAR].isdecimal() or "/" in base:
        return ""
    if match["same_day"]:
        return base if len(base) == DAY and not off else ""
    return whole(*(in_year(match, base, off) or in_month(match, base, off)))


def in_year(match: re.Match, base: str, off: int) -> tuple[int, str, str] | None:
    """The parts of a date told from a year; None for one that is told from a month."""
    if match[0][1] != "年":
        return None
    return int(base[:YEAR]) + off, match["month"] or "", match["day"] or ""


def in_month(match: re.Match, base: str, off: int) -> tuple[int, str, str]:
    """The parts of a date told from a month; of a year 0 where none is known."""
    if len(base) < MONTH or not base[YEAR + 1 : MONTH].isdecimal():
        return 0, "", ""
    years, month = divmod(int(base[YEAR + 1 : MONTH]) - 1 + off, 12)
    return int(base[:YEAR]) + years, str(month + 1), match["day_of_month"] or ""


def whole(year: int, month: str, day: str) -> str:
    """Year, month and day in EDTF; empty where there is no such day."""
    parts = [str(year), *(f"{int(each):02}" for each in (month, day) if each)]
    edtf = "-".join(parts)
    return edtf if year and is_date(edtf) else ""
