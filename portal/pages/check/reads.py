"""A line of a text read: its mentions, the names in it, the stages and events it speaks of."""

import dataclasses
import functools
import re
from collections.abc import Iterable, Iterator

from measures.lists.conditions import STAGES
from measures.prefilled import EVENTS
from portal.dates.edtf import FISCAL_YEAR
from portal.mentions.frames import Frame, frame_of
from portal.mentions.lines import Line, stretch_at
from portal.mentions.mention import Kind, Mention
from portal.mentions.reading import mentions_of
from portal.mentions.relative import last_date, with_relative
from portal.pages.check.known import WORDS, Framed, Known
from portal.pages.check.spoken import found_in, longest
from portal.pages.check.values import Thing
from portal.search import figures

# A phrase that so many entries were read from names them together.
SHARED = 4
# Words of events beyond those that begin rows, and what kinds of dates they speak of.
MORE_EVENTS = {
    **dict.fromkeys(("会談", "会合", "会議", "協議", "サミット", "行われ", "開かれ"), ("held",)),
    "開始": ("started", "investigation", "effective"),
    "opened": ("investigation", "started"),
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
    "改訂": ("amended", "published"),
    "施行": ("effective", "in-force"),
    "成立": ("enacted",),
    "閣議決定": ("cabinet-decision",),
    "見送り": ("shelved",),
    "廃止": ("ended",),
    "promulgated": ("promulgated",),
    **dict.fromkeys(("enacted", "passed"), ("enacted",)),
    **dict.fromkeys(
        ("took effect", "entered into force", "came into force", "in force", "takes effect"),
        ("effective", "in-force"),
    ),
    **dict.fromkeys(
        ("in place", "imposed", "introduced", "began", "started", "created", "launched"),
        ("started", "effective", "in-force", "decided", "announced"),
    ),
    "cabinet": ("cabinet-decision",),
    **dict.fromkeys(("held", "met", "took place", "convened"), ("held",)),
    **dict.fromkeys(("published", "issued", "released"), ("published", "announced")),
    "announced": ("announced", "published"),
    **dict.fromkeys(("withdrew", "withdrawn", "repealed", "abolished", "expired"), ("ended",)),
    **dict.fromkeys(("rescinded", "revoked", "terminated", "scrapped", "lifted"), ("ended",)),
    "suspended": ("suspended",),
}
# What has come since a year: 令和5年度の創設後、11か国; since its creation in FY2023, 11 countries.
SINCE = re.compile(
    r"(?:[にの]?[一-鿿]{2,4}(?:され|し)?[てた]?)?(?:後|以降|以来)|に[一-鿿]{2,4}(?:され|し)てから"
)
SINCE_BEFORE, SINCE_LENGTH = re.compile(r"\bsince (?:[a-z]+ ){0,5}$"), 48
EVENT_WORDS = {**EVENTS, **MORE_EVENTS}
STAGE_WORDS = {
    **STAGES,
    "要求": ("request",),
    "補正": ("supplementary",),
    "draft initial budget": ("initial-draft",),
    "当初予算案": ("initial-draft",),
}
# A line of no more letters is the head of an item.
ITEM = 16
# The date of a memo is a month or a day, in one of its first lines.
HEAD, DATED = 4, (7, 10)


