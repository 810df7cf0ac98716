"""Which language words speak, so that screen readers say them right (WCAG 3.1.2).

English pages hold Japanese: anchor phrases, printed headings, names. Japanese pages hold Latin
letters everywhere, as the language itself does; there only whole English names are marked, by
the templates that show them.
"""

import re
from collections.abc import Iterator

from django.conf import settings
from django.utils.formats import number_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override

# Kana, ideographs, and the signs and full-width forms that only East Asian text has.
JAPANESE = re.compile("[\u3001-\u301f\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff9f]")
_SIGNS = JAPANESE.pattern
# What stands between Japanese signs without a space belongs to them: 1,306億円, CG(CG)コード.
_RUN = re.compile(rf"[0-9A-Za-z,.%+~-]*(?:{_SIGNS}+[0-9A-Za-z,.%()&/~-]*)*{_SIGNS}+[0-9%]*")

# A run of ideographs and katakana that may be longer than a line, and the words in it: katakana as
# it stands, of ideographs two signs each, but for these and what is left at the end.
_KANJI, _KATAKANA = "[\u4e00-\u9fff\u3005]", "[\u30a1-\u30fa\u30fc]"
_COMPOUND = re.compile(f"(?:{_KANJI}|{_KATAKANA}){{9,}}")
_WHOLE = "|".join(
    (
        *("経済", "安全保障", "半導体", "蓄電池", "外国人材", "石油化学", "貿易圏", "三原則"),
        *("小委員会", "委員会", "理事会", "協議会", "研究所", "研究会", "連合会", "大臣"),
        *("株式会社", "多国間", "中曽根", "世界", "技人国", "強靱化"),
    )
)
_WORD = re.compile(
    f"{_KATAKANA}+|{_WHOLE}|{_KANJI}{{2}}(?={_WHOLE})|{_KANJI}{{3}}(?={_WHOLE}|(?!{_KANJI}))"
    f"|{_KANJI}{{1,2}}"
)


def mark_japanese(text) -> SafeString | str:
    """The text; on English pages with every Japanese run in it marked as Japanese.

    What holds elements already stays as it is.
    """
    if get_language() != "en" or not JAPANESE.search(str(text)):
        return text
    escaped = conditional_escape(text)
    if "<" in escaped:
        return escaped
    return mark_safe(_RUN.sub(r'<span lang="ja">\g<0></span>', escaped))  # noqa: S308 - escaped


def may_break(text) -> SafeString | str:
    """A title in which a long compound may break between its words, and nowhere else.

    Browsers break Japanese by phrases; a compound that is one phrase and longer than the line of a
    phone they would break anywhere: 政府安全保|障能力強化支援.
    """
    if get_language() == "en":
        return mark_japanese(text)
    return mark_safe(_COMPOUND.sub(_broken, conditional_escape(text)))  # noqa: S308 - escaped


def _broken(found: re.Match) -> str:
    words = _WORD.findall(found[0])
    return "<wbr>".join(words)


def as_japanese(text) -> SafeString | str:
    """Words that are Japanese as a whole, such as a print: marked so on English pages."""
    if get_language() != "en" or not text:
        return text
    return format_html('<span lang="ja">{}</span>', text)


def quote_phrase(phrase: str) -> SafeString:
    """An anchor phrase in the quotation marks it has on every page."""
    return format_html("「{}」", phrase) if get_language() != "en" else as_japanese(f"「{phrase}」")


def plain_number(value) -> str:
    """A number with thousands separated, without idle zeros."""
    text = number_format(value, use_l10n=False, force_grouping=False)
    whole, _, part = text.partition(".")
    grouped = "-" * whole.startswith("-") + f"{abs(int(whole)):,}"
    part = part.rstrip("0")
    return f"{grouped}.{part}" if part else grouped


def signed(value) -> str:
    """A difference with its sign in the width of the language: ＋15 or +15, −1, 0."""
    return f"{sign_of(value)}{plain_number(abs(value))}" if value else "0"


def sign_of(value) -> str:
    """The sign of a difference, which nothing has where there is none."""
    if not value:
        return ""
    plus = "+" if get_language() == "en" else "＋"
    return plus if value > 0 else "−"


def in_languages(words) -> Iterator[tuple[str, str]]:
    """Each language of the site with the words in it, such as those of a lazy translation."""
    for code, _name in settings.LANGUAGES:
        with override(code):
            yield code, str(words)
