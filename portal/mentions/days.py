"""Dates in the letters of a line, also short ones: 25年6月9日-10日, 3/5~4/3, 12月8日."""

import dataclasses
import re
from collections.abc import Iterator

from django.core.exceptions import ValidationError

from portal.dates import written
from portal.dates.edtf import FISCAL_YEAR, SEASONS, bounds
from portal.mentions.english_days import english_days
from portal.mentions.mention import Kind, Mention
from portal.search import figures
from portal.search.values import DATE

SHORT_YEAR = re.compile(r"(?<![\d.])(?P<y>[12]\d)年(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日)?")
MONTH_DAY = re.compile(r"(?<![\d年])(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日)?(?![\d間])")
# A day of this year, or the one before or behind it, which only its place may say.
OF_THIS_YEAR = re.compile(r"(?<=[本今昨来]年)(?P<m>\d{1,2})月(?P<d>\d{1,2})日(?![\d間])")
SLASHED = re.compile(r"(?<![\d/.約])(?P<m>1[0-2]|0?[1-9])/(?P<d>[12]\d|3[01]|0?[1-9])(?![\d/年])")
YEARS = re.compile(
    r"(?P<era>令和|平成|[rh]|20|fy20)(?P<a>\d{1,2})年?度?[~・、,-](?P<b>\d{1,2})年度"
)
ENGLISH_YEARS = re.compile(r"\bfy(?P<a>20\d\d) ?(?:to|through|[-~]) ?(?:fy)?(?P<b>20\d\d)\b")
# What stands before an amount of a year in short: R7予算, R8要求.
SHORT_FISCAL = re.compile(r"(?<![a-z0-9])(?P<era>[rh])(?P<number>\d{1,2})(?=予算|要求|本予算|暫定)")
# A fiscal year of the present era without its name: 7年度補正. Not so many years: 3年度にわたり.
OF_ERA = re.compile(
    r"(?<![\d.,年前後第各和成正治a-z])(?<!今後)(?P<number>[1-9]|1\d)年度"
    r"(?!間|目|連続|続け|にわた|以内|分|ぶり)"
)
BARE_YEAR = re.compile(
    r"(?:(?<=\bin )|(?<=\bby )|(?<=\bfrom )|(?<=\bsince ))(?:19|20)\d\d(?![\d.,-]*\d)"
)
# Days that share month and year, of which the first leaves its 日 out: 25年10月25-26日.
DAYS = re.compile(
    r"(?<![\d.])(?P<y>20\d\d|[12]\d)年(?P<m>\d{1,2})月(?P<a>\d{1,2})日?[-~〜・](?P<b>\d{1,2})日"
)
DOTTED = re.compile(r"(?<![\d.])(?P<y>20\d\d|19\d\d)\.(?P<m>1[0-2]|0?[1-9])(?![\d.])")
# The year of an era beside its number of today: 令和5(2023)年.
DOUBLE = re.compile(
    r"(?:令和|平成|昭和)\d{1,2}\((?P<y>\d{4})\)年(?P<fiscal>度)?(?:(?P<m>\d{1,2})月)?"
)
SHORT_SEASON = re.compile(r"(?<![\d.])(?P<y>[12]\d)年(?P<season>[春夏秋冬])")
# The year said again in the other calendar: 2026年4月25日(令和8年), 令和6年度(2024年度).
GLOSS = re.compile(r"\((?:(?:令和|平成|昭和|[rh])\d{1,2}|20\d\d|19\d\d)年?度?\)")
# A comma of a list before a date, which is no part of its number: 「公開の写し」, 2026年11月30日.
LISTED = re.compile(r"(?<=[^\d]),(?=\d{4}年)")
TO = re.compile(r" ?(?:[-~〜–]|から) ?")
# Two years that follow each other, of which one sum is told. Folded letters have no ・.
AND, SUM = (
    re.compile(r" ?(?:及び|および|と|、|and) ?"),
    re.compile(r".{0,24}?(?:計|総額|total|合わせ|併せ)"),
)
UNTIL = re.compile(
    r"(?:\([^()]{1,4}\))?(?:から|[~〜–-])"
    r"(?:(?:(?P<y>\d{2,4})年)?(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日)?|(?P<only>\d{1,2})日)"
)


def dates(letters: str) -> Iterator[Mention]:
    """The dates of a line in the order they stand there, none within another."""
    letters = LISTED.sub(";", letters)
    found = [*_years(letters), *_full(letters), *_short(letters), *_yearless(letters)]
    found += _english(letters)
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or mention.start >= kept[-1].end:
            gloss = GLOSS.match(letters, mention.end)
            whole = dataclasses.replace(mention, end=gloss.end() if gloss else mention.end)
            joined = _joined_years(kept[-1], whole, letters) if kept else None
            kept = [*kept[:-1], joined] if joined else [*kept, whole]
    yield from kept


def _joined_years(first: Mention, last: Mention, letters: str) -> Mention | None:
    """Two fiscal years as the years from one to the other: 令和3年度（2021年度）–令和4年度."""
    years = FISCAL_YEAR.match(first.edtf), FISCAL_YEAR.match(last.edtf)
    if not all(years) or years[0][1] > years[1][1]:
        return None
    is_next = years[0][2] == years[1][1]
    if not TO.fullmatch(letters[first.end : last.start]) and not (
        is_next and _are_summed(first, last, letters)
    ):
        return None
    edtf = f"{years[0][1]}-04/{years[1][2]}-03"
    return dataclasses.replace(first, end=last.end, edtf=edtf)


