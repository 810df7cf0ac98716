"""What a line says is read as it is printed, with its place."""

from decimal import Decimal

import pytest

from portal.mentions.lexicon import Lexicon
from portal.mentions.lines import lines_of
from portal.mentions.mention import Bound, Kind
from portal.mentions.reading import mentions_of


def told(text: str) -> list[tuple]:
    found = [(line, each) for line in lines_of(text) for each in mentions_of(line)]
    return [
        (str(each.kind), text[slice(*line.place(each.start, each.end))], each.edtf or each.value)
        for line, each in found
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("約2兆円", [("amount", "約2兆円", 2 * 10**12)]),
        ("R7予算：0.3億円", [("date", "R7", "2025-04/2026-03"), ("amount", "0.3億円", 30_000_000)]),
        ("1バレル47.6ドル", [("amount", "47.6ドル", Decimal("47.6"))]),
        ("本年3月17日", [("date", "3月17日", "--03-17")]),
        (
            "500 highly skilled AI professionals, and five more",
            [("count", "500 highly skilled AI professionals", 500), ("count", "five more", 5)],
        ),
        ("25年10月25－26日", [("date", "25年10月25－26日", "2025-10-25/2025-10-26")]),
        ("2025年10月～12月", [("date", "2025年10月～12月", "2025-10/2025-12")]),
        ("12月8日", [("date", "12月8日", "--12-08")]),
        ("令和5(2023)年度", [("date", "令和5(2023)年度", "2023-04/2024-03")]),
        ("11の特定重要物資", [("count", "11の特定重要物資", 11)]),
        ("延べ1,000人以上", [("count", "1,000人以上", 1000)]),
        ("54ヶ国", [("count", "54ヶ国", 54)]),
        ("46万4077本", [("count", "46万4077本", 464_077)]),
        ("第2版、第16条、③重要物資", []),
        ("5社選ばれ、500人招かれた", [("count", "5社", 5), ("count", "500人", 500)]),
        ("約50回行いました。3回行い、", [("count", "約50回", 50), ("count", "3回", 3)]),
        ("500人招へいする", [("count", "500人", 500)]),
        ("3年ぶりに5人いた", [("count", "3年", 3), ("count", "5人", 5)]),
        ("令和3年度・4年度の補正", [("date", "令和3年度・4年度", "2021-04/2023-03")]),
        (
            "令和3年度及び令和4年度の補正",
            [
                ("date", "令和3年度", "2021-04/2022-03"),
                ("date", "令和4年度", "2022-04/2023-03"),
            ],
        ),
        (
            "中国\t464,077\t24.6",
            [("number", "464,077", 464_077), ("number", "24.6", Decimal("24.6"))],
        ),
        (
            "about JPY 18.1 billion in FY2026",
            [
                ("amount", "about JPY 18.1 billion", 18_100_000_000),
                ("date", "FY2026", "2026-04/2027-03"),
            ],
        ),
    ],
)
def test_a_line_is_read_as_printed(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "bound"),
    [("約5社", Bound.ABOUT), ("5社超", Bound.OVER), ("5社以下", Bound.UNDER), ("5社", Bound.EXACT)],
)
def test_a_number_says_how_exact_it_is(text, bound):
    (line,) = lines_of(text)
    (mention,) = mentions_of(line)
    assert (mention.kind, mention.bound) == (Kind.COUNT, bound)


def test_the_longest_word_is_found_and_none_is_cut():
    lexicon = Lexicon()
    for word in ("osa", "経済安全保障", "経済安全保障推進法"):
        lexicon.add(word, word)
    found = [meanings for _start, _end, meanings in lexicon.find("osaka経済安全保障推進法とosa")]
    assert found == [["経済安全保障推進法"], ["osa"]]
