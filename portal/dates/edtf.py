"""Dates that keep their precision, stored as EDTF (ISO 8601-2).

`2026-03-19`, `2026-03`, `2026`, seasons (`2026-22` is summer), intervals
(`2002-07/2012-06`), open ends (`2026-04-25/..`) and approximate dates (`2025-05~`).
A fiscal year is the interval from April to March.
"""

import calendar
import datetime
import functools
import re

from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

from portal.dates.eras import FIRST_YEAR, NAMED

SEASONS = {
    "21": ("春", "spring"),
    "22": ("夏", "summer"),
    "23": ("秋", "autumn"),
    "24": ("冬", "winter"),
}
WINTER = "-24"
# The years that a date of the record can be of.
EARLIEST, LATEST = 1868, 2100
MONTHS = "January February March April May June July August September October November December"
# Eras in force since the record begins; years before are shown without an era.
SHOWN_ERAS = (NAMED["令和"], NAMED["平成"])
# The month in which a fiscal year begins.
FISCAL_MONTH = 4
FISCAL_YEAR = re.compile(r"^(\d{4})-04/(\d{4})-03\Z")
# A year, a month or season, a day; EDTF has more forms, which no source here needs.
PLAIN = re.compile(r"^(?!0000)[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?\Z")
WHOLE_DAYS = re.compile(r"^\d{4}-\d{2}-\d{2}(/\d{4}-\d{2}-\d{2})?\Z")
PART = re.compile(r"^(\d{4})(?:-(0[1-9]|1[0-2]|2[1-4])(?:-(\d{2}))?)?([~?%]?)\Z")


def plain_bounds(edtf: str) -> tuple[datetime.date, datetime.date] | None:
    """The bounds of years, months and days, and of what lies between two; None of other forms.

    Nearly all dates are such, and the parser takes hundred times as long for one.
    """
    first, _slash, last = edtf.partition("/")
    if not (PLAIN.match(first) and PLAIN.match(last or first)) or edtf.endswith("/"):
        return None
    begun, ended = (list(map(int, each.split("-"))) for each in (first, last or first))
    if len(ended) < 3:
        month = ended[1] if len(ended) > 1 else 12
        ended = [ended[0], month, calendar.monthrange(ended[0], month)[1]]
    return datetime.date(*[*begun, 1, 1][:3]), datetime.date(*ended)


def _parsed_bounds(edtf: str) -> tuple[datetime.date | None, datetime.date | None]:
    """The bounds of a text in any of its forms."""
    if not is_edtf(edtf):
        raise ValueError(edtf)
    parsed = parse_edtf(edtf)
    first, last = (
        None if isinstance(bound, float) else datetime.date(*bound[:3])
        for bound in (parsed.lower_strict(), parsed.upper_strict())
    )
    if edtf.rpartition("/")[2][4:] == WINTER:
        last = _end_of_winter(last.year)
    return first, last


@functools.lru_cache(maxsize=4096)
def days(edtf: str) -> tuple[datetime.date | None, datetime.date | None]:
    """The `bounds` of what a row holds; what is no date, which a check tells of, has none."""
    try:
        return bounds(edtf)
    except ValidationError:
        return None, None


# Half of what a load and a walk of the checks would do is to read the same dates again.
@functools.lru_cache(maxsize=8192)
def bounds(edtf: str) -> tuple[datetime.date | None, datetime.date | None]:
    """The first and last day that `edtf` can mean; None where it is empty or open.

    Raises ValidationError naming the text when it is not a valid EDTF date.
    """
    if not edtf:
        return None, None
    try:
        first, last = plain_bounds(edtf) or _parsed_bounds(edtf)
    except (EDTFParseException, ValueError, AttributeError) as error:
        raise ValidationError(
            _(
                "“%(date)s” is not a date in EDTF form, "
                "such as 2026-03-19, 2026-03, 2026-22 or 2025-10-25/2025-10-26"
            ),
            code="edtf",
            params={"date": edtf},
        ) from error
    if first and last and first > last:
        raise ValidationError(
            _("“%(date)s” ends before it begins."), code="order", params={"date": edtf}
        )
    return first, last


def whole_days(edtf: str) -> tuple[datetime.date, datetime.date] | None:
    """The first and last of the days that a date is; None where it is no day or days for sure."""
    return bounds(edtf) if WHOLE_DAYS.match(edtf) else None


def _end_of_winter(year: int) -> datetime.date:
    """The last day of the winter that begins in December of a year.

    The library ends it with the year; in Japan it lasts from December to February.
    """
    return datetime.date(year + 1, 3, 1) - datetime.timedelta(days=1)


def is_edtf(edtf: str) -> bool:
    """Whether `edtf` is one date, or an interval of which at most one end is open."""
    parts = [part for part in edtf.split("/") if part != ".."]
    return bool(parts) and all(PART.match(part) for part in parts)


def validate_edtf(edtf: str) -> None:
    """Raise ValidationError unless `edtf` is a date in EDTF form, and of a year that can be meant.

    What lies outside is a slip of the hand: the record tells of the time since Meiji began, and of
    what is planned.
    """
    outside = [day for day in bounds(edtf) if day and not EARLIEST <= day.year <= LATEST]
    if outside:
        raise ValidationError(
            _("“%(date)s” is not of the years from %(first)s to %(last)s."),
            code="year",
            params={"date": edtf, "first": EARLIEST, "last": LATEST},
        )


def validate_first_day(edtf: str) -> None:
    """Raise ValidationError unless `edtf` is a date of which the first day is known."""
    if bounds(edtf)[0] is None:
        raise ValidationError(
            _("“%(date)s” has no first day, so a period cannot begin with it."),
            params={"date": edtf},
        )


