"""Acts that a sentence goes on about: the country or kind stands before, each date has its own.

`中国は輸出管理を広げている。2025年4月には重レアアースにも広げた` tells of one control of China, and
so does each half of `2023年8月にガリウムを、2024年9月にアンチモンを輸出管理の対象とした`. A date
agrees where country, kind and subject lead to one measure that has it; it never differs, since a
sentence may go on about what the record does not know. A count beside it is compared with that one.
"""

import re
from collections.abc import Iterator

from measures.models import Measure
from portal.mentions.mention import Kind, Mention
from portal.pages.check import values
from portal.pages.check.acts import ACT, Acts, Asked, is_apart, keys, meant, parties_in
from portal.pages.check.agreeing import same
from portal.pages.check.judging import MONTH, TOLD, is_as_of
from portal.pages.check.matching import Match, Matcher
from portal.pages.check.placing import within
from portal.pages.check.reads import Read
from portal.pages.check.subjects import SUBJECT, is_another
from portal.pages.check.surroundings import clause_at
from portal.pages.check.values import YEAR, Thing, Value, is_of
from portal.pages.check.verdicts import GOOD, Judged, Note, Verdict
from portal.pages.check.wording import is_worded

Pair = tuple[Match, Judged]
# A stretch of a line.
Place = tuple[int, int]
# What is done to a control that goes on to other things.
WIDENED = re.compile(
    r"[広拡]げ|拡大|対象と|対象に|加え|追加|導入|強化|実施|発動|適用|課[しす]|かけ[たる]"
)
# Behind the name of a thing: what is told is told of something of it, unless that is the control.
OF_IT = re.compile(r"の(?!輸出(?:管理|規制|禁止|制限))")
# So near the name of a subject its number stands: 重レアアース7種.
BESIDE = 1


def by_carried(pairs: list[Pair], matcher: Matcher) -> Iterator[Pair]:
    """The findings, dates and counts of acts judged that a sentence or clause goes on about."""
    acts = Acts(matcher.using, matcher.known.titles)
    dated = [(match, of_date(match, judged, acts) or judged) for match, judged in pairs]
    told: dict[tuple[int, int, int], set[Thing]] = {}
    for match, judged in dated:
        if judged.verdict in GOOD and Note.ACT in judged.notes:
            told.setdefault(place_of(match), set()).update(each.entry for each in judged.values)
    wanted = {entry for own in told.values() for entry in own} - matcher.values.keys()
    matcher.values.update(values.load(wanted, matcher.using) if wanted else {})
    for match, judged in dated:
        own = told.get(place_of(match), set())
        found = of_count(match, judged, next(iter(own)), matcher) if len(own) == 1 else None
        yield match, found or judged


def place_of(match: Match) -> tuple[int, int, int]:
    """The clause that a mention stands in: its line, and from where to where."""
    line, mention = match.read.line, match.mention
    return line.number, *clause_at(line.letters, mention, *line.sentence_at(mention.start))


def of_date(match: Match, judged: Judged, acts: Acts) -> Judged | None:
    """The verdict on a date of a clause that names a subject of an act; None for nothing sure."""
    mention, read = match.mention, match.read
    if not judged.is_unknown and (
        judged.verdict != Verdict.CANDIDATES or Note.UNNAMED not in judged.notes
    ):
        return None
    if mention.kind != Kind.DATE or not is_close(mention) or match.read.line.is_row:
        return None
    letters = read.line.letters
    clause, sentence = place_of(match)[1:], read.line.sentence_at(mention.start)
    if is_as_of(match) or letters[slice(*sentence)].isascii():
        return None
    asked = asked_of(match, sentence, clause, acts)
    if asked is None:
        return None
    year = mention.edtf[:YEAR]
    own = [v for v in meant(acts.of(year, asked), match, clause) if same(mention, v)]
    if len({each.entry for each in own}) != 1:
        return None
    return agreed(own)


def is_close(mention: Mention) -> bool:
    """Whether a date is a month or a day, of a year that the text tells: 昨年4月."""
    is_told = mention.near if mention.partial else len(mention.edtf) >= MONTH
    return is_told and "/" not in mention.edtf


def asked_of(match: Match, sentence: Place, clause: Place, acts: Acts) -> Asked | None:
    """Who did what towards whom on what in a clause; None where it does not say so surely."""
    read, letters = match.read, match.read.line.letters
    words = list(ACT.finditer(letters, *clause))
    subjects = [n for n in within(read.names, *clause) if n.of(("subject",)) and is_apart(n, words)]
    if not subjects or OF_IT.match(letters, subjects[-1].end) or has_another(match, clause):
        return None
    if any(each.owns and is_apart(each, words) for each in within(read.names, *clause)):
        return None
    before = [each for each in read.line.sentences if each[1] <= sentence[0]][-1:]
    is_named = any(each.of(("partner",)) for each in within(read.names, *sentence))
    speaking = [sentence] if is_named else before
    parties = next((parties_in(read, *each, acts.titles) for each in speaking), None)
    told = next(
        (own for each in (clause, sentence, *before) if (own := kinds_in(read, each))), None
    )
    is_carried = not is_named or not kinds_in(read, sentence)
    if parties is None or told is None or len(told) > 1:
        return None
    if is_carried and not WIDENED.search(letters, *clause):
        return None
    who, others = parties
    return who, told, others, keys(subjects, "subject")


def has_another(match: Match, clause: Place) -> bool:
    """Whether a clause has a subject that is neither a name of the record nor a date."""
    letters = match.read.line.letters
    names = within(match.read.names, *clause)
    return any(
        is_another(each["subject"]) and not any(n.end == each.end("subject") for n in names)
        for each in SUBJECT.finditer(letters, *clause)
    )


def kinds_in(read: Read, place: Place) -> frozenset[int]:
    """The kinds of acts that a stretch of a line names."""
    found = ACT.finditer(read.line.letters, *place)
    return frozenset(Measure.Kind[each.lastgroup] for each in found)


def of_count(match: Match, judged: Judged, entry: Thing, matcher: Matcher) -> Judged | None:
    """The verdict on a count of a clause whose date is that of a measure; None for nothing."""
    mention, read = match.mention, match.read
    if not judged.is_unknown or mention.kind != Kind.COUNT or read.line.is_row:
        return None
    own = [each for each in matcher.values.get(entry, ()) if is_of(mention, each)]
    told = [each for each in own if is_worded(each, match.around.clause)]
    if found := [each for each in told if same(mention, each)]:
        return agreed(found)
    names = [n for n in within(read.names, *place_of(match)[1:]) if n.of(("subject",))]
    is_near = any(0 <= mention.start - each.end <= BESIDE for each in names)
    return Judged(Verdict.DIFFERS, tuple(told), (Note.ACT,)) if is_near and len(told) == 1 else None


def agreed(found: list[Value]) -> Judged:
    """The verdict by values that a mention says."""
    sure = [each for each in found if not each.inferred]
    verdict = Verdict.AGREES if sure else Verdict.INFERENCE
    return Judged(verdict, tuple(sure or found)[:TOLD], (Note.ACT,))
