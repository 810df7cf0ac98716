"""Days that were planned for what came to nothing: told as coming they are out of date."""

import re
from collections.abc import Iterator

from measures.models import MeasureStatus
from measures.models.choices import LAPSED, Status
from portal.mentions.mention import Kind
from portal.pages.check.fitting import AHEAD
from portal.pages.check.matching import Match, Matcher
from portal.pages.check.values import Value, load
from portal.pages.check.verdicts import GOOD, Judged, Note, Verdict

Pair = tuple[Match, Judged]
# What is not waited for; a suspended measure may be taken up again on a day of its own.
OVER = LAPSED | {Status.SUSPENDED}
# The events of a measure that say nothing of how it ended.
BEGUN = ("announced", "published", "effective", "started", "decided")
# A text that says that it came to nothing, or was so once, says it rightly.
TOLD = re.compile(
    r"見送|延期|撤回|中止|取りやめ|停止|廃止|撤廃|猶予|凍結|棚上げ|終了|満了|失効|解除|予定だった|予定であった|予定でした|はずだった|していた"
    r"|\b(?:shelv|postpon|withdr|suspen|cancel|abandon|repeal|rescind|delay|call(?:ed)? off"
    r"|paus|lift|expir|terminat|ended|on hold)"
    r"|\b(?:was|were|had been) (?:to|due|planned|scheduled|expected|supposed)\b|\bwould have\b"
)


def lapsed(pairs: list[Pair], matcher: Matcher) -> Iterator[Pair]:
    """The findings, planned days of what was shelved or ended since told as superseded."""
    # Of an act that has no name its dates alone are known so far.
    dates = (judged for _match, judged in pairs if Note.ACT in judged.notes)
    acts = {v.entry for judged in dates if judged.verdict in GOOD for v in judged.values}
    if wanted := acts - matcher.values.keys():
        matcher.values.update(load(wanted, matcher.using))
    for match, judged in pairs:
        over = since(judged, matcher) if is_coming(match, judged) else []
        if over:
            yield match, Judged(Verdict.SUPERSEDED, (*judged.values, *over), (Note.LAPSED,))
        elif says_nothing(match, judged) and (over := since(judged, matcher)):
            notes = (*judged.notes, Note.OVER)
            yield match, Judged(judged.verdict, (*judged.values, *over), notes, judged.reason)
        else:
            yield match, judged


def is_coming(match: Match, judged: Judged) -> bool:
    """Whether a day agrees with planned ones alone, and its sentence does not say what came."""
    is_day = match.mention.kind == Kind.DATE and judged.verdict in GOOD
    is_planned = is_day and all(each.event in AHEAD for each in judged.values)
    return is_planned and not TOLD.search(match.around.sentence)


def says_nothing(match: Match, judged: Judged) -> bool:
    """Whether a value agrees, and its sentence does not say what came of its measure."""
    if judged.verdict not in GOOD or match.read.line.is_row or TOLD.search(match.around.sentence):
        return False
    if match.mention.kind in (Kind.AMOUNT, Kind.COUNT):
        return True
    events = {each.event for each in judged.values}
    # In the month in which it began it may have been suspended too.
    is_begun = not events.isdisjoint(BEGUN) and events <= {*BEGUN, *OVER}
    return match.mention.kind == Kind.DATE and is_begun


def since(judged: Judged, matcher: Matcher) -> list[Value]:
    """The newest statuses of the measures of some days, where all have come to nothing."""
    entries = dict.fromkeys(each.entry for each in judged.values)
    told = [each for entry in entries for each in matcher.values.get(entry, ())]
    newest = [v for v in told if isinstance(v.row, MeasureStatus) and v.row.newest]
    return newest if all(each.event in OVER for each in newest) else []
