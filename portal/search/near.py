"""Names that are spelled like what was asked: for a slip of the pen, and for who found nothing."""

import difflib
import functools
import itertools
import operator
import re
from collections.abc import Iterable, Iterator

from django.db import models
from django.db.models.functions import Left, Length, Substr

from portal.search.by_script import TOWARDS
from portal.search.corpus import CORPORA, alias
from portal.search.models import Name, Rank
from portal.search.pks import SharingGrams
from portal.search.query import Query, key
from portal.search.text import KATAKANA, fold
from portal.search.words import form, stem

# Names compared with words for which nothing was found, and how like one has to be. Those of Latin
# letters begin alike: Bahrain is not like ban.
COMPARED, LIKE, BEGINNING = 500, 0.5, 3
# The shortest words that may hold one slip, by their script, and what may hold two. A kanji more or
# less may be a slip, one for another is another word: 対日, 対米.
SHORTEST = {"katakana": 4, "kanji": 5, "latin": 5}
TWO_SLIPS = 8
SCRIPT = re.compile(rf"(?P<katakana>[{KATAKANA}]+)|(?P<kanji>[一-鿿々〇]+)|(?P<latin>[a-z]+)")
# The least of a Latin word that is taken for its beginning.
BEGUN = 4
WORD = re.compile("[a-z]+")
# A slip in a word of a name: so many words of Latin letters are taken together, so many letters of
# Japanese are the least, and by so many a name begins alike.
MOST_WORDS, SHORTEST_RUN, SHORTEST_BEGINNING = 6, 4, 2
# Of so many words that stand nowhere it is asked what was meant, the first: each takes statements.
MOST_MISSING = 3
# So many of them are looked for as their parts, or as names that they may be slips of.
MOST_COMPARED = 6
PARTS = re.compile(r"[^\s,;:?!()]+")
JAPANESE_RUN = re.compile(r"[^\sぁ-ゖ、。，！？?!,;:()（）「」『』]+")
# Names that are nearer to one another than most slips: which of them was meant is not known.
FEW = 3
# Countries whose names are a letter or two from another's: these are no slips.
COUNTRIES = frozenset(
    map(
        fold,
        re.findall(
            r"\S+",
            """
            オーストリア スロバキア スロベニア ギニア ガイアナ ニジェール ナイジェリア モーリタニア
            モーリシャス マラウイ austria slovakia slovenia niger nigeria guinea guyana mauritania
            mauritius malawi
            """,
        ),
    )
)


def similar_names(asked: str, most: int = 6, using: str | None = None) -> list[str]:
    """Names spelled most like the first few words asked, for those who found nothing."""
    query, using = Query(asked), alias(using)
    likenesses: dict[str, tuple[float, str]] = {}
    named = [corpus for corpus in CORPORA.values() if corpus.names and not corpus.synonyms]
    for corpus, term in itertools.product(named, query.wanted[:MOST_MISSING]):
        number = corpus.number(using)
        called = Name.objects.using(using).filter(corpus=number, rank__lt=Rank.READING)
        if form(term.word).stems:
            called = called.filter(folded__startswith=term.word[:BEGINNING]).order_by("pk")[
                :COMPARED
            ]
        else:
            like = SharingGrams(number, term.word, COMPARED).read(using)
            called = called.filter(row__in=like)
        for folded, written in called.values_list("folded", "written"):
            likeness = difflib.SequenceMatcher(None, term.word, folded).ratio()
            best = likenesses.get(folded, (0.0, ""))
            likenesses[folded] = max(best, (likeness, written))
    ranked = sorted(likenesses.values(), key=lambda pair: (-pair[0], pair[1]))
    return [written for likeness, written in ranked[:most] if likeness > LIKE]


