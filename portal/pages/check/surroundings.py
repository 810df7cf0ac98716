"""What stands around a mention: the entries, subjects, years, stages and events that it is told of.

A sentence says what its numbers are about; where it names no entry, what stands before it, then the
heading. Of several names the nearest counts, those before a number more than those behind it.
"""

import dataclasses
import enum
import functools
from collections.abc import Iterable, Iterator

from measures.lists.conditions import STAGES
from measures.prefilled import EVENTS
from portal.dates.edtf import FISCAL_YEAR
from portal.mentions.frames import Frame, frame_of
from portal.mentions.lines import Line
from portal.mentions.mention import Kind, Mention
from portal.mentions.reading import mentions_of
from portal.pages.check.known import WORDS, Framed, Known
from portal.pages.check.values import Thing
from portal.search import figures

OWNERS = ("measure", "indicator")
ABOUT = ("subject", "partner")
# A date stands before the name of its event with so many letters between them at most.
BESIDE = 4
# So many lines before one may say what it is about.
BEFORE = 10
# A line of no more letters beside its date tells the date of what stands next to it.
BARE = 3
# Letters of a phrase around a mention that say what it is of, whatever else the sentence names.
TELLING = 10
# A phrase that so many entries were read from names them together.
SHARED = 4
# A line of no more letters is the head of an item.
ITEM = 16
# Words of events beyond those that begin rows, and what kinds of dates they speak of.
MORE_EVENTS = {
    "会談": ("held",),
    "会合": ("held",),
    "会議": ("held",),
    "協議": ("held",),
    "サミット": ("held",),
    "創設": ("started",),
    "設置": ("started", "decided"),
    "設立": ("started",),
    "発効": ("effective",),
    "発動": ("effective",),
    "公表": ("published", "announced"),
    "発表": ("announced", "published"),
    "決定": ("decided",),
    "署名": ("decided",),
    "撤廃": ("ended",),
    "策定": ("published", "decided"),
    "施行": ("effective", "in-force"),
    "成立": ("enacted",),
    "閣議決定": ("cabinet-decision",),
    "見送り": ("shelved",),
    "廃止": ("ended",),
    "promulgated": ("promulgated",),
    "enacted": ("enacted",),
    "passed": ("enacted",),
    "took effect": ("effective", "in-force"),
    "entered into force": ("effective", "in-force"),
    "came into force": ("effective", "in-force"),
    "cabinet": ("cabinet-decision",),
    "held": ("held",),
    "published": ("published", "announced"),
    "announced": ("announced", "published"),
}
EVENT_WORDS = {**EVENTS, **MORE_EVENTS}
STAGE_WORDS = {
    **STAGES,
    "要求": ("request",),
    "補正": ("supplementary",),
    "draft initial budget": ("initial-draft",),
    "当初予算案": ("initial-draft",),
}


@dataclasses.dataclass(frozen=True)
class Named:
    """A name in the letters of a line, and whom it may mean."""

    start: int
    end: int
    things: tuple[Thing, ...]
    worded: bool = False

    def of(self, kinds: Iterable[str]) -> list[Thing]:
        """Those of some kinds that it may mean."""
        return [thing for thing in self.things if thing[0] in kinds]


@dataclasses.dataclass
class Read:
    """A line with what it says and whom it names."""

    line: Line
    mentions: list[Mention]
    names: list[Named]
    frame: Frame
    hits: list[tuple[int, int, list[Framed]]]

    @functools.cached_property
    def worded(self) -> list[Named]:
        """The entries that are named in the words of a document: by a phrase that is theirs."""
        found = []
        for start, end, framed in self.hits:
            entries = {each.entry for each in framed if each.content >= WORDS}
            if 0 < len(entries) <= SHARED:
                place = (self.frame.origin(start), self.frame.origin(end))
                found.append(Named(*place, tuple(entries), worded=True))
        return found

    @functools.cached_property
    def all_names(self) -> list[Named]:
        """What is named by a name or in words of a document, in order."""
        return sorted((*self.names, *self.worded), key=lambda each: (each.start, each.end))

    @functools.cached_property
    def stages(self) -> list[tuple[tuple[str, ...], int, int]]:
        """The stages of budgets that it names, with their places."""
        found = figures.stages(self.line.letters, STAGE_WORDS)
        return sorted(((codes, a, b) for codes, a, b in found), key=lambda each: each[1])

    @functools.cached_property
    def events(self) -> list[tuple[tuple[str, ...], int, int]]:
        """The kinds of events that it speaks of, with their places."""
        found = figures.stages(self.line.letters, EVENT_WORDS)
        return sorted(((codes, a, b) for codes, a, b in found), key=lambda each: each[1])

    @property
    def years(self) -> list[Mention]:
        """The fiscal years, and years, that it names."""
        return [each for each in self.mentions if each.kind == Kind.DATE and year_of(each)]


