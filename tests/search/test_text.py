"""The one folding under which text is compared: width, case, white space, variants."""

import unicodedata

import pytest

from portal.search.text import VARIANTS, fold
from tests.cases import for_each


@for_each(
    ("left", "right"),
    [
        ("ＡＩ", "AI"),
        ("ai", "AI"),
        ("Ａｉ", "aI"),
        ("ﾚｱｱｰｽ", "レアアース"),
        ("ﾊﾞｯﾃﾘｰ", "バッテリー"),
        ("ハ\u3099", "バ"),
        ("１，３０６億円", "1,306億円"),
        ("①", "1"),
        ("㈱", "(株)"),
        ("㌫", "パーセント"),
        ("Ⅳ", "IV"),
        ("外 為", "外為"),
        ("外\u3000為", "外為"),
        ("外\n為", "外為"),
        ("外\u00a0為\t法", "外為法"),
        ("ESPA", "espa"),
        ("STRASSE", "straße"),
        ("強靱", "強靭"),
        ("國", "国"),
        ("土壌", "土壤"),
        ("ﬁ", "fi"),
        ("ｶﾞ", "ガ"),
        ("～", "~"),
    ],
)
def test_these_are_one_text(left, right):
    assert fold(left) == fold(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("レアアース", "レアメタル"),
        ("は", "ば"),
        ("は", "ハ"),
        ("電池", "電地"),
        ("1,306", "1306"),
        ("AI", "A1"),
        ("ー", "-"),
        ("大", "太"),
        ("つ", "っ"),
    ],
)
def test_these_stay_two(left, right):
    assert fold(left) != fold(right)


def test_folding_is_done_once():
    text = "Ｋプログラム ①強靱 な 國土・ﾚｱｱｰｽ（ＥＳＰＡ）  Straße ﬁ ㌫"
    assert fold(fold(text)) == fold(text)


def test_no_white_space_is_left():
    spaces = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
    assert len(spaces) > 20
    assert fold(f"a{spaces}b") == "ab"


def test_nothing_folds_to_nothing():
    assert fold("") == fold(" \u3000\n") == ""


def test_every_variant_has_one_form_for_all():
    for variant, form in VARIANTS.items():
        assert fold(chr(variant)) == chr(form) == fold(chr(form))
        assert unicodedata.normalize("NFKC", chr(variant)) == chr(variant)