def named_like(word: str, using: str) -> list[tuple[str, str]]:
    """The names among which those like a folded word are, as they are compared and as written.

    Those that begin with it, of Latin letters, then those of about its length that begin with the
    same letter: one statement, which reads no more than `COMPARED`.
    """
    begun, asked = models.Q(folded__startswith=word), []
    if begins_words(word):
        asked.append(begun)
    if sizes := sizes_like(word):
        asked.append(models.Q(folded__startswith=word[0], size__range=sizes))
    if not asked:
        return []
    first = models.Case(models.When(begun, then=0), default=1)
    names = sized_names(using).filter(functools.reduce(operator.or_, asked))
    return list(names.order_by(first, "rank", "pk").values_list("folded", "written")[:COMPARED])


def sized_names(using: str) -> models.QuerySet:
    """The names of things, with how long they are as they are compared."""
    names = Name.objects.using(using).filter(rank__lte=Rank.DECLARED)
    return names.alias(size=Length("folded"))


def begins_words(word: str) -> bool:
    """Whether a word may be the beginning of others."""
    return len(word) >= BEGUN and bool(WORD.fullmatch(word))


def most_slips(word: str) -> int:
    """How many slips a folded word may hold; 0 where it is too short, or a country of its own."""
    script = SCRIPT.fullmatch(word)
    if not script or len(word) < SHORTEST[script.lastgroup] or word in COUNTRIES:
        return 0
    return 1 if script.lastgroup == "kanji" or len(word) < TWO_SLIPS else 2


def sizes_like(word: str) -> tuple[int, int] | None:
    """The least and most letters of names that a folded word may be a slip of."""
    if not (most := most_slips(word)):
        return None
    least = SHORTEST[SCRIPT.fullmatch(word).lastgroup] - 1
    return max(least, len(word) - most), len(word) + most


def nearest_names(word: str, named: Iterable[tuple[str, str]], using: str) -> dict[str, str]:
    """The names that a folded word may be a slip of, as they are compared, each as it is written.

    They begin with the same letter (of these are those in `named`), or else with all but that one
    the same, and there is one or very few. Of two ways to write a name the title is told, whichever
    was indexed first. One statement where none begins with the same letter.
    """
    if not (sizes := sizes_like(word)):
        return {}
    found = by_slips(word, (pair for pair in named if pair[0][0] == word[0]))
    if not found:
        like = sized_names(using).filter(first_letter_slipped(word), size__range=sizes)
        other = like.order_by("rank", "pk").values_list("folded", "written")
        found = by_slips(word, other[:COMPARED])
    best = found[min(found)] if found else {}
    return best if len(best) <= FEW else {}


def by_slips(word: str, named: Iterable[tuple[str, str]]) -> dict[int, dict[str, str]]:
    """Names by how many slips make them of a folded word, as far as it may hold so many."""
    most, found = most_slips(word), {}
    kanji = SCRIPT.fullmatch(word).lastgroup == "kanji"
    for folded, written in named:
        slips = distance(word, folded, most)
        if slips <= most and not (kanji and len(folded) == len(word)):
            found.setdefault(slips, {}).setdefault(folded, written)
    return found


def meant(asked: str, missing: Iterable[str], using: str) -> dict[str, str]:
    """The stretches of what is asked that may be slips of a name, each with that name.

    A stretch holds one of the `missing` words, which stand nowhere, and what is written around it,
    so that a slip in one word of a name is found. Other than `nearest_names` this only proposes,
    so one kanji may stand for another, unless it stands for a country. One statement for all, and
    only for the first few words.
    """
    stretches = {
        part: key(fold(part))
        for word in itertools.islice(dict.fromkeys(missing), MOST_MISSING)
        for part in around(asked, word)
        if fold(part) not in COUNTRIES
    }
    if not stretches:
        return {}
    begun = [
        models.Q(
            folded__startswith=folded[:SHORTEST_BEGINNING],
            size__range=(len(folded) - slips_in(folded), len(folded) + slips_in(folded)),
        )
        for folded in set(stretches.values())
    ]
    names = Name.objects.using(using).filter(rank__lte=Rank.DECLARED).alias(size=Length("folded"))
    like = names.filter(functools.reduce(operator.or_, begun)).order_by("rank", "pk")
    named = list(like.values_list("folded", "written")[:COMPARED])
    found: dict[str, str] = {}
    for part, folded in sorted(stretches.items(), key=lambda pair: -len(pair[1])):
        near = nearest_of(folded, named)
        if near and not any(part in other for other in found):
            found[part] = near
    return dict(itertools.islice(found.items(), FEW))