def read_line(line: Line, known: Known) -> Read:
    """A line read with the names of the record and the phrases that entries were read from."""
    names = [Named(a, b, tuple(things)) for a, b, things in known.names.find(line.letters)]
    mentions = mentions_of(line)
    frame = frame_of(line.letters, mentions)
    hits = list(known.frames.find_all(frame.text))
    return Read(line, mentions, names, frame, hits)


def year_of(mention: Mention) -> tuple[int, int] | None:
    """The fiscal years that a date is of; a plain year may stand for one."""
    if match := FISCAL_YEAR.match(mention.edtf):
        return int(match[1]), int(match[2]) - 1
    if len(mention.edtf) == 4 and mention.edtf.isdecimal():
        return int(mention.edtf), int(mention.edtf)
    return None


class Way(enum.Enum):
    """How an entry is named for a mention."""

    NAME = "name"  # its sentence or row names it
    WORDS = "words"  # its sentence has words that a document has of it
    BESIDE = "beside"  # the line beside a bare date names it
    BEFORE = "before"  # a sentence or line before, or the heading


@dataclasses.dataclass(frozen=True)
class Group:
    """Entries of which a mention may tell, and how they are named."""

    entries: tuple[Thing, ...]
    way: Way


@dataclasses.dataclass(frozen=True)
class Around:
    """What a mention is told of. `own` says that its own sentence names the entries.

    `groups` are the entries that may be meant, the nearest first, and how they are named; `named`
    is all that its sentence or row names, `years`, `stages` and `events` what of these it is told
    with.
    """

    groups: tuple[Group, ...]
    named: frozenset[Thing]
    years: tuple[int, int] | None = None
    stages: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    sentence: str = ""


class Surroundings:
    """The lines of a text, read, and what stands around each mention."""

    def __init__(self, lines: list[Line], known: Known):
        self.lines = [read_line(line, known) for line in lines]

    def around(self, read: Read, mention: Mention) -> Around:
        """What a mention of a line is told of."""
        start, end = read.line.sentence_at(mention.start)
        head = self.head_of(read, mention)
        names = within(read.all_names, start, end)
        if read.line.is_row:
            names = self.of_row(read, mention, head)
        groups = (*own_groups(names, mention, read.line.letters), *self.wider(read, mention, start))
        return Around(
            tuple(each for each in groups if each.entries),
            frozenset((*self.about(names, mention, row=read.line.is_row), *self.item_of(read))),
            self.years_of(read, mention, (start, end), head),
            self.stages_of(read, mention, (start, end), head),
            self.events_of(read, mention, start, end),
            read.line.letters[start:end],
        )

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
        """The names of a row for a mention: the nearest cell before it that has any, its head."""
        column = column_of(read.line, mention.start)
        found: list[Named] = []
        for kinds in (OWNERS, ABOUT):
            for number in range(column, -1, -1):
                names = within(read.all_names, *read.line.cells[number])
                if own := [each for each in names if each.of(kinds)]:
                    found += own
                    break
        return found + (within(head[0].all_names, *head[1:]) if head else [])

    def head_of(self, read: Read, mention: Mention) -> "Head | None":
        """The head of the column that a mention stands in."""
        if not read.line.is_row:
            return None
        top = self.top_of(read.line)
        column = column_of(read.line, mention.start)
        cells = self.lines[top].line.cells
        if top == read.line.number or column >= len(cells):
            return None
        return self.lines[top], *cells[column]

    def wider(self, read: Read, mention: Mention, start: int) -> Iterator[Group]:
        """The entries that the lines around name: beside a bare date, before it, the headings."""
        line = read.line
        before = [each for each in line.sentences if each[1] <= start]
        if before and not line.is_row:
            names = within(read.all_names, *before[-1])
            yield Group(tuple(things_of(names, OWNERS)), Way.BEFORE)
        if len(line.letters) - (mention.end - mention.start) <= BARE:
            for number in (line.number - 1, line.number + 1):
                if 0 <= number < len(self.lines):
                    yield Group(self.entries_of(number), Way.BESIDE)
        number = self.top_of(line) - 1
        last = number - BEFORE
        while number >= max(0, last) and not self.lines[number].line.is_marked:
            yield Group(self.entries_of(number), Way.BEFORE)
            number -= 1
        for _level in range(2):
            if line.heading is not None:
                line = self.lines[line.heading].line
                yield Group(self.entries_of(line.number), Way.BEFORE)

    def top_of(self, line: Line) -> int:
        """The first row of the table that a row stands in; the number of any other line."""
        top = line.number
        while line.is_row and top and self.lines[top - 1].line.is_row:
            top -= 1
        return top

    def entries_of(self, number: int) -> tuple[Thing, ...]:
        """The entries that a line names."""
        return tuple(things_of(self.lines[number].all_names, OWNERS))

    def years_of(self, read, mention, stretch, head) -> tuple[int, int] | None:
        """The fiscal year that an amount is told with: in its sentence, or the head of its column."""
        years = [(each, each.start, each.end) for each in read.years if each != mention]
        if head:
            line, first, last = head
            years = [
                (each, each.start, each.end) for each in line.years if first <= each.start < last
            ]
            return year_of(years[0][0]) if years else None
        own = [each for each in years if stretch[0] <= each[1] < stretch[1]]
        chosen = beside(read, mention, own) or self.before(read, lambda each: each.years)
        return year_of(chosen) if chosen else None

    def stages_of(self, read, mention, stretch, head) -> tuple[str, ...]:
        """The stage that an amount is told with, as its year."""
        if head:
            line, first, last = head
            found = [each for each in line.stages if first <= each[1] < last]
            return found[0][0] if found else ()
        own = [each for each in read.stages if stretch[0] <= each[1] < stretch[1]]
        # The stage of an amount before it goes with that one, if a year stands between them.
        last = max(
            (each.end for each in read.mentions if is_amount_before(each, mention)), default=0
        )
        if any(last <= each.start < mention.start for each in read.years):
            own = [each for each in own if each[1] >= last]
        return beside(read, mention, own) or ()

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
        if mention.kind != Kind.DATE:
            return ()
        dates = [each.start for each in read.mentions if each.kind == Kind.DATE]
        limit = min([end, *(start for start in dates if start > mention.start)])
        behind = [each for each in read.events if mention.end <= each[1] < limit]
        opened = read.line.letters[mention.start - 1 : mention.start] == "("
        if opened and (before := [each for each in read.events if each[2] == mention.start - 1]):
            return before[-1][0]
        if read.line.letters[start:end].isascii():
            behind = [each for each in read.events if start <= each[1] < mention.start][-1:]
        return behind[0][0] if behind else ()


