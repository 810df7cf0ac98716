"""The words of a text without the text: whether it holds a word at all, and nothing to read."""

import re

from portal.search.passages import MARKS
from portal.search.text import KATAKANA, LATIN, fold
from portal.search.words import KATAKANA_RUN, stem

KANJI = "一-鿿々〇"
PIECES = re.compile(f"[{LATIN}]+|[{KATAKANA}]+|[{KANJI}]+")
# Longer runs of kanji are kept as parts of this length that overlap.
LONGEST = 8


def vocabulary(text: str) -> list[str]:
    """Every word of a text once, in order of the alphabet."""
    found: set[str] = set()
    for piece in PIECES.findall(fold(MARKS.sub(" ", text))):
        if re.match(f"[{KANJI}]", piece):
            last = max(0, len(piece) - LONGEST)
            found.update(piece[place : place + LONGEST] for place in range(last + 1))
        else:
            found.add(stem(piece))
    return sorted(found)


def stands_among(word: str, words: str) -> bool:
    """Whether a text can hold a folded word that has these words, with spaces around each."""
    pieces = PIECES.findall(word)
    return bool(pieces) and all(_stands(piece, words) for piece in pieces)


def _stands(piece: str, words: str) -> bool:
    if re.match(f"[{LATIN}]", piece):
        return f" {stem(piece)} " in words
    if KATAKANA_RUN.match(piece):
        return f" {piece}" in words or f"{piece} " in words
    return all(
        piece[place : place + LONGEST] in words for place in range(max(0, len(piece) - LONGEST) + 1)
    )
