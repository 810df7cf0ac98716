"""Sums and differences that a text states, computed anew of the parts that it names."""

import re
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext

from measures.models import BudgetLine
from portal.mentions.mention import Kind, Mention
from portal.money import yen_in_words
from portal.pages.check.agreeing import same_number
from portal.pages.check.fitting import is_at_stage
from portal.pages.check.matching import Match, Matcher
from portal.pages.check.siblings import by_line
from portal.pages.check.values import Value, is_of
from portal.pages.check.verdicts import GOOD, Judged, Note, Verdict

TOTAL = re.compile(
    r"(?:合計|総計|総額|(?<![統会設])計|合わせて|あわせて|合算して|\btotal(?:s|ling|ed| of)?)"
    r"(?:で|は|の)?[^\d]{0,3}$"
)
DIFFERENCE = re.compile(r"(?:差額?|増加額|減少額)(?:は|が)?[^\d]{0,3}$")
CHANGED = re.compile(
    r"(?:の|だけ)?(?:増(?!税)|減(?!税)|増加|減少|上回|下回|少な|多[いく]|の?差)"
    r"| ?(?:less|more|above|below|higher|lower)\b"
)
# Words of sums that somebody made of what documents print.
MADE = re.compile(
    r"(?:の和|積み?上げ|足し上げ|computed|adds? up to|sum of the [a-z ]{0,20})"
    r"(?:は|で|が)?[^\d]{0,3}$"
)
MADE_BEHIND = re.compile(r"\([^()]{0,20}の和\)|を(?:足し|丸め)")
# Between so many letters before an amount stands the word that says that it is a sum.
BEFORE = 12
LEAST = 2
Pair = tuple[Match, Judged]


def recomputed(pairs: list[Pair], matcher: Matcher) -> Iterator[Pair]:
    """The findings, sums and differences judged by their parts where the record has no such sum."""
    lines = by_line(pairs)
    for match, judged in pairs:
        found = None
        if match.mention.kind == Kind.COUNT and judged.verdict not in GOOD and is_total(match):
            found = of_counts(match, matcher)
        elif match.mention.kind == Kind.AMOUNT and judged.verdict not in GOOD:
            found = of_parts(match, parts_of(match, lines[match.read.line.number])) or of_lines(
                match
            )
            if found is None and judged.verdict == Verdict.DIFFERS and is_made(match):
                found = Judged(Verdict.NOT_RECORDED, (), (Note.NO_PARTS,))
        yield match, found or judged


def is_made(match: Match) -> bool:
    """Whether the text says that an amount is what others make, or the difference of two."""
    letters, mention = match.read.line.letters, match.mention
    before = letters[max(0, mention.start - BEFORE) : mention.start]
    return bool(MADE.search(before) or MADE_BEHIND.match(letters, mention.end)) or bool(
        DIFFERENCE.search(before) or CHANGED.match(letters, mention.end)
    )


def is_total(match: Match) -> bool:
    """Whether the text says that a number is what several make."""
    letters, mention = match.read.line.letters, match.mention
    return bool(TOTAL.search(letters[max(0, mention.start - BEFORE) : mention.start]))


def of_counts(match: Match, matcher: Matcher) -> Judged | None:
    """The verdict on what the counts of the entries make that its sentence names; None without.

    Whether something is counted in two of them the record does not know.
    """
    named = [each for each in sorted(match.around.called) if each in match.around.named]
    counted = [
        [each for each in matcher.values.get(entry, ()) if is_of(match.mention, each)]
        for entry in named
    ]
    parts = [own[0] for own in counted if len(own) == 1]
    if len(parts) < LEAST or any(len(own) > 1 for own in counted):
        return None
    number = sum(each.number for each in parts)
    words = {"number": f"{number.normalize():f}"}
    reason = gettext("The parts make %(number)s, if nothing is counted in two of them.") % words
    if match.mention.value == number:
        return Judged(Verdict.INFERENCE, tuple(parts), (Note.SUM,), reason)
    verdict = Verdict.DIFFERS if match.mention.value > number else Verdict.NOT_RECORDED
    return Judged(verdict, tuple(parts), (Note.SUM,), reason)


def parts_of(match: Match, pairs: list[Pair]) -> list[Pair]:
    """The amounts that stand before one in its sentence, of the findings of its line."""
    start, _end = match.read.line.sentence_at(match.mention.start)
    return [
        pair
        for pair in pairs
        if pair[0].mention.kind == Kind.AMOUNT
        if start <= pair[0].mention.start < match.mention.start
    ]


def of_parts(match: Match, parts: list[Pair]) -> Judged | None:
    """The verdict on a stated sum or difference; None where it is none, or a part is not known."""
    letters, mention = match.read.line.letters, match.mention
    before = letters[max(0, mention.start - BEFORE) : mention.start]
    is_sum = bool(TOTAL.search(before))
    is_difference = bool(DIFFERENCE.search(before) or CHANGED.match(letters, mention.end))
    if len(parts) < LEAST or not (is_sum or is_difference):
        return None
    parts = parts if is_sum else parts[-LEAST:]
    values = [judged.values[0] for _match, judged in parts if judged.verdict in GOOD]
    if len(values) < len(parts):
        return None
    if reason := refused(values):
        return Judged(Verdict.NOT_RECORDED, tuple(values), (Note.NOT_ADDED,), reason)
    numbers = [value.number for value in values]
    computed = sum(numbers) if is_sum else abs(numbers[-1] - numbers[-2])
    return compared(mention, computed, values)


def of_lines(match: Match) -> Judged | None:
    """The verdict on what the lines of a year and stage make; None where they make another sum."""
    for meant in match.meant if match.around.years else ():
        values = [value for value in meant.values if is_added(value, match)]
        if len(values) >= LEAST and not refused(values):
            found = compared(match.mention, sum(value.number for value in values), values)
            if found.verdict == Verdict.AGREES:
                return found
    return None


def is_added(value: Value, match: Match) -> bool:
    """Whether a value is a line of the year and stage that the text names, and may be added."""
    row, around = value.row, match.around
    if not isinstance(row, BudgetLine) or row.why_not_added:
        return False
    return value.years == around.years and is_at_stage(value, around)


def refused(values: list[Value]) -> str:
    """Why amounts are not added up, in a sentence; empty where they may be."""
    for value in values:
        if isinstance(value.row, BudgetLine) and value.row.why_not_added:
            return value.row.why_not_added
    if len({value.entry for value in values}) > 1:
        return gettext("They are of several programmes, whose scopes may overlap.")
    if len({value.stage for value in values}) > 1:
        return gettext("They stand at different stages of the budget, which are never added up.")
    if len({value.units for value in values}) > 1:
        return gettext("They are in different currencies.")
    if len({(value.row._meta.label, value.row.pk) for value in values}) < len(values):
        return gettext("One amount is told twice.")
    return ""


def compared(mention: Mention, computed: Decimal, values: list[Value]) -> Judged:
    """The verdict on a sum, with what its parts make."""
    step = min(value.step for value in values)
    words = yen_in_words(int(computed), values[0].units[0])
    reason = gettext("The parts make %(amount)s.") % {"amount": words}
    verdict = Verdict.AGREES if same_number(mention, computed, step) else Verdict.DIFFERS
    return Judged(verdict, tuple(values), (Note.SUM,), reason)
