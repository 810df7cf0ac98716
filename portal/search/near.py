"""Names that are spelled like what was asked: for a slip of the pen, and for who found nothing."""

import difflib
import itertools
import re

from django.db import models
from django.db.models.functions import Left, Length, Substr

from portal.search.corpus import CORPORA, alias
from portal.search.models import Name, Rank
from portal.search.pks import SharingGrams
from portal.search.query import Query
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
    """Names spelled most like what was asked, for those who found nothing."""
    query, using = Query(asked), alias(using)
    likenesses: dict[str, tuple[float, str]] = {}
    named = [corpus for corpus in CORPORA.values() if corpus.names and not corpus.synonyms]
    for corpus, term in itertools.product(named, query.wanted):
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


def nearest_names(word: str, using: str) -> dict[str, str]:
    """The names that a folded word may be a slip of, as they are compared, each as it is written.

    They begin with the same letter, or else with all but that one the same, and there is one or
    very few. Of two ways to write a name the title is told, whichever was indexed first. A
    statement for each, which reads no more than `COMPARED` names.
    """
    script = SCRIPT.fullmatch(word)
    if not script or len(word) < SHORTEST[script.lastgroup] or word in COUNTRIES:
        return {}
    kanji = script.lastgroup == "kanji"
    most = 1 if kanji or len(word) < TWO_SLIPS else 2
    names = Name.objects.using(using).filter(rank__lte=Rank.DECLARED)
    like = names.alias(size=Length("folded")).filter(
        size__range=(max(SHORTEST[script.lastgroup] - 1, len(word) - most), len(word) + most)
    )
    for begun in (models.Q(folded__startswith=word[0]), first_letter_slipped(word)):
        found: dict[int, dict[str, str]] = {}
        named = like.filter(begun).order_by("rank", "pk")
        for folded, written in named.values_list("folded", "written")[:COMPARED]:
            if kanji and len(folded) == len(word):
                continue
            if (slips := distance(word, folded, most)) <= most:
                found.setdefault(slips, {}).setdefault(folded, written)
        if found:
            best = found[min(found)]
            return best if len(best) <= FEW else {}
    return {}


def first_letter_slipped(word: str) -> models.Q:
    """Names that go on like a word behind a first letter that is another, missing or too much."""
    behind = word[1 : BEGINNING + 1]
    first = models.lookups.In(
        Left("folded", BEGINNING), [behind, word[1] + word[0] + word[2:BEGINNING]]
    )
    second = models.lookups.In(Substr("folded", 2, BEGINNING), [behind, word[:BEGINNING]])
    return models.Q(first) | models.Q(second)


def words_begun(word: str, using: str) -> list[str]:
    """The words with which names begin and of which a Latin word is the beginning; few, or none."""
    script = SCRIPT.fullmatch(word)
    if not script or script.lastgroup != "latin" or len(word) < BEGUN:
        return []
    names = Name.objects.using(using).filter(folded__startswith=word, rank__lte=Rank.DECLARED)
    called = names.order_by("pk").values_list("written", flat=True)[:COMPARED]
    firsts = (WORD.match(fold(written)) for written in called)
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
