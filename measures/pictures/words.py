"""How pictures of amounts are told in words."""

from collections.abc import Iterable
from decimal import ROUND_DOWN, Decimal

from django.utils.translation import gettext

from portal.browse.templatetags.browse import plain_number
from portal.charts.bars import Bar


def listed(words: list[str]) -> str:
    """Words as a list in a sentence: one, two and three."""
    if len(words) < 2:
        return "".join(words)
    ends = {"first": gettext(", ").join(words[:-1]), "last": words[-1]}
    return gettext("%(first)s and %(last)s") % ends


def percent(part: Decimal, whole: Decimal, digits: str = "1") -> str:
    """A share in percent, never rounded up: a heading says no more than the figures do."""
    return plain_number((part * 100 / whole).quantize(Decimal(digits), ROUND_DOWN))


def in_words(bars: Iterable[Bar], unit: str) -> str:
    """Bars in words: what each stands for, its total, and its parts where it has several."""
    sentences = [gettext("In %(unit)s.") % {"unit": unit}]
    for bar in bars:
        parts = [f"{part.name} {part.figure}" for part in bar.parts if part.name]
        words = {"bar": f"{bar.label} {bar.note}", "total": bar.total}
        if len(parts) > 1:
            words["parts"] = gettext(", ").join(parts)
            sentences.append(gettext("%(bar)s: %(total)s (%(parts)s).") % words)
        else:
            sentences.append(gettext("%(bar)s: %(total)s.") % words)
    return " ".join(sentences)
