"""Values that differ from what was named before, in a sentence that tells of another thing.

Behind a sentence on the control list, `中国はハンファの米関連企業5社に制裁を科す` is of what its
own words are surely like, or of whose act or meeting it tells, where that agrees; and where it
names a country with which the entry before has nothing to do, it does not differ from that one.
"""

import dataclasses
from collections.abc import Iterable, Iterator

from measures.models import Measure, MeasurePartner
from portal.mentions.mention import Kind
from portal.pages.check import values
from portal.pages.check.acts import Acts, is_of_act
from portal.pages.check.apart import goes_on, partners_in, partners_of
from portal.pages.check.judging import judge
from portal.pages.check.matching import Match, Matcher
from portal.pages.check.meetings import Meetings, is_date_of_meeting
from portal.pages.check.placing import Way, within
from portal.pages.check.statements import Otherwise
from portal.pages.check.unnamed import Part, Sentences, by_likes
from portal.pages.check.values import Thing, visible
from portal.pages.check.verdicts import AMISS, GOOD, Judged, Verdict

UNKNOWN = Judged(Verdict.NOT_RECORDED)
Pair = tuple[Match, Judged]


def by_own_words(pairs: list[Pair], matcher: Matcher, otherwise: Otherwise) -> Iterator[Pair]:
    """The findings, what differs from an entry before judged by what its own sentence tells."""
    borrowed = [match for match, judged in pairs if is_borrowed(match, judged)]
    if not borrowed:
        yield from pairs
        return
    own = Own(matcher, otherwise, borrowed)
    places = {id(match) for match in borrowed}
    for match, judged in pairs:
        yield match, own.judged(match, judged) if id(match) in places else judged


def is_borrowed(match: Match, judged: Judged) -> bool:
    """Whether a count or date is compared with an entry that only lines before it name."""
    if match.mention.kind not in (Kind.COUNT, Kind.DATE) or match.read.line.is_row:
        return False
    if judged.verdict not in (*AMISS, Verdict.CANDIDATES) or goes_on(match.around.sentence):
        return False
    printed = (*match.phrased, *match.printed_instead)
    before = match.around.entries(Way.BEFORE) - match.around.entries(Way.NAME, Way.WORDS)
    return bool(judged.values) and all(
        each.entry in before and each not in printed for each in judged.values
    )


class Own:
    """What the sentences of borrowed values tell of by themselves, and the countries of entries."""

    def __init__(self, matcher: Matcher, otherwise: Otherwise, matches: Iterable[Match]):
        self.matcher, self.otherwise = matcher, otherwise
        self.acts = Acts(matcher.using, matcher.known.titles)
        self.meetings = Meetings(matcher.using, matcher.known.titles)
        sentences = Sentences(matcher)
        self.parts = {id(each): list(sure_parts(sentences.like(each)[:-1])) for each in matches}
        told = {e.entry for parts in self.parts.values() for p in parts for e in p.likes}
        matcher.values.update(values.load(told - matcher.values.keys(), matcher.using))
        entries = {pk for each in matches for kind, pk in each.around.entries(Way.BEFORE)}
        self.countries = countries_of(entries, matcher.using)

    def judged(self, match: Match, judged: Judged) -> Judged:
        """The verdict by what a sentence tells where that agrees; else as before.

        What is of another country is judged as if nothing had been named before.
        """
        found = next((each for each in self.found(match) if each.verdict in GOOD), None)
        if found or judged.verdict != Verdict.DIFFERS or not self.is_foreign(match, judged):
            return found or judged
        groups = tuple(each for each in match.around.groups if each.way != Way.BEFORE)
        around = dataclasses.replace(match.around, groups=groups)
        return judge(self.matcher.placed(match.read, match.mention, around), self.otherwise)

    def found(self, match: Match) -> Iterator[Judged]:
        """The verdicts by words of titles, by acts and by meetings, without what was before."""
        if told := by_likes(match, self.parts[id(match)], self.matcher, self.otherwise):
            yield told[0]
        act = self.acts.judged(match) if is_of_act(match) else None
        meeting = self.meetings.judged(match) if is_date_of_meeting(match, UNKNOWN) else None
        yield from filter(None, (act, meeting))

    def is_foreign(self, match: Match, judged: Judged) -> bool:
        """Whether a sentence names a country that none of the entries before has to do with."""
        titles, line = self.matcher.known.titles, match.read.line
        names = within(match.read.names, *line.sentence_at(match.mention.start))
        named = partners_in(names, titles, match.around.sentence)
        entries = {each.entry for each in judged.values}
        known = [self.countries.get(each, set()) | partners_of(each, titles) for each in entries]
        return bool(named) and all(own and named - own for own in known)


def sure_parts(parts: Iterable[Part]) -> Iterator[Part]:
    """Parts of a sentence with those entries alone that they are surely like."""
    for each in parts:
        if sure := [like for like in each.likes if like.is_sure]:
            yield dataclasses.replace(each, likes=sure)


def countries_of(measures: Iterable[int], using: str) -> dict[Thing, set[Thing]]:
    """The countries and groups of some measures: whose they are, and who has a part in them."""
    keys = [*measures]
    own = visible(Measure, using).filter(pk__in=keys).values_list("pk", "jurisdiction")
    others = visible(MeasurePartner, using).filter(measure__in=keys)
    found: dict[Thing, set[Thing]] = {}
    for measure, partner in (*own, *others.values_list("measure", "partner")):
        if partner:
            found.setdefault(("measure", measure), set()).add(("partner", partner))
    return found
