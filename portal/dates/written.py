"""Dates as people write them, read into EDTF: 2026/03, 令和8年3月19日, R8.3, 19 March 2026, FY2025.

What can be read in two ways is not read: a year has four digits, or stands in an era.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from portal.dates.edtf import MONTHS, SEASONS, bounds, is_edtf
from portal.dates.eras import FIRST_YEAR, KANJI, NAMED, number_of

# Forms that are offered where one was not read; help and hints show them too.
EXAMPLES = {
    "ja": ("2026年3月19日", "2026-03", "2026/3", "令和8年", "R8.3", "2025年度"),
    "en": ("19 March 2026", "2026-03", "2026/3", "March 2026", "R8.3", "FY2025"),
}
# Characters of the longest form that is read.
LONGEST = 40
VAGUE = {f"-{code}" for code in SEASONS}
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-") | dict.fromkeys("∕⁄", "/") | {"○": "〇"})
NUMERALS = re.compile(f"[{KANJI}]+")
ERA_YEAR = re.compile(
    rf"(?<![a-z])({'|'.join(sorted(NAMED, key=len, reverse=True))}) ?({FIRST_YEAR}|\d{{1,2}})(?!\d)"
)
# In each of them: year, month, day, so far as it has them.
JAPANESE = re.compile(
    r"(?:西暦)?(?P<y>\d{4})年(?:(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日)?)?(?:\((?P=y)年\))?"
)
SEPARATED = re.compile(r"(?P<y>\d{4})(?P<sign>[-/.])(?P<m>\d{1,2})(?:(?P=sign)(?P<d>\d{1,2}))?")
JOINED = re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)")
DAY_FIRST = re.compile(r"(?:(?P<d>\d{1,2})(?:st|nd|rd|th)? )?(?P<name>[a-z]{3,})[.,]? (?P<y>\d{4})")
MONTH_FIRST = re.compile(r"(?P<name>[a-z]{3,})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})")
FISCAL = re.compile(r"(?:fy|fiscal ?year) ?(?P<fy>\d{4})|(?P<y>\d{4})年度(?:\((?P=y)年度\))?")
ABOUT = re.compile(r"(?:about |c\. ?)(?P<before>.+)|(?P<behind>.+)(?:頃|ごろ)")


def examples() -> str:
    """Forms that are read, for people of the active language."""
    known = EXAMPLES.get(get_language(), EXAMPLES["en"])
    return gettext(", ").join(known)


def read(written: str) -> str:
    """The date in EDTF form that a text means; one in that form already is given back.

    Raises ValidationError with forms that are read where the text can mean no day, or several.
    """
    if len(written) > LONGEST:
        raise _refused(written)
    text = " ".join(unicodedata.normalize("NFKC", written).translate(DASHES).casefold().split())
    joined = ERA_YEAR.sub(_gregorian, NUMERALS.sub(_in_figures, text.replace(" ", "")))
    # English words are told apart by blanks, Japanese ones are not.
    for form in (joined, ERA_YEAR.sub(_gregorian, text)):
        if found := _read(form):
            try:
                bounds(found)
            except ValidationError as error:
                if error.code == "order":
                    raise
                break
            return found
    raise _refused(written)


def _refused(written: str) -> ValidationError:
    """That a text cannot be read, with forms that can."""
    return ValidationError(
        _(
            "“%(date)s” cannot be read as a date. A year has four digits or stands in an era. "
            "For example: %(examples)s"
        ),
        code="date",
        params={"date": written, "examples": examples()},
    )


def _read(form: str) -> str:
    """A form with Gregorian years in EDTF; empty where it is none."""
    if is_edtf(form):
        return form
    if match := ABOUT.fullmatch(form):
        found = _read(match["before"] or match["behind"])
        if found[4:] in VAGUE:  # EDTF has no season that is about so: none has a sharp end anyway
            return found
        return f"{found}~" if found and "/" not in found else ""
    if match := FISCAL.fullmatch(form):
        year = int(match["fy"] or match["y"])
        return f"{year:04}-04/{year + 1:04}-03"
    if found := _season(form):
        return found
    for pattern in (JAPANESE, SEPARATED, JOINED, DAY_FIRST, MONTH_FIRST):
        if match := pattern.fullmatch(form):
            parts = match.groupdict()
            month = _month(parts["name"]) if "name" in parts else parts["m"]
            return _written(parts["y"], month, parts["d"])
    return ""


def _written(year: str, month: str | None, day: str | None) -> str:
    """Year, month and day in EDTF; empty where the year has no such month."""
    if month is None:
        return year
    if not 1 <= int(month) <= 12:
        return ""
    return f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")


def _month(name: str) -> str:
    """The number of a month by its English name or the beginning of it; 0 for none."""
    months = [each.casefold() for each in MONTHS.split()]
    return next(
        (str(number) for number, each in enumerate(months, 1) if each.startswith(name)), "0"
    )


def _season(form: str) -> str:
    """A season of a year in EDTF; empty where the form is none."""
    for code, (japanese, english) in SEASONS.items():
        if match := re.fullmatch(rf"(\d{{4}})年(?:の)?{japanese}|{english} (\d{{4}})", form):
            return f"{match[1] or match[2]}-{code}"
    return ""


def _in_figures(match: re.Match) -> str:
    """A number in Chinese characters, in figures; what makes no number stays."""
    number = number_of(match[0])
    return match[0] if number is None else str(number)


def _gregorian(match: re.Match) -> str:
    """The Gregorian year of a matched year of an era; one that the era has not stays."""
    number = 1 if match[2] == FIRST_YEAR else int(match[2])
    year = NAMED[match[1]].gregorian(number)
    return match[0] if year is None else str(year)
