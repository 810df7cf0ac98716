"""The measure named before a sentence that goes on about it, of which a claim is then."""

import re

from portal.pages.check.asked import Asked, Bearer, one_of, owning
from portal.pages.check.fitting import AHEAD
from portal.pages.check.matching import Match
from portal.pages.check.near import sentence_before
from portal.pages.check.placing import OWNERS, Way, within
from portal.pages.check.subjects import GOES_ON, has_own_subject
from portal.pages.check.values import Thing
from portal.pages.check.verdicts import Note
from portal.pages.check.wholes import OF_IT, SAME, is_of_topic, said

ABOUT = re.compile(r"に(?:つき|つい|関し)(?:まし)?ては?")
# A sentence that goes on about what was named before has no more letters before such a word.
SHORT = 28
# What says that a measure was named before, with no other thing before a claim: behind it another
# clause may tell of whatever it likes.
THE_SAME = re.compile(
    r"^[^一-鿿ァ-ヺ]*(?:同|本|当該|この)(?P<what>(?:改正)?(?:法(?:律|案)?|制度|措置|規則|規制|関税|協定|条約|計画|事業))"
    r"(?:は|に(?:つい|関し)ては|につきましては)[^をがはも]*$"
)
# Between a date and what is said to come on it.
ON = re.compile(r"(?:に|から|より)、?"), re.compile(r" ?(?:on|in|from|as of)? ?")


def of_day(match: Match, asked: Asked, start: int) -> Bearer | None:
    """The measure named before whose date stands right beside a claim, if that day has come."""
    letters, claim = match.read.line.letters, match.mention
    for date, values in asked.days.get((match.read.line.number, start), ()):
        before, behind = letters[date.end : claim.start], letters[claim.end : date.start]
        is_beside = ON[0].fullmatch(before) if before else behind and ON[1].fullmatch(behind)
        if is_beside and all(each.event not in AHEAD for each in values):
            return one_of({each.entry for each in values}, asked.matcher, Note.NEARBY)
    return None


def of_before(match: Match, asked: Asked, start: int) -> Bearer | None:
    """The one measure named before a sentence that goes on about it, or told of there."""
    letters, mention = match.read.line.letters, match.mention
    before, sentence = letters[start : mention.start], match.around.sentence
    told = before if THE_SAME.match(before) else sentence
    if len(before) > SHORT or has_own_subject(told) or OF_IT.search(before):
        return None
    if ABOUT.search(before) and not SAME.match(before):
        return None
    if not letters[start : mention.end].isascii() and not is_of_topic(match, said(before)):
        return None
    goes_on = SAME.match(before) or GOES_ON.match(sentence)
    if goes_on and (agreed := owning(asked.before(match, start), asked.matcher)):
        return one_of(agreed, asked.matcher, Note.NEARBY)
    groups = (each for each in match.around.groups if each.way == Way.BEFORE)
    entries = next((e for each in groups if (e := owning(each.entries, asked.matcher))), set())
    same = THE_SAME.match(before)
    if same and len(entries) > 1:
        entries &= called(same["what"], match, asked, start)
    return one_of(entries, asked.matcher, Note.NEARBY)


def called(what: str, match: Match, asked: Asked, start: int) -> set[Thing]:
    """The entries whose names in the sentence before end in a word: 制度, of a law and a scheme."""
    before = sentence_before(match.read, start, asked.matcher.surroundings.lines)
    if before is None:
        return set()
    read, *place = before
    names = (each for each in within(read.names, *place) if each.owns)
    letters = read.line.letters
    return {t for n in names if letters[n.start : n.end].endswith(what) for t in n.of(OWNERS)}
