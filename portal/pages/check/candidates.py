"""Values that no entry near them explains: where the record has the same amount, and its words."""

import re
from collections.abc import Iterable

from measures.models import BudgetLine
from policies.models import DocumentWords
from portal.mentions.mention import Kind
from portal.pages.check.instead import nearest_first
from portal.pages.check.judging import TOLD, is_of_another
from portal.pages.check.known import Known
from portal.pages.check.matching import Match
from portal.pages.check.values import Value, with_amounts
from portal.pages.check.verdicts import Judged, Note, Verdict
from portal.search.text import fold
from portal.search.vocabulary import stands_among

# A number of so many digits stands in a document for hardly anything else.
TELLING = 3
DIGITS = re.compile(r"\d+")

Pair = tuple[Match, Judged]


class Fallback:
    """The verdicts of mentions of which the record says nothing under the names around them."""

    def __init__(self, judged: list[Pair], known: Known):
        self.pairs, self.dates, using = judged, known.dates, known.using
        unknown = [match for match, each in judged if each.verdict == Verdict.NOT_RECORDED]
        amounts = {m.mention.value for m in unknown if m.mention.kind == Kind.AMOUNT}
        self.by_amount: dict[tuple, list[Value]] = {}
        for value in with_amounts(amounts, using):
            self.by_amount.setdefault((value.number, value.units), []).append(value)
        self.texts = DocumentWords.objects.using(using).texts() if unknown else []

    def judged(self) -> Iterable[Pair]:
        """All mentions with their verdicts."""
        for match, each in self.pairs:
            if each.verdict == Verdict.NOT_RECORDED and not each.values:
                yield match, self.of(match)
            else:
                yield match, each

    def of(self, match: Match) -> Judged:
        """Where else the record has an amount; else whether the documents have its words."""
        mention = match.mention
        found = self.by_amount.get((mention.value, (mention.unit,)), [])
        if found and mention.kind == Kind.AMOUNT:
            is_named = any(each.things & match.around.named for each in found)
            if own := () if is_named else of_named(match):
                return Judged(Verdict.DIFFERS, own)
            return Judged(
                Verdict.CANDIDATES, tuple(found[:TOLD]), () if is_named else (Note.UNNAMED,)
            )
        return Judged(Verdict.IN_WORDS if self.is_printed(match) else Verdict.NOT_RECORDED)

    def is_printed(self, match: Match) -> bool:
        """Whether a document has the words of a mention; of a date this very date.

        The year, month and day of three dates make no fourth.
        """
        mention = match.mention
        if mention.kind == Kind.DATE:
            return mention in self.dates
        word = fold(match.read.line.letters[mention.start : mention.end])
        return self.is_telling(word) and any(stands_among(word, text) for text in self.texts)

    @staticmethod
    def is_telling(word: str) -> bool:
        """Whether a value has a number that is rare enough to be looked for by itself."""
        return any(len(digits.rstrip("0")) >= TELLING for digits in DIGITS.findall(word))


def of_named(match: Match) -> tuple[Value, ...]:
    """The amounts of the one programme that a sentence names, which its own cannot be then.

    What is a part of another amount, or the sum of some, is none of them.
    """
    if not match.named or not match.named.is_one or is_of_another(match):
        return ()
    own = (each for each in match.named.values if isinstance(each.row, BudgetLine))
    return tuple(nearest_first(own, match)[:TOLD])
