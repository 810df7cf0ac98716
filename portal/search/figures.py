"""Amounts of yen, fiscal years and stages of budgets, as people write them and as the record does.

One parser reads the record and what is asked: 1,306億円 is 1306億, 130.6 billion yen and
130,600,000,000円.
"""

import dataclasses
import re
from collections.abc import Iterator, Mapping

from portal.dates.eras import FIRST_YEAR, NAMED
from portal.search.text import fold

NUMBER = r"\d+(?:\.\d+)?"
UNITS = {"兆": 10**12, "億": 10**8, "万": 10**4}
ENGLISH = {"trillion": 10**12, "billion": 10**9, "million": 10**6, "tn": 10**12, "bn": 10**9}
JAPANESE = re.compile(
    rf"(?<![\d.])(?:(?P<兆>{NUMBER})兆)?(?:(?P<億>{NUMBER})億)?(?:(?P<万>{NUMBER})万)?(?P<rest>\d+)?"
    r"(?P<yen>円)?"
)
WORDED = re.compile(
    rf"(?<![\w.])(?P<sign>[¥])? ?(?P<number>{NUMBER}) ?"
    rf"(?P<unit>{'|'.join(ENGLISH)})(?![a-z])(?P<yen> ?(?:yen|jpy)(?![a-z]))?"
)
# The same as it is typed.
WORDED_AMOUNT = re.compile(
    rf"[¥￥]? ?{NUMBER} ?(?:{'|'.join(ENGLISH)})(?: ?(?:yen|jpy)\b)?", re.IGNORECASE
)
# What may follow a number of yen that does not say so: nothing, a particle, a sign.
AFTER = re.compile(r"$|[ぁ-ん 、。)」』?!\n,]|規模|程度|超|弱|強")
# An amount of which the last printed digit stands for more is met within one of that digit.
ABOUT = 10**8
YEAR = re.compile(
    r"(?:(?P<era>令和|平成|(?<![a-z0-9])[rh])(?P<number>元|\d{1,2})|(?<!\d)(?P<year>20\d\d|19\d\d))年度"
    r"|(?<![a-z0-9])(?:fy|fiscal(?: year)?) ?(?P<fiscal>20\d\d)(?!\d)"
    r"|(?<![a-z0-9])(?P<short>[rh])(?P<short_number>\d{1,2})(?=補正|当初|概算|年)"
)


@dataclasses.dataclass(frozen=True)
class Yen:
    """An amount of yen, with what its last printed digit stands for, and where it is written."""

    amount: int
    digit: int
    start: int
    end: int

    @property
    def range(self) -> tuple[int, int]:
        """The least and the most that it may mean: people cut as often as they round."""
        off = self.digit if self.digit > ABOUT else 0
        return self.amount - off, self.amount + off


def amounts(folded: str, sure: bool) -> Iterator[Yen]:
    """The amounts of yen in folded text; where it has to be `sure` only those that say so."""
    for match in JAPANESE.finditer(folded):
        parts = {unit: match[unit] for unit in UNITS if match[unit]}
        rest, yen = match["rest"], match["yen"]
        if not parts and not (rest and yen):
            continue
        if not yen and (sure or rest or not AFTER.match(folded, match.end())):
            continue
        amount = sum(_times(number, UNITS[unit]) for unit, number in parts.items())
        last = next(((unit, parts[unit]) for unit in reversed(UNITS) if unit in parts), None)
        digit = 1 if rest else _digit(last[1], UNITS[last[0]])
        yield Yen(amount + int(rest or 0), digit, *match.span())
    for match in WORDED.finditer(folded):
        if match["sign"] or match["yen"]:
            unit = ENGLISH[match["unit"]]
            number = match["number"]
            yield Yen(_times(number, unit), _digit(number, unit), *match.span())


def prints(amount: int) -> list[str]:
    """How an amount of yen is printed, folded: 2564300000000円, 25643億円, 2兆5643億円."""
    found = [f"{amount}円"]
    if amount % UNITS["億"] == 0:
        hundred_millions = amount // UNITS["億"]
        found.append(f"{hundred_millions}億円")
        trillions, rest = divmod(hundred_millions, 10_000)
        if trillions:
            found.append(f"{trillions}兆{rest}億円" if rest else f"{trillions}兆円")
    return found


def _times(number: str, unit: int) -> int:
    whole, _point, decimals = number.partition(".")
    return int(whole) * unit + (int(decimals) * unit // 10 ** len(decimals) if decimals else 0)


def _digit(number: str, unit: int) -> int:
    """What the last digit of a number stands for: 2.5兆 is told in steps of 0.1兆."""
    return unit // 10 ** len(number.partition(".")[2])


def fiscal_years(folded: str) -> Iterator[tuple[int, int, int]]:
    """The fiscal years in folded text, each with where it begins and ends."""
    for match in YEAR.finditer(folded):
        era, number = match["era"] or match["short"], match["number"] or match["short_number"]
        if era:
            year = NAMED[era].gregorian(1 if number == FIRST_YEAR else int(number))
        else:
            year = int(match["year"] or match["fiscal"])
        if year:
            yield year, *match.span()


def stages(folded: str, words: Mapping[str, tuple[str, ...]]) -> Iterator[tuple]:
    """The stages in folded text by their words, the longest first: codes, beginning and end."""
    taken: list[tuple[int, int]] = []
    for word in sorted(words, key=lambda word: (-len(word), word)):
        wanted = fold(word)
        start = folded.find(wanted)
        while start >= 0:
            end = start + len(wanted)
            if all(end <= other[0] or start >= other[1] for other in taken):
                taken.append((start, end))
                yield words[word], start, end
            start = folded.find(wanted, end)