@dataclasses.dataclass(frozen=True)
class Named:
    """A name in the letters of a line, and whom it may mean."""

    start: int
    end: int
    things: tuple[Thing, ...]
    worded: bool = False

    @property
    def owns(self) -> bool:
        """Whether it may mean an entry that values belong to."""
        return bool(self.of(("measure", "indicator")))

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
        inside = [
            words
            for words in self.worded
            if any(n.start <= words.start and words.end <= n.end for n in self.names if n.owns)
        ]
        worded = [each for each in self.worded if each not in inside]
        return sorted((*self.names, *worded), key=lambda each: (each.start, each.end))

    @functools.cached_property
    def stages(self) -> list[tuple[tuple[str, ...], int, int]]:
        """The stages of budgets that it names, with their places."""
        found = figures.stages(self.line.letters, STAGE_WORDS)
        return sorted(((codes, a, b) for codes, a, b in found), key=lambda each: each[1])

    @functools.cached_property
    def by_cell(self) -> dict[int, list[Named]]:
        """What each cell of a row names, by its number, in order; no cell that names nothing."""
        found: dict[int, list[Named]] = {}
        for each in self.all_names:
            found.setdefault(stretch_at(self.line.cells, each.start), []).append(each)
        return found

    @functools.cached_property
    def stage_of_row(self) -> tuple[str, ...]:
        """The stage that a row of a table names in a cell of its own, if it is one alone.

        Beside an amount it is the stage of that one, among many words of what these tell.
        """
        if not self.line.is_row:
            return ()
        cells = self.line.cells
        amounts = (each.start for each in self.mentions if each.kind == Kind.AMOUNT)
        taken = {stretch_at(cells, start) for start in amounts}
        placed = ((codes, stretch_at(cells, start)) for codes, start, _end in self.stages)
        free = ((codes, cells[column]) for codes, column in placed if column not in taken)
        found = {codes for codes, cell in free if self.letters_beside_dates(*cell) <= ITEM}
        return found.pop() if len(found) == 1 else ()

    def letters_beside_dates(self, start: int, end: int) -> int:
        """How many letters a stretch has beside its dates: a year may be told in two calendars."""
        dates = (each for each in self.mentions if each.kind == Kind.DATE)
        inside = (each.end - each.start for each in dates if start <= each.start < end)
        return end - start - sum(inside)

    @functools.cached_property
    def events(self) -> list[tuple[tuple[str, ...], int, int]]:
        """The kinds of events that it speaks of, with their places."""
        found = figures.stages(self.line.letters, EVENT_WORDS)
        return sorted(((codes, a, b) for codes, a, b in found), key=lambda each: each[1])

    @functools.cached_property
    def years(self) -> list[Mention]:
        """The fiscal years, and years, that its numbers may be of: of none since which they are."""
        dated = (each for each in self.mentions if each.kind == Kind.DATE and year_of(each))
        return [each for each in dated if not is_since(self.line.letters, each)]


def read_lines(lines: Iterable[Line], known: Known) -> Iterator[Read]:
    """Lines read in order: a date may be told from the last one before it, 同月17日."""
    last = today = None
    for line in lines:
        if today is None and line.number < HEAD:
            today = dateline(line)
        yield (read := read_line(line, known, last, today))
        last = last_date(read.mentions, last)


def dateline(line: Line) -> Mention | None:
    """The date that a memo is of, which stands at an end of a line above its prose."""
    if line.is_prose or line.is_row:
        return None
    dated = (e for e in mentions_of(line) if e.kind == Kind.DATE and len(e.edtf) in DATED)
    return next((e for e in dated if not e.partial and is_at_edge(line, e)), None)


def is_at_edge(line: Line, mention: Mention) -> bool:
    """Whether a mention stands at the beginning or end of a line, in brackets or not."""
    before, behind = line.letters[: mention.start], line.letters[mention.end :]
    return not before.strip("([「 ") or not behind.strip(")]」 ")


def read_line(line: Line, known: Known, last: Mention | None, today: Mention | None) -> Read:
    """A line read with the names of the record and the phrases that entries were read from.

    `last` is the last date before it, `today` that of the text.
    """
    names = [Named(*each) for each in longest(found_in(line.letters, known.names.find))]
    titles = [each for each in names if each.of(("document",))]
    said = with_relative(line.letters, mentions_of(line), last, today)
    mentions = [each for each in said if not is_within(each, titles)]
    frame = frame_of(line.letters, mentions)
    hits = list(found_in(frame.text, known.frames.find_all))
    return Read(line, mentions, names, frame, hits)


def framed(read: Read) -> dict[int, list[Framed]]:
    """The rows whose phrases stand in a line but for their values, by the place of a mention."""
    found: dict[int, list[Framed]] = {}
    for start, end, hits in read.hits:
        spoken = read.frame.mentions_in(start, end)
        for hit in hits:
            if not 0 <= hit.slot < len(spoken):
                continue
            mention = spoken[hit.slot]
            # What the phrase counts by nothing the text does not count by something.
            if (hit.spoken == Kind.NUMBER) == (mention.kind == Kind.NUMBER):
                found.setdefault(mention.start, []).append(hit)
    return found


def year_of(mention: Mention) -> tuple[int, int] | None:
    """The fiscal years that a date is of; a plain year may stand for one."""
    if match := FISCAL_YEAR.match(mention.edtf):
        return int(match[1]), int(match[2]) - 1
    if len(mention.edtf) == 4 and mention.edtf.isdecimal():
        return int(mention.edtf), int(mention.edtf)
    return None


def is_since(letters: str, year: Mention) -> bool:
    """Whether a year is that from which on something is so: 令和5年度の創設後."""
    before = letters[max(0, year.start - SINCE_LENGTH) : year.start]
    return bool(SINCE.match(letters, year.end) or SINCE_BEFORE.search(before))


def is_within(mention: Mention, names: Iterable[Named]) -> bool:
    """Whether a mention is a part of a name, as a month is of 経産省 2026-04."""
    return any(each.start <= mention.start and mention.end <= each.end for each in names)
