"""What is asked: words, quotes, exclusion, years, other names."""

import pytest

from portal.search.query import Query, names_in, other_names, years
from tests.cases import for_each


@for_each(
    ("asked", "wanted", "unwanted"),
    [
        ("外為", ["外為"], []),
        ("外為 輸出", ["外為", "輸出"], []),
        ("外為　輸出", ["外為", "輸出"], []),
        ("  a   b ", ["a", "b"], []),
        ('"rare earth" cn', ["rare earth", "cn"], []),
        ("「経済 安全」 法", ["経済安全", "法"], []),
        ("輸出 -中国", ["輸出"], ["中国"]),
        ("輸出 －中国", ["輸出"], ["中国"]),
        ("輸出 −中国", ["輸出"], ["中国"]),
        ('-"rare earth"', [], ["rare earth"]),
        ("-「中 国」", [], ["中国"]),
        ("AI-stack", ["ai stack"], []),
        ("K-プログラム", ["kプログラム"], []),
        ("ＡＩ", ["ai"], []),
        ("-", ["-"], []),
        ('"', ['"'], []),
        ('"open', ["open"], []),
        ("外為法。", ["外為法"], []),
        ("（外為法）", ["外為法"], []),
        ("“rare earth”", ["rare earth"], []),
        ("『経済 安全』", ["経済安全"], []),
        ("、", ["、"], []),
        ("", [], []),
        ("   ", [], []),
        ('""', [], []),
        ("「」", [], []),
    ],
)
def test_words_are_told_apart(asked, wanted, unwanted):
    query = Query(asked)
    assert ([term.word for term in query.wanted], query.unwanted) == (wanted, unwanted)


def test_all_words_must_occur_in_any_order():
    assert Query("乙 甲").matches("一甲一乙一")
    assert not Query("甲 丙").matches("一甲一乙一")
    assert Query("b a").matches("a、b")
    assert not Query("b a").matches("a、ab")


def test_an_unwanted_word_shuts_out():
    assert Query("甲 -乙").matches("一甲一")
    assert not Query("甲 -乙").matches("一甲一乙一")
    assert Query("-b").matches("x")
    assert not Query("-b").matches("b")


@pytest.mark.parametrize("asked", ["", '""', "「」", '"" 「」', "-「」"])
def test_who_asks_for_no_word_finds_nothing(asked):
    """An empty selection is not everything."""
    assert not Query(asked)
    assert not Query(asked).matches("anything")


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("令和8年度", ["2026年度"]),
        ("r8年度", ["2026年度", "令和8年度"]),
        ("fy2026", ["2026年度", "令和8年度"]),
        ("2026年度", ["令和8年度"]),
        ("2019年", ["令和元年", "平成31年"]),
        ("令和元年5月", ["2019年5月", "平成31年5月"]),
        ("平成31年", ["2019年", "令和元年"]),
        ("平成32年", []),
        ("2026", []),
        ("12026年", []),
        ("汎用性8年", []),
        ("輸出", []),
    ],
)
def test_years_have_two_ways_to_be_told(word, forms):
    assert sorted(years(word)) == sorted(forms)


def test_a_quoted_word_is_itself_alone():
    assert Query('"令和8年度"').words == ["令和8年度"]
    query = Query('"AI" AI').widened({"ai": [["AI", "人工知能"]]})
    assert [term.alternatives for term in query.wanted] == [("ai",), ("ai", "人工知能")]


@pytest.mark.parametrize(
    ("word", "names", "others"),
    [
        ("espa", ["ESPA", "経済安全保障推進法", "推進法"], ["経済安全保障推進法"]),
        ("quad", ["日米豪印 (QUAD)", "日米豪印", "QUAD", "クアッド"], ["クアッド", "日米豪印"]),
        ("米国", ["US", "米", "米国", "United States"], ["United States"]),
        ("半導体", ["半導体", "半導体製造装置"], []),
    ],
)
def test_other_names_are_those_that_mean_nothing_else(word, names, others):
    assert sorted(written for _folded, written in other_names(word, [names])) == sorted(others)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("日米豪印 (QUAD)", ("日米豪印 (QUAD)", "日米豪印", "QUAD")),
        (
            "India and others (the Quad)",
            ("India and others (the Quad)", "India and others", "Quad"),
        ),
        ("対ロシア制裁（外為法）", ("対ロシア制裁（外為法）",)),
        ("半導体", ("半導体",)),
    ],
)
def test_a_name_may_hold_another(name, found):
    assert names_in(name) == found
