"""Readings as they are compared: what sounds alike is one, in hiragana and katakana."""

import re
import unicodedata

# Katakana stand 0x60 behind the hiragana of the same sound.
HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
LARGE = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖぢづゔ", "あいうえおつやゆよわかけじずぶ")
# What makes a vowel long, and what only parts words.
LONG = re.compile(
    "(?<=[おこそとのほもよろをごぞどぼぽうくすつぬふむゆるぐずぶぷ])う|(?<=[えけせてねへめれげぜでべぺ])い"
)
BESIDE = re.compile(r"[\sー・･\-‐－]+")


def spoken(text: str) -> str:
    """A reading, or what is typed as one, as it is compared: ほしょう and ホショー are one."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(HIRAGANA)
    return LONG.sub("", BESIDE.sub("", plain.translate(LARGE)))
