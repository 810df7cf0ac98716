"""Dates of acts that a text names by country and subject: 中国はレアアースの輸出規制を強化した.

Who acted, on what and by which kind of act lead to measures. A date that one of them has agrees;
another differs only from that of the one act there is in the same year, since a country may have
done what the record does not know.
"""

import itertools
import re
from collections.abc import Iterable, Iterator

from django.db import models

from measures.models import Measure, Milestone
from policies.models import Subject
from portal.mentions.mention import Kind, Mention
from portal.pages.check.agreeing import same
from portal.pages.check.judging import MONTH, TOLD, is_as_close, is_as_of
from portal.pages.check.matching import Match, Matcher
from portal.pages.check.placing import within
from portal.pages.check.reads import Named, Read
from portal.pages.check.terms import COUNTRIES
from portal.pages.check.titles import Titles
from portal.pages.check.values import READERS, YEAR, Value, values_of, visible
from portal.pages.check.verdicts import Judged, Note, Verdict
from portal.search.corpus import CORPORA
from portal.search.models import Name, Rank
from portal.search.query import key

ACTS = {
    Measure.Kind.TRADE_REMEDY: r"(?:アンチ|反)ダンピング(?:関税|措置|課税)?"
    r"|anti.?dumping(?: dut(?:y|ies))?",
    Measure.Kind.EXPORT_CONTROL: r"輸出(?:管理|規制|禁止|制限)|禁輸"
    r"|export (?:control|curb|restriction|ban)s?",
    Measure.Kind.SANCTION: r"制裁|sanctions?",
    Measure.Kind.TARIFF: r"関税|入港料|tariffs?|port fees?",
    Measure.Kind.INVESTMENT_SCREENING: r"投資(?:審査|規制)|investment (?:screening|restriction)s?",
}
ACT = re.compile("|".join(f"(?P<{kind.name}>{pattern})" for kind, pattern in ACTS.items()))
Pair = tuple[Match, Judged]
# Who did what towards whom on what: by the keys of countries and subjects, and kinds of measures.
Asked = tuple[frozenset[int], frozenset[str], frozenset[int], frozenset[int]]
# What stands behind who acts, or whose act it is, and in English before who does not.
ACTING = re.compile(r"(?:政府|当局|商務[部省]|側)?(?:は|が|も|による)")
OWNING = re.compile(r"(?:政府|当局)?の")
NOT_ACTING = re.compile(r"\b(?:to|towards?|against|on|from|for|in|of|with|into) ?(?:the )?$")
# Words of acts that end or lift others, and the events of these.
LIFTED = re.compile(
    r"停止|撤廃|廃止|解除|緩和|終了|見送|再開|中断|延期|撤回|許可"
    r"|suspen|lift|eas(?:e|ing)|relax|repeal|resum|end(?:ed|s)\b|postpon|shelv|withdr|allow|permit"
)
ENDS = frozenset({"suspended", "ended", "shelved", "extended", "rejected", "deadline", "planned"})
# What is done to a control behind the words of it; who speaks of one has not made another.
DONE = (
    r"強化|厳格化|導入|発動|開始|実施|施行|適用|発表|公表|決定|拡大|追加|延長|課[しす]|禁止|撤廃|廃止|停止"
    r"|解除|緩和|終了|見送|再開|中断|延期|撤回"
)
MADE = re.compile(
    rf"(?:の?(?:{DONE}))?[をがは][^、。をがは]{{0,12}}?(?:{DONE})"
    r"(?!(?:する)?(?:[のをやに案]|方針|可能性|計画|考え|場合))"
)
MADE_ENGLISH = re.compile(
    r"\b(?:tighten|impos|introduc|expand|announc|extend|widen|adopt|launch|suspend|lift|eas|relax"
    r"|repeal|end|postpon|shelv|withdr|resum)(?:ed|e?s|ew)\b"
)
# A country by its people: the Chinese side introduced; on the Chinese side, controls were.
SPEAKER = re.compile(
    r"\b(?P<people>[a-z]+) (?:side|government|authorities)\b|^on the (?P<side>[a-z]+) side,"
)
# What is so from a day on.
SINCE = re.compile(r"\b(?:since|as of|from) ?$")
WORD = re.compile(r"[a-z][a-z0-9]*")
# What took effect began.
STARTS = frozenset({"started", "effective", "in-force"})
# Words in a row that may be one name, and the most measures of an act whose events are all read.
LONGEST, MOST = 4, 200


def by_acts(pairs: list[Pair], matcher: Matcher) -> Iterator[Pair]:
    """The findings, dates of which nothing is known yet judged by the acts that are told there."""
    acts = Acts(matcher.using, matcher.known.titles)
    for match, judged in pairs:
        found = acts.judged(match) if judged.is_unknown and is_of_act(match) else None
        yield match, found or judged


def is_of_act(match: Match) -> bool:
    """Whether a mention is a month or day in a sentence that names an act and no entry."""
    mention = match.mention
    if mention.kind != Kind.DATE or mention.partial or len(mention.edtf) < MONTH:
        return False
    if "/" in mention.edtf or is_as_of(match):
        return False
    start, end = match.read.line.sentence_at(mention.start)
    acts = list(ACT.finditer(match.read.line.letters, start, end))
    entries = (each for each in within(match.read.names, start, end) if each.owns)
    return bool(acts) and not any(is_apart(each, acts) for each in entries)


