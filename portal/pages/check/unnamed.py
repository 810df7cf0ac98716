"""Values of entries that a sentence tells of in other words than their names.

Of what nothing is known by names and phrases, the words of titles and labels are asked: the entry
that the sentence is most like counts, and differs only where it is surely that one alone.
"""

import dataclasses
import re
from collections.abc import Iterable, Iterator

from portal.mentions.mention import Kind
from portal.pages.check import values
from portal.pages.check.apart import is_with_others
from portal.pages.check.cases import counts_cases
from portal.pages.check.judging import judge
from portal.pages.check.matching import LEAST, Match, Matcher
from portal.pages.check.placing import OWNERS, Group, Way, within
from portal.pages.check.statements import Otherwise
from portal.pages.check.terms import Term
from portal.pages.check.titles import Like
from portal.pages.check.values import YEAR, Thing
from portal.pages.check.verdicts import GOOD, Judged, Note, Verdict

# What goes on about what was named before: A bill to amend it; 同法の一部改正案.
GOES_ON = re.compile(
    r"\b(?:it|its|they|their|(?:the|this|that|these|those) (?:act|law|bill|scheme|system|measures?"
    r"|agreement|guidelines?|dialogue|meeting|summit|list|sanctions|controls))\b"
    r"|同(?:法|制度|措置|事業|計画|会合|対話|案)|これ|この|その|本(?:法|制度|措置|事業)"
)
# Where a clause ends behind which another thing may be told.
CLAUSE_ENDS = re.compile(
    r"(?:ほか|[しりきてで]|た[がの]ち|たが|一方で?|とともに|に対し)、"
    r"|;|,(?: ?(?:while|and|which|but|with)\b)"
)
# So much alike the others may be of whom one has words of its own nearer.
HALF, SEVERAL = 0.5, 2
PARTING = re.compile(r"[、,;]")
# Words of whom a mention is told stand within so many letters.
FAR = 24
# Of several entries those count that are nearly as much alike as the first.
NEARLY = 0.9
KINDS = (Kind.AMOUNT, Kind.COUNT, Kind.DATE)
# So many words of its own a sentence has to share that goes on about what was named before.
OWN = 2
Pair = tuple[Match, Judged]


def by_titles(pairs: list[Pair], matcher: Matcher, otherwise: Otherwise) -> Iterator[Pair]:
    """The findings, those of which nothing is known judged by entries that are told in words."""
    sentences = Sentences(matcher)
    likes = {id(match): sentences.like(match) for match, told in pairs if is_open(match, told)}
    told = (each.entry for parts in likes.values() for part in parts for each in part.likes)
    wanted = {*told} - matcher.values.keys()
    matcher.values.update(values.load(wanted, matcher.using) if wanted else {})
    last, line = None, -1
    for match, judged in pairs:
        parts = [*likes.get(id(match), ())]
        if last and goes_on(match, line):
            is_placed = bool(match.around.years and match.around.stages)
            start, end = match.read.line.sentence_at(match.mention.start)
            parts.append(Part(start, end, [dataclasses.replace(last, is_sure=is_placed)]))
        found = by_likes(match, parts, matcher, otherwise) if parts else None
        yield match, found[0] if found else judged
        if found:
            last, line = found[1], match.read.line.number


def by_likes(match: Match, parts: Iterable["Part"], matcher, otherwise) -> "tuple | None":
    """The verdict by the entries that have such values, and that a clause or sentence is like.

    Of several the one whose own words stand nearest counts, else each that is nearly as much like
    it as the first; where these have nothing of it, the one other that it is surely like and that
    agrees. With the verdict the entry that it is by.
    """
    for part in parts:
        able = [
            each
            for each in part.likes
            if matcher.of_unit([each.entry], match.mention)
            and not is_called(each, match, part, matcher)
            and not is_elsewhere(each, match, matcher)
        ]
        near, best = nearest(match, part, able), first_of(able)
        told = {each: by_one(match, each, part, matcher, otherwise) for each in (*near, *best)}
        if good := [each for each in told if told[each] and told[each].verdict in GOOD]:
            return told[good[0]], good[0]
        for found in (near, best):
            if len(found) == 1 and told[found[0]]:
                return told[found[0]], found[0]
        sure = [each for each in able if each.is_sure and each not in told]
        rest = {each: by_one(match, each, part, matcher, otherwise) for each in sure}
        good = [each for each in rest if rest[each] and rest[each].verdict in GOOD]
        if len(good) == 1:
            return rest[good[0]], good[0]
    return None


