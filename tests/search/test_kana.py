"""Readings: what sounds alike is one."""

import pytest

from portal.search.kana import spoken
from tests.cases import for_each

ALIKE = [
    ("ほしょう", "ホショー"),
    ("れああーす", "ﾚｱｱｰｽ"),
    ("けいざいあんぜんほしょう", "ケーザイアンゼンホショウ"),
    ("さぷらい・ちぇーん", "サプライチェーン"),
    ("つづき", "つずき"),
    ("ヴェトナム", "ぶえとなむ"),
    ("OSA", "ｏｓａ"),
]


@for_each(("one", "other"), ALIKE)
def test_what_sounds_alike_is_one(one, other):
    assert spoken(one) == spoken(other) != ""


@pytest.mark.parametrize(("one", "other"), [("いう", "い"), ("かう", "か"), ("かい", "か")])
def test_vowels_that_are_heard_stay(one, other):
    assert spoken(one) != spoken(other)
