"""The one folding under which text is compared: width, case, white space, variants."""

import random
import re
import unicodedata

import pytest

from portal.search.lookalikes import RADICALS, VARIANTS
from portal.search.text import Folded, fold, one_for_one
from portal.search.words import spans
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
        ("〜", "~"),
        ("サプライ・チェーン", "サプライチェーン"),
        ("ｻﾌﾟﾗｲ･ﾁｪｰﾝ", "サプライチェーン"),
        ("インド‧太平洋", "インド太平洋"),
        ("AI・半導体", "AI半導体"),
        ("コンピューター", "コンピュータ"),
        ("エンティティーリスト", "エンティティリスト"),
        ("レア−アース", "レアアース"),
        ("セキュリテイ", "セキュリティ"),
        ("Japan–UK", "Japan-UK"),
        ("Japan-UK", "Japan UK"),
        ("supply‑chain", "supply chain"),
        ("2019–2021", "2019-2021"),
        ("日―EU", "日EU"),
        ("G-7", "G7"),
        ("U.S.", "US"),
        ("Japan’s", "Japan"),
        ("“AI”", '"AI"'),
        ("『骨太』", "「骨太」"),
        ("⻑期", "長期"),
        ("⺠間", "民間"),
        ("⽇⼒", "日力"),
        ("11ヵ国", "11か国"),
        ("11カ国", "11か国"),
        ("5箇年計画", "5か年計画"),
        ("五ヶ年計画", "5カ年計画"),
        ("二〇二五年", "2025年"),
        ("第二十三条", "第23条"),
        ("百か国", "100か国"),
        ("半\u200b導\u00ad体\ufeff", "半導体"),
        ("葛\U000e0100城", "葛城"),
        ("1,306", "1306"),
        ("10,130,600", "10130600"),
        ("2プラス2", "2＋2"),
        ("1∕2", "1/2"),
        ("戶籍", "戸籍"),
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
        ("1,30", "130"),
        ("AI", "A1"),
        ("DX・GX", "DXGX"),
        ("rare earth", "rareearth"),
        ("同一条約", "同1条約"),
        ("数千年", "数1000年"),
        ("2019-2021", "20192021"),
        ("らーめん", "らめん"),
        ("ー", "-"),
        ("大", "太"),
        ("つ", "っ"),
    ],
)
def test_these_stay_two(left, right):
    assert fold(left) != fold(right)


def test_folding_is_done_once():
    for text in SAMPLES:
        assert fold(fold(text)) == fold(text)


def test_white_space_parts_latin_words_alone():
    spaces = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
    assert len(spaces) > 20
    assert fold(f"a{spaces}b{spaces}") == "a b"
    assert fold(f"{spaces}外{spaces}為{spaces}a") == "外為a"


SAMPLES = (
    "Ｋプログラム ①強靱 な 國土・ﾚｱｱｰｽ（ＥＳＰＡ）  Straße ﬁ ㌫",
    "  U.S.–China talks on G-7 supply-chain, Japan’s “role” ・ 2プラス2 ",
    "第二十三条、百か国の⺠間サプライ・チェーン‑リスク 1,306億円〜2,000億円\n五ヵ年",
    "・-ー",
    "",
)


@for_each("text", SAMPLES)
def test_a_text_with_places_folds_as_one_without(text):
    assert Folded(text).folded == fold(text)
    assert len(Folded(text).places) == len(fold(text))


@for_each(
    ("text", "word", "found"),
    [
        ("サプライ・チェーンの強化", "サプライチェーン", "サプライ・チェーン"),
        ("the U.S. said", "US", "U.S."),
        ("約1,306億円を", "1306億円", "1,306億円"),
        ("第二十三条に", "第23条", "第二十三条"),
        ("半\u200b導体の", "半導体", "半\u200b導体"),
        ("rare  earths", "rare earths", "rare  earths"),
        ("「⺠間」の", "民間", "⺠間"),
        ("ｶﾞﾘｳﾑの", "ガリウム", "ｶﾞﾘｳﾑ"),
    ],
)
def test_what_is_found_is_shown_as_it_is_written(text, word, found):
    ((start, end),) = spans(Folded(text), [fold(word)])
    assert text[start:end] == found


def test_nothing_folds_to_nothing():
    assert fold("") == fold(" \u3000\n") == ""


def test_every_variant_has_one_form_for_all():
    for variant, form in (VARIANTS | RADICALS).items():
        assert fold(chr(variant)) == chr(form) == fold(chr(form))
        assert unicodedata.normalize("NFKC", chr(variant)) != chr(form)


def test_a_text_folded_at_once_is_what_it_is_folded_by_characters():
    """Of every sort of character: wide, combining, longer or shorter by its case, blanks."""
    draw = random.Random(5)
    signs = [*map(chr, range(0x20, 0x3400, 7)), *map(chr, range(0xFF00, 0xFFF0, 3))]
    signs += [
        "\u00df",
        "\ufb01",
        "\u304b\u3099",
        "\uff76\uff9e",
        " ",
        "\n",
        "\u3000",
        "\u0130",
        "a",
        "A",
    ]
    texts = ["".join(draw.choices(signs, k=draw.randrange(1, 6))) for _each in range(3_000)]
    at_once = 0
    for text in texts:
        slow = Folded(text, re.compile("(?!)"))
        assert (Folded(text).folded, Folded(text).places) == (slow.folded, slow.places)
        at_once += one_for_one(text) is not None
    assert 500 < at_once < 2_900
