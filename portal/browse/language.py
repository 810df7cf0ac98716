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

    What holds elements already stays as it is.
    """
    if get_language() != "en" or not JAPANESE.search(str(text)):
        return text
    escaped = conditional_escape(text)
    if "<" in escaped:
        return escaped
    return mark_safe(_RUN.sub(r'<span lang="ja">\g<0></span>', escaped))  # noqa: S308 - escaped


def in_japanese(text) -> SafeString | str:
    """Words that are Japanese as a whole, such as a print: marked so on English pages."""
    if get_language() != "en" or not text:
        return text
    return format_html('<span lang="ja">{}</span>', text)


def quoted(phrase: str) -> SafeString:
    """An anchor phrase in the quotation marks it has on every page."""
    return format_html("「{}」", phrase) if get_language() != "en" else in_japanese(f"「{phrase}」")
