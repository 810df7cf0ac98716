"""Eras and the numbers of their years."""

import pytest

from portal.dates.eras import ERAS, NAMED, number_of
from tests.cases import for_each


@pytest.mark.parametrize("era", ERAS, ids=lambda era: era.name)
def test_a_year_of_an_era_and_its_gregorian_one_are_told_alike(era):
    for number in range(1, era.last + 1):
        assert era.number(era.gregorian(number)) == number
    for number in (0, era.last + 1):
        assert era.gregorian(number) is None
    assert era.gregorian(1) == era.first.year
    assert {NAMED[era.name], NAMED[era.letter], NAMED[era.roman]} == {era}


def test_eras_follow_each_other():
    for later, era in zip(ERAS, ERAS[1:], strict=False):
        assert era.gregorian(era.last) == later.gregorian(1)


@for_each(
    ("kanji", "number"),
    [
        ("八", 8),
        ("十", 10),
        ("十九", 19),
        ("二十", 20),
        ("三十一", 31),
        ("百二十", 120),
        ("二千二十六", 2026),
        ("千九百八十九", 1989),
        ("二〇二六", 2026),
        ("零", 0),
        ("一十二百", None),
        ("二三十", None),
        ("二十三十", None),
        ("十二三", None),
        ("十〇", None),
        ("〇十", None),
        ("八年", None),
        ("", None),
    ],
)
def test_a_number_in_chinese_characters(kanji, number):
    assert number_of(kanji) == number
