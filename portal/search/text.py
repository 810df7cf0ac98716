"""How text is compared: one folding for search, for phrases and for the checks.

Folded text is written without spaces, but for the one that parts two words of Latin letters or
digits: only these are written as words.
"""

import functools
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import NamedTuple

from portal.dates.eras import number_of
from portal.search.lookalikes import LOOK_ALIKES

# A character with the marks that combine with it (half-width ｶﾞ is one letter).
CLUSTER = re.compile(r".[\u0300-\u036f\u3099\u309a\uff9e\uff9f]*", re.DOTALL)
# Stands between two texts, so that no word reaches across.
APART = "\n"
# Characters in a row that the index knows as one: words of so many both databases find without a
# look at the texts, and most words of Japanese have two or three.
LONGEST = 3
LATIN = "0-9a-z\u00df-\u00f6\u00f8-\u024f"
KATAKANA = "ァ-ヺ"
WORDS = re.compile(rf"[{LATIN}]")
LETTER = re.compile(r"[a-z]")
RUNS = re.compile(rf"[{KATAKANA}ー]")
# What a dash may join: letters, digits, kana, kanji.
JOINED = re.compile(rf"[{LATIN}ぁ-ゖ{KATAKANA}ー々〇㐀-鿿]")
SHORT = re.compile(rf"(?<![{LATIN}])[a-z]{{1,2}}\Z")


def without_stops(match: re.Match) -> str:
    """Letters with full stops as one word: U.S."""
    return match[0].replace(".", "")


def removed(match: re.Match) -> str:
    """Nothing."""
    return ""


def counted(match: re.Match) -> str:
    """The か of a counter, however it is written."""
    return "か"


def added(match: re.Match) -> str:
    """A plus that is written as a word."""
    return "+"


def american(match: re.Match) -> str:
    """A British spelling as Americans write it: defense, center, organization."""
    word = match[0]
    if word == "is":
        return "iz"
    if word.endswith("re"):
        return word[:-2] + "er"
    for british, other in (("ce", "se"), ("mme", "m"), ("our", "or")):
        if word.endswith(british):
            return word.removesuffix(british) + other
    return word


def joint(match: re.Match) -> str:
    """What is left of spaces, dots and dashes, by what stands on both sides of them."""
    text, between = match.string, match[0]
    left, right = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    dashes = between.replace(" ", "").replace("・", "")
    if dashes and " " in between:  # a dash that stands apart, or begins a line
        return dashes
    if WORDS.match(left) and WORDS.match(right):
        if "・" in between:  # 6:53・2026: these are two
            return "・"
        if dashes and left.isdecimal() and right.isdecimal():
            return dashes
        # G-7 is G7, supply-chain two words.
        short = right.isdecimal() and SHORT.search(text[: match.start()][-3:])
        return "" if between == "-" and short else " "
    if JOINED.match(left) and JOINED.match(right):
        letter = LETTER.match(left) or LETTER.match(right)
        if letter or (RUNS.match(left) and RUNS.match(right)):
            return ""
    return dashes


def digits(match: re.Match) -> str:
    """Kanji numerals as digits: 二〇二五, 二十三; what makes no number stays."""
    number = number_of(match[0])
    return match[0] if number is None else str(number)


class Rule(NamedTuple):
    """What more than one character decides: a pattern, what stands for it, and when to look at all.

    A text is looked at where it holds one of the `signs`, which is found out much faster.
    """

    signs: tuple[str, ...]
    pattern: re.Pattern
    replaced: Callable[[re.Match], str]


RULES: tuple[Rule, ...] = tuple(
    Rule(tuple(signs), re.compile(pattern), replaced)
    for signs, pattern, replaced in (
        (".", rf"(?<![{LATIN}.])(?:[a-z]\.){{2,}}(?:[a-z](?![{LATIN}]))?", without_stops),
        (
            ("fence", "cence", "programme", "our", "tre", "bre", "ise", "isi", "isa"),
            r"(?<![a-z])(?:(?:defen|offen|licen)ce(?=[sd]?(?![a-z]))|programme|"
            r"(?:lab|harb|neighb|behavi|fav|col|hon|endeav)our|(?:cent|met|fib|theat)re(?=[sd]?(?![a-z])))"
            r"|(?<=[a-z]{3})is(?=(?:e[ds]?|ing|ations?)(?![a-z]))",
            american,
        ),
        # Japan's is Japan.
        ("'", rf"(?<=[{LATIN}])'s(?![{LATIN}])|(?<=[a-z])'(?=[a-z])", removed),
        (" ・-", rf"(?!(?<=[{LATIN}]) [{LATIN}])[ ・-]+", joint),
        (",", r"(?<=\d),(?=\d{3}(?!\d))", removed),
        # 二〇二五年, 第十条, 百か国; not 同一条, 数千年.
        (
            "年条かカケ箇",
            r"(?<![〇一二三四五六七八九十百千数何幾統唯単同均万随択専])[〇一二三四五六七八九十百千]+"
            r"(?=[年条]|[かカケ箇][年国月所条])",
            digits,
        ),
        ("カケ箇", r"(?<=\d)[カケ箇](?=[年国月所条])", counted),
        (["プラス"], r"(?<=\d)プラス(?=\d)", added),
        # The long mark of katakana words: some write it, some do not.
        ("ー", rf"(?<=[{KATAKANA}])ー+", removed),
    )
)
# Those of the first plane make a set that is looked through at once; beyond it they are one range.
FIRST_PLANE = "".join(re.escape(chr(code)) for code in LOOK_ALIKES if code < 0x10000)
LOOK_ALIKE = re.compile(f"[{FIRST_PLANE}]")
BEYOND = re.compile("[\U00010000-\U0010ffff]")


