"""The words of folded letters by which titles, labels and sentences are compared.

English without its endings, with one word for those that mean the same; katakana as it stands;
kanji in pairs, since most words have two: 輸出管理 is 輸出 and 管理.
"""

import re

from portal.pages.check.within import within_check
from portal.search.words import stem

# What stands in a title, and what it is matched with.
Term = str | tuple

ENGLISH = re.compile(r"[a-z][a-z0-9]+")
KATAKANA = re.compile(r"[ァ-ヺー]{2,}")
KANJI = re.compile(r"[一-鿿々]{2,}")
# What no title or label is told by.
STOPPED = """
the and for with from into onto upon over under towards toward between through against which that
this these those its their other others like such etc new more most some any all both each per via
also has have had was were are been being will would shall may can could should not but than then
there here when where who whose what how about after before since until during within without as at
by in of on or to is it be an do does did so if no up out off down yen usd jpy eur million billion
trillion first second third one two three four five six seven eight nine ten example including
included whole part number
"""
COMMON = frozenset(map(stem, STOPPED.split()))
# Words that mean the same, the first of a line for all of them.
SAME = """
critical essential
company firm enterprise business corporation
act law legislation statute
participate attend join taking
start begin began launch commence introduce create establish
total combined overall aggregate
item goods product
target aim goal objective
country nation state
multiple times
ban prohibition prohibit forbid forbidden
tighten strengthen strict stricter tough tougher reinforce
circumvention circumvent
dialogue talk
meeting conference gathering
entity body organization
share proportion percentage percent
hold held host
report reporting notify notification
minister ministerial
leader summit
finance financing fund funding loan
investment invest
produce producing production manufacture manufacturing maker producer
sale turnover revenue
stock balance
regulation rule
scheme system regime
program programme project
review screening
addition additional add added adding further
professional specialist talent expert
defense defence
cooperation cooperate
plan planned
agreement agree agreed
designate designation
amendment amend revise revision
cut lower lowered reduce
submarine undersea
paper article
trial pilot
view viewing
freeze frozen froze
staff personnel workforce
lecture seminar
"""
GROUPS = [line.split() for line in SAME.strip().splitlines()]
ONE = {stem(word): stem(group[0]) for group in GROUPS for word in group}
# How a thing of a country is called, as the country is.
COUNTRIES = {
    **{"russian": "russia", "chinese": "china", "japanese": "japan", "american": "united states"},
    **{"french": "france", "german": "germany", "korean": "republic of korea", "indian": "india"},
    **{"canadian": "canada", "italian": "italy", "british": "united kingdom", "european": "eu"},
    **{"australian": "australia", "indonesian": "indonesia", "philippine": "philippines"},
    **{"dutch": "netherlands", "spanish": "spain", "swiss": "switzerland", "polish": "poland"},
    **{"vietnamese": "viet nam", "thai": "thailand", "malaysian": "malaysia", "turkish": "türkiye"},
    **{"singaporean": "singapore", "brazilian": "brazil", "mexican": "mexico", "cuban": "cuba"},
    **{"ukrainian": "ukraine", "iranian": "iran", "israeli": "israel", "emirati": "uae"},
    **{"mongolian": "mongolia", "norwegian": "norway", "danish": "denmark", "swedish": "sweden"},
    **{"finnish": "finland", "belgian": "belgium", "saudi": "saudi arabia", "kenyan": "kenya"},
    **{"filipino": "philippines", "bangladeshi": "bangladesh", "kazakh": "kazakhstan"},
    **{"us": "united states", "uk": "united kingdom", "south korea": "republic of korea"},
}
# What a duty does, for the duty: 課税を続ける.
OF_DUTIES = re.compile(r"課税|課し[てた続]")
ENDINGS = re.compile(r"(?<=[a-z]{4})(?:ations?|itions?|ions?|ments?|al|ally|ly|ers?|or)$")


@within_check
def word_of(word: str) -> str:
    """An English word without endings, or the one that it means the same as; empty for none."""
    found = stem.__wrapped__(word)
    if found in COMMON:
        return ""
    return ONE.get(found) or ONE.get(ENDINGS.sub("", found)) or ENDINGS.sub("", found)


@within_check
def english(letters: str) -> frozenset[str]:
    """The English words of folded letters, as they are compared."""
    return frozenset(filter(None, map(word_of, ENGLISH.findall(letters))))


def terms_of_title(letters: str) -> frozenset[str]:
    """The words of a title or label: of a run of kanji those of two that stand side by side."""
    pairs = (
        run[place : place + 2]
        for run in KANJI.findall(letters)
        for place in range(0, len(run) - 1, 2)
    )
    return english(letters) | {*KATAKANA.findall(letters), *pairs}


def terms_of_sentence(letters: str) -> frozenset[str]:
    """The words of a sentence: of a run of kanji all of two, wherever a word may begin."""
    pairs = (
        run[place : place + 2] for run in KANJI.findall(letters) for place in range(len(run) - 1)
    )
    duties = {"関税"} if OF_DUTIES.search(letters) else set()
    return english(letters) | {*KATAKANA.findall(letters), *pairs} | duties
