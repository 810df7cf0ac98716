"""Meetings that a text tells as the last ones, where the record knows of a later one.

`The latest round took place in November 2024` was true until the next was held: it is superseded,
and both are told. `2024年11月の第1回以降、開かれていない` says the same.
"""

import re
from collections.abc import Iterable, Iterator

from measures.models import Measure
from portal.dates.edtf import days
from portal.mentions.mention import Kind
from portal.pages.check.apart import form_of
from portal.pages.check.candidates import Pair
from portal.pages.check.matching import Match, Matcher
from portal.pages.check.placing import Way
from portal.pages.check.values import Thing, Value, load
from portal.pages.check.verdicts import GOOD, Judged, Note, Verdict
from portal.search.text import fold

MEETINGS = frozenset(
    (
        Measure.Kind.SUMMIT,
        Measure.Kind.MINISTERIAL,
        Measure.Kind.DIALOGUE,
        Measure.Kind.CONFERENCE,
    )
)
TALKS = r"(?:会合|会談|会議|協議|対話|ラウンド|交渉|回|開催|サミット|フォーラム)"
ROUND = (
    r"(?:rounds?|meetings?|sessions?|consultations?|dialogues?|talks|summits?|forums?|conferences?)"
)
HELD = r"(?:held|met|convened|took place|meeting)"
# Words behind which another meeting than the last may be told, and those of what is none itself.
PASSED = r"(?!since|after|agree|built|follow|discuss|review|confirm|previous|first)"
NO_PART = r"(?!(?:of|on|at|for|in|from|to|about|before|after|the|years?|months?|weeks?)\b)"
# What says before a date that it is of the last meeting: the latest round; 直近の会合は.
BEFORE = re.compile(
    rf"(?:直近|最新|最後)(?:の[^、。はがも]{{0,24}}?)?{TALKS}[^、。\d]{{0,8}}[はがも]、?[^。\d]{{0,4}}$"
    rf"|(?:直近|最新|最後)の[^、。はがも\d(]{{0,24}}?{TALKS}\($"
    rf"|(?:直近|最後)に(?:開かれ|開催され|行われ)た(?:の[はが]|{TALKS}は)、?$|直近では、?$"
    rf"|\b(?:latest|most recent|last)(?: {NO_PART}[a-z0-9+-]+){{0,3}}? {ROUND}"
    rf"(?: {PASSED}[^ .,;]+)* ?$"
    rf"|\b(?:last|most recently) {HELD}\b[^.,;]*$"
)
# What says it behind a date: が直近である; was the latest one; に開かれて以降、開かれていない.
BEHIND = re.compile(
    rf"[^、。\d]{{0,24}}(?:第\d+回)?(?:会合|会談)?(?:が|を)(?:、)?(?:直近|最新|最後)"
    rf"(?:の{TALKS})?(?:で(?!はな)|と|に|だ|。|$)"
    r"|[^、。\d]{0,12}(?:第\d+回)?[^、。\d]{0,16}(?:以降|以来|後)(?:は|、)*"
    r"(?:その後|会合[はが]|一度も)?[^、。\dはがでも]{0,8}(?:開かれ|開催され|開催し|行われ|実施され|持たれ)て(?:い|お)(?:ない|ら|ません)"
    rf"|[^.;\d]*? (?:was|were|is|are) the (?:latest|most recent|last)(?: one| {ROUND})?"
    r"(?: so far| to date)? ?(?:[.,;]|$)"
    r"|[^.;\d]*?\b(?:has|have) not (?:met|convened|been held|taken place)(?: again)? since\b"
    rf"|[^.;\d]*?\bno (?:further |other )?{ROUND} (?:has|have) (?:been held|taken place) since\b"
)
# What was the last one at a time of which the text tells.
THEN = re.compile(r"当時|その時点|時点で|\b(?:then|at (?:that|the) time|as of)\b")


def by_latest(pairs: Iterable[Pair], matcher: Matcher) -> Iterator[Pair]:
    """The findings, the days of meetings that are told as the last but are not as superseded."""
    for match, judged in pairs:
        own = [each for each in judged.values if is_meeting(each)]
        later = later_than(own, match, matcher) if own and is_latest(match, judged) else []
        yield match, superseded(own, later) if later else judged


def is_latest(match: Match, judged: Judged) -> bool:
    """Whether a date that agrees is told as that of the last meeting."""
    if match.mention.kind != Kind.DATE or judged.verdict not in GOOD or match.read.line.is_row:
        return False
    letters, mention = match.read.line.letters, match.mention
    start, end = match.read.line.sentence_at(mention.start)
    if THEN.search(letters, start, end):
        return False
    dates = (each for each in match.read.mentions if each.kind == Kind.DATE)
    passed = max((each.end for each in dates if each.end <= mention.start), default=start)
    before = letters[max(start, passed) : mention.start]
    return bool(BEFORE.search(before) or BEHIND.match(letters[mention.end : end]))


def is_meeting(value: Value) -> bool:
    """Whether a value is the day of a meeting that was held."""
    measure = getattr(value.row, "measure", None)
    return measure is not None and value.event == "held" and measure.kind in MEETINGS


def later_than(own: list[Value], match: Match, matcher: Matcher) -> list[Value]:
    """The last meeting of an entry, or of those of its name, if it was held after some."""
    entries = {each.entry for each in own}
    last = max(filter(None, (days(each.edtf)[1] for each in own)), default=None)
    entries |= series(entries, match) | alike_named(own, matcher)
    matcher.values.update(load(entries - matcher.values.keys(), matcher.using))
    told = [v for entry in entries for v in matcher.values.get(entry, ())]
    held = [v for v in told if v.kind == Kind.DATE and is_meeting(v) and is_alike(v, own)]
    after = [(first, v) for v in held if last and (first := days(v.edtf)[0]) and first > last]
    return [max(after, key=lambda pair: pair[0])[1]] if after else []


def series(entries: set[Thing], match: Match) -> frozenset[Thing]:
    """The entries that the name of some in a sentence may mean too: the talks of each place."""
    groups = (each for each in match.around.groups if each.way == Way.NAME)
    return frozenset(e for each in groups if entries & {*each.entries} for e in each.entries)


def alike_named(own: list[Value], matcher: Matcher) -> set[Thing]:
    """The entries that are called as some are, but for what their titles have in brackets."""
    heads = {fold(each.row.measure.title_ja).partition("(")[0] for each in own}
    meanings = matcher.known.names.lexicon.meanings
    return {thing for head in heads for thing in meanings.get(head, ()) if thing[0] == "measure"}


def is_alike(value: Value, own: list[Value]) -> bool:
    """Whether a meeting is of the form of one of some others, as their labels and titles tell."""
    return form(value) in {form(each) for each in own}


def form(value: Value) -> str:
    """The form of a meeting by the title of its entry, and the kind of this."""
    return form_of(fold(value.row.measure.title_ja)) or value.row.measure.kind


def superseded(own: list[Value], later: list[Value]) -> Judged:
    """The verdict on the day of a meeting, with that of the one that was held later."""
    return Judged(Verdict.SUPERSEDED, (own[0], *later), (Note.MET_AGAIN,))
