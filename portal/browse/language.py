"""Which language words speak, so that screen readers say them right (WCAG 3.1.2).

English pages hold Japanese: anchor phrases, printed headings, names. Japanese pages hold Latin
letters everywhere, as the language itself does; there only whole English names are marked, by
the templates that show them.
"""

import re

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

# Kana, ideographs, and the signs and full-width forms that only East Asian text has.
JAPANESE = re.compile("[\u3001-\u301f\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff9f]")
_SIGNS = JAPANESE.pattern
# What stands between Japanese signs without a space belongs to them: 1,306億円, CG(CG)コード.
_RUN = re.compile(rf"[0-9A-Za-z,.%+~-]*(?:{_SIGNS}+[0-9A-Za-z,.%()&/~-]*)*{_SIGNS}+[0-9%]*")


def spoken(text) -> SafeString | str:
    """The text; on English pages with every Japanese run in it marked as Japanese.

    What is markup already stays as it is.
    """
    if hasattr(text, "__html__"):
        return text
    text = str(text)
    if get_language() != "en" or not JAPANESE.search(text):
        return text
    parts, last = [], 0
    for run in _RUN.finditer(text):
        parts.append(conditional_escape(text[last : run.start()]))
        parts.append(format_html('<span lang="ja">{}</span>', run[0]))
        last = run.end()
    parts.append(conditional_escape(text[last:]))
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped here


def in_japanese(text) -> SafeString | str:
    """Words that are Japanese as a whole, such as a print: marked so on English pages."""
    if get_language() != "en" or not text:
        return text
    return format_html('<span lang="ja">{}</span>', text)


def quoted(phrase: str) -> SafeString:
    """An anchor phrase in the quotation marks it has on every page."""
    return format_html("「{}」", phrase) if get_language() != "en" else in_japanese(f"「{phrase}」")
