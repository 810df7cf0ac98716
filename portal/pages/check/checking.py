"""A text checked: its values found, matched with the record and judged."""

import dataclasses
import re
from collections import Counter
from functools import cached_property

from portal.changes.models import Stamp
from portal.mentions.lines import lines_of
from portal.mentions.mention import Kind
from portal.mentions.relative import OFF
from portal.pages.check import statuses
from portal.pages.check.acts import by_acts
from portal.pages.check.borrowed import by_own_words
from portal.pages.check.candidates import Fallback, Pair
from portal.pages.check.carried import by_carried
from portal.pages.check.cases import by_cases
from portal.pages.check.continued import by_sentence_before
from portal.pages.check.dues import by_dues
from portal.pages.check.former import superseded
from portal.pages.check.judging import judge
from portal.pages.check.known import KnownCache
from portal.pages.check.lapsed import lapsed
from portal.pages.check.latest import by_latest
from portal.pages.check.matching import Match, Matcher
from portal.pages.check.meetings import by_meetings
from portal.pages.check.naming import Name, names_of
from portal.pages.check.periods import by_periods
from portal.pages.check.reads import HEAD, dateline, is_at_edge, year_of
from portal.pages.check.replaced import replaced
from portal.pages.check.siblings import by_siblings
from portal.pages.check.statements import Otherwise
from portal.pages.check.sums import recomputed
from portal.pages.check.surroundings import Surroundings
from portal.pages.check.swapped import by_clauses
from portal.pages.check.tables import by_bare_dates, by_columns, by_rest
from portal.pages.check.unnamed import by_titles
from portal.pages.check.values import Value
from portal.pages.check.verdicts import AMISS, GOOD, Finding, Judged, Note, Verdict
from portal.pages.check.with_numbers import by_numbers
from portal.pages.check.within import one_check

# What stands before a year by which something is due.
BY = " by "
# What is counted is time.
TIME = re.compile(r"(?:[年月週]間|か[年月]|日間|時間|years?\b|months?\b|weeks?\b|hours?\b)")
# A memo has some thousands of characters; a whole report is checked by the command in parts.
MOST_CHARACTERS = 60_000


@dataclasses.dataclass(frozen=True)
class Result:
    """A text with its findings and the names in it, in the order in which they stand there."""

    text: str
    findings: list[Finding]
    names: list[Name]
    stamp: Stamp

    @cached_property
    def counts(self) -> dict[Verdict, int]:
        """How many findings have each verdict, of those that there are."""
        counted = Counter(each.verdict for each in self.findings)
        return {verdict: counted[verdict] for verdict in Verdict if counted[verdict]}

    @property
    def amiss(self) -> list[Finding]:
        """What somebody has to look at first: what the record denies, then what it knows not of."""
        denied = [each for each in self.findings if each.verdict in AMISS]
        return denied + [each for each in self.findings if each.is_unknown]


def check(text: str, stamp: Stamp, using: str) -> Result:
    """The findings of a text at a version of the record."""
    with one_check():
        return checked(text, stamp, using)


def checked(text: str, stamp: Stamp, using: str) -> Result:
    """The same; what is worked out of its letters is remembered by who calls it."""
    known = KnownCache.at(stamp, using)
    surroundings = Surroundings(lines_of(text), known)
    matcher = Matcher(surroundings, known)
    matches = [matcher.match(read, each) for read in surroundings.lines for each in read.mentions]
    otherwise = Otherwise(using)
    judged = [(match, judge(match, otherwise)) for match in matches]
    asked = (by_columns, by_rest, by_siblings, by_bare_dates, by_dues, by_acts, by_carried)
    for further in (*asked, by_meetings, by_cases, by_periods):
        judged = list(further(judged, matcher))
    judged = list(by_titles(judged, matcher, otherwise))
    judged = list(by_own_words(judged, matcher, otherwise))
    judged = list(by_clauses(judged, matcher))
    judged = list(by_sentence_before(judged, matcher, otherwise))
    judged = list(replaced(list(recomputed(judged, matcher)), matcher))
    judged = list(by_numbers(list(superseded(judged, using)), matcher))
    judged = list(by_latest(lapsed(judged, matcher), matcher))
    judged = sorted([*judged, *statuses.matches(matcher, judged)], key=place_of)
    told = list(Fallback(judged, known).judged())
    kept = without_answered([pair for pair in told if is_told(*pair)])
    found = [finding(n, text, *pair) for n, pair in enumerate(kept, 1)]
    return Result(text, found, names_of(text, surroundings, using), stamp)


def place_of(pair: Pair) -> tuple[int, int]:
    """Where a mention stands: its line, and where it begins there."""
    return pair[0].read.line.number, pair[0].mention.start


