"""Bars over days: what began when, what interrupted it, and from when on nothing is known.

Each bar is filled from its first day to the day it ended or to the day the sources were printed.
After that day it is an outline, because nobody here knows. A gap is drawn dashed, up to its last
day where there is one, else up to the day of the sources.
"""

import dataclasses
import datetime
from collections.abc import Iterator, Sequence

from portal.charts import drawing
from portal.charts.drawing import Drawing, Line, Rect, Words
from portal.charts.scale import Scale
from portal.charts.text import shortened, width, wrapped

Day = datetime.date
UNKNOWN, GAP = "unknown", "gap-suspended"
# Lines that a label takes at most.
LINES = 3
# Pixels: a line of text, room around words, a group's band, and between the label of two years.
LINE, ROOM, BAND, YEAR = 18, 6, 26, 44


@dataclasses.dataclass(frozen=True)
class Span:
    """One bar: its label, the class of its fill, its days.

    `gap` is the first day of an interruption and its last, None where nobody says; `resumes`
    says that it is in force again after the gap. `gap_words` and `end_words` are drawn where
    there is room for them. `known` is the day up to which its own source knows of it, where that
    is not the one of the drawing.
    """

    label: str
    css: str
    begins: Day
    ends: Day | None = None
    gap: tuple[Day, Day | None] | None = None
    resumes: bool = False
    gap_words: str = ""
    end_words: str = ""
    known: Day | None = None


@dataclasses.dataclass(frozen=True)
class Group:
    """Bars below one heading; without a label there is no heading."""

    label: str
    spans: Sequence[Span]


@dataclasses.dataclass(frozen=True)
class Mark:
    """A day with a line through all bars. Its words stand before the line, or `after` it."""

    day: Day
    words: tuple[str, ...]
    css: str
    words_css: str
    after: bool = False


