"""What stands around a mention: the entries, subjects, years, stages and events it is told of.

A sentence says what its numbers are about; where it names no entry, what stands before it, then the
heading. Of several names the nearest counts, those before a number more than those behind it.
"""

import dataclasses
import functools
from collections.abc import Iterator

from portal.mentions.lines import Line
from portal.mentions.mention import Kind, Mention
from portal.pages.check.apart import is_abroad, is_apart
from portal.pages.check.headings import headings_of, tops_of
from portal.pages.check.known import Known
from portal.pages.check.near import english_event, named_before
from portal.pages.check.placing import (
    ABOUT,
    OWNERS,
    Group,
    Way,
    beside,
    column_of,
    is_amount_before,
    nearest,
    own_groups,
    things_of,
    within,
)
from portal.pages.check.reads import ITEM, Named, Read, is_within, read_lines, year_of
from portal.pages.check.subjects import has_own_subject
from portal.pages.check.values import YEAR, Thing

# So many lines before one may say what it is about.
BEFORE = 10
# A line of no more letters beside its date tells the date of what stands next to it.
BARE = 3
# The head of a column that says of which year and stage its cells are has no more letters.
LABEL = 32
OBJECT = tuple("がはをの")
# What parts the clauses of a sentence.
PARTING = "、,;"
# A line with the beginning and end of a cell in it.
Head = tuple[Read, int, int]


@dataclasses.dataclass(frozen=True)
class Around:
    """What a mention is told of. `own` says that its own sentence names the entries.

    `groups` are the entries that may be meant, the nearest first, and how they are named; `named`
    is all that its sentence or row names, `called` the entries by a name of theirs; `years`,
    `stages` and `events` are what of these it is told with. `clause` is its part of the sentence,
    `is_abroad` that this names only countries that are none of those of the entries before.
    """

    groups: tuple[Group, ...]
    named: frozenset[Thing]
    years: tuple[int, int] | None = None
    stages: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    sentence: str = ""
    called: frozenset[Thing] = frozenset()
    clause: str = ""
    is_abroad: bool = False

    def entries(self, *ways: Way) -> frozenset[Thing]:
        """The entries that are named in some ways."""
        return frozenset(
            each for group in self.groups if group.way in ways for each in group.entries
        )