def without_answered(pairs: list[Pair]) -> list[Pair]:
    """Findings of which none differs from what its own sentence says elsewhere, in its place.

    Of 10か国中、6か国 the first number is another thing where the second is what the record has.
    """
    right = {
        (match.read.line.number, match.around.sentence, value)
        for match, judged in pairs
        for value in judged.values
        if (judged.verdict in GOOD and says_all(match, value)) or is_phrased(match, judged)
    }
    return [
        (match, Judged(Verdict.NOT_RECORDED) if is_answered(match, judged, right) else judged)
        for match, judged in pairs
    ]


def says_all(match: Match, value: Value) -> bool:
    """Whether a mention that agrees says a value as closely as the record, not its year alone."""
    mention = match.mention
    if mention.kind != Kind.DATE:
        return True
    told = mention.edtf[1:] if mention.partial else mention.edtf
    return value.edtf == told or (mention.partial and re.fullmatch(rf"\d{{4}}{told}", value.edtf))


def is_phrased(match: Match, judged: Judged) -> bool:
    """Whether a mention differs from what stands in its place in the words of a document."""
    told = (*match.phrased, *match.printed_instead)
    return judged.verdict == Verdict.DIFFERS and any(each in told for each in judged.values)


def is_answered(match: Match, judged: Judged, right: set) -> bool:
    """Whether all that a finding differs from is said in its sentence too."""
    if judged.verdict != Verdict.DIFFERS or not judged.values or Note.SUM in judged.notes:
        return False
    if match.mention.kind == Kind.STATUS or is_phrased(match, judged):
        return False
    if match.mention.kind == Kind.DATE and any(not each.edtf for each in judged.values):
        return False
    place = (match.read.line.number, match.around.sentence)
    return all((*place, value) in right for value in judged.values)


def is_told(match: Match, judged: Judged) -> bool:
    """Whether a mention is told of.

    A bare number, or one in words, how long something takes, and the day of the text itself only
    where the record has something of it; a date that is told from another without a number, 同日,
    where its sentence names the entry; the year of an amount with the amount.
    """
    mention = match.mention
    if mention.kind == Kind.NUMBER or is_spelled(match):
        return bool(judged.values)
    if mention.kind == Kind.DATE and is_without_digits(match) and is_relative(match):
        return bool(judged.values) and Note.NEARBY not in judged.notes
    if is_of_time(match) or is_dateline(match):
        return bool(judged.values)
    return not is_year_of_amount(match, judged)


def is_of_time(match: Match) -> bool:
    """Whether a count is how long something takes: 1年間."""
    return match.mention.kind == Kind.COUNT and bool(TIME.match(match.mention.unit))


def is_dateline(match: Match) -> bool:
    """Whether a date is the day of the text itself, above all that it tells."""
    line, mention = match.read.line, match.mention
    if line.number >= HEAD or mention.kind != Kind.DATE or not is_at_edge(line, mention):
        return False
    is_named = any(each.owns for each in match.read.all_names)
    return not is_named and (dated := dateline(line)) is not None and dated.start == mention.start


def is_spelled(match: Match) -> bool:
    """Whether a count has no numeral: seven elements."""
    return match.mention.kind == Kind.COUNT and is_without_digits(match)


def is_relative(match: Match) -> bool:
    """Whether a date is told from the one before it."""
    return match.read.line.letters[match.mention.start] in OFF


def is_without_digits(match: Match) -> bool:
    """Whether a mention has no digit."""
    letters = match.read.line.letters[match.mention.start : match.mention.end]
    return not any(map(str.isdecimal, letters))


def is_year_of_amount(match: Match, judged: Judged) -> bool:
    """Whether a date is the fiscal year of an amount beside it, or of a column of amounts."""
    mention, read = match.mention, match.read
    if mention.kind != Kind.DATE or year_of(mention) is None or is_deadline(match):
        return False
    if "/" not in mention.edtf and judged.verdict in GOOD | AMISS:
        return False
    stage = any(0 <= start - mention.end <= 1 for _codes, start, _end in read.stages)
    start, end = read.line.sentence_at(mention.start)
    if read.line.is_row:
        start, end = 0, len(read.line.letters)
    amounts = (each for each in read.mentions if each.kind == Kind.AMOUNT)
    return stage or any(start <= each.start < end for each in amounts)


def is_deadline(match: Match) -> bool:
    """Whether something is due by a date, which is then no year of a budget."""
    letters, mention = match.read.line.letters, match.mention
    before = letters[max(0, mention.start - len(BY)) : mention.start]
    return before == BY or letters.startswith("まで", mention.end)


def finding(number: int, text: str, match: Match, judged: Judged) -> Finding:
    """A mention with its place in the whole text."""
    start, end = match.read.line.place(match.mention.start, match.mention.end)
    of_entry = bool(match.around.groups)
    return Finding(number, start, end, text[start:end], match.mention, judged, of_entry)
