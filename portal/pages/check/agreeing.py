"""Whether a value of a text and one of the record are the same, so far as the text says it."""

from decimal import Decimal

from portal.dates.edtf import FISCAL_YEAR, WHOLE_DAYS, days
from portal.mentions.mention import Bound, Kind, Mention
from portal.pages.check.values import Value

# The most by which a rounded number may differ from what it stands for, as a part of it.
ROUNDED = Decimal("0.05")


def same(mention: Mention, value: Value) -> bool:
    """Whether a mention says what a value says, exactly, rounded, or less closely."""
    if mention.kind == Kind.DATE or value.kind in (Kind.DATE, Kind.STATUS):
        return same_day(mention, value.edtf)
    # What another source states is told in words: it has no number of its own.
    return value.number is not None and same_number(mention, value.number, value.step)


def same_number(mention: Mention, number: Decimal, step: Decimal) -> bool:
    """Whether a mention is a number of the record, whose print counts in steps."""
    if mention.until is not None:
        return mention.value <= number <= mention.until
    if mention.value == number:
        return True
    spoken = whole_step(mention)
    if spoken <= max(step, _trailing(number)) and not _qualified(mention, step):
        return False
    off = number - mention.value
    if mention.bound == Bound.OVER:
        return 0 <= off < spoken and off <= 2 * ROUNDED * number
    if mention.bound == Bound.UNDER:
        return 0 <= -off < spoken and -off <= 2 * ROUNDED * number
    return abs(off) <= spoken / 2 and abs(off) <= ROUNDED * number


def _qualified(mention: Mention, step: Decimal) -> bool:
    """Whether a mention says that it is rounded, and more coarsely than the print."""
    return mention.bound != Bound.EXACT and whole_step(mention) > step


def whole_step(mention: Mention) -> Decimal:
    """What the last digit of a mention stands for; of one that is about so much the last but 0."""
    if mention.bound == Bound.EXACT:
        return mention.step
    return max(mention.step, _trailing(mention.value))


def _trailing(number: Decimal) -> Decimal:
    """What the last digit that is not 0 stands for."""
    step, whole = Decimal(1), number
    if number == 0 or number != number.to_integral_value():
        return Decimal(0)
    while whole % 10 == 0:
        whole, step = whole / 10, step * 10
    return step


def same_day(mention: Mention, edtf: str) -> bool:
    """Whether a date of a text is one of the record, or the month or year that this lies in."""
    first, last = days(edtf)
    if first is None:
        return False
    if mention.partial:
        return _same_in_any_year(mention.edtf, edtf)
    begin, end = days(mention.edtf)
    if begin is None or end is None:
        return False
    if WHOLE_DAYS.match(mention.edtf) and "/" in mention.edtf:
        return (begin, end) == (first, last)
    # Of several fiscal years a date is the first or the last: 令和3年度から令和7年度.
    if FISCAL_YEAR.match(mention.edtf) and end.year - begin.year > 1:
        return begin == first or end == last
    # What goes on and on is told by when it began: 2010年以降.
    return begin <= first and (last or first) <= end


def finer_than(mention: Mention, edtf: str) -> bool:
    """Whether a date of a text is within one of the record that is known less closely.

    A period within another is another period, unless that is a fiscal year.
    """
    first, last = days(edtf)
    if mention.partial or first is None or last is None:
        return False
    if "/" in mention.edtf and "/" in edtf and not FISCAL_YEAR.match(edtf):
        return False
    begin, end = days(mention.edtf)
    return bool(begin and end) and first <= begin and end <= last and (begin, end) != (first, last)


def _same_in_any_year(spoken: str, edtf: str) -> bool:
    """Whether a day or month without a year is the first or last of a date."""
    wanted = spoken[2:]
    return any(
        part[5:] == wanted or (len(wanted) == 2 and part[5:7] == wanted) for part in edtf.split("/")
    )
