"""Figures of which the record holds what they were before a change and what they are since."""

import re
from collections.abc import Iterable, Iterator

from portal.mentions.mention import Kind
from portal.pages.check.matching import Match, Matcher
from portal.pages.check.values import Value
from portal.pages.check.verdicts import GOOD, Judged, Note, Verdict

# How the labels of such a pair end: 原油の上限価格（引下げ前）, 原油の上限価格（引下げ後）.
BEFORE = re.compile(r"(?P<of>.+[（(][^（()）]*)前(?P<end>[)）])$")
# A text that says of a figure that it was so says it rightly: right before it, or right behind.
PAST_BEFORE = re.compile(
    r"(?:(?:従来(?!どおり|通り)|かつて|以前(?!と)|前の|前は)(?:(?!現在|今|いま)[^、。]){0,24}"
    r"|\bfrom (?:about |some )?"
    r"|\b(?:was|were|formerly|previously|originally|initially)\b"
    r"(?:(?!\b(?:now|currently|today|is|are|stands?|remains?|to)\b)[^.,;]){0,24})$"
)
PAST_BEHIND = re.compile(
    r"(?:だった|であった|でした|から(?:の)?(?=引|下|上|[\d、]|[^、。]{0,12}(?:に|へ))"
    r"|[^.,;。、]{0,16}\b(?:before|until|previously|formerly)\b)"
)
Pair = tuple[Match, Judged]


def replaced(pairs: list[Pair], matcher: Matcher) -> Iterator[Pair]:
    """The findings, agreement with what a figure was before a change told as superseded."""
    for match, judged in pairs:
        found: list[Value] = []
        if judged.verdict in GOOD and match.mention.kind != Kind.DATE:
            found = since(judged.values, matcher)
        if found and not tells_change(match, found, pairs):
            values = tuple(dict.fromkeys((*judged.values, *found)))
            yield match, Judged(Verdict.SUPERSEDED, values, (Note.CHANGED,))
        else:
            yield match, judged


def since(values: Iterable[Value], matcher: Matcher) -> list[Value]:
    """What the figures of some values are after the change; empty where one knows of none."""
    found: list[Value] = []
    for value in values:
        label = BEFORE.sub(r"\g<of>後\g<end>", value.label)
        after = [
            each
            for each in matcher.values.get(value.entry, ())
            if label != value.label and (each.label, each.kind) == (label, value.kind)
        ]
        if not after:
            return []
        found += after
    return found


def tells_change(match: Match, after: list[Value], pairs: list[Pair]) -> bool:
    """Whether the sentence says that it was so, or tells what it is now beside it."""
    told = {
        value
        for other, judged in pairs
        if other.read is match.read and other.around.sentence == match.around.sentence
        for value in judged.values
    }
    return is_past(match) or any(each in told for each in after)


def is_past(match: Match) -> bool:
    """Whether the words right before or behind a figure say that it was so.

    What else the sentence has says nothing of the figure: crude oil from Russia is at 60 dollars.
    """
    letters, mention = match.read.line.letters, match.mention
    start, end = match.read.line.sentence_at(mention.start)
    before = PAST_BEFORE.search(letters[start : mention.start])
    return bool(before or PAST_BEHIND.match(letters[:end], mention.end))
