"""Which of several values of an entry a sentence has words of: those of its label and phrase."""

import functools
import re

from portal.mentions.frames import SLOT, frame_of_phrase
from portal.pages.check.surroundings import Around
from portal.pages.check.terms import english
from portal.pages.check.values import Value
from portal.search.text import fold

# Letters of a label in a sentence that say that it is meant.
TELLING = 6
WORDS = re.compile(r"[一-鿿々]{2,}|[ァ-ヺ]{2,}|[a-z]{4,}")
# How an English sentence tells of what is counted, where its label has no other word: countries.
COUNTING = re.compile(
    r"\b(?:cover|includ|recipient|number of|total|so far|to date|decided|designat|list|compris"
    r"|span|support|contain|present|consist|ha[sd]|took part)"
)

# Letters of a label that a clause has all words of, which tell which event a date is of.
WHOLE = 4
# So many words of a label tell which event a date is of.
SEVERAL = 2
# How people are told to have taken part.
TAKING_PART = re.compile(r"出席|顔をそろえ|顔を揃え|集ま|集い|集った|参集|一堂に会")


def is_worded(value: Value, sentence: str) -> bool:
    """Whether a sentence has a word of the label or phrase of a value."""
    words = words_of(value.label, value.row.phrase)
    takes_part = "参加" in words and bool(TAKING_PART.search(sentence))
    return takes_part or any(word in sentence for word in words) or is_in_english(value, sentence)


def is_in_english(value: Value, sentence: str) -> bool:
    """Whether a sentence has a word of an English label; its unit says nothing by itself."""
    if not sentence.isascii():
        return False
    told = value.english - english(" ".join(value.units))
    if told or not value.english:
        return bool(told & english(sentence))
    return bool(COUNTING.search(sentence))


def counted_as(values: list[Value], unit: str) -> list[Value]:
    """Of some values those whose labels have all words of an English unit: Chinese firms."""
    words = english(unit) if unit.isascii() else frozenset()
    if len(words) < SEVERAL:
        return values
    counted = [(each, each.english | english(" ".join(each.units))) for each in values]
    return [each for each, own in counted if words <= own] or values


def is_labelled(value: Value, around: Around) -> bool:
    """Whether the clause of a date has most words of what the record calls that day's event.

    首脳会談で創設に合意した is no meeting that was held, but the day that one was agreed on.
    """
    words = frozenset(WORDS.findall(fold(value.label)))
    # What its entry is called is no news of it: the 再延長 of 再延長を発表.
    title = fold(getattr(getattr(value.row, "measure", None), "title_ja", ""))
    own = {word for word in words if word not in title or value.entry not in around.called} or words
    found = {word for word in own if word in around.clause}
    if around.sentence.isascii():
        words = own = value.english
        found = own & english(around.clause)
    if found == own and sum(map(len, own | words)) >= WHOLE:
        return True
    return len(found) >= SEVERAL and 2 * len(found) >= len(own)


def best_worded(values: list[Value], sentence: str, clause: str, *, of_year: bool) -> list[Value]:
    """Of labelled values those that a sentence has the most words of, or not much fewer.

    So 令和5年度 of 対象国 and of 実施国 are told apart; where it has words of none, all of them.
    What another clause has words of does not stand for those that the own clause has more of.
    Unless the text names a year, those of single years stand for none that is of no year.
    """
    scores = [score(value, sentence) if value.label else None for value in values]
    best = max((each for each in scores if each is not None), default=0)
    if best < TELLING:
        return values
    own = [score(value, clause) if value.label else 0 for value in values]
    most = max(own)
    found = [
        value
        for value, each, near in zip(values, scores, own, strict=True)
        if each is None or 2 * each >= best or 0 < most == near
    ]
    if of_year or not all(each.years for each in found):
        return found
    return [each for each in values if each in found or not each.years]


def score(value: Value, sentence: str) -> int:
    """How many letters of the words of a value stand in a sentence."""
    found = {word for word in words_of(value.label, value.row.phrase) if word in sentence}
    if sentence.isascii():
        found |= value.english & english(sentence)
    return sum(len(word) for word in found)


@functools.lru_cache(maxsize=20_000)
def words_of(label: str, phrase: str) -> frozenset[str]:
    """The words of a label and a phrase, long runs of kanji by their first and last two too."""
    frame = frame_of_phrase(phrase)
    found = WORDS.findall(f"{fold(label)} {frame.text.replace(SLOT, ' ')}")
    return frozenset(part for word in found for part in parts_of(word))


def parts_of(word: str) -> tuple[str, ...]:
    """A word, and of kanji its first and last two."""
    return (word,) if word.isascii() else (word, word[:2], word[-2:])
