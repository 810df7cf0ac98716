"""Horizontal bars, stacked or side by side: where each bar, label and figure goes.

A picture is drawn twice, for wide screens and for phones. Labels of segments stand above their bar
and only where they fit; what has none is told by the legend and by the table beneath.
"""

import dataclasses
from collections.abc import Sequence

from portal.charts.drawing import PHONE, WIDE, Drawing, Line, Rect, Shape, Words
from portal.charts.scale import Scale, ticks
from portal.charts.text import shortened, width, wrapped

# Pixels across of a drawing that stands next to the facts of a measure.
BESIDE = 824
# The column of row labels, and what is kept free to the right of bars for totals.
LABELS, TOTALS = 180, 104
GAP, THIN = 1.5, 2
LINE = 20
# The series of a bar that is not in the sum of the others.
ASIDE = 7
# Where a bar that is too long for its scale is broken, and how wide the gap is.
BREAK, BREAK_WIDTH = 0.8, 8


@dataclasses.dataclass(frozen=True)
class Part:
    """A segment of a bar: the number of its series (1 to 6, or `ASIDE`), its value, its words."""

    series: int
    value: float
    name: str
    figure: str


@dataclasses.dataclass(frozen=True)
class Bar:
    """A bar with what stands beside it: a label, a second line, the total in words.

    `remark` is what has to be said of it wherever it is told in words. A bar that stands `apart`
    does not decide over the scale of the others: where it is too long for it, it is broken.
    """

    label: str
    note: str
    parts: Sequence[Part]
    total: str
    remark: str = ""
    apart: bool = False

    @property
    def value(self) -> float:
        """The length of the whole bar, in the unit of its parts."""
        return sum(part.value for part in self.parts)


@dataclasses.dataclass(frozen=True)
class Group:
    """Bars under a title of their own; bars of all groups are drawn to one scale."""

    title: str
    bars: Sequence[Bar]


def top_of(bars: Sequence[Bar]) -> float:
    """The end of the scale of bars: the longest of those that belong together, at least 1."""
    together = [bar.value for bar in bars if not bar.apart] or [bar.value for bar in bars]
    return max(together, default=0) or 1


def broken(bars: Sequence[Bar]) -> list[Bar]:
    """The bars that are too long for the scale of the others."""
    high = top_of(bars)
    return [bar for bar in bars if bar.value > high]


def gap(bar: Bar, scale: Scale, y: float, height: float) -> list[Shape]:
    """The slanted gap in a bar that is too long for its scale; nothing in any other."""
    if bar.value <= scale.high:
        return []
    x, across = scale.start + round(BREAK * scale.length, 1), BREAK_WIDTH
    top, bottom, slant = y - 3, y + height + 3, 6
    sides = [f"M{left + slant} {top}L{left - slant} {bottom}" for left in (x, round(x + across, 1))]
    ground = f"M{x + slant} {top}h{across}L{round(x + across - slant, 1)} {bottom}h-{across}z"
    return [Shape(ground, "bar-gap"), *(Shape(side, "bar-gap__side") for side in sides)]


def segments(bar: Bar, scale: Scale, y: float, height: float) -> list[Rect]:
    """The parts of a bar from left to right, with a gap between them where there is room.

    A bar too short for its scale is drawn as a thin line, so that it is not taken for nothing.
    """
    found = []
    done = 0.0
    for part in bar.parts:
        start = scale.at(done)
        done += part.value
        length = scale.at(done) - start
        if length > 2 * GAP + THIN:
            length -= GAP
        elif part is bar.parts[-1] and scale.at(done) - scale.start < THIN:
            length = THIN
        found.append(Rect(start, y, round(length, 1), height, f"series-{part.series}"))
    return found


def segment_labels(bar: Bar, scale: Scale, y: float, end: float) -> list[Words]:
    """Name and figure above each segment, the figure alone, or nothing: whatever fits.

    The last one may reach beyond its bar, up to `end`: nothing else stands there. A name without a
    figure is shortened rather than left out.
    """
    found = []
    done = 0.0
    for part in bar.parts:
        start = scale.at(done)
        done += part.value
        room = (end if part is bar.parts[-1] else scale.at(done) - 6) - start
        if not part.figure:
            found += [Words(start, y, shortened(part.name, room), "bar-label")] * bool(part.name)
        elif width(f"{part.name} {part.figure}") <= room:
            found.append(Words(start, y, part.name, "bar-label", part.figure))
        elif width(part.figure) <= room:
            found.append(Words(start, y, "", "bar-label", part.figure))
    return found


