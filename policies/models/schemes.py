"""Numbers by which others know laws, corporations and goods, and what each has to be."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ERAS = ("明治", "大正", "昭和", "平成", "令和")
LAW_NUMBER = re.compile(rf"({'|'.join(ERAS)})([1-9][0-9]?)年法律第([1-9][0-9]{{0,2}})号")
# The era, the year, the kind, who brought the bill in (the cabinet, or members of a House) and the
# number: 504AC0000000043 is 令和4年法律第43号.
LAW_ID = re.compile(r"([1-5])([0-9]{2})AC(000|100|010)0000([0-9]{3})")
CORPORATE_NUMBER = re.compile(r"[1-9][0-9]{12}")
GOODS = re.compile(r"[0-9]{2}([0-9]{2}([0-9]{2})?)?")
PROJECT = re.compile(r"[0-9]{4}-[0-9A-Z-]{1,20}|[0-9]{6}")


def law_number(value: str) -> None:
    """A law by its number with Arabic figures, as in 令和4年法律第43号."""
    if not LAW_NUMBER.fullmatch(value):
        raise ValidationError(
            _("“%(value)s” is no number of a law; written so: 令和4年法律第43号."),
            code="law_number",
            params={"value": value},
        )


def law_id(value: str) -> None:
    """A law by its 15 signs in the law search of e-Gov."""
    if not LAW_ID.fullmatch(value):
        raise ValidationError(
            _("“%(value)s” is no id of a law in e-Gov; written so: 504AC0000000043."),
            code="law_id",
            params={"value": value},
        )


def law_number_of(value: str) -> str:
    """The number of the law with an id: 令和4年法律第43号 of 504AC0000000043.

    The way back is open: the id tells besides who brought the bill in, which no number says.
    """
    era, year, _bill, number = LAW_ID.fullmatch(value).groups()
    return f"{ERAS[int(era) - 1]}{int(year)}年法律第{int(number)}号"


def check_digit(base: str) -> int:
    """The first digit of a corporate number, from the twelve that follow it.

    Counted from the right, the digits in odd places count once and those in even places twice;
    what their sum leaves by nine is taken from nine (国税庁, 法人番号の指定等に関する省令).
    """
    counted = sum(int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(base)))
    return 9 - counted % 9


def corporate_number(value: str) -> None:
    """A corporation or public body by its 13 digits, the first of which checks the others."""
    if not CORPORATE_NUMBER.fullmatch(value):
        raise ValidationError(
            _("“%(value)s” is no corporate number; it has 13 digits, as 7000012050002."),
            code="corporate_number",
            params={"value": value},
        )
    if int(value[0]) != check_digit(value[1:]):
        raise ValidationError(
            _("“%(value)s” is no corporate number: its first digit should be %(digit)s."),
            code="check_digit",
            params={"value": value, "digit": check_digit(value[1:])},
        )


def goods(value: str) -> None:
    """Goods by two, four or six digits of the Harmonized System."""
    if not GOODS.fullmatch(value):
        raise ValidationError(
            _("“%(value)s” is no HS code; it has two, four or six digits, without a dot."),
            code="hs",
            params={"value": value},
        )


def project(value: str) -> None:
    """A project of the budget by its id in the review of projects (行政事業レビュー)."""
    if not PROJECT.fullmatch(value):
        raise ValidationError(
            _("“%(value)s” is no id of a budget project; written so: 004567 or 2024-METI-23-0123."),
            code="project",
            params={"value": value},
        )
