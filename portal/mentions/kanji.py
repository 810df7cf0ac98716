"""Numbers in kanji as vertical writing has them, in digits: 十一物資, 百二十五億円, 三月十九日.

The folding of the search knows those of years; here those of whatever a text counts are read too.
Names that have numerals stay as they are called: 三原則, 二国間, 第三国.
"""

import re

from portal.dates.eras import KANJI, number_of
from portal.search.text import Folded

NUMERAL = f"[{KANJI}]"
# No part of a word, of an ordinal or of what is not sure: 第三, 数十, 統一, 北方四島.
BEGINS = rf"(?<![\d.{KANJI}第数何幾統唯単同均万随択専電炭酸方])"
# What counts by itself, so that one numeral before it is a number: 五件. One of a thing mostly is
# none: 一件落着, 一人ひとり.
UNITS = (
    "物資|品目|案件|機関|企業|会社|事業者|事業(?!化)|分野|品種|鉱種|施設|団体|項目|社(?!会|交|団|長)|件|隻|機(?!関|会|能|密|械|構|微)"
    "|名(?!目|義|称)|回(?!復|線|答|避|路|収)|票|割|倍|パセント|%|ポイント|技術|プロジエクト|テマ"
    "|円(?!滑|高|安|卓|満|借)|ドル|ユロ|ポンド|米ドル|豪ドル"
)
# People and banks are words of one person, and of what goes: 一人ひとり, 一行.
SEVERAL = "人(?![一材民口間工格物員三])|行(?![目動政為程事進使者方])"
SCALED = rf"(?:[万億兆]{NUMERAL}{{0,7}}+){{1,3}}+"
RUN = r"(?:つの|の)?[一-鿿々ァ-ヺか%]"
# One numeral is read before a unit; two and more before any word; all before 万, 億 and 兆.
NUMBER = re.compile(
    rf"{BEGINS}(?:(?:[二三四五六七八九十百千]|(?<![一-鿿])一)(?=(?:つの|の)?(?:{UNITS}))"
    rf"|[二三四五六七八九十百千](?={SEVERAL})"
    rf"|{NUMERAL}{{2,8}}+(?={RUN})(?!(?:つの|の)?(?:分(?!野|の)|方|角|者|[葉代]))"
    rf"|{NUMERAL}{{1,8}}+(?={SCALED}(?:{RUN}|\.)))"
)
SCALED_REST = re.compile(rf"(?<=\d[万億兆]){NUMERAL}{{1,7}}+")
MONTH = re.compile(rf"{BEGINS}(?:十[一二]?|[一二三四五六七八九])(?=月(?!間|並|日|例|給|刊))")
DAY = re.compile(r"(?<=\d月)(?:[一二]?十[一-九]?|三十一?|[一-九二三四五六七八])(?=日(?!間))")
SIGNS = frozenset(KANJI)
# The point of a number in vertical writing, which is the dot of names elsewhere: 一・五兆円.
POINT = re.compile(
    r"(?<=[〇一二三四五六七八九十])・(?=[〇一二三四五六七八九]{1,3}(?:[万億兆倍%]|パーセント))"
)
DECIMAL = re.compile(r"(?<!\d)[〇一二三四五六七八九十]{1,4}\.[〇一二三四五六七八九]{1,3}")


def with_points(text: str) -> str:
    """A text of the same length with full stops for the points of its numbers in kanji."""
    return POINT.sub(".", text) if "・" in text else text


def in_digits(folded: Folded) -> None:
    """Write the numbers in kanji of folded letters in digits, each at its place."""
    if SIGNS.isdisjoint(folded.folded):
        return
    folded.rewrite(DECIMAL, decimal)
    for pattern in (NUMBER, SCALED_REST, SCALED_REST, MONTH, DAY):
        folded.rewrite(pattern, digits)


def digits(match: re.Match) -> str:
    """A numeral in digits; what makes no number stays."""
    number = number_of(match[0])
    return match[0] if number is None else str(number)


def decimal(match: re.Match) -> str:
    """A number with a point in digits."""
    whole, _point, rest = match[0].partition(".")
    numbers = number_of(whole), [number_of(each) for each in rest]
    if numbers[0] is None or None in numbers[1]:
        return match[0]
    return f"{numbers[0]}.{''.join(map(str, numbers[1]))}"
