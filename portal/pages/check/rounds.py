"""Meetings that a text tells as still to be held, beside those that the record knows were held."""

import re

from measures.models.choices import MeasureKind, Status
from portal.mentions.mention import Kind
from portal.pages.check.matching import Match, Matcher
from portal.pages.check.values import Value
from portal.pages.check.verdicts import Judged, Note, Verdict
from portal.search.text import fold

# Which of several meetings is meant.
ROUND = re.compile(
    r"第\d+回|\b(?:first|second|third|fourth|fifth|sixth)(?= (?:round|meeting|session)\b)"
)
# What two sides hold again and again: only with its year it is the one that was held.
AGAIN_AND_AGAIN = frozenset({MeasureKind.SUMMIT, MeasureKind.MINISTERIAL, MeasureKind.DIALOGUE})
YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
# What says that it is another than those that were held.
AGAIN = re.compile(
    r"次回|次の|次期|来年|来月|今後|再度|再び|新たな|改めて|定期|毎年|年[1-9]回|後継"
    r"|\b(?:next|another|again|further|future|annual(?:ly)?|regular(?:ly)?|every|successor|new)\b"
)


def judge_round(match: Match, told: tuple[Value, ...], matcher: Matcher, judged: Judged) -> Judged:
    """How a meeting that is to be held stands to those held; `judged` is how its status does.

    Where talks go on another may always be held: what is told of one round is out of date only
    where that was held.
    """
    sentence = match.around.sentence
    if judged.verdict != Verdict.SUPERSEDED:
        return judged
    if AGAIN.search(sentence):
        return Judged(Verdict.NOT_RECORDED)
    if which := ROUND.search(sentence):
        held = [each for each in meetings(told, matcher) if which[0] in label(each)]
        unknown = Judged(Verdict.NOT_RECORDED)
        return Judged(Verdict.SUPERSEDED, tuple(held), (Note.LATER,)) if held else unknown
    is_single = all(each.event == Status.HELD for each in told if each.row.newest)
    if any(each.row.measure.kind in AGAIN_AND_AGAIN for each in told) and not YEAR.search(sentence):
        return Judged(Verdict.NOT_RECORDED)
    return judged if is_single else Judged(Verdict.NOT_RECORDED)


def meetings(told: tuple[Value, ...], matcher: Matcher) -> list[Value]:
    """The meetings that the measures of some statuses had."""
    entries = dict.fromkeys(each.entry for each in told)
    own = (each for entry in entries for each in matcher.values.get(entry, ()))
    return [each for each in own if each.kind == Kind.DATE and each.event == "held"]


def label(value: Value) -> str:
    """What the record calls an event, in both languages, as texts are compared."""
    return fold(f"{value.label} {getattr(value.row, 'label_en', '')}")
