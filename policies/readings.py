"""Readings (よみ) of Japanese names: which names need one, and whether one fits its name.

A reading says in hiragana what the name has in kanji and katakana. Letters, digits, the long mark
and all other marks stand as in the name: `AIインフラ` is read `AIいんふら`, `第43号` `だい43ごう`.
So only the kanji of a name are open, and the rest of a reading can be checked against it.
"""

import re

# Also the marks that stand for kanji or are read as part of them, and the small ヶ of counters.
KANJI = r"[\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaffヶヵ]"
KANA = r"[ぁ-ゖァ-ヺ]"
HIRAGANA = {number: number - 0x60 for number in range(ord("ァ"), ord("ヶ") + 1)}


def to_hiragana(text: str) -> str:
    """A text with its katakana as hiragana."""
    return text.translate(HIRAGANA)


def has_kanji(name: str) -> bool:
    """Whether a name holds what a reading has to tell."""
    return bool(re.search(KANJI, name))


def is_japanese(name: str) -> bool:
    """Whether a name holds kanji or kana, so that it is sorted by its reading."""
    return has_kanji(name) or bool(re.search(KANA, name))


def fits(name: str, reading: str) -> bool:
    """Whether a reading has all that its name has, with hiragana in the places of kanji."""
    parts = re.split(f"({KANJI}+)", name)
    pattern = "".join(
        "[ぁ-ゖー]+" if number % 2 else re.escape(to_hiragana(part))
        for number, part in enumerate(parts)
    )
    return bool(re.fullmatch(pattern, reading))
