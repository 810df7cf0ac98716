"""Where a text says that a measure stands, 成立した, 検討中, beside the statuses of the record."""

import dataclasses
import re
from collections.abc import Iterator

from measures.models.choices import MeasureKind, Status
from portal.mentions.mention import Kind, Mention
from portal.pages.check.bearers import Asked, Bearer, bearer
from portal.pages.check.candidates import Pair
from portal.pages.check.matching import Match, Matcher, Meant
from portal.pages.check.placing import Way
from portal.pages.check.reads import Read, is_within
from portal.pages.check.rounds import judge_round
from portal.pages.check.stages import (
    CLAIM,
    DENIED,
    EARLY,
    EVENTS,
    HAPPENED,
    LOOSE,
    MEANS,
    NOT_YET,
    OPEN,
    PAST,
    STOPPED,
    STOPS,
    UNSURE,
    rank_of,
)
from portal.pages.check.values import Value
from portal.pages.check.verdicts import AMISS, GOOD, Judged, Note, Verdict

# Where people talk, whatever they talk about.
TALKS = frozenset(
    {
        *(MeasureKind.DIALOGUE, MeasureKind.SUMMIT, MeasureKind.MINISTERIAL),
        *(MeasureKind.CONFERENCE, MeasureKind.JOINT_STATEMENT, MeasureKind.INSTITUTION),
    }
)
# A date so near before a word is the date of the event, and judged as such.
DATED = 16
# The same behind a word, as English has it: enacted in May 2022.
ENGLISH = 10
# What stands between a date and a word that tells of another time than the date.
APART = re.compile(r".{2,}、|.*\b(?:and|but|which|who|that|while)\b|.*[;)]|, ?$")
# A date before a noun says which it is, not when something came: those October 2025 measures.
OF_WHICH = re.compile(r"\b(?:the|these|those|its|their) ?$")
# Letters before a word that may say that it is not so.
DENYING = 40


@dataclasses.dataclass(frozen=True)
class Claim:
    """What a line says of where a measure stands: whether a date says when, whether it was once."""

    mention: Mention
    is_dated: bool
    is_past: bool

    @property
    def code(self) -> str:
        """The family of its words."""
        return self.mention.codes[0]


def claims(read: Read) -> Iterator[Claim]:
    """What a line says of where measures stand, but for what it says is not so or not sure."""
    letters = read.line.letters
    dates = [e for e in read.mentions if e.kind == Kind.DATE and not is_within(e, read.names)]
    for match in CLAIM.finditer(letters):
        code = match.lastgroup.replace("_", "-")
        place = read.line.sentence_at(match.start())
        inside = [each for each in dates if place[0] <= each.start < place[1]]
        by_any = code in (*HAPPENED, "to-be-held")
        is_dated = any(by_any or dates_it(each, match, letters) for each in inside)
        denied = DENIED.search(letters, max(0, match.start() - DENYING), match.start())
        if not denied and not UNSURE.match(letters, match.end()):
            mention = Mention(Kind.STATUS, *match.span(), codes=(code,))
            yield Claim(mention, is_dated, bool(PAST.match(letters, match.end())))


def dates_it(date: Mention, claim: re.Match, letters: str) -> bool:
    """Whether a date beside a claim says when that came."""
    if 0 <= claim.start() - date.end <= DATED:
        if OF_WHICH.search(letters[: date.start]):
            return False
        return not APART.match(letters[date.end : claim.start()])
    return 0 <= date.start - claim.end() <= ENGLISH


def matches(matcher: Matcher, told: list[Pair]) -> Iterator[Pair]:
    """The claims of a text of which it says of whom they are, with their verdicts.

    `told` are the findings of its other values.
    """
    asked = Asked(matcher, told)
    for read in matcher.surroundings.lines:
        for claim in claims(read):
            match = matcher.match(read, claim.mention)
            found = bearer(match, asked)
            if found is None or is_of_other(match, found, asked):
                continue
            judged = judge(claim, found.values, matcher)
            if claim.code == "to-be-held":
                judged = judge_round(match, found.values, matcher, judged)
            # The date of an act without a name is that of the act, not of what is said of it.
            is_dated = claim.is_dated and Note.ACT not in found.notes
            if is_told(dataclasses.replace(claim, is_dated=is_dated), judged):
                meant = (Meant(found.values, found.values, Way.NAME),)
                notes = tuple(dict.fromkeys((*judged.notes, *found.notes)))
                yield (
                    dataclasses.replace(match, meant=meant),
                    dataclasses.replace(judged, notes=notes),
                )