class Surroundings:
    """The lines of a text, read, and what stands around each mention."""

    def __init__(self, lines: list[Line], known: Known):
        self.lines = list(read_lines(lines, known))
        self.titles = known.titles
        self.tops = tops_of(lines)
        self.headings = headings_of(lines)

    def is_in_name(self, letters: str) -> bool:
        """Whether a name of an entry in the text has these letters in it: 5鉱種の輸出管理."""
        return any(letters in name for name in self.entry_names)

    @functools.cached_property
    def entry_names(self) -> frozenset[str]:
        """The names of entries in the text, as they stand there."""
        return frozenset(
            read.line.letters[name.start : name.end]
            for read in self.lines
            for name in read.names
            if name.owns
        )

    def around(self, read: Read, mention: Mention) -> Around:
        """What a mention of a line is told of."""
        start, end = read.line.sentence_at(mention.start)
        head = self.head_of(read, mention)
        names = within(read.all_names, start, end)
        if read.line.is_row:
            names = self.of_row(read, mention, head)
        label = head if head and head[2] - head[1] <= LABEL else None
        own = list(own_groups(names, mention, read.line.letters))
        wider = [each for each in self.wider(read, mention, start) if each.entries]
        sentence = read.line.letters[start:end]
        if is_of_its_own(read, mention, own, sentence):
            wider = [each for each in wider if each.way != Way.BEFORE]
        wider = list(self.of_same(wider, read, mention, sentence, names))
        before = next((g.entries for g in wider if g.way == Way.BEFORE), ())
        return Around(
            tuple(each for each in (*own, *wider) if each.entries),
            frozenset((*self.about(names, mention, row=read.line.is_row), *self.item_of(read))),
            self.years_of(read, mention, (start, end), label),
            self.stages_of(read, mention, (start, end), label),
            self.events_of(read, mention, start, end),
            sentence,
            frozenset(things_of([each for each in names if not each.worded], OWNERS)),
            read.line.letters[slice(*clause_at(read.line.letters, mention, start, end))],
            bool(before) and all(is_abroad(sentence, names, e, self.titles) for e in before),
        )

    def of_same(
        self,
        groups: list[Group],
        read: Read,
        mention: Mention,
        sentence: str,
        names: list[Named],
    ) -> Iterator[Group]:
        """Groups without the entries named before of which a sentence does not go on to speak."""
        for group in groups:
            is_free = group.way == Way.BEFORE and mention.kind in (Kind.DATE, Kind.COUNT)
            if not is_free or read.line.is_row:
                yield group
                continue
            own = (e for e in group.entries if not is_apart(sentence, names, e, self.titles))
            if entries := tuple(own):
                yield Group(entries, group.way)

    def about(self, names: list[Named], mention: Mention, *, row: bool) -> Iterator[Thing]:
        """The entries, subjects and partners that a sentence or row names for a mention."""
        yield from things_of(names, OWNERS)
        own = [each for each in names if each.of(ABOUT)]
        for kind in ABOUT:
            meant = [each for each in own if each.of((kind,))]
            if row:
                yield from things_of(meant, (kind,))
            elif meant:
                yield from nearest(meant, mention, forward=False).of((kind,))
        for each in names:
            if each.of(OWNERS):
                yield from each.of(ABOUT)

    def item_of(self, read: Read) -> list[Thing]:
        """The subjects and partners of the item that a line stands below: a short line alone."""
        number = read.line.number - 1
        if read.line.is_row or number < 0 or len(self.lines[number].line.letters) > ITEM:
            return []
        return things_of(self.lines[number].names, ABOUT)

    def of_row(self, read: Read, mention: Mention, head: "Head | None") -> list[Named]:
        """The names of a row for a mention: the nearest cell before it that has any, its head.

        What an amount is of may stand behind it too.
        """
        column = column_of(read.line, mention.start)
        found: list[Named] = []
        order = [each for each in reversed(read.by_cell) if each <= column]
        if mention.kind == Kind.AMOUNT:
            order += [each for each in read.by_cell if each > column]
        for kinds in (OWNERS, ABOUT):
            for number in order:
                names = read.by_cell[number]
                if kinds == ABOUT and number == column:
                    names = of_part(read, mention, names)
                if own := [each for each in names if each.of(kinds)]:
                    found += own
                    break
        return found + (within(head[0].all_names, *head[1:]) if head else [])

    def head_of(self, read: Read, mention: Mention) -> "Head | None":
        """The head of the column that a mention stands in; what has amounts itself is none.

        It is in the first row with as many cells: above a table another of fewer columns may stand.
        """
        if not read.line.is_row:
            return None
        rows = self.lines[self.top_of(read.line) : read.line.number]
        top = next((each for each in rows if len(each.line.cells) >= len(read.line.cells)), None)
        if top is None:
            return None
        start, end = top.line.cells[column_of(read.line, mention.start)]
        amounts = (each for each in top.mentions if each.kind == Kind.AMOUNT)
        return None if any(start <= each.start < end for each in amounts) else (top, start, end)

    def wider(self, read: Read, mention: Mention, start: int) -> Iterator[Group]:
        """The entries that the lines around name: beside a bare date, before it, the headings.

        Last the title, which is the first line.
        """
        line = read.line
        before = [each for each in line.sentences if each[1] <= start]
        if before and not line.is_row:
            yield Group(tuple(named_before(read, before, mention)), Way.BEFORE)
        if len(line.letters) - (mention.end - mention.start) <= BARE:
            for number in (line.number - 1, line.number + 1):
                if 0 <= number < len(self.lines):
                    yield Group(self.entries[number], Way.BESIDE)
        number = self.top_of(line) - 1
        last = number - BEFORE
        while number >= max(0, last) and not self.lines[number].line.is_marked:
            yield Group(self.entries[number], Way.BEFORE)
            number -= 1
        for heading in self.headings[line.number]:
            yield Group(self.entries[heading], Way.BEFORE)
        if read.line.number and self.has_title:
            yield Group(self.entries[0], Way.BEFORE)

    @functools.cached_property
    def has_title(self) -> bool:
        """Whether the first line is no sentence, and no heading beside others of its style."""
        first, *others = (each.line for each in self.lines)
        if first.is_prose:
            return False
        return not any(
            each.is_marked and each.style == first.style for each in others if first.style
        )

    def top_of(self, line: Line) -> int:
        """The first row of the table that a row stands in; the number of any other line."""
        return self.tops[line.number]

    @functools.cached_property
    def entries(self) -> list[tuple[Thing, ...]]:
        """The entries that each line names."""
        return [tuple(things_of(each.all_names, OWNERS)) for each in self.lines]

    def years_of(self, read, mention, stretch, head) -> tuple[int, int] | None:
        """The fiscal year of an amount: in its sentence, the head of its column, or its row."""
        own = [
            (each, each.start, each.end)
            for each in read.years
            if each is not mention and stretch[0] <= each.start < stretch[1]
        ]
        chosen = beside(read, mention, own, stretch[1])
        if head and not chosen:
            line, first, last = head
            chosen = next((each for each in line.years if first <= each.start < last), None)
        chosen = chosen or self.before(read, lambda each: each.years)
        return year_of(chosen) if chosen else year_of_row(read, mention)

    def stages_of(self, read, mention, stretch, head) -> tuple[str, ...]:
        """The stage that an amount is told with, as its year."""
        own = [each for each in read.stages if stretch[0] <= each[1] < stretch[1]]
        if own:
            own = self.without_before(read, mention, own)
        chosen = beside(read, mention, own, stretch[1])
        if head and not chosen:
            line, first, last = head
            found = (codes for codes, start, _end in line.stages if first <= start < last)
            chosen = next(found, None)
        return chosen or read.stage_of_row

    @staticmethod
    def without_before(read: Read, mention: Mention, stages: list[tuple]) -> list[tuple]:
        """The stages of a sentence but for those that go with an amount before a mention."""
        last = max(
            (each.end for each in read.mentions if is_amount_before(each, mention)), default=0
        )
        if any(last <= each.start < mention.start for each in read.years):
            return [each for each in stages if each[1] >= last]
        return stages

    def before(self, read: Read, wanted) -> Mention | None:
        """The last year of the line before, where that is the item that a line goes on from."""
        number = read.line.number - 1
        if read.line.is_row or not read.line.letters.startswith("(") or number < 0:
            return None
        found = wanted(self.lines[number])
        return found[-1] if found else None

    @staticmethod
    def events_of(read: Read, mention: Mention, start: int, end: int) -> tuple[str, ...]:
        """The kind of event that a date is of: the word behind it, in English the one before it."""
        if mention.kind != Kind.DATE or not read.events or is_within(mention, owning(read.names)):
            return ()
        dates = [each.start for each in read.mentions if each.kind == Kind.DATE]
        limit = min([end, *(start for start in dates if start > mention.start)])
        behind = [each for each in read.events if mention.end <= each[1] < limit]
        opened = read.line.letters[mention.start - 1 : mention.start] == "("
        opened &= not read.line.letters.startswith("まで", mention.end)
        if opened and (before := [each for each in read.events if each[2] == mention.start - 1]):
            return before[-1][0]
        if read.line.letters[start:end].isascii():
            behind = english_event(read, mention, start)
        # Right behind a date it is of that day, 10月発表の; of 改正が施行 the last is.
        if behind and behind[0][1] == mention.end:
            return behind[0][0]
        passed = [each for each in behind if read.line.letters[each[2] : each[2] + 1] not in OBJECT]
        return (passed or behind)[0][0] if behind else ()