# A line with the beginning and end of a cell in it.
Head = tuple[Read, int, int]


def within(names: Iterable[Named], start: int, end: int) -> list[Named]:
    """The names in a stretch of a line."""
    return [each for each in names if start <= each.start < end]


def own_groups(names: list[Named], mention: Mention, letters: str) -> Iterator[Group]:
    """Whom the nearest name in the sentence means, and those that it has nearer words of."""
    owning = [each for each in names if each.of(OWNERS)]
    named = [each for each in owning if not each.worded]
    if named:
        chosen = nearest(named, mention, forward=mention.kind == Kind.DATE, letters=letters)
        yield Group(tuple(chosen.of(OWNERS)), Way.NAME)
    worded = [each for each in owning if each.worded]
    if named:
        worded = [each for each in worded if is_nearer(each, named, mention)]
    yield Group(tuple(things_of(worded, OWNERS)), Way.WORDS)


def is_nearer(words: Named, named: list[Named], mention: Mention) -> bool:
    """Whether words of a document stand around a mention, or nearer and apart from every name."""
    around = words.start <= mention.start and mention.end <= words.end
    if around and words.end - words.start - (mention.end - mention.start) >= TELLING:
        return True
    apart = all(words.end <= each.start or each.end <= words.start for each in named)
    return apart and all(distance(words, mention) < distance(each, mention) for each in named)


def distance(name: Named, mention: Mention) -> int:
    """How many letters stand between a name and a mention."""
    return max(0, name.start - mention.end, mention.start - name.end)


def column_of(line: Line, place: int) -> int:
    """Which cell of a row holds a place."""
    return next(n for n, (start, end) in enumerate(line.cells) if start <= place < end)


def beside(read: Read, mention: Mention, found: list[tuple]):
    """Of things with places the one that a mention is told with: in brackets behind it, or before.

    What stands behind it counts where nothing stands before it.
    """
    behind = [each for each in found if each[1] >= mention.end]
    if behind and read.line.letters[mention.end : mention.end + 1] == "(":
        closing = read.line.letters.find(")", mention.end)
        if behind[0][1] < closing:
            return behind[0][0]
    before = [each for each in found if each[2] <= mention.start]
    if before:
        return before[-1][0]
    others = [each.start for each in read.mentions if each.start >= mention.end]
    free = [each for each in behind if not others or each[1] <= others[0]]
    return free[0][0] if free else None


def is_amount_before(one: Mention, other: Mention) -> bool:
    """Whether a mention is an amount that stands before another mention."""
    return one.kind == Kind.AMOUNT and one.end <= other.start


def things_of(names: Iterable[Named], kinds: Iterable[str]) -> list[Thing]:
    """Whom some names may mean, of some kinds."""
    return list(dict.fromkeys(thing for each in names for thing in each.of(kinds)))


def nearest(names: list[Named], mention: Mention, *, forward: bool, letters: str = "") -> Named:
    """The name that a mention belongs to: the last before it; right behind it if `forward`.

    A comma between parts them, unless nothing is named before: 3月6日、会談を開催.
    """
    behind = [each for each in names if each.start >= mention.end]
    over = [each for each in names if each.start < mention.end and each.end > mention.start]
    before = [each for each in names if each.end <= mention.start]
    if over:
        return over[0]
    if forward and behind:
        gap = letters[mention.end : behind[0].start]
        if len(gap) <= BESIDE and not (before and "、" in gap):
            return behind[0]
    return before[-1] if before else (behind or names)[0]