@dataclasses.dataclass(frozen=True)
class Layout:
    """Sizes of one drawing in pixels; without a column the labels stand above their bars."""

    width: float
    column: float
    bar: float
    gap: float

    def joined(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The words of a mark line by line: one line where there is a column beside the bars."""
        return (" ".join(words),) if self.column else words


WIDE = Layout(width=drawing.WIDE, column=360, bar=18, gap=9)
PHONE = Layout(width=drawing.PHONE, column=0, bar=14, gap=9)


def pieces(span: Span, known: Day, last: Day) -> Iterator[tuple[Day, Day, str]]:
    """The parts of a bar by first day, last day and class; `known` is the day of the sources."""
    end = min(span.ends or known, known)
    filled_to = end
    open_from = max(known, span.begins)
    if span.gap:
        first, until = max(span.gap[0], span.begins), span.gap[1] or known
        until = min(until, span.ends) if span.ends else until
        filled_to = min(first, end)
        if first < until:
            yield first, until, GAP
        open_from = max(open_from, until)
        if span.resumes and until < end:
            yield until, end, span.css
    if span.begins <= filled_to:
        yield span.begins, filled_to, span.css
    if not span.ends and open_from < last:
        yield open_from, last, UNKNOWN


def ends_of(groups: Sequence[Group], known: Day) -> tuple[Day, Day]:
    """The first and last day of the axis: whole years that hold every day that is drawn."""
    spans = [span for group in groups for span in group.spans]
    days = [known, *(span.begins for span in spans)]
    days += [span.gap[1] for span in spans if span.gap and span.gap[1]]
    days += [span.ends for span in spans if span.ends]
    return Day(min(days).year, 1, 1), Day(max(days).year, 12, 31)


class _Picture:
    """A drawing under way, and how far down it has come."""

    def __init__(self, layout: Layout, first: Day, last: Day, known: Day):
        self.layout, self.first, self.last, self.known = layout, first, last, known
        room = layout.width - layout.column
        self.days = Scale(first.toordinal(), last.toordinal(), layout.column, room)
        self.drawing = Drawing(layout.width)
        self.y = 0.0

    def heads(self, marks: Sequence[Mark]) -> list[tuple[Mark, float]]:
        """The words of the marks, the latest on top so that no line crosses them; their lines
        begin at the y that comes back with each."""
        found = []
        for mark in sorted(marks, key=lambda each: each.day, reverse=True):
            x = self.days.day(mark.day)
            begin = self.y + 4
            for words in self.layout.joined(mark.words):
                self.y += LINE
                self._beside(words, x, mark)
            found.append((mark, begin))
        return found

    def _beside(self, words: str, x: float, mark: Mark) -> None:
        before, after = x - ROOM, self.layout.width - x - ROOM
        long = width(words)
        right = long <= after if mark.after else long > before and after > before
        words = shortened(words, after if right else before)
        css = f"{mark.words_css} bar-label{'' if right else ' end'}"
        place = x + ROOM if right else x - ROOM
        self.drawing.words.append(Words(round(place, 1), self.y - 4, words, css))

    def years(self) -> float:
        """The labels of the years; the y at which the grid begins."""
        self.y += LINE
        years = range(self.first.year, self.last.year + 1)
        each = self.days.length / len(years)
        step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if step * each >= YEAR)
        for year in years:
            if year % step == 0:
                x = self.days.day(Day(year, 1, 1))
                self.drawing.words.append(Words(x + 4, self.y - 4, str(year), "axis-label"))
        return self.y - LINE

    def grid(self, top: float) -> None:
        """A line at the beginning of every year, down to where the drawing ends."""
        for year in range(self.first.year, self.last.year + 1):
            x = self.days.day(Day(year, 1, 1))
            self.drawing.grid.append(Line(x, top, x, self.y, "axis"))

    def group(self, group: Group) -> None:
        """A heading with the bars below it."""
        if group.label:
            self.drawing.grounds.append(Rect(0, self.y, self.layout.width, BAND - 2, "group-band"))
            words = shortened(group.label, self.layout.width - 2 * ROOM)
            self.drawing.words.append(Words(ROOM, self.y + LINE - 1, words, "row-label"))
            self.y += BAND
        for span in group.spans:
            self.span(span)

    def span(self, span: Span) -> None:
        """One bar with its label."""
        layout = self.layout
        lines = wrapped(span.label, (layout.column or layout.width) - 2 * ROOM, LINES)
        for number, words in enumerate(lines, start=1):
            place = self.y + number * LINE - 4
            self.drawing.words.append(Words(ROOM, place, words, "bar-label"))
        text = len(lines) * LINE
        top = self.y + (text + 1 if not layout.column else max(0, (text - layout.bar) / 2))
        for first, last, css in pieces(span, span.known or self.known, self.last):
            x, end = self.days.day(first), self.days.day(last)
            # What lasts a day is seen too.
            long = round(max(end - x, 2), 1)
            known = "bar " if css == span.css else ""
            self.drawing.bars.append(Rect(x, top, long, layout.bar, f"{known}{css}"))
        self._words_on(span, top + layout.bar - 4)
        bottom = top + layout.bar if not layout.column else self.y + max(text, layout.bar)
        self.y = bottom + layout.gap

    def _words_on(self, span: Span, y: float) -> None:
        if span.gap:
            first = self.days.day(max(span.gap[0], span.begins))
            last = self.days.day(min(span.gap[1] or self.known, self.last))
            now = min(max(self.days.day(self.known), first), last)
            for start, end in ((first, now), (now, last)):
                if width(span.gap_words) + 2 * ROOM <= end - start:
                    self._note(span.gap_words, start + ROOM, y, "label-gap")
                    break
        if span.ends:
            x = self.days.day(span.ends) + ROOM
            end = self.days.day(self.known) if span.ends < self.known else self.layout.width
            if width(span.end_words) + ROOM <= end - x:
                self._note(span.end_words, x, y, "axis-label")

    def _note(self, words: str, x: float, y: float, css: str) -> None:
        if words:
            self.drawing.words.append(Words(round(x, 1), y, words, f"{css} bar-label"))


def draw(groups: Sequence[Group], marks: Sequence[Mark], known: Day, layout: Layout) -> Drawing:
    """The bars of all groups over one axis of days; `known` is the day the sources were printed.

    A mark outside the axis is left out.
    """
    first, last = ends_of(groups, known)
    picture = _Picture(layout, first, last, known)
    heads = picture.heads([mark for mark in marks if first <= mark.day <= last])
    top = picture.years()
    for group in groups:
        picture.group(group)
    picture.grid(top)
    for mark, begin in heads:
        x = picture.days.day(mark.day)
        picture.drawing.lines.append(Line(x, begin, x, picture.y, mark.css))
    picture.drawing.height = round(picture.y + 1, 1)
    return picture.drawing