def owning(names: list[Named]) -> list[Named]:
    """The names of entries; a date within one is of that entry, whatever the sentence tells."""
    return [each for each in names if each.owns]


def is_year_alone(mention: Mention, around: Around) -> bool:
    """Whether a date is a year of which no event is told: 2024年以降."""
    return mention.kind == Kind.DATE and len(mention.edtf) == YEAR and not around.events


def clause_at(letters: str, mention: Mention, start: int, end: int) -> tuple[int, int]:
    """The clause of a sentence, from `start` to `end`, that a mention stands in."""
    before = max(letters.rfind(sign, start, mention.start) for sign in PARTING)
    behind = [letters.find(sign, mention.end, end) for sign in PARTING]
    last = min((place for place in behind if place >= 0), default=end)
    return before + 1 if before >= 0 else start, last


def is_of_its_own(read: Read, mention: Mention, own: list[Group], sentence: str) -> bool:
    """Whether a date is of what its own sentence speaks of, and of nothing named before that."""
    if mention.kind != Kind.DATE or read.line.is_row:
        return False
    if any(each.way == Way.NAME and each.entries for each in own):
        return True
    return len(mention.edtf) == YEAR and has_own_subject(sentence)


def year_of_row(read: Read, mention: Mention) -> tuple[int, int] | None:
    """The one fiscal year that a row of a table names in a cell of its own, better before."""
    if not read.line.is_row:
        return None
    before = {year_of(each) for each in read.years if each.end <= mention.start}
    found = before or {year_of(each) for each in read.years}
    return found.pop() if len(found) == 1 else None


def of_part(read: Read, mention: Mention, names: list[Named]) -> list[Named]:
    """The names of a cell for one of its parts: its own, else those before all of its mentions."""
    part = read.line.sentence_at(mention.start)
    cell = read.line.cells[column_of(read.line, mention.start)]
    if part == cell:
        return names
    inside = (each.start for each in read.mentions if cell[0] <= each.start < cell[1])
    first = min(inside, default=mention.start)
    own = [each for each in within(names, *part) if each.of(ABOUT)]
    return own or [each for each in names if each.end <= first]
