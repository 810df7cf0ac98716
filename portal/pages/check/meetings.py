"""Meetings that a text names by partner and form: 英国とは1月31日に首脳会談を行った.

The record's meetings of that form with these partners alone are asked. A date that one of them has
agrees; another differs only where it is that of a meeting but for its year, or where the record has
one such meeting in that year, and as closely dated: there may have been others.
"""

import dataclasses
from collections.abc import Iterator

from django.db import models

from measures.models import Measure, MeasurePartner, Milestone
from measures.models.roles import MeasurePartnerRole
from policies.models import Partner
from portal.mentions.mention import Kind
from portal.pages.check.agreeing import same
from portal.pages.check.apart import FORMS, LETTERS, OF_PERSON, RUN, form_of, forms_of, people_in
from portal.pages.check.judging import DAY, TOLD, is_as_close, is_as_of
from portal.pages.check.matching import Match, Matcher
from portal.pages.check.placing import Way, within
from portal.pages.check.surroundings import clause_at
from portal.pages.check.titles import Titles
from portal.pages.check.values import READERS, YEAR, Value, values_of, visible
from portal.pages.check.verdicts import GOOD, Judged, Note, Verdict

Pair = tuple[Match, Judged]
JAPAN = "JP"
# The most meetings of a form with partners whose events are read.
MOST = 200
# So near its end a date tells of the clause behind its own.
RIGHT_BEHIND = 1
# Who meets, not whom a meeting is about.
PARTIES = (MeasurePartnerRole.PARTY, MeasurePartnerRole.PARTNER, MeasurePartnerRole.PARTICIPANT)


def by_meetings(pairs: list[Pair], matcher: Matcher) -> Iterator[Pair]:
    """The findings, dates of which nothing is known yet judged by the meetings told there."""
    meetings = Meetings(matcher.using, matcher.known.titles)
    for match, judged in pairs:
        found = meetings.judged(match) if is_date_of_meeting(match, judged) else None
        is_open = judged.verdict == Verdict.NOT_RECORDED
        yield match, found if found and (is_open or found.verdict in GOOD) else judged


def is_date_of_meeting(match: Match, judged: Judged) -> bool:
    """Whether a mention is a month or day that is told of no entry by its name.

    Where the sentence names one, another clause than that with the name has to have the form; or
    the date is that of something else of that entry, which was agreed on at the meeting.
    """
    mention = match.mention
    if not judged.is_unknown and judged.verdict != Verdict.CANDIDATES:
        return False
    is_closer = mention.partial or len(mention.edtf) > YEAR
    is_day = mention.kind == Kind.DATE and is_closer and "/" not in mention.edtf
    if not is_day or match.read.line.is_row or is_as_of(match):
        return False
    if not match.around.entries(Way.NAME) or not judged.is_unknown:
        return True
    line = match.read.line
    place = line.sentence_at(mention.start)
    first, last = clause_at(line.letters, mention, *place)
    # 3月6日、首相と会談し: what was done on a day may stand in the clause behind it.
    if last - mention.end <= RIGHT_BEHIND:
        behind = dataclasses.replace(mention, end=last + 1)
        _first, last = clause_at(line.letters, behind, *place)
    names = within(match.read.names, first, last)
    return bool(form_of(line.letters[first:last])) and not any(each.owns for each in names)