class Acts:
    """The events of acts of a database, and the subjects of words, each asked for once."""

    def __init__(self, using: str, titles: Titles):
        self.using, self.titles = using, titles
        self.measures: dict[Asked, list[int]] = {}
        self.events: dict[tuple[Asked, str], list[Value]] = {}
        self.subjects: dict[frozenset[str], frozenset[int]] = {}

    def judged(self, match: Match) -> Judged | None:
        """How a date stands to the acts of who acts in its sentence; None for nothing known."""
        clause, parties = clause_of(match), parties_of(match, self.titles)
        if clause is None or parties is None:
            return None
        acts = acts_of(match, clause)
        who, others = parties
        kinds = frozenset(Measure.Kind[each.lastgroup] for each in acts)
        year = match.mention.edtf[:YEAR]
        broad: Asked = who, kinds, others, frozenset()
        every = meant(self.of(year, broad), match, clause)
        topics = self.topics(match.read, acts, clause) if every else frozenset()
        narrow: Asked = who, kinds, others, topics
        own = meant(self.of(year, narrow), match, clause) if topics else []
        # Of so many acts on one subject none is the one that is meant.
        is_told = is_made(match, acts, clause) and not (own and self.are_many(narrow))
        return told(match.mention, own, every, is_made=is_told)

    def of(self, year: str, asked: Asked) -> list[Value]:
        """The events of the measures of somebody of some kinds, towards others, on subjects.

        Of more than `MOST` measures those that had an event in a year.
        """
        are_many = self.are_many(asked)
        key = asked, year if are_many else ""
        if key not in self.events:
            measures = self._in_year(year, *asked) if are_many else self.measures[asked]
            rows = visible(Milestone, self.using).filter(measure__in=measures).order_by("pk")
            self.events[key] = list(values_of(rows.select_related(*READERS[Milestone][2])))
        return self.events[key]

    def are_many(self, asked: Asked) -> bool:
        """Whether there are more such measures than have all their events read."""
        if asked not in self.measures:
            found = self._measures(*asked).order_by("pk").values_list("pk", flat=True)
            self.measures[asked] = list(found.distinct()[: MOST + 1])
        return len(self.measures[asked]) > MOST

    def _in_year(self, year: str, *asked) -> list[int]:
        """Those of such measures that had an event in a year; the newest `MOST` of them."""
        dated = {"date_from__year__lte": year, "date_until__year__gte": year}
        events = visible(Milestone, self.using).filter(**dated).order_by()
        found = self._measures(*asked).filter(pk__in=events.values("measure")).order_by("-pk")
        return list(found.values_list("pk", flat=True).distinct()[:MOST])

    def _measures(self, who, kinds, others, topics) -> models.QuerySet:
        measures = visible(Measure, self.using).filter(jurisdiction__in=who, kind__in=kinds)
        for partner in others:
            measures = measures.filter(partners__partner=partner)
        for subject in topics:
            measures = measures.filter(subjects__subject=subject)
        return measures

    def topics(self, read: Read, acts: list, clause: tuple[int, int]) -> frozenset[int]:
        """The subjects of a clause beside the words of its acts; in English in any number."""
        apart = [each for each in within(read.names, *clause) if is_apart(each, acts)]
        inside = [each.span() for each in acts if each.start() >= clause[0]]
        taken = sorted(inside + [(n.start, n.end) for n in apart])
        free = itertools.pairwise([clause[0], *itertools.chain(*taken), clause[1]])
        pieces = (read.line.letters[start:end] for start, end in list(free)[::2])
        runs = frozenset(run for piece in pieces for run in runs_of(piece))
        return keys(apart, "subject") | self.called(runs)

    def called(self, runs: frozenset[str]) -> frozenset[int]:
        """The subjects that are called by some words, as names are compared."""
        if runs not in self.subjects:
            number = CORPORA[Subject].number(self.using)
            named = Name.objects.using(self.using).filter(corpus=number, rank__lt=Rank.HALF)
            rows = named.filter(folded__in=runs).values_list("row", flat=True)
            self.subjects[runs] = frozenset(rows)
        return self.subjects[runs]


def is_apart(name: Named, acts: list[re.Match]) -> bool:
    """Whether a name is none of the words of some acts, nor a part of them."""
    return all(name.end <= each.start() or each.end() <= name.start for each in acts)


def keys(names: Iterable[Named], kind: str) -> frozenset[int]:
    """The keys of what some names mean of a kind."""
    return frozenset(pk for each in names for _name, pk in each.of((kind,)))


def parties_of(match: Match, titles: Titles) -> tuple[frozenset[int], frozenset[int]] | None:
    """Who acts in a sentence, and which other countries it names; None where nobody acts."""
    return parties_in(match.read, *match.read.line.sentence_at(match.mention.start), titles)