def _are_summed(first: Mention, last: Mention, letters: str) -> bool:
    """Whether of two years one sum is told: 令和3年度・4年度, 令和3年度及び令和4年度に計."""
    between = letters[first.end : last.start]
    if AND.fullmatch(between):
        return bool(SUM.match(letters, last.end))
    return not between and letters[last.start].isdigit()


def _years(letters: str) -> Iterator[Mention]:
    """Fiscal years, also several in one: 令和3、4年度."""
    for match in YEARS.finditer(letters):
        era, first, last = match["era"], match["a"], match["b"]
        known = {**figures.NAMED}
        base = known[era].base if era in known else 2000
        begin, end = base + int(first), base + int(last)
        if begin <= end:
            yield _date(f"{begin}-04/{end + 1}-03", *match.span())
    for match in ENGLISH_YEARS.finditer(letters):
        if match["a"] <= match["b"]:
            yield _date(f"{match['a']}-04/{int(match['b']) + 1}-03", *match.span())
    for match in SHORT_FISCAL.finditer(letters):
        if year := figures.NAMED[match["era"]].gregorian(int(match["number"])):
            yield _date(f"{year}-04/{year + 1}-03", *match.span())
    for match in OF_ERA.finditer(letters):
        year = figures.NAMED["令和"].gregorian(int(match["number"]))
        yield _date(f"{year}-04/{year + 1}-03", *match.span())
    for year, start, end in figures.fiscal_years(letters):
        yield _date(f"{year}-04/{year + 1}-03", start, end)


def _full(letters: str) -> Iterator[Mention]:
    for match in DATE.finditer(letters):
        read = match[0].replace(match["again"] or "", "")
        try:
            edtf = written.read(read)
        except ValidationError:
            continue
        yield from _until(letters, edtf, *match.span())
    for match in BARE_YEAR.finditer(letters):
        yield _date(match[0], *match.span())


def _short(letters: str) -> Iterator[Mention]:
    for match in DAYS.finditer(letters):
        year = match["y"] if len(match["y"]) == 4 else f"20{match['y']}"
        first, last = (_joined(year, match["m"], match[name]) for name in "ab")
        if first and last and is_date(f"{first}/{last}"):
            yield _date(f"{first}/{last}", *match.span())
    for match in DOTTED.finditer(letters):
        yield _date(_joined(match["y"], match["m"], None), *match.span())
    for match in DOUBLE.finditer(letters):
        year = int(match["y"])
        edtf = f"{year}-04/{year + 1}-03" if match["fiscal"] else f"{year}"
        month = _joined(match["y"], match["m"], None) if match["m"] else ""
        yield _date(month or edtf, *match.span())
    for match in SHORT_SEASON.finditer(letters):
        codes = {words[0]: code for code, words in SEASONS.items()}
        yield _date(f"20{match['y']}-{codes[match['season']]}", *match.span())
    for match in SHORT_YEAR.finditer(letters):
        edtf = _joined(f"20{match['y']}", match["m"], match["d"])
        if edtf:
            yield from _until(letters, edtf, *match.span())


def _yearless(letters: str) -> Iterator[Mention]:
    """Days and months without a year, as --12-08; which year is meant their place may say."""
    for pattern in (MONTH_DAY, OF_THIS_YEAR, SLASHED):
        for match in pattern.finditer(letters):
            if _joined("2024", match["m"], match["d"]):
                day = f"-{int(match['d']):02}" if match["d"] else ""
                edtf = f"--{int(match['m']):02}{day}"
                yield Mention(Kind.DATE, *match.span(), edtf=edtf, partial=True)


def _english(letters: str) -> Iterator[Mention]:
    """The dates of English words that are days of the calendar."""
    for edtf, start, end, partial in english_days(letters):
        if is_date(f"2024{edtf[1:]}" if partial else edtf):
            yield Mention(Kind.DATE, start, end, edtf=edtf, partial=partial)


def _until(letters: str, edtf: str, start: int, end: int) -> Iterator[Mention]:
    """A date, or the days from it to another that stands behind it without its year."""
    match = UNTIL.match(letters, end) if "/" not in edtf and edtf[:4].isdecimal() else None
    if match and len(edtf) >= 7:
        year = match["y"] or edtf[:4]
        year = f"20{year}" if len(year) == 2 else year
        last = (
            _joined(edtf[:4], edtf[5:7], match["only"])
            if match["only"]
            else _joined(year, match["m"], match["d"])
        )
        whole = f"{edtf}/{last}"
        if last and len(last) == len(edtf) and is_date(whole):
            yield _date(whole, start, match.end())
            return
    yield _date(edtf, start, end)


def _date(edtf: str, start: int, end: int) -> Mention:
    return Mention(Kind.DATE, start, end, edtf=edtf)


def _joined(year: str, month: str, day: str | None) -> str:
    """Year, month and day in EDTF; empty where there is no such day."""
    edtf = f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")
    return edtf if is_date(edtf) else ""


def is_date(edtf: str) -> bool:
    """Whether it is a date of the calendar in EDTF."""
    try:
        bounds(edtf)
    except ValidationError:
        return False
    return True