def is_of_other(match: Match, found: Bearer, asked: Asked) -> bool:
    """Whether words led to another measure than the act whose date the sentence has."""
    start, _end = match.read.line.sentence_at(match.mention.start)
    told = asked.acts.get((match.read.line.number, start), [])
    acts = set().union(*(entries for _mention, entries in told))
    by_words = Note.TITLE in found.notes or Note.PHRASE in found.notes
    return by_words and bool(acts) and acts.isdisjoint(each.entry for each in found.values)


def is_told(claim: Claim, judged: Judged) -> bool:
    """Whether a claim is told of.

    Where a date says when something came or stopped, that is judged; the claim only where the
    record knows that it has not at all, or that it has come by now. What was so once is told where
    it agrees.
    """
    if claim.is_past and claim.code not in HAPPENED:
        return judged.verdict in GOOD
    if claim.code in LOOSE and judged.verdict == Verdict.NOT_RECORDED:
        return False
    if not claim.is_dated:
        return True
    if claim.code in (*HAPPENED, *STOPS):
        return judged.verdict == Verdict.DIFFERS
    has_come = not any(each.event in STOPPED for each in judged.values)
    is_ahead = claim.code in ("planned", "not-yet", "not-enacted")
    return is_ahead and has_come and judged.verdict in AMISS


def is_passed(code: str, newest: list[Value]) -> bool:
    """Whether the newest statuses are all later on the way of a measure than a stage.

    Where people meet to talk things are considered as long as they do.
    """
    rank = rank_of(code)
    if code == "discussed" and any(v.row.measure.kind in TALKS for v in newest):
        return False
    return code in EARLY and bool(newest) and all(rank_of(v.event) > rank for v in newest)


def judge(claim: Claim, told: tuple[Value, ...], matcher: Matcher) -> Judged:
    """How a claim stands to the newest status of its measure, and to those before."""
    code = claim.code
    newest = [each for each in told if each.row.newest]
    same = [each for each in told if each.event in MEANS.get(code, (code,))]
    is_so = code in HAPPENED or claim.is_past or any(each in newest for each in same)
    if same and is_so:
        sure = [each for each in same if not each.inferred]
        return Judged(Verdict.AGREES if sure else Verdict.INFERENCE, tuple(sure or same))
    if code in HAPPENED and (events := happened(code, told, matcher)):
        return Judged(Verdict.AGREES, tuple(events))
    if same:
        return Judged(Verdict.SUPERSEDED, tuple(dict.fromkeys((*same, *newest))), (Note.NEWER,))
    if is_passed(code, newest):
        return Judged(Verdict.SUPERSEDED, tuple(newest), (Note.LATER,))
    return judge_unlike(code, told, newest)


def judge_unlike(code: str, told: tuple[Value, ...], newest: list[Value]) -> Judged:
    """How a claim stands to statuses that are none of those that it may be, nor later ones."""
    unknown = Judged(Verdict.NOT_RECORDED)
    if code in OPEN or all(each.event == Status.NAMED for each in newest):
        return unknown
    # What was enacted may be in force by now, and only what is in force has come to be.
    if code == "in-force" and all(each.event == Status.ENACTED for each in newest):
        return unknown
    if code == "never" and not all(each.event == Status.IN_FORCE for each in newest):
        return unknown
    if code in HAPPENED and not all(each.event in NOT_YET[code] for each in newest):
        return unknown
    if code in ("going-on", "under-way"):
        return judge_going_on(code, told, newest)
    return Judged(Verdict.DIFFERS, tuple(newest or told))


def judge_going_on(code: str, told: tuple[Value, ...], newest: list[Value]) -> Judged:
    """How what is said to go on stands to what has come to an end, or has not begun."""
    over = all(each.event in STOPPED for each in newest)
    if over and len(told) > len(newest):
        return Judged(Verdict.SUPERSEDED, tuple(newest), (Note.LATER,))
    # Deliberation may be under way, and what is negotiated.
    before = (Status.CONSIDERED, Status.PROPOSED, Status.CABINET_DECISION)
    has_not_begun = code == "going-on" and all(each.event in before for each in newest)
    if over or has_not_begun:
        return Judged(Verdict.DIFFERS, tuple(newest))
    return Judged(Verdict.NOT_RECORDED)


def happened(code: str, told: tuple[Value, ...], matcher: Matcher) -> list[Value]:
    """The events of a measure that a claim of what has happened is about."""
    entries = {each.entry for each in told}
    own = (each for entry in entries for each in matcher.values.get(entry, ()))
    codes = EVENTS.get(code, (code,))
    return [each for each in own if each.kind == Kind.DATE and each.event in codes]