def validate_last_day(edtf: str) -> None:
    """Raise ValidationError unless `edtf` is a date of which the last day is known."""
    if bounds(edtf)[1] is None:
        raise ValidationError(
            _("“%(date)s” has no last day, so a period cannot end with it."),
            params={"date": edtf},
        )


def era_year(year: int, month: int = 12, day: int = 31) -> str:
    """The Japanese era year, such as 令和8年; empty before 平成.

    A year or month without a day takes the era in force at its end. The numbers need be no day
    of the calendar: a form that refuses a year shows it.
    """
    for era in SHOWN_ERAS:
        if (year, month, day) >= (era.first.year, era.first.month, era.first.day):
            number = year - era.base
            return f"{era.name}{FIRST_YEAR if number == 1 else number}年"
    return ""


def fiscal_year_of(day: datetime.date) -> int:
    """The fiscal year that a day is in: it begins in April."""
    return day.year if day.month >= FISCAL_MONTH else day.year - 1


def fiscal_year_label(year: int) -> str:
    """令和8年度（2026年度） or FY2026."""
    if get_language() == "en":
        return f"FY{year}"
    era = era_year(year)
    return f"{era}度（{year}年度）" if era else f"{year}年度"


def fiscal_year_short(year: int) -> str:
    """令和8年度 or FY2026, for table heads."""
    return f"FY{year}" if get_language() == "en" else f"{era_year(year) or f'{year}年'}度"


def fiscal_years_short(first: int, last: int) -> str:
    """令和4〜6年度 or FY2022–2024: several fiscal years, of which the era is said once."""
    if first == last:
        return fiscal_year_short(first)
    if get_language() == "en":
        return f"FY{first}–{last}"
    begin, end = (era_year(year) or f"{year}年" for year in (first, last))
    era = begin[:2]
    same = era_year(first) and end.startswith(era)
    return f"{begin.removesuffix('年')}〜{end.removeprefix(era) if same else end}度"


def describe(edtf: str) -> str:
    """The date in the words of the active language, with the precision it was printed with.

    A text that is no date is given back: a form that refuses it shows it.
    """
    if not edtf or edtf.count("/") > 1:
        return edtf
    english = get_language() == "en"
    if (match := FISCAL_YEAR.match(edtf)) and int(match[2]) == int(match[1]) + 1:
        return fiscal_year_label(int(match[1]))
    if "/" in edtf:
        first, last = edtf.split("/")
        return _in_english(first, last) if english else _in_japanese(first, last)
    return _describe_part(edtf, english)


def _in_japanese(first: str, last: str) -> str:
    """2025年10月〜2026年3月; 以降 and まで where one end is open."""
    if last == "..":
        return f"{_describe_part(first, False)}以降"
    if first == "..":
        return f"{_describe_part(last, False)}まで"
    return f"{_describe_part(first, False)}〜{_describe_part(last, False)}"


def _in_english(first: str, last: str) -> str:
    """25–26 October 2025, July 2002 – June 2012; what both ends share is said once."""
    if last == "..":
        return f"from {_describe_part(first, True)} on"
    if first == "..":
        return f"until {_describe_part(last, True)}"
    begin, end = _describe_part(first, True), _describe_part(last, True)
    shared = _shared_words(begin, end)
    begin = " ".join(begin.split()[: len(begin.split()) - shared])
    joint = "–" if " " not in begin and len(end.split()) == shared + 1 else " – "
    return f"{begin}{joint}{end}"


def _shared_words(begin: str, end: str) -> int:
    """How many words at their ends two dates share, so that the first may leave them out.

    Only of dates of the same precision, and never all words.
    """
    ours, theirs = begin.split()[::-1], end.split()[::-1]
    if len(ours) != len(theirs) or ours == theirs:
        return 0
    number = 0
    while ours[number] == theirs[number]:
        number += 1
    return number


def _describe_part(part: str, english: bool) -> str:
    match = PART.match(part)
    if match is None:
        return part
    year, month, day, mark = match.groups()
    about = bool(mark)
    if month in SEASONS:
        text = f"{SEASONS[month][1]} {year}" if english else f"{year}年{SEASONS[month][0]}"
    elif english:
        name = MONTHS.split()[int(month) - 1] if month else ""
        text = " ".join(word for word in (str(int(day)) if day else "", name, year) if word)
    else:
        text = f"{year}年"
        text += f"{int(month)}月" if month else ""
        text += f"{int(day)}日" if day else ""
    if about:
        return f"about {text}" if english else f"{text}頃"
    return text


def as_of_words(edtf: str) -> str:
    """The day that something is told of, in the active language; of an open time its beginning."""
    first, _slash, last = edtf.partition("/")
    if last == "..":
        return gettext("as of a day not before %(date)s") % {"date": describe(first)}
    return gettext("as of %(date)s") % {"date": describe(edtf)}


def describe_with_era(edtf: str) -> str:
    """`describe`, with the era year behind it in Japanese: 2026年4月7日（令和8年）."""
    text = describe(edtf)
    match = PART.match(edtf)
    if not match or get_language() == "en":
        return text
    year, month, day, _mark = match.groups()
    plain_month = int(month) if month and int(month) <= 12 else 12
    era = era_year(int(year), plain_month, int(day) if day else 30)
    return f"{text}（{era}）" if era else text


def machine_readable(edtf: str) -> str:
    """The date as an HTML `datetime`: a day, month or year; empty for anything less plain."""
    match = PART.match(edtf)
    if not match or match[4] or match[2] in SEASONS:
        return ""
    return edtf
