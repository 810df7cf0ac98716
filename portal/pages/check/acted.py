"""Whether what is said to stand somewhere is an act that a text names by country and kind alone.

China's export controls on rare earths of October 2025 are in force: the act is the whole subject.
"""

import re

from portal.mentions.mention import Mention
from portal.pages.check.acts import ACT, is_apart
from portal.pages.check.matching import Match
from portal.pages.check.placing import within

# From who acts to the word of the act, and from there to what is said, with the date in between.
BEFORE = re.compile(r"(?: (?!(?:to|on|of|for|by|and|against|with|in)\b)[a-z-]+){0,2} ")
BEHIND = re.compile(
    r"(?: (?:measures?|package|rules|regime))?(?: (?:on|over|covering) [a-z -]+?)?"
    r" (?:(?:announced|introduced|imposed|adopted|published|issued) )?(?:of|in|from|since|on) "
)
SAID = re.compile(
    r" (?:(?:is|are|was|were|has|have|been|remains?|still|now|currently|fully|already) )*"
)
# The same where the date stands before the act: China's October 2025 export controls on it are.
ON_IT = re.compile(
    r"(?: (?:measures?|package|rules|regime))?"
    r"(?: (?:on|over|covering)(?: (?!(?:to|that|which|by|of)\b)[a-z-]+){1,4}?)?"
    r" (?:(?:is|are|remains?|still|now|currently|fully|already) )*"
)
BEFORE_JA = re.compile(r"(?:政府|当局)?(?:が|の|による)[^、。はも]*")
BEHIND_JA = re.compile(
    r"(?:の?(?:措置|強化))?(?:は|に(?:つい|関し)ては|につきましては)、?"
    r"(?:(?:現在|今|なお|まだ|引き続き|既に|すでに)(?:も)?、?)*"
)


def is_subject(match: Match, date: Mention, start: int) -> bool:
    """Whether the act of a date, the one of its sentence, is all that a claim is said of."""
    letters, end = match.read.line.letters, match.mention.start
    names = within(match.read.names, start, end)
    partners = [each for each in names if each.of(("partner",))]
    acts = list(ACT.finditer(letters, start, end))
    if len(partners) != 1 or len(acts) != 1 or letters[start : partners[0].start].strip():
        return False
    if any(each.owns and is_apart(each, acts) for each in names):
        return False
    if letters[partners[0].end : acts[0].start()] == f" {letters[date.start : date.end]} ":
        return bool(ON_IT.fullmatch(letters, acts[0].end(), end))
    before, behind = letters[partners[0].end : acts[0].start()], acts[0].end()
    if letters[start:end].isascii():
        return bool(
            BEFORE.fullmatch(before)
            and BEHIND.fullmatch(letters[behind : max(behind, date.start)])
            and SAID.fullmatch(letters[date.end : max(date.end, end)])
        )
    return bool(BEFORE_JA.fullmatch(before) and BEHIND_JA.fullmatch(letters[behind:end]))
