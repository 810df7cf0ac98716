"""Amounts of yen, fiscal years and stages of budgets, as people write them and as the record does.

One parser reads the record and what is asked: 1,306億円 is 1306億, 130.6 billion yen and
130,600,000,000円.
"""

import dataclasses
import datetime
import re
from collections.abc import Iterator, Mapping

from portal.dates.edtf import fiscal_year_of
from portal.dates.eras import FIRST_YEAR, NAMED
from portal.search.text import fold

NUMBER = r"\d+(?:\.\d+)?"
UNITS = {"兆": 10**12, "億": 10**8, "万": 10**4}
ENGLISH = {"trillion": 10**12, "billion": 10**9, "million": 10**6, "tn": 10**12, "bn": 10**9}
JAPANESE = re.compile(
    rf"(?<![\d.])(?=\d)(?:(?P<兆>{NUMBER})兆)?(?:(?P<億>{NUMBER})億)?(?:(?P<万>{NUMBER})万)?(?P<rest>\d+)?"
    r"(?P<yen>円)?"
)
WORDED = re.compile(
    rf"(?<![\w.])(?P<sign>[¥])? ?(?P<number>{NUMBER}) ?"
    rf"(?P<unit>{'|'.join(ENGLISH)})(?![a-z])(?P<yen> ?(?:yen|jpy)(?![a-z]))?"
)
# Currencies by the words that stand behind an amount or before it, as they are folded.
CURRENCIES = {
    fold(word): code
    for word, code in {
        **{"円": "JPY", "米ドル": "USD", "豪ドル": "AUD", "ドル": "USD", "ユーロ": "EUR"},
        **{"英ポンド": "GBP", "ポンド": "GBP", "人民元": "CNY", "ウォン": "KRW", "加ドル": "CAD"},
        **{"yen": "JPY", "euros": "EUR", "euro": "EUR", "dollars": "USD", "pounds": "GBP"},
        **{"dollar": "USD", "U.S. dollars": "USD", "Australian dollars": "AUD"},
        **{"Canadian dollars": "CAD", "yuan": "CNY", "won": "KRW"},
    }.items()
}
CODES = ("jpy", "usd", "eur", "gbp", "aud", "cad", "cny", "krw")
SIGNS = {
    **{"us$": "USD", "a$": "AUD", "au$": "AUD", "c$": "CAD", "can$": "CAD"},
    **{"¥": "JPY", "$": "USD", "€": "EUR", "£": "GBP"},
}
# Units as they stand between a number and its currency: those of four digits, and parts of them.
PARTS = {
    **{"千億": 10**11, "百億": 10**10, "十億": 10**9, "千万": 10**7, "百万": 10**6, "十万": 10**5},
    **UNITS,
    **{"千": 10**3, "百": 10**2},
}
# Possessive, as a long run of digits could else be cut in very many ways.
PIECE = rf"\d++(?:\.\d++)?(?:{'|'.join(PARTS)})?"
TILDE = "[~〜～-]|から"
SUM = re.compile(
    rf"(?<![\d.])(?:(?P<first>(?:{PIECE})+)(?P<between>円)?(?:{TILDE}))?(?P<number>(?:{PIECE})+)"
    rf"(?P<currency>{'|'.join(word for word in CURRENCIES if not word.isascii())})"
)
BEFORE = "|".join(map(re.escape, (*CODES, *SIGNS)))
ENGLISH_SUM = re.compile(
    rf"(?<![\w.])(?:(?P<before>{BEFORE}) ?)?(?P<number>{NUMBER})"
    rf"(?: ?(?P<unit>{'|'.join(ENGLISH)})(?![a-z]))?"
    rf"(?: (?P<behind>{'|'.join((*filter(str.isascii, CURRENCIES), *CODES))})(?![a-z]))?"
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

# Fiscal years by how many come between them and that of today.
FROM_TODAY = {
    **{"一昨年度": -2, "昨年度": -1, "前年度": -1, "今年度": 0, "本年度": 0, "当年度": 0},
    **{"来年度": 1, "翌年度": 1, "次年度": 1, "再来年度": 2},
    **{"last": -1, "previous": -1, "this": 0, "current": 0, "next": 1, "coming": 1},
}
YEAR_FROM_TODAY = re.compile(
    rf"(?P<kanji>{'|'.join(word for word in FROM_TODAY if not word.isascii())})"
    rf"|(?<![a-z0-9])(?P<latin>{'|'.join(filter(str.isascii, FROM_TODAY))})"
    r" (?:fiscal year|financial year|fy)(?![a-z0-9])"
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


@dataclasses.dataclass(frozen=True)
class Money:
    """A sum in some currency, in whole units; `until` where it is the first of a range."""

    amount: int
    currency: str
    start: int
    end: int
    until: int | None = None


def sums(folded: str) -> Iterator[Money]:
    """The sums of money in folded text that name their currency, in the order they stand there."""
    found = [*_japanese_sums(folded), *_english_sums(folded)]
    yield from sorted(found, key=lambda money: money.start)


def _japanese_sums(folded: str) -> Iterator[Money]:
    for match in SUM.finditer(folded):
        currency = CURRENCIES[match["currency"]]
        last, first = _pieces(match["number"]), match["first"]
        if first is None:
            yield Money(last, currency, *match.span())
            continue
        # The unit of a range may stand once, behind its end: 100から120億円.
        unit = PARTS.get(re.search(r"\D*\Z", match["number"])[0], 1)
        whole = match["between"] or not first[-1].isdecimal()
        amount = _pieces(first) if whole else _times(first, unit)
        yield Money(amount, currency, *match.span(), until=last)


def _english_sums(folded: str) -> Iterator[Money]:
    for match in ENGLISH_SUM.finditer(folded):
        word = match["before"] or match["behind"]
        if word:
            currency = SIGNS.get(word) or CURRENCIES.get(word) or word.upper()
            yield Money(
                _times(match["number"], ENGLISH.get(match["unit"], 1)), currency, *match.span()
            )


def _pieces(number: str) -> int:
    """A number with its units: 2兆5643億."""
    return sum(
        _times(match[1], PARTS.get(match[2], 1))
        for match in re.finditer(rf"({NUMBER})({'|'.join(PARTS)})?", number)
    )


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


def years_from_today(folded: str, today: datetime.date) -> Iterator[tuple[int, int, int]]:
    """The fiscal years in folded text that are told from today on: 今年度, last fiscal year."""
    for match in YEAR_FROM_TODAY.finditer(folded):
        off = FROM_TODAY[match["kanji"] or match["latin"]]
        yield fiscal_year_of(today) + off, *match.span()


def stages(folded: str, words: Mapping[str, tuple[str, ...]]) -> Iterator[tuple]:
    """The stages in folded text by their words, the longest first: codes, beginning and end.

    No word of Latin letters begins within another: what surpassed another did not pass.
    """
    taken: list[tuple[int, int]] = []
    for word in sorted(words, key=lambda word: (-len(word), word)):
        wanted = fold(word)
        start = folded.find(wanted)
        while start >= 0:
            end = start + len(wanted)
            joint = folded[max(0, start - 1) : start + 1]
            is_cut = start > 0 and joint.isascii() and joint.isalpha()
            if not is_cut and all(end <= other[0] or start >= other[1] for other in taken):
                taken.append((start, end))
                yield words[word], start, end
            start = folded.find(wanted, end)