def look_alike(match: re.Match) -> str:
    """The character that one is taken for."""
    return match[0].translate(LOOK_ALIKES)


def letters(text: str) -> str:
    """Text with each character as it is compared, white space as single spaces."""
    folded = LOOK_ALIKE.sub(look_alike, unicodedata.normalize("NFKC", text).casefold())
    if BEYOND.search(folded):
        folded = folded.translate(LOOK_ALIKES)
    return " ".join(folded.split())


@functools.lru_cache(maxsize=8192)
def cluster_letters(cluster: str) -> str:
    """The same of one character with its marks: there are some thousands of them in use."""
    return letters(cluster)


def fold(text: str) -> str:
    """Text as it is compared: width, case, look-alikes and ways of writing as one."""
    folded = letters(text)
    for signs, pattern, replaced in RULES:
        for sign in signs:  # `any` of a generator took half of the time
            if sign in folded:
                folded = pattern.sub(replaced, folded)
                break
    return folded


# Characters that NFKC writes as one other: full-width signs, digits and letters above all.
SINGLE = {
    code: single
    for code in (*range(0x2000, 0x3400), *range(0xFF00, 0xFFF0))
    if len(single := unicodedata.normalize("NFKC", chr(code))) == 1 and single != chr(code)
}
# What takes the place of its neighbours: marks that combine, and white space that is not one blank.
UNEVEN = re.compile(r"[\u0300-\u036f\u3099\u309a\uff9e\uff9f]|\s\s|[^\S ]")


def one_for_one(text: str) -> str | None:
    """The characters of a text as they are compared, where each becomes just one; else None.

    So are 1,593 of 1,596 titles and summaries of the record, each of which takes 20 µs for 41.
    """
    normal = text.translate(SINGLE)
    folded = normal.casefold()
    if UNEVEN.search(text) or not unicodedata.is_normalized("NFKC", normal):
        return None
    folded = LOOK_ALIKE.sub(look_alike, folded)
    if BEYOND.search(folded):
        folded = folded.translate(LOOK_ALIKES)
    # Nothing becomes more than one but by its case, and nothing less than one by that.
    return folded if len(folded) == len(normal.casefold()) == len(text) else None


class Folded:
    """A text as it is compared, with the place of each folded character in the text.

    What the pattern `marks` matches is no part of the text.
    """

    def __init__(self, text: str, marks: re.Pattern | None = None):
        self.text = text
        plain = None if marks else one_for_one(text)
        if plain is None:
            self._fold(marks)
        else:
            self.folded, self.places = plain, list(range(len(plain)))
        self._strip()
        for signs, pattern, replaced in RULES:
            if any(sign in self.folded for sign in signs):
                self.rewrite(pattern, replaced)

    def _fold(self, marks: re.Pattern | None) -> None:
        """Character by character, each with the marks that combine with it."""
        text, folded, places = self.text, [], []
        found = marks.finditer(text) if marks else ()
        hidden = {place for match in found for place in range(*match.span())}
        for match in CLUSTER.finditer(text):
            if match.start() in hidden:
                continue
            for letter in cluster_letters(match[0]) or (" " if match[0].isspace() else ""):
                if letter != " " or folded[-1:] != [" "]:
                    folded.append(letter)
                    places.append(match.start())
        self.folded, self.places = "".join(folded), places

    def _strip(self) -> None:
        start = len(self.folded) - len(self.folded.lstrip(" "))
        end = len(self.folded.rstrip(" "))
        self.folded, self.places = self.folded[start:end], self.places[start:end]

    def rewrite(self, pattern: re.Pattern, replaced: Callable[[re.Match], str]) -> None:
        """One rule, with the places: the last of the new characters stands where the last did."""
        texts: list[str] = []
        places: list[int] = []
        last = 0
        for match in pattern.finditer(self.folded):
            new = replaced(match)
            texts += [self.folded[last : match.start()], new]
            places += self.places[last : match.start()]
            places += [self.places[match.start()]] * (len(new) - 1)
            places += [self.places[match.end() - 1]] if new else []
            last = match.end()
        if texts:
            self.folded = "".join(texts) + self.folded[last:]
            self.places = places + self.places[last:]

    def place(self, start: int, length: int) -> tuple[int, int]:
        """Where a stretch of the folded text stands in the text, as start and end."""
        last = self.places[start + length - 1]
        return self.places[start], CLUSTER.match(self.text, last).end()

    def merged(self, found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Where stretches of the folded text (start and length) stand in the text, in order.

        What overlaps is one.
        """
        merged: list[tuple[int, int]] = []
        for start, end in sorted(self.place(*each) for each in found):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return merged
