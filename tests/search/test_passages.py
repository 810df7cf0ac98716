"""A section is found in the text of a document by its printed heading, and a phrase inside it."""

import itertools

import pytest

from portal.search.passages import fold_source, slices

TEXT = """
# 目次

- 1. 現状
- 2. 対応

# 1. 現状

- **レアアース**の輸出が止まった。

## 2. 対応

<p>① <b>備蓄</b>を増やす。</p>	<small>(予算)</small>

# 1. 現状

再掲のみ。
"""


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("２０２６年 ３月\u3000１９日", "2026年3月19日"),
        ("ＡＩ・Ｅｃｏｎｏｍｉｃ Statecraft", "ai・economicstatecraft"),
        ("ｻﾌﾟﾗｲﾁｪｰﾝ強靱化", "サプライチエン強靭化"),
        ("強靱化\n強靭化", "強靭化強靭化"),
        ("國と国、土壌と土壤、特惠と特恵", "国と国、土壤と土壤、特恵と特恵"),
        ("①～㉔", "1~24"),
        ("**備蓄**を`増やす`", "備蓄を増やす"),
        ("economic\\_security", "economicsecurity"),
        ("economic_security", "economicsecurity"),
        ("3/5～4/3 ~公表~", "3/5~4/3公表"),
        ("<b>1,201億円</b> <small>(内数)</small>", "1201億円(内数)"),
        ("<li>一<br/>二</li>", "一二"),
        ('<td rowspan="2">三</td>', "三"),
        ("<Promotion>", "<promotion>"),
        ("＜スキーム概要＞", "<スキム概要>"),
        ("", ""),
        (" \t\n\u3000", ""),
    ],
)
def test_texts_are_compared_without_marks_spaces_and_variants(written, folded):
    assert fold_source(written) == folded


def test_folding_twice_changes_nothing():
    samples = ("Ａ①ｶﾞ靱㈱…", "１兆５２億円", "ﬁ ß İ ẞ", TEXT)
    for sample in samples:
        assert fold_source(fold_source(sample)) == fold_source(sample)


def test_a_section_reaches_from_its_heading_to_the_next():
    found = slices(TEXT, [("0", "目次"), ("1", "1. 現状"), ("2", "2. 対応")])
    assert found == {
        "0": "目次-",
        "1": "1.現状-",
        "2": fold_source(TEXT[TEXT.index("2. 対応") :]),
    }


def test_equal_headings_are_found_one_after_the_other():
    headings = [
        ("0", "目次"),
        ("list", "1. 現状"),
        ("1", "1. 現状"),
        ("2", "2. 対応"),
        ("1-again", "1. 現状"),
    ]
    found = slices(TEXT, headings)
    assert list(found) == [code for code, _heading in headings]
    assert fold_source("レアアースの輸出") in found["1"]
    assert "再掲" not in found["1"]
    assert "備蓄を増やす" in found["2"]
    assert found["1-again"] == "1.現状再掲のみ。"


def test_sections_follow_each_other_without_gap_or_overlap():
    headings = [("a", "目次"), ("b", "1. 現状"), ("c", "2. 対応")]
    found = slices(TEXT, headings)
    source = fold_source(TEXT)
    assert "".join(found.values()) == source[source.index("目次") :]
    for one, other in itertools.combinations(found.values(), 2):
        assert one != other


def test_a_heading_is_found_however_it_is_spaced_and_marked():
    headings = [("a", "２．\u3000対応"), ("b", "1.現状")]
    assert list(slices("# **2. 対応**\n一\n# 1. 現\n状\n二", headings).values()) == [
        "2.対応一#",
        "1.現状二",
    ]


@pytest.mark.parametrize(
    ("headings", "missing"),
    [
        ([("0", "目次"), ("9", "どこにもない")], "9"),
        ([("3", "どこにもない"), ("0", "目次")], "3"),
        ([("2", "再掲のみ"), ("0", "目次")], "0"),
        ([("a", "目次"), ("b", "目次")], "b"),
    ],
)
def test_a_heading_that_is_not_found_in_order_is_named(headings, missing):
    with pytest.raises(LookupError) as error:
        slices(TEXT, headings)
    assert error.value.args == (missing,)


def test_a_text_without_headings_has_no_sections():
    assert slices(TEXT, []) == {}
