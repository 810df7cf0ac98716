"""The values that a phrase tells: amounts, dates, fiscal years, stages and words of the record.

What is found is told with its place in the phrase, so that a form can be filled in and the person
before it sees from what. Numbers are read by `figures`, dates by `portal.dates.written`.
"""

import dataclasses
import re
import unicodedata
from collections.abc import Iterator, Mapping

from django.core.exceptions import ValidationError

from portal.dates import written
from portal.dates.eras import NAMED
from portal.money import QUALIFIERS
from portal.search import figures
from portal.search.text import Folded

# Words before and behind an amount that belong to its print.
BEFORE = re.compile(rf"(?:{'|'.join((*QUALIFIERS, 'およそ'))})+$")
BEHIND = re.compile(rf"(?:の)?(?:{'|'.join((*QUALIFIERS, '弱', '強'))})+")
ABOUT = re.compile("約|程度|規模|およそ|弱|強")
ERA = "|".join(name for name in NAMED if not name.isascii())
NUMBER = r"[元\d〇一二三四五六七八九十]{1,4}"
MONTH_NAMES = "|".join(name[:3] for name in written.MONTHS.split())
# Wider than what can be read: `written.read` decides.
DATE = re.compile(
    rf"(?:(?:{ERA})\s?|(?<![a-z\d])[rh]\.?\s?|(?<![\d.,])(?=\d{{4}}))(?P<year>{NUMBER})"
    rf"(?:\s?年(?P<again>\(\d{{4}}年\))?(?:度|\s?の?[春夏秋冬]|\s?{NUMBER}\s?月(?:\s?{NUMBER}\s?日)?)?"
    r"|[-/.]\d{1,2}(?:[-/.]\d{1,2})?(?![\d-]))(?:頃|ごろ)?"
    rf"|(?:\d{{1,2}} )?(?:{MONTH_NAMES.casefold()})[a-z]*\.? (?:\d{{1,2}},? )?\d{{4}}"
    r"|fy ?\d{4}"
)


@dataclasses.dataclass(frozen=True)
class Amount:
    """A sum of money as a phrase prints it, in whole units; up to `until` where it is a range."""

    amount: int
    currency: str
    printed: str
    start: int
    end: int
    until: int | None = None

    @property
    def approximate(self) -> bool:
        """Whether the print says that it is about so much."""
        return bool(ABOUT.search(self.printed))


@dataclasses.dataclass(frozen=True)
class Date:
    """A date as a phrase prints it, in EDTF form."""

    edtf: str
    printed: str
    start: int
    end: int


@dataclasses.dataclass(frozen=True)
class Values:
    """All that a phrase tells, each in the order in which it stands there."""

    amounts: list[Amount]
    dates: list[Date]
    fiscal_years: list[int]
    words: dict[str, list[str]]


def values_of(phrase: str, words: Mapping[str, Mapping[str, tuple[str, ...]]]) -> Values:
    """The values of a phrase. `words` are codes by the words for them, by what they are of."""
    folded = Folded(phrase).folded
    return Values(
        list(amounts(phrase)),
        list(dates(phrase)),
        [year for year, _start, _end in figures.fiscal_years(folded)],
        {name: in_order(folded, meant) for name, meant in words.items()},
    )


def in_order(folded: str, words: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The codes of the words that stand in folded text, in the order in which they do."""
    found = sorted(figures.stages(folded, words), key=lambda each: each[1])
    return list(dict.fromkeys(code for codes, _start, _end in found for code in codes))


def amounts(phrase: str) -> Iterator[Amount]:
    """The sums of money in a phrase, ranges as one."""
    text = Folded(phrase)
    for money in figures.sums(text.folded):
        start, end = text.place(money.start, money.end - money.start)
        start = BEFORE.search(phrase[:start]).start() if BEFORE.search(phrase[:start]) else start
        behind = BEHIND.match(phrase, end)
        end = behind.end() if behind else end
        yield Amount(money.amount, money.currency, phrase[start:end], start, end, until=money.until)


def dates(phrase: str) -> Iterator[Date]:
    """The dates in a phrase that can be read in one way."""
    text = "".join(one if len(one) == 1 else each for each, one in map(narrowed, phrase))
    for match in DATE.finditer(text):
        read = text[slice(*match.span())].replace(match["again"] or "", "")
        try:
            edtf = written.read(read)
        except ValidationError:
            continue
        yield Date(edtf, phrase[slice(*match.span())], *match.span())


def narrowed(letter: str) -> tuple[str, str]:
    """A character, and the one of usual width that it stands for."""
    return letter, unicodedata.normalize("NFKC", letter).casefold()
