"""Proposes readings: names come in one a line, and go out with a reading behind a tab.

Run by the Python of `make readings`, which has SudachiPy and its dictionary and nothing of the
portal. What it says is a proposal: compounds, proper names and counters are where it errs.
"""

import pathlib
import re
import sys

from sudachipy import Dictionary, SplitMode, Tokenizer

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from policies.readings import KANA, KANJI, has_kanji, to_hiragana  # noqa: E402, the path first

# Marks stand as they are; the dictionary would read (株) as かぶしきがいしゃ.
WORDS = re.compile(f"((?:{KANJI}|{KANA}|[ー0-9A-Za-z])+)")


def reading(name: str, tokens: Tokenizer) -> str:
    """How a name is read: what has no kanji as it stands, in hiragana."""
    return "".join(
        to_hiragana(each.reading_form() if has_kanji(each.surface()) else each.surface())
        for part in WORDS.split(name)
        for each in tokens.tokenize(part)
    )


if __name__ == "__main__":
    tokens = Dictionary().tokenizer(mode=SplitMode.C)
    for line in sys.stdin:
        name = line.rstrip("\n")
        print(name, reading(name, tokens), sep="\t")