def nearest_of(folded: str, named: Iterable[tuple[str, str]]) -> str:
    """The name that is nearest to a stretch and no further than slips are; empty where none is."""
    best: dict[int, str] = {}
    most = slips_in(folded)
    alike = (
        pair
        for pair in named
        if abs(len(pair[0]) - len(folded)) <= most
        and pair[0].startswith(folded[:SHORTEST_BEGINNING])
    )
    for name, written in alike:
        slips = distance(folded, name, most)
        if 0 < slips <= most and not is_another_country(folded, name):
            best.setdefault(slips, written)
    return best[min(best)] if best else ""


def slips_in(folded: str) -> int:
    """How many slips a stretch may hold: of Latin letters two where it is long."""
    return 2 if folded.isascii() and len(folded) >= TWO_SLIPS else 1


def is_another_country(one: str, other: str) -> bool:
    """Whether two names differ by the sign of a country: 日米, 日英."""
    return len(one) == len(other) and any(
        letter != against and {letter, against} & TOWARDS.keys()
        for letter, against in zip(one, other, strict=True)
    )


def around(asked: str, word: str) -> Iterator[str]:
    """The stretches of what is asked that hold a word: of Latin words with those beside it.

    Of Japanese as far as no kana of grammar stands between.
    """
    if word.isascii():
        words = list(PARTS.finditer(asked))
        at = next((place for place, each in enumerate(words) if word in each[0]), None)
        for first in range(max(0, at - MOST_WORDS + 1), at + 1) if at is not None else ():
            for last in range(max(at, first + 1), min(len(words), first + MOST_WORDS)):
                yield asked[words[first].start() : words[last].end()]
        return
    runs = [run[0] for run in JAPANESE_RUN.finditer(asked) if word in run[0]]
    yield from (part for part in dict.fromkeys((*runs, word)) if len(fold(part)) >= SHORTEST_RUN)


def first_letter_slipped(word: str) -> models.Q:
    """Names that go on like a word behind a first letter that is another, missing or too much."""
    behind = word[1 : BEGINNING + 1]
    first = models.lookups.In(
        Left("folded", BEGINNING), [behind, word[1] + word[0] + word[2:BEGINNING]]
    )
    second = models.lookups.In(Substr("folded", 2, BEGINNING), [behind, word[:BEGINNING]])
    return models.Q(first) | models.Q(second)


def words_begun(word: str, named: Iterable[tuple[str, str]]) -> list[str]:
    """Words with which names begin and of which a Latin word is the beginning; few, or none."""
    if not begins_words(word):
        return []
    firsts = (WORD.match(fold(written)) for _folded, written in named)
    begun = {match[0] for match in firsts if match and match[0].startswith(word)}
    stems = {stem(each): each for each in sorted(begun, reverse=True)}
    return sorted(stems.values()) if len(stems) <= FEW else []


def distance(one: str, other: str, most: int) -> int:
    """How many letters more, less, changed or exchanged with the next; `most` + 1 if more."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        following = [number]
        for place, against in enumerate(other, 1):
            cost = min(row[place] + 1, following[-1] + 1, row[place - 1] + (letter != against))
            if number > 1 < place and one[number - 2 : number] == against + other[place - 2]:
                cost = min(cost, before[place - 2] + 1)
            following.append(cost)
        if min(following) > most:
            return most + 1
        before, row = row, following
    return row[-1]
