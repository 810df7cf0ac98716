"""What the cells beside a cell say of it: its row names what it is of, its column what it tells.

Where other cells of a column agree with values of one series, a cell that agrees with nothing is
compared with the value of that series for what its row names.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator

from portal.mentions.mention import Kind
from portal.pages.check.agreeing import same
from portal.pages.check.judging import is_as_close, is_as_of
from portal.pages.check.matching import Match, Matcher
from portal.pages.check.placing import ABOUT, OWNERS, Way, column_of, things_of, within
from portal.pages.check.values import Value
from portal.pages.check.verdicts import GOOD, Judged, Note, Verdict
from portal.search.text import fold

# So many cells of a column have to agree with a series before it says what the others are.
AGREEING = 2
# Which part of a series its fiscal years are.
YEARS = 3
# A head of a row of so many letters that is a label says by itself what the row is.
LABEL = 8
TOTALS = frozenset({"総計", "合計", "計", "total", "grand total"})
NO_LETTER = re.compile(r"[\W_]")
# The entries that a line beside a bare date may name.
FEW = 3
OPEN = frozenset({Verdict.NOT_RECORDED, Verdict.IN_WORDS, Verdict.CANDIDATES})
Pair = tuple[Match, Judged]


def by_columns(pairs: list[Pair], matcher: Matcher) -> Iterator[Pair]:
    """The findings, those of cells judged by their columns where nothing else tells them."""
    columns: dict[tuple, Counter] = {}
    for match, judged in pairs:
        if match.read.line.is_row and judged.verdict in GOOD:
            told = {series_of(value) for value in judged.values}
            columns.setdefault(column(match, matcher), Counter()).update(told)
    for match, judged in pairs:
        told = None
        if match.read.line.is_row and judged.verdict in OPEN | GOOD:
            counted = columns.get(column(match, matcher), Counter())
            found = [one for one, times in counted.most_common(2) if times >= AGREEING]
            if not any(series_of(value) in found for value in judged.values):
                told = by_column(match, found, matcher)
        if match.mention.kind == Kind.NUMBER and judged.verdict in OPEN:
            told = told or by_label(match)
        yield match, told or judged


def column(match: Match, matcher: Matcher) -> tuple[int, int]:
    """Which column of which table a mention stands in."""
    line = match.read.line
    return matcher.surroundings.top_of(line), column_of(line, match.mention.start)


def series_of(value: Value) -> Hashable:
    """What the values of one column have in common."""
    row = value.row
    return (
        *(value.entry, type(row), value.kind, value.years, value.stage),
        *(getattr(row, "series_ja", ""), value.units),
    )


def by_column(match: Match, found: Iterable[Hashable], matcher: Matcher) -> Judged | None:
    """The verdict of a cell by the series of its column, where its row has a value there."""
    if is_aside(match):
        return None
    for series in found:
        is_amount = match.mention.kind == Kind.AMOUNT
        if is_amount and match.around.years not in (None, series[YEARS]):
            continue
        own = [each for each in matcher.values.get(series[0], ()) if series_of(each) == series]
        told = [each for each in own if is_of_row(match, each)]
        if told and any(same(match.mention, each) for each in told):
            return Judged(Verdict.AGREES, tuple(told), (Note.NEARBY,))
        if told:
            return Judged(Verdict.DIFFERS, tuple(told), (Note.COLUMN,))
    return None


def by_label(match: Match) -> Judged | None:
    """The verdict of a cell whose row is headed by the label of a figure of an entry around it."""
    if not match.read.line.is_row:
        return None
    column = column_of(match.read.line, match.mention.start)
    heads = [match.read.line.letters[a:b] for a, b in match.read.line.cells[:column] if b > a]
    if not heads or len(heads[-1]) < LABEL:
        return None
    told = [each for meant in match.meant for each in meant.values if fold(each.label) == heads[-1]]
    return Judged(Verdict.DIFFERS, tuple(told), (Note.COLUMN,)) if told else None


def is_of_row(match: Match, value: Value) -> bool:
    """Whether the nearest cell before a mention that has words names what a value is of."""
    read = match.read
    for start, end in reversed(read.line.cells[: column_of(read.line, match.mention.start)]):
        letters = read.line.letters[start:end]
        if len(letters) >= LABEL and fold(value.label).endswith(letters):
            return True
        names = within(read.names, start, end)
        things = set(things_of(names, ABOUT))
        named = sum(name.end - name.start for name in names if name.of(ABOUT))
        if value.things:
            if things:
                return value.things <= things and 2 * named > len(NO_LETTER.sub("", letters))
            continue
        if letters and not letters.replace(".", "").isdecimal():
            return fold(value.label).endswith(letters) or is_total(value, letters)
    return False


def is_total(value: Value, letters: str) -> bool:
    """Whether a value of no label stands in the row of totals."""
    return not value.label and letters in TOTALS


def by_rest(pairs: list[Pair], matcher: Matcher) -> Iterator[Pair]:
    """The findings, of those of a line the last that is left compared with the last value left."""
    lines: dict[int, list[Pair]] = {}
    for pair in pairs:
        lines.setdefault(pair[0].read.line.number, []).append(pair)
    for own in lines.values():
        told = {value for _match, judged in own for value in judged.values}
        agreeing = [pair for pair in own if pair[1].verdict in GOOD]
        for match, judged in own:
            found = None
            if judged.verdict in OPEN and agreeing and not is_aside(match):
                found = rest(match, own, agreeing, told, matcher)
            yield match, found or judged


def rest(match, own, agreeing, told, matcher) -> Judged | None:
    """The verdict of a mention by the one value that its line has not told of an entry."""
    if is_told_again(match, agreeing):
        return None
    entries = {
        each.entry for pair in agreeing if is_like(pair[0], match) for each in pair[1].values
    }
    around = match.around.entries(*Way)
    for entry in entries & set(things_of(match.read.all_names, OWNERS)) & around:
        sections = {v.row.section_id for _m, j in agreeing for v in j.values if v.entry == entry}
        like = [pair for pair in own if is_like(pair[0], match) and pair[1].verdict in OPEN]
        values = [
            each
            for each in matcher.values.get(entry, ())
            if each.kind == match.mention.kind and each.row.section_id in sections
            if each not in told and each.units == units_of(match, agreeing, entry)
        ]
        values = [each for each in values if not is_told(each, told) and may_be(match, each)]
        values = [each for each in values if not is_spoken(each, own)]
        if len({each.number or each.edtf for each in values}) == 1 and len(like) == 1:
            return Judged(Verdict.DIFFERS, tuple(values), (Note.REST,))
    return None


def by_bare_dates(pairs: list[Pair], matcher: Matcher) -> Iterator[Pair]:
    """The findings, those of a date alone in its line judged by what the line beside it needs.

    That is the day of an entry which the line beside it has words of, if nothing tells it.
    """
    told = {(each.entry, each.edtf) for _match, judged in pairs for each in judged.values}
    for match, judged in pairs:
        beside = [each for each in match.meant if each.way == Way.BESIDE]
        left = [
            value
            for each in beside
            for value in each.values
            if value.event and (value.entry, value.edtf) not in told
            if is_as_close(match.mention, value)
        ]
        alone = 0 < len({value.entry for value in left}) <= FEW
        is_date = match.mention.kind == Kind.DATE and not is_aside(match)
        if judged.verdict in OPEN and is_date and alone:
            yield match, Judged(Verdict.DIFFERS, tuple(left), (Note.REST,))
        else:
            yield match, judged


def is_aside(match: Match) -> bool:
    """Whether a date is that of a document, or says in brackets when another value was so."""
    letters, mention = match.read.line.letters, match.mention
    bracketed = match.read.line.is_row and letters[mention.start - 1 : mention.start] == "("
    return mention.kind == Kind.DATE and (bracketed or is_as_of(match))


def may_be(match: Match, value: Value) -> bool:
    """Whether a mention may stand for a value: a date for one that is told as closely."""
    return match.mention.kind != Kind.DATE or is_as_close(match.mention, value)


def is_like(one: Match, other: Match) -> bool:
    """Whether two mentions count the same, or are both dates."""
    return one.mention.kind == other.mention.kind and one.mention.unit == other.mention.unit


def units_of(match: Match, agreeing: list[Pair], entry) -> tuple[str, ...]:
    """The units of the values of an entry that others of the same unit agree with."""
    return next(
        each.units
        for one, judged in agreeing
        if is_like(one, match)
        for each in judged.values
        if each.entry == entry
    )


def is_told_again(match: Match, agreeing: Iterable[Pair]) -> bool:
    """Whether a mention says once more what its line has told."""
    told = (value for _match, judged in agreeing for value in judged.values)
    return any(same(match.mention, each) for each in told if each.kind == match.mention.kind)


def is_spoken(value: Value, own: Iterable[Pair]) -> bool:
    """Whether a line says a value, of whatever entry that is told."""
    like = (match for match, _judged in own if match.mention.kind == value.kind)
    return any(may_be(match, value) and same(match.mention, value) for match in like)


def is_told(value: Value, told: Iterable[Value]) -> bool:
    """Whether a line tells a value by another row that says the same."""
    return any(
        (each.entry, each.kind, each.number, each.edtf)
        == (value.entry, value.kind, value.number, value.edtf)
        for each in told
    )
