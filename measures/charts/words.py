"""How pictures of amounts are told in words."""

from collections.abc import Iterable

from django.utils.translation import gettext

from portal.charts.bars import Bar


def bars_in_words(bars: Iterable[Bar], unit: str = "") -> str:
    """Bars in words: what each stands for, its total, its parts where it has several, its remark.

    `unit` is that of the numbers; nothing where every bar says its own.
    """
    sentences = [gettext("In %(unit)s.") % {"unit": unit}] if unit else []
    for bar in bars:
        parts = [f"{part.name} {part.figure}" for part in bar.parts if part.name]
        words = {"bar": f"{bar.label} {bar.note}", "total": bar.total}
        if bar.remark:
            words["parts"] = bar.remark
            sentences.append(gettext("%(bar)s: %(total)s (%(parts)s).") % words)
        elif len(parts) > 1:
            words["parts"] = gettext(", ").join(parts)
            sentences.append(gettext("%(bar)s: %(total)s (%(parts)s).") % words)
        else:
            sentences.append(gettext("%(bar)s: %(total)s.") % words)
    return " ".join(sentences)
