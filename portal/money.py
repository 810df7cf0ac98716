"""Amounts in words, in the habit of each language."""

import re
from decimal import Decimal

from django.utils.translation import get_language

# Japanese counts in powers of ten thousand, English in powers of a thousand.
STEPS = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
NAMES = {"JPY": "円", "USD": "ドル", "EUR": "ユーロ", "AUD": "豪ドル"}
# Units that are sums of yen, in both languages, and what one of each is.
YEN = {
    **{"円": 1, "億円": 10**8, "兆円": 10**12},
    **{"yen": 1, "JPY 100 million": 10**8, "trillion yen": 10**12},
}
# Words of a print that make its number more or less than exact, or a part of something, and how
# English says so. A translation of the number alone would be stronger than the print.
QUALIFIERS = {
    "約": "about {}",
    "程度": "about {}",
    "規模": "about {}",
    "超": "more than {}",
    "以上": "at least {}",
    "以下": "at most {}",
    "以内": "within {}",
    "未満": "less than {}",
    "最大": "up to {}",
    "相当": "the equivalent of {}",
    "総額": "{} in total",
    "延べ": "{} (counting repeats)",
}

# The number of a print, with the signs that stand in it and behind it.
FIGURE = re.compile(r"\d[\d,.兆億万千百円]*")


def yen_in_words(amount: int, currency: str) -> str:
    """2兆5,643億円 or JPY 2.5643 trillion, without rounding."""
    if get_language() == "en":
        for step, name in STEPS:
            if amount >= step:
                return f"{currency} {_plain(Decimal(amount) / step)} {name}"
        return f"{currency} {amount:,}"
    return _in_ten_thousands(amount) + NAMES.get(currency, f" {currency}")


def yen_in_full(amount: int, currency: str) -> str:
    """1,778億円（177,800,000,000円）, or JPY 177.8 billion (JPY 177,800,000,000); a small amount is
    said once.
    """
    words = yen_in_words(amount, currency)
    if get_language() == "en":
        digits = f"{currency} {amount:,}"
        return words if words == digits else f"{words} ({digits})"
    digits = f"{amount:,}{NAMES.get(currency, f' {currency}')}"
    return words if words == digits else f"{words}（{digits}）"


def qualified(words: str, printed: str) -> str:
    """English `words` for the number in a print, with what the print says of it: about, up to."""
    for sign, form in QUALIFIERS.items():
        if sign in printed:
            words = form.format(words)
    return words


def is_qualified(printed: str) -> bool:
    """Whether a print says itself that its number is more or less than exact."""
    return any(sign in printed for sign in QUALIFIERS)


def as_printed(number: str, printed: str) -> str:
    """A number in another unit than its print, with what the print says of it: 約181, about 181."""
    if get_language() == "en":
        return qualified(number, printed)
    figure = FIGURE.search(printed)
    ends = (printed[: figure.start()], printed[figure.end() :]) if figure else ("", "")
    before, after = ("".join(re.findall("|".join(QUALIFIERS), end)) for end in ends)
    return f"{before}{number}{after}"


def print_in_words(printed: str, amount: int | None, currency: str) -> str:
    """The English words of an amount as printed: 約181億円 is “about JPY 18.1 billion”.

    Empty on Japanese pages, which show the print itself, and while no amount is given.
    """
    if get_language() != "en" or amount is None:
        return ""
    return qualified(yen_in_words(amount, currency), printed)


def figure_in_words(value: Decimal, unit: str) -> str:
    """A figure with its unit; sums of yen as amounts: 150, 億円 is “JPY 15 billion” in English."""
    if get_language() == "en" and unit in YEN:
        return yen_in_words(int(value * YEN[unit]), "JPY")
    return f"{_plain(value)}{'%' if unit == '%' else f' {unit}'}".strip()


def figure_print_in_words(printed: str, value: Decimal | None, unit: str, bound: str) -> str:
    """The English words of a figure as printed: 1,000本以上 is “at least 1,000 texts”.

    `bound` says how exact it is where the print has no word for it; empty for an exact one.
    Empty on Japanese pages, and for a print of mere words.
    """
    if get_language() != "en" or value is None:
        return ""
    figure = figure_in_words(value, unit)
    words = qualified(figure, printed)
    return f"{bound} {figure}" if bound and words == figure else words


def _in_ten_thousands(amount: int) -> str:
    """The number with 兆, 億 and 万; up to two decimals of 億 where that says it whole."""
    trillions, rest = divmod(amount, 10**12)
    parts = [f"{trillions:,}兆"] if trillions else []
    if rest >= 10**7 and rest % 10**6 == 0:
        parts.append(f"{_plain(Decimal(rest) / 10**8)}億")
    else:
        for step, name in ((10**8, "億"), (10**4, "万")):
            number, rest = divmod(rest, step)
            parts += [f"{number:,}{name}"] if number else []
        parts += [f"{rest:,}"] if rest else []
    return "".join(parts or ["0"])


def _plain(number: Decimal) -> str:
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
