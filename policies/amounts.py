"""Amounts in words, in the habit of each language."""

from decimal import Decimal

from django.utils.translation import get_language

# Japanese counts in powers of ten thousand, English in powers of a thousand.
STEPS = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
NAMES = {"JPY": "円", "USD": "ドル", "EUR": "ユーロ", "AUD": "豪ドル"}


def in_words(amount: int, currency: str) -> str:
    """2兆5,643億円 or JPY 2.5643 trillion, without rounding."""
    if get_language() == "en":
        for step, name in STEPS:
            if amount >= step:
                return f"{currency} {_plain(Decimal(amount) / step)} {name}"
        return f"{currency} {amount:,}"
    trillions, rest = divmod(amount, 10**12)
    hundred_millions = Decimal(rest) / 10**8
    parts = [f"{trillions:,}兆"] if trillions else []
    if hundred_millions >= Decimal("0.1"):
        parts.append(f"{_plain(hundred_millions)}億")
    elif rest:
        parts.append(f"{rest:,}")
    return "".join(parts or ["0"]) + NAMES.get(currency, f" {currency}")


def _plain(number: Decimal) -> str:
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
