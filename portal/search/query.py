"""What was asked: words that must occur, words that must not, and what else a word may mean."""

import dataclasses
import re
from collections.abc import Iterable, Iterator

from portal.dates.eras import ERAS, FIRST_YEAR, NAMED, Era
from portal.search.figures import WORDED_AMOUNT, amounts, prints
from portal.search.text import fold
from portal.search.words import LATIN_RUN, form, stem

# Quotes as keyboards and other programs write them.
QUOTED = r"""["“”„‟＂](?P<quoted>[^"“”„‟＂]*)["“”„‟＂]|[「『](?P<bracketed>[^」』]*)[」』]"""
WORD = re.compile(rf"(?P<minus>[-−－‐–])?(?:{QUOTED}|(?P<plain>\S+))")
# What a sentence or a copied text leaves at the ends of a word.
PUNCTUATION = "、。，．,.;:：；！？!?…（）()「」『』【】〔〕［］[]〈〉《》“”\"'’‘*"
ERA_YEAR = re.compile(r"(明治|大正|昭和|平成|令和|(?<![a-z0-9])[mtshr])(元|\d{1,2})(?=年)")
YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?=年)")
FISCAL = re.compile(r"(?<![a-z0-9])fy(1[89]\d\d|20\d\d)(?!\d)")
# A name that holds another: 日米豪印（クアッド）, Economic Security Promotion Act (ESPA).
TWO_NAMES = re.compile(r"^(.+?)\s*[（(](?:the )?([A-Z][A-Za-z0-9-]{2,})[）)]$")
# Other names that a word may be asked by: shorter ones stand inside words they do not mean.
SHORTEST, SHORTEST_LATIN, MOST = 2, 4, 8


@dataclasses.dataclass(frozen=True)
class Term:
    """A word that must occur, or one of the forms that say the same.

    `word` is folded; `forms` are further folded forms with what to call them.
    """

    word: str
    written: str
    exact: bool = False
    forms: tuple[tuple[str, str], ...] = ()

    @property
    def alternatives(self) -> tuple[str, ...]:
        """The folded forms, any of which will do; the word as asked comes first."""
        return (self.word, *(folded for folded, _written in self.forms))


class Query:
    """Words that must occur, and words that must not (`-word`). Quotes keep words together."""

    def __init__(self, asked: str):
        self.wanted: list[Term] = []
        self.unwanted: list[str] = []
        for match in WORD.finditer(as_one_word(asked)):
            quoted = in_quotes(match)
            written = quoted or plain(match["plain"] or "")
            word = fold(written)
            if word and match["minus"]:
                self.unwanted.append(word)
            elif word:
                same = () if quoted else (*years(word), *other_amounts(word))
                forms = tuple((each, each) for each in same)
                self.wanted.append(Term(word, written, bool(quoted), forms))

    def __bool__(self):
        """Whether anything is asked; who asks for no word finds nothing."""
        return bool(self.wanted or self.unwanted)

    @property
    def words(self) -> list[str]:
        """Every folded form that can be found, for marking."""
        return [each for term in self.wanted for each in term.alternatives]

    def widened(self, names: dict[str, list[list[str]]]) -> "Query":
        """The same with other names: for each folded word the names of all it may stand for."""
        query = Query("")
        query.unwanted = self.unwanted
        for term in self.wanted:
            known = () if term.exact else names.get(term.word, ())
            forms = (*term.forms, *other_names(term.word, known))
            query.wanted.append(dataclasses.replace(term, forms=forms))
        return query

    def matches(self, text: str) -> bool:
        """Whether folded `text` holds every wanted word in some form, and no unwanted one."""
        if not self:
            return False
        return all(
            any(form(each).stands_in(text) for each in term.alternatives) for term in self.wanted
        ) and not any(form(word).stands_in(text) for word in self.unwanted)


def as_one_word(asked: str) -> str:
    """What is asked, with an amount in English words as one word: 130.6 billion yen."""
    return WORDED_AMOUNT.sub(lambda match: match[0].replace(" ", ""), asked)


def other_amounts(word: str) -> list[str]:
    """The forms of a folded word that tell the same amount of yen: 25643億円, 2兆5643億円."""
    for yen in amounts(word, sure=False):
        if (yen.start, yen.end) == (0, len(word)):
            return sorted(set(prints(yen.amount)) - {word})
    return []


def in_quotes(match: re.Match) -> str:
    """What stands in quotes, where it does."""
    return match["quoted"] or match["bracketed"] or ""


def plain(word: str) -> str:
    """A word without the punctuation at its ends; what is nothing else stays."""
    return word.strip(PUNCTUATION) or word


def key(folded: str) -> str:
    """A folded name as names are compared: English words without their endings."""
    return LATIN_RUN.sub(lambda match: stem(match[0]), folded)


def years(word: str) -> list[str]:
    """The forms of a folded word that tell its years the other way: 令和8年度, 2026年度."""
    forms = {ERA_YEAR.sub(gregorian, word), FISCAL.sub(r"\1年度", word)}
    for each in (*forms, word):
        forms |= {YEAR.sub(lambda match, era=era: in_era(match, era), each) for era in ERAS}
    return sorted(forms - {word})


def gregorian(match: re.Match) -> str:
    """The Gregorian year of a matched era year; what no era has stays."""
    number = 1 if match[2] == FIRST_YEAR else int(match[2])
    return str(NAMED[match[1]].gregorian(number) or match[0])


def in_era(match: re.Match, era: Era) -> str:
    """The matched Gregorian year in an era; a year outside it stays."""
    number = era.number(int(match[1]))
    if number is None:
        return match[0]
    return f"{era.name}{FIRST_YEAR if number == 1 else number}"


def names_in(name: str) -> tuple[str, ...]:
    """A name, and the two names in it where one stands in brackets."""
    match = TWO_NAMES.match(name)
    return (name, *match.groups()) if match else (name,)


def other_names(word: str, known: Iterable[list[str]]) -> Iterator[tuple[str, str]]:
    """Names of the same things by which they may be told, as folded and written.

    Left out are names that hold the word or stand in it (they find more or the same), names
    inside a longer name of the same thing, and very short ones.
    """
    found: dict[str, str] = {}
    for names in known:
        folded = {fold(name): name for name in names if not TWO_NAMES.match(name)}
        for name, written in folded.items():
            inside = any(name != other and name in other for other in folded)
            short = len(name) < (SHORTEST_LATIN if name.isascii() else SHORTEST)
            if not (inside or short or name in word or word in name):
                found.setdefault(name, written)
    yield from sorted(found.items(), key=lambda pair: (-len(pair[0]), pair[0]))[:MOST]
