"""Japanese eras, and the numbers that years are written with."""

import dataclasses
import datetime


@dataclasses.dataclass(frozen=True)
class Era:
    """An era: its name in both scripts, the letter for it, its first day, and its last year.

    The last year is that of the era as it was counted to its end; of the present one it is as
    far as two digits reach.
    """

    name: str
    roman: str
    letter: str
    first: datetime.date
    last: int

    @property
    def base(self) -> int:
        """The year before its first: added to a year of the era it makes the Gregorian one."""
        return self.first.year - 1

    def gregorian(self, number: int) -> int | None:
        """The Gregorian year in which year `number` of the era lies; None where it has none such.

        The years in which eras changed are told in both.
        """
        return self.base + number if 0 < number <= self.last else None

    def number(self, year: int) -> int | None:
        """The year of the era that lies in a Gregorian year; None where none does."""
        number = year - self.base
        return number if 0 < number <= self.last else None


# The newest first.
ERAS = (
    Era("令和", "reiwa", "r", datetime.date(2019, 5, 1), 99),
    Era("平成", "heisei", "h", datetime.date(1989, 1, 8), 31),
    Era("昭和", "showa", "s", datetime.date(1926, 12, 25), 64),
    Era("大正", "taisho", "t", datetime.date(1912, 7, 30), 15),
    Era("明治", "meiji", "m", datetime.date(1868, 1, 25), 45),
)
# By whatever an era is called, in small letters.
NAMED = {name: era for era in ERAS for name in (era.name, era.roman, era.letter)}
# The first year of an era has a word for its number.
FIRST_YEAR = "元"

DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0}
# The greatest first.
POWERS = {"千": 1000, "百": 100, "十": 10}
# The letters that a number of years, months or days is written with.
KANJI = "".join((*DIGITS, *POWERS))


def number_of(kanji: str) -> int | None:
    """A number below ten thousand written in Chinese characters: 十九, 二〇二六, 二千二十六.

    None where they make no number, such as 一十二百.
    """
    if not any(each in POWERS for each in kanji):
        return _in_digits(kanji)
    total, rest = 0, kanji
    for power, value in POWERS.items():
        before, found, behind = rest.partition(power)
        if found:
            digit = DIGITS.get(before) if before else 1
            if not digit:
                return None
            total, rest = total + digit * value, behind
    if not rest:
        return total
    return total + DIGITS[rest] if DIGITS.get(rest) else None


def _in_digits(kanji: str) -> int | None:
    """A number of which each digit is written for itself."""
    if not kanji or any(each not in DIGITS for each in kanji):
        return None
    return int("".join(str(DIGITS[each]) for each in kanji))
