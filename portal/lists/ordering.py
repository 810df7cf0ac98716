"""The order of names: 五十音 in Japanese, the alphabet in English, as a key that is stored.

A key is made of digits and the letters a to f alone, which every collation of every database puts
in one order. So a list stands in the same order on each of them, and none has to be named.

Japanese names go by their reading, as in JIS X 4061: first as if no sound were voiced and no kana
small, with the long mark as the vowel that it holds; names that are alike so far by these marks.
Names that begin with digits or Latin letters stand before あ, digits first; a number in a name
counts as the number it is. Kanji, which only a name without a reading has, come last.
"""

import re
import unicodedata
from collections.abc import Iterable

from django.db.models import Case, Value, When
from django.db.models.expressions import Combinable

from portal.lists.columns import TEXT

# What a key has for each sign: the classes stand in this order.
SPACE, NUMBER, LETTER, KANA, OTHER = "08", 0x10, 0x40, 0x80, "ff"
PLAIN_KANA = (
    "あいうえおかきくけこさしすせそたちつてとなにぬねの"
    "はひふへほまみむめもやゆよらりるれろわゐゑをん"
)
SMALL = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")
VOWELS = (
    "あかさたなはまやらわ",
    "いきしちにひみりゐ",
    "うくすつぬふむゆる",
    "えけせてねへめれゑ",
    "おこそとのほもよろを",
)
VOWEL = {kana: row[0] for row in VOWELS for kana in row}
HIRAGANA = {number: number - 0x60 for number in range(ord("ァ"), ord("ヶ") + 1)}
LONG = "ー"
ALPHABET = "abcdefghijklmnopqrstuvwxyz"
ARTICLE = re.compile(r"(?:the|an?)\s+(?=\S)")
SIGNS = re.compile(r"[0-9]+|.", re.DOTALL)

# The rows of the Japanese index, by their names in an address; each begins with a kana.
ROWS = {
    "a": "あ",
    "ka": "か",
    "sa": "さ",
    "ta": "た",
    "na": "な",
    "ha": "は",
    "ma": "ま",
    "ya": "や",
    "ra": "ら",
    "wa": "わ",
}
# What stands before あ, before A, and behind all else.
LATIN, DIGITS, REST = "latin", "digits", "rest"


def japanese_key(name: str) -> str:
    """Where a Japanese name stands, by its reading or, without one, by the name itself."""
    text = unicodedata.normalize("NFKC", name).casefold().translate(HIRAGANA)
    first, second, last = [], [], ""
    for sign in SIGNS.findall(text):
        kana = VOWEL.get(last, "") if sign == LONG else plain(sign)
        if kana and kana in PLAIN_KANA:
            first[len(ended(first)) :] = [kana_key(kana)]
            second.append(f"{ord(sign) - ord('ぁ') + 1:02x}")
        elif sign != LONG:
            add_key(sign, first)
        last = kana
    return "".join(ended(first)) + "00" + "".join(second)


def english_key(name: str) -> str:
    """Where an English name stands: word by word, without the article it may begin with."""
    text = ARTICLE.sub("", unicodedata.normalize("NFKD", name).casefold().strip(), count=1)
    keys: list[str] = []
    for sign in SIGNS.findall(text):
        add_key(sign, keys)
    return "".join(ended(keys))


def plain(kana: str) -> str:
    """A kana as if it were large and unvoiced."""
    return unicodedata.normalize("NFD", kana)[:1].translate(SMALL)


def kana_key(kana: str) -> str:
    """The key of a plain kana."""
    return f"{KANA + PLAIN_KANA.index(kana):02x}"


def add_key(sign: str, keys: list[str]) -> None:
    """Add the key of a sign that is no kana; marks have none, as names are written freely."""
    if sign[0] in "0123456789":
        number = sign.lstrip("0")[:15]
        keys.append(f"{NUMBER + len(number):02x}{number}")
    elif sign in ALPHABET:
        keys.append(f"{LETTER + ALPHABET.index(sign):02x}")
    elif sign.isspace() or sign in "-‐–—/":
        # Between words of Latin letters; Japanese has none.
        if keys and SPACE < keys[-1] < f"{KANA:02x}":
            keys.append(SPACE)
    elif sign.isalnum():
        keys.append(f"{OTHER}{ord(sign):06x}")


def ended(keys: list[str]) -> list[str]:
    """Some keys without a space at the end."""
    return keys[:-1] if keys[-1:] == [SPACE] else keys


def japanese_index(path: str) -> Combinable:
    """The row of the Japanese index in which the name with the key at a field path stands."""
    ends = [kana_key(kana) for kana in ROWS.values()] + [OTHER]
    return _placed(path, zip(ends, (LATIN, *ROWS), strict=True))


def english_index(path: str) -> Combinable:
    """The letter of the English index under which the name with the key stands."""
    ends = [f"{LETTER + place:02x}" for place in range(len(ALPHABET) + 1)]
    return _placed(path, zip(ends, (DIGITS, *ALPHABET), strict=True))


def _placed(path: str, places: Iterable[tuple[str, str]]) -> Combinable:
    """The name of the first of some places, each told by its end, that a key stands before."""
    cases = [When(**{f"{path}__lt": end}, then=Value(name)) for end, name in places]
    return Case(*cases, default=Value(REST), output_field=TEXT)
