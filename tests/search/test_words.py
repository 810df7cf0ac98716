"""Words of Latin letters are whole, those of katakana begin or end a run."""

import pytest

from portal.search.text import fold
from portal.search.words import form, stem
from tests.cases import for_each


@for_each(
    ("word", "text", "held"),
    [
        ("AI", "AI半導体", True),
        ("AI", "OpenAIの発表", False),
        ("AI", "supply chain training", False),
        ("US", "the U.S. industry", True),
        ("US", "industry", False),
        ("US", "uses", False),
        ("OSA", "proposal, OSA", True),
        ("OSA", "proposal", False),
        ("semiconductor", "Semiconductors", True),
        ("semiconductors", "a semiconductor", True),
        ("policies", "policy", True),
        ("screening", "screened investments", True),
        ("defence", "Defense Equipment", True),
        ("organisation", "organizations", True),
        ("labour", "labor", True),
        ("centre", "Centers", True),
        ("supply-chain", "supply chains", True),
        ("supply chain", "supplies a chain", False),
        ("supply chain", "resupply chain", False),
        ("supply chain", "a chain of supply", False),
        ("G-7", "G7広島サミット", True),
        ("G7", "BG7", False),
        ("2026", "2026年", True),
        ("26", "2026年", False),
        ("139億円", "1,139億円", False),
        ("1306億円", "約1,306億円", True),
        ("ローン", "ドローン", False),
        ("ローン", "住宅ローン", True),
        ("ローン", "ローン金利", True),
        ("リスト", "エンティティリスト", True),
        ("プロ", "Kプロ", True),
        ("コンピューター", "量子コンピュータ", True),
        ("為", "外為法", True),
        ("強靱", "経済の強靭化", True),
    ],
)
def test_a_text_holds_a_word_or_not(word, text, held):
    folded = fold(text)
    assert form(fold(word)).stands_in(folded) == held
    assert bool(form(fold(word)).places(folded)) == held


def test_of_a_phrase_all_words_are_whole_and_stand_together():
    """What has the words apart and the phrase in longer words is the price of a fast answer."""
    assert form("supply chain").stands_in("resupply chain of supply")
    assert form("supply chain").places("resupply chain of supply") == []


@pytest.mark.parametrize("word", ["us", "gas", "bus", "this", "g7", "press", "string", "steel"])
def test_these_have_no_ending(word):
    assert stem(word) == word


@for_each(
    ("one", "other"),
    [
        ("policy", "policies"),
        ("sanction", "sanctions"),
        ("process", "processes"),
        ("plan", "planning"),
        ("price", "pricing"),
        ("ban", "banned"),
        ("amend", "amended"),
    ],
)
def test_these_are_one_word(one, other):
    assert stem(one) == stem(other)