def is_called(like: Like, match: Match, part: "Part", matcher) -> bool:
    """Whether a part has the name of an entry, which it is judged by, and no word besides.

    Of a name that several have, as talks of several places, a word behind the title tells which.
    """
    for name in within(match.read.names, part.start, part.end):
        things = name.of(OWNERS)
        if like.entry in things:
            told = matcher.known.titles.of_sentence(match.read.line.letters[name.start : name.end])
            if len(things) == 1 or like.terms <= told:
                return True
    return False


def is_elsewhere(like: Like, match: Match, matcher) -> bool:
    """Whether the sentence of a date names countries, none of which the title of an entry has."""
    names = within(match.read.names, *match.read.line.sentence_at(match.mention.start))
    is_date = match.mention.kind == Kind.DATE
    titles = matcher.known.titles
    return is_date and is_with_others(match.around.sentence, names, like.entry, titles)


def first_of(likes: list[Like]) -> list[Like]:
    """Those that a part is nearly as much like as the first."""
    return [each for each in likes if each.weight >= NEARLY * likes[0].weight]


def nearest(match: Match, part: "Part", likes: list[Like]) -> list[Like]:
    """Of the entries that a part is like those whose own words stand nearest before a mention.

    Where none has words of its own, those that it is nearly as much like as the first.
    """
    some = [each for each in likes if each.weight >= HALF * likes[0].weight]
    shared = frozenset.intersection(*(each.terms for each in some)) if some else frozenset()
    gaps = [gap_to(each.terms - shared, match, part) for each in some]
    if len(some) < SEVERAL or min(gaps) > FAR:
        return first_of(likes)
    return [each for each, gap in zip(some, gaps, strict=True) if gap == min(gaps)]


def gap_to(terms: Iterable[Term], match: Match, part: "Part") -> int:
    """How many letters stand between a mention and the nearest of some words, before or behind."""
    letters, mention = match.read.line.letters, match.mention
    before, behind = letters[part.start : mention.start], letters[mention.end : part.end]
    behind = PARTING.split(behind, maxsplit=1)[0]
    words = [each for each in terms if isinstance(each, str)]
    gaps = [len(before) - place - len(w) for w in words if (place := before.rfind(w)) >= 0]
    gaps += [place for word in words if (place := behind.find(word)) >= 0]
    return min(gaps, default=FAR + 1)


def goes_on(match: Match, line: int) -> bool:
    """Whether an amount of a year and nothing else goes on about what its line told before."""
    is_amount = match.mention.kind == Kind.AMOUNT and bool(match.around.years)
    return is_amount and match.read.line.number == line and not match.meant


def is_open(match: Match, judged: Judged) -> bool:
    """Whether nothing is known of a value of a sentence."""
    is_free = judged.is_unknown and not judged.reason
    if not is_free or match.mention.kind not in KINDS or match.read.line.is_row:
        return False
    return not is_year_of_cases(match)


def is_year_of_cases(match: Match) -> bool:
    """Whether a mention is the year in which so many cases were: that of none of them alone."""
    mention = match.mention
    if mention.kind != Kind.DATE or len(mention.edtf) != YEAR:
        return False
    start, end = match.read.line.sentence_at(mention.start)
    return any(counts_cases(each) and start <= each.start < end for each in match.read.mentions)


@dataclasses.dataclass(frozen=True)
class Part:
    """A stretch of a line, a sentence or a clause of one, and the entries that it is most like."""

    start: int
    end: int
    likes: list[Like]


