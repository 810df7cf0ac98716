"""What amounts and figures say as they are printed: 2兆5,643億円, 最大110百万ユーロ, 10～20億円.

`figures` reads amounts of yen out of sentences; here the whole of a print is a figure, of any
currency or unit, and the question is whether it can be the value beside it.
"""

import dataclasses
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

# The units of a number, the larger first; one directly behind another goes on with it: 1兆358億.
STEPS = {
    **{"兆": 10**12, "億": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4, "千": 1000},
    **{"百": 100, "trillion": 10**12, "billion": 10**9, "million": 10**6},
    **{"thousand": 1000, "tn": 10**12, "bn": 10**9, "mn": 10**6},
}
TOKEN = re.compile(rf"(?P<number>\d+(?:\.\d+)?)(?P<gap> ?)(?P<step>{'|'.join(STEPS)})?")
BETWEEN_DIGITS = re.compile(r"(?<=\d),(?=\d{3})")
# What joins the ends of a range.
RANGE = re.compile(r" ?[^\d]{0,3}?[~〜–—-] ?")  # noqa: RUF001 - dashes of print
# A number before one of these is a date beside the figure, not the figure.
DATE = re.compile(r" ?[年月日]")
# Two of these are 20 %.
TENTHS = "割"
UNIT = re.compile(rf"(?:JPY )?(?P<number>\d+ )?(?P<step>{'|'.join(STEPS)})")


@dataclasses.dataclass(frozen=True)
class Figure:
    """A number of a print, or a range of two: the least and the most that it says."""

    least: Decimal
    most: Decimal

    def holds(self, value: Decimal) -> bool:
        """Whether a value is the number, or lies in the range."""
        return self.least <= value <= self.most


@dataclasses.dataclass(frozen=True)
class Number:
    """A number in a print: its value, its last step, and where it stands."""

    value: Decimal
    step: int
    start: int
    end: int


def plain(printed: str) -> str:
    """A print as it is read: letters and digits of one width, no commas inside of numbers."""
    return BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", printed).casefold())


def numbers_in(text: str) -> Iterator[Number]:
    """The numbers of a plain print, each with all its units."""
    held: Number | None = None
    for match in TOKEN.finditer(text):
        step = STEPS[match["step"]] if match["step"] else 1
        end = match.end() if match["step"] else match.end("number")
        value = Decimal(match["number"]) * step
        if held and held.end == match.start() and step < held.step:
            held = Number(held.value + value, step, held.start, end)
            continue
        if held:
            yield held
        held = Number(value, step, match.start(), end)
    if held:
        yield held


def figures_in(printed: str) -> list[Figure]:
    """The figures that a print can mean; none where it holds no number but that of a date."""
    text = plain(printed)
    numbers = [each for each in numbers_in(text) if not DATE.match(text, each.end)]
    found = [Figure(each.value, each.value) for each in numbers]
    for low, high in zip(numbers, numbers[1:], strict=False):
        if RANGE.fullmatch(text, low.end, high.start):
            # 10～20億: the unit at the end is that of both.
            shared = low.value * high.step if low.step == 1 else low.value
            ends = [end for end in (low.value, shared) if end <= high.value]
            found += [Figure(end, high.value) for end in ends]
    return found


def multiplier(unit: str) -> int:
    """What one of a unit is: 億円 is 100,000,000, JPY 100 million too, 件 is 1."""
    match = UNIT.match(plain(unit).removeprefix("jpy "))
    return int(match["number"] or 1) * STEPS[match["step"]] if match else 1


def fits(printed: str, value: Decimal | int, unit: str = "") -> bool:
    """Whether a value in some unit can be what is printed; a print without a number fits any."""
    figures = figures_in(printed)
    said = {Decimal(value), Decimal(value) * multiplier(unit)}
    if TENTHS in printed:
        said.add(Decimal(value) / 10)
    return not figures or any(figure.holds(each) for figure in figures for each in said)