def wide(bars: Sequence[Bar], room: float = WIDE, axis: bool = True) -> Drawing:
    """Stacked bars, row labels to the left, totals behind the bars.

    An axis of numbers stands above; without it, where every total is told with its unit, bars
    begin at a plain line.
    """
    top, pitch, thickness = 36 if axis else 0, 66, 28
    high = top_of(bars)
    longest = max((width(bar.total) for bar in bars), default=0)
    scale = Scale(0, high, LABELS, room - LABELS - max(TOTALS, longest + 20))
    height = top + pitch * len(bars)
    words = []
    grid = []
    for tick in ticks(high) if axis else [0]:
        x = scale.at(tick)
        grid.append(Line(x, max(top - 8, 0), x, height, "axis" if tick else "axis axis--zero"))
        if axis:
            words.append(Words(x, 16, f"{tick:,}", "axis-label middle"))
    rects: list[Rect] = []
    shapes: list[Shape] = []
    for number, bar in enumerate(bars):
        y = top + pitch * number
        rects += segments(bar, scale, y + 26, thickness)
        shapes += gap(bar, scale, y + 26, thickness)
        words += [
            Words(0, y + 38, shortened(bar.label, LABELS - 12), "row-label"),
            Words(0, y + 38 + LINE, shortened(bar.note, LABELS - 12), "axis-label"),
            *segment_labels(bar, scale, y + 18, room),
            Words(scale.at(bar.value) + 10, y + 45, bar.total, "total-label number"),
        ]
    return Drawing(room, height, grid=grid, bars=rects, shapes=shapes, words=words)


def phone(groups: Sequence[Group]) -> Drawing:
    """Bars one below the other, each with its label and total above it, group by group.

    Where both do not fit into one line, the total has a line of its own.
    """
    pitch, thickness = 52, 16
    scale = Scale(0, top_of([bar for group in groups for bar in group.bars]), 0, PHONE)
    rects: list[Rect] = []
    shapes: list[Shape] = []
    words: list[Words] = []
    y = 0.0
    for group in groups:
        if group.title:
            y += 8 if y else 0
            for line in wrapped(group.title, PHONE):
                words.append(Words(0, y + 15, line, "row-label"))
                y += LINE
            y += 8
        for bar in group.bars:
            label = " ".join(filter(None, (bar.label, bar.note)))
            words.append(Words(0, y + 15, shortened(label, PHONE), "axis-label"))
            if width(label) > PHONE - width(bar.total) - 12:
                y += LINE
            words.append(Words(PHONE, y + 15, bar.total, "total-label number end"))
            rects += segments(bar, scale, y + 22, thickness)
            shapes += gap(bar, scale, y + 22, thickness)
            y += pitch
    return Drawing(PHONE, y, bars=rects, shapes=shapes, words=words)


def lattice(groups: Sequence[Group], none: str) -> Drawing:
    """Groups side by side on rows they share, all to one scale; `none` where a bar has no parts.

    Every group has a bar for every row, in the same order.
    """
    top, pitch, thickness, pad = 40, 52, 24, 12
    room = (WIDE - LABELS) / max(len(groups), 1)
    bars = groups[0].bars if groups else ()
    height = top + pitch * len(bars)
    high = max((bar.value for group in groups for bar in group.bars), default=0) or 1
    longest = max((width(bar.total) for group in groups for bar in group.bars), default=0)
    words = []
    for row, bar in enumerate(bars):
        y = top + pitch * row
        words += [
            Words(0, y + 20, shortened(bar.label, LABELS - 12), "row-label"),
            Words(0, y + 20 + LINE, shortened(bar.note, LABELS - 12), "axis-label"),
        ]
    grid, rects = [], []
    for place, group in enumerate(groups):
        start = round(LABELS + room * place, 1)
        scale = Scale(0, high, start, room - longest - pad - 8)
        grid.append(Line(start, top, start, height, "axis axis--zero"))
        words.append(Words(start, 20, shortened(group.title, room - pad), "row-label"))
        for row, bar in enumerate(group.bars):
            y = top + pitch * row + 14
            if bar.parts:
                rects += segments(bar, scale, y, thickness)
                end = max(scale.at(bar.value), start + THIN) + 8
                words.append(Words(end, y + 17, bar.total, "number"))
            else:
                words.append(Words(start + 8, y + 17, none, "axis-label"))
    return Drawing(WIDE, height, grid=grid, bars=rects, words=words)