class Sentences:
    """The entries that the sentences of a text are most like, each asked for once."""

    def __init__(self, matcher: Matcher):
        self.titles, self.lines = matcher.known.titles, matcher.surroundings.lines
        self.known: dict[str, list[Like]] = {}
        self.terms: dict[str, frozenset[Term]] = {}
        self.further: dict[tuple[int, int], list[Like]] = {}

    def like(self, match: Match) -> list[Part]:
        """The entries that the clause of a mention is most like, and those of its sentence.

        Last those of a sentence that goes on about what was named before.
        """
        start, end = match.read.line.sentence_at(match.mention.start)
        letters = match.read.line.letters
        breaks = [each.end() for each in CLAUSE_ENDS.finditer(letters, start, end)]
        first = max((each for each in breaks if each <= match.mention.start), default=start)
        last = min((each for each in breaks if each > match.mention.start), default=end)
        places = dict.fromkeys(((first, last), (start, end)))
        found = [Part(*place, self.of(letters[slice(*place)])) for place in places]
        is_sure = bool(GOES_ON.search(letters, start, end))
        likes = self.going_on(match, letters[start:end])
        own = [dataclasses.replace(each, is_sure=is_sure and each.is_sure) for each in likes]
        return [*found, Part(start, end, own)]

    def of(self, letters: str) -> list[Like]:
        """The entries that some letters are most like."""
        if letters not in self.known:
            self.known[letters] = self.titles.like(self.terms_of(letters))
        return self.known[letters]

    def terms_of(self, letters: str) -> frozenset[Term]:
        """The words of some letters; a long sentence is asked for once for each of its values."""
        if letters not in self.terms:
            self.terms[letters] = self.titles.of_sentence(letters)
        return self.terms[letters]

    def going_on(self, match: Match, sentence: str) -> list[Like]:
        """The entries that a sentence is like together with what was named before it."""
        line = match.read.line
        place = line.number, line.sentence_at(match.mention.start)[0]
        if place not in self.further:
            own, before = self.terms_of(sentence), self.before(match)
            likes = self.titles.like(own | before) if before else []
            found = [e for e in likes if len(e.terms & own) >= OWN and e.terms - own]
            self.further[place] = found
        return self.further[place]

    def before(self, match: Match) -> frozenset[Term]:
        """Whom the sentence before one names, and the words of the last name of an entry there.

        Of a sentence that begins its line that is the line before.
        """
        line = match.read.line
        start, _end = line.sentence_at(match.mention.start)
        read, places = match.read, [each for each in line.sentences if each[1] <= start]
        if not places and line.number:
            read = self.lines[line.number - 1]
            places = read.line.sentences
        if not places:
            return frozenset()
        first, last = places[-1]
        told = self.terms_of(read.line.letters[first:last])
        named = [each for each in within(read.names, first, last) if each.owns]
        letters = read.line.letters[named[-1].start : named[-1].end] if named else ""
        return frozenset(each for each in told if type(each) is tuple) | self.titles.of_sentence(
            letters
        )


def by_one(match: Match, like: Like, part: Part, matcher, otherwise) -> Judged | None:
    """The verdict by one entry that a sentence is like; None for nothing that is sure enough."""
    entry, mention = like.entry, match.mention
    around = dataclasses.replace(
        match.around,
        groups=(Group((entry,), Way.WORDS),),
        named=match.around.named | {entry, *(each for each in like.terms if type(each) is tuple)},
    )
    meant = tuple(matcher.meant(around, mention, row=False))
    told = dataclasses.replace(match, around=around, meant=meant)
    judged = judge(told, otherwise)
    is_sure = like.is_sure and not is_of_another(match, like, part)
    is_small = mention.kind == Kind.COUNT and mention.value < LEAST
    is_year = mention.kind == Kind.DATE and len(mention.edtf) == YEAR and not has_body(like)
    if judged.verdict == Verdict.NOT_RECORDED or not judged.values:
        return None
    if not is_sure and (judged.verdict not in (*GOOD, Verdict.SUPERSEDED) or is_small or is_year):
        return None
    return dataclasses.replace(judged, notes=(*without_phrase(judged.notes), Note.TITLE))


def has_body(like: Like) -> bool:
    """Whether a body that the title of an entry names is what a sentence is like it by."""
    return any(type(each) is tuple and each[0] == "organisation" for each in like.terms)


def without_phrase(notes: Iterable[Note]) -> list[Note]:
    """The notes but for that which says that the words of a document stand there."""
    return [each for each in notes if each != Note.PHRASE]


def is_of_another(match: Match, like: Like, part: Part) -> bool:
    """Whether the part names another entry that has such values, and is no part of this one."""
    names = within(match.read.all_names, part.start, part.end)
    others = {thing for each in names for thing in each.of(OWNERS)} - like.terms - {like.entry}
    meant: set[Thing] = {value.entry for each in match.meant for value in each.values}
    return bool(others & meant)