class Meetings:
    """The events of meetings of a database, each form with each partners asked for once."""

    def __init__(self, using: str, titles: Titles):
        self.using, self.titles = using, titles
        self.events: dict[tuple[str, frozenset[int]], list[Value]] = {}

    @property
    def partners(self) -> models.QuerySet:
        """All partners."""
        return Partner.objects.using(self.using)

    def judged(self, match: Match) -> Judged | None:
        """How a date stands to the meetings of a form with some partners; None for nothing.

        Those that its clause names alone may have a part in more; so it differs by those of the
        whole sentence, and agrees by either. A sentence that names none goes on about those before.
        """
        around, line = match.around, match.read.line
        forms = forms_of(around.clause, around.sentence)
        if not forms:
            return None
        place = line.sentence_at(match.mention.start)
        clause = clause_at(line.letters, match.mention, *place)
        before = [each for each in line.sentences if each[1] <= place[0]]
        own = [self.named(match, *each) for each in (clause, place)]
        further = [self.named(match, *each) for each in before[-1:]]
        parties = [each for each in own if each] or [each for each in further if each]
        for partners in parties:
            told = (each for form in forms for each in self.of(form, partners))
            if same_day := [each for each in told if same(match.mention, each)]:
                return agreed(same_day)
        is_called = is_told_by_name(forms[0], around.sentence)
        instead = (
            others(match, self.of(forms[0], parties[-1]), is_called=is_called) if parties else []
        )
        return Judged(Verdict.DIFFERS, tuple(instead)[:TOLD], (Note.MEETING,)) if instead else None

    def named(self, match: Match, start: int, end: int) -> frozenset[int]:
        """The partners that a stretch of a line names, by their names or letters; not Japan."""
        names, letters = within(match.read.names, start, end), match.read.line.letters[start:end]
        keys = {each.of(("partner",))[0][1] for each in names if each.of(("partner",))}
        keys |= {pk for _partner, pk in people_in(letters, self.titles)}
        runs = "".join((*RUN.findall(letters), *OF_PERSON.findall(letters)))
        if runs:
            codes = {LETTERS[letter] for letter in runs}
            keys |= {*self.partners.filter(iso2__in=codes).values_list("pk", flat=True)}
        home = self.partners.filter(iso2=JAPAN).values_list("pk", flat=True)
        return frozenset(keys - {*home})

    def of(self, form: str, partners: frozenset[int]) -> list[Value]:
        """The events of the meetings of a form with these partners and no others."""
        key = form, partners
        if key not in self.events:
            rows = visible(Milestone, self.using).filter(measure__in=self.measures(*key))
            read = rows.select_related(*READERS[Milestone][2]).order_by("pk")
            self.events[key] = list(values_of(read))
        return self.events[key]

    def measures(self, form: str, partners: frozenset[int]) -> list[int]:
        """The meetings of a form with these partners and no others, the newest of very many."""
        _words, kinds, title = FORMS[form]
        found = visible(Measure, self.using).filter(kind__in=kinds, title_ja__contains=title)
        for partner in partners:
            found = found.filter(
                models.Q(jurisdiction=partner)
                | models.Q(pk__in=self.with_parties(models.Q(partner=partner)))
            )
        ours = models.Q(partner__in=partners) | models.Q(partner__iso2=JAPAN)
        found = found.filter(
            models.Q(jurisdiction__in=partners)
            | models.Q(jurisdiction__iso2=JAPAN)
            | models.Q(jurisdiction=None)
        )
        found = found.exclude(pk__in=self.with_parties(~ours))
        return list(found.order_by("-pk").values_list("pk", flat=True)[:MOST])

    def with_parties(self, partners: models.Q) -> models.QuerySet:
        """The measures in which some partners take part."""
        found = visible(MeasurePartner, self.using).filter(partners, role__in=PARTIES)
        return found.order_by().values("measure")


def agreed(events: list[Value]) -> Judged:
    """The verdict by the events of meetings that a date is."""
    sure = [each for each in events if not each.inferred]
    verdict = Verdict.AGREES if sure else Verdict.INFERENCE
    return Judged(verdict, tuple(sure or events)[:TOLD], (Note.MEETING,))


def is_told_by_name(form: str, sentence: str) -> bool:
    """Whether a sentence has the name of a form of meetings; leaders meet seldom enough."""
    return form == "summit" or bool(FORMS[form][0].search(sentence))


def others(match: Match, events: list[Value], *, is_called: bool) -> list[Value]:
    """The days of meetings that a date is but for its year, else that of the one of its year.

    Ministers who just met may have met on other days too.
    """
    edtf = match.mention.edtf
    if slipped := [v for v in events if len(edtf) == len(v.edtf) == DAY and v.edtf[4:] == edtf[4:]]:
        return slipped
    near = [each for each in events if is_called and each.edtf[:YEAR] == edtf[:YEAR]]
    is_one = len({each.entry for each in near}) == 1 and len({v.entry for v in events}) == 1
    return near if is_one and all(is_as_close(match.mention, each) for each in near) else []
