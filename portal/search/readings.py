"""How words are said: kana as it is compared, by which names are found that nobody can spell."""

import re

from portal.search.text import fold

HIRAGANA = {number: number - 0x60 for number in range(ord("ァ"), ord("ヶ") + 1)}
KATAKANA = {hiragana: katakana for katakana, hiragana in HIRAGANA.items()}
SAID = str.maketrans("ぁぃぅぇぉっゃゅょゎぢづ", "あいうえおつやゆよわじず")
VOWELS = {
    "o": "おこそとのほもよろをごぞどぼぽ",
    "u": "うくすつぬふむゆるぐずぶぷ",
    "e": "えけせてねへめれげぜでべぺ",
}
# Long vowels, however they are written: ほしょう is ほしょー, けいざい けーざい.
LONG = re.compile(f"ー|(?<=[{VOWELS['o']}{VOWELS['u']}])う|(?<=[{VOWELS['e']}])い")


def said(text: str) -> str:
    """Kana as it is said, so that けーざい, ケイザイ and けいざい are one; other signs stay."""
    kana = fold(text).translate(HIRAGANA).replace("ゔ", "ぶ").translate(SAID)
    return LONG.sub("", kana)


def in_katakana(text: str) -> str:
    """Hiragana as katakana: れああーす is レアアース."""
    return text.translate(KATAKANA)