def parties_in(
    read: Read, start: int, end: int, titles: Titles
) -> tuple[frozenset[int], frozenset[int]] | None:
    """The same of a stretch of a line."""
    partners = [n for n in within(read.names, start, end) if n.of(("partner",))]
    is_english = read.line.letters[start:end].isascii()
    if is_english:
        partners = sorted((*partners, *speakers(read, start, end, titles)), key=lambda n: n.start)
    actor = acting(partners, read.line.letters[:end], is_english)
    who = keys([actor] if actor else [], "partner")
    return (who, keys(partners, "partner") - who) if who else None


def speakers(read: Read, start: int, end: int, titles: Titles) -> Iterator[Named]:
    """The countries whose people are told to speak for them: the Chinese side."""
    for each in SPEAKER.finditer(read.line.letters[start:end].lstrip()):
        called = COUNTRIES.get(each["people"] or each["side"], "")
        own = tuple(t for t in titles.names.lexicon.meanings.get(called, ()) if t[0] == "partner")
        first = end - len(read.line.letters[start:end].lstrip())
        place = first + each.start(), first + each.end()
        if own and not within(read.names, *place):
            yield Named(*place, own)


def acting(partners: list[Named], letters: str, is_english: bool) -> Named | None:
    """Who acts, of the countries of a sentence: what is told of it stands behind its name."""
    if is_english:
        free = (each for each in partners if not NOT_ACTING.search(letters[: each.start]))
        return next(free, None)
    patterns = (ACTING, OWNING) if len(partners) == 1 else (ACTING,)
    return next((p for each in patterns for p in partners if each.match(letters, p.end)), None)


def runs_of(words: str) -> Iterator[str]:
    """English words in a row, as names are compared: rare earth, of whatever number."""
    found = WORD.findall(words)
    for start in range(len(found)):
        for end in range(start + 1, min(start + LONGEST, len(found)) + 1):
            yield key(" ".join(found[start:end]))


def clause_of(match: Match) -> tuple[int, int] | None:
    """What a sentence says of a date: of several what stands behind it, up to the next.

    In English what stands before one that something is so since: on graphite since December 2023;
    else it tells them in either order, and None is sure.
    """
    start, end = match.read.line.sentence_at(match.mention.start)
    dates = [each for each in match.read.mentions if each.kind == Kind.DATE]
    places = [each.start for each in dates if start <= each.start < end]
    later = [place for place in places if place > match.mention.start]
    if len(places) == 1:
        return start, end
    if not match.around.sentence.isascii():
        return match.mention.end, min([end, *later])
    before = [each.end for each in dates if start <= each.start < match.mention.start]
    is_since = SINCE.search(match.read.line.letters, start, match.mention.start)
    return (max([start, *before]), match.mention.end) if is_since else None


def acts_of(match: Match, clause: tuple[int, int]) -> list[re.Match]:
    """The words of acts of a clause; of one that has none, those that its sentence began with."""
    letters, (start, _end) = match.read.line.letters, match.read.line.sentence_at(clause[0])
    own = list(ACT.finditer(letters, *clause))
    return own or list(ACT.finditer(letters, start, clause[0]))[-1:]


def meant(events: list[Value], match: Match, clause: tuple[int, int]) -> list[Value]:
    """The events that a clause may mean: of an act, or of its end; of the kind it speaks of.

    In Japanese what becomes of an act is told behind the date.
    """
    start = clause[0] if match.around.sentence.isascii() else match.mention.end
    spoken = match.around.events
    wanted = STARTS if STARTS & set(spoken) else frozenset(spoken)
    ends = bool(LIFTED.search(match.read.line.letters, start, clause[1]))
    of_side = (each for each in events if (each.event in ENDS) == ends)
    return [each for each in of_side if not wanted or each.event in wanted]


def is_made(match: Match, acts: list[re.Match], clause: tuple[int, int]) -> bool:
    """Whether a clause tells an event, or what was done to an act; not that it was spoken of."""
    letters = match.read.line.letters
    if match.around.events:
        return True
    if match.around.sentence.isascii():
        return bool(MADE_ENGLISH.search(letters, *clause))
    return any(MADE.match(letters, each.end(), clause[1]) for each in acts)


def told(mention: Mention, own: list[Value], every: list[Value], *, is_made: bool) -> Judged | None:
    """The verdict by the events of the act on a subject, and by those of all acts of its kind.

    A date differs only where the act is made or lifted there: a control may be spoken of any day.
    """
    if found := [each for each in own if same(mention, each)]:
        sure = [each for each in found if not each.inferred]
        verdict = Verdict.AGREES if sure else Verdict.INFERENCE
        return Judged(verdict, tuple(sure or found)[:TOLD], (Note.ACT,))
    if found := [each for each in every if same(mention, each)]:
        return Judged(Verdict.CANDIDATES, tuple(found)[:TOLD], (Note.UNNAMED,))
    near = [each for each in own if each.edtf[:YEAR] == mention.edtf[:YEAR]]
    is_one = len({each.entry for each in own}) == 1
    if is_made and is_one and any(is_as_close(mention, each) for each in near):
        return Judged(Verdict.DIFFERS, tuple(near)[:TOLD], (Note.ACT,))
    return None
