"""Dots over years: when things happened, lane by lane, told apart by shape."""

import dataclasses
import datetime
from collections.abc import Sequence

from portal.charts.drawing import Drawing, Line, Rect, Shape, Words
from portal.charts.scale import Scale
from portal.charts.text import shortened, width

Day = datetime.date
# Pixels: half a dot, the room it takes, a line of text. Dots that stand one upon the other.
HALF, STEP, LINE = 5, 13, 18
HIGHEST = 10
# Years before and after the day of the sources that the axis may reach.
BEFORE, AFTER = 9, 5
# The narrowest year that has a label.
YEAR = 44


@dataclasses.dataclass(frozen=True)
class Dot:
    """One event: its first day and the name of its shape, which is its class too."""

    day: Day
    shape: str


@dataclasses.dataclass(frozen=True)
class Lane:
    """Dots over one line, below a label if there is one."""

    label: str
    dots: Sequence[Dot]


def circle(x: float, y: float) -> str:
    """The path of a circle around a point."""
    return f"M{x - HALF} {y}a{HALF} {HALF} 0 1 0 {2 * HALF} 0a{HALF} {HALF} 0 1 0 {-2 * HALF} 0z"


def square(x: float, y: float) -> str:
    """The path of a square around a point."""
    side = 2 * HALF - 1
    return f"M{x - HALF + 0.5} {y - HALF + 0.5}h{side}v{side}h{-side}z"


def diamond(x: float, y: float) -> str:
    """The path of a square on its tip around a point."""
    return (
        f"M{x} {y - HALF - 1}l{HALF + 1} {HALF + 1}l{-HALF - 1} {HALF + 1}l{-HALF - 1} {-HALF - 1}z"
    )


def triangle(x: float, y: float) -> str:
    """The path of a triangle around a point."""
    return f"M{x} {y - HALF}l{HALF + 1} {2 * HALF}h{-2 * HALF - 2}z"


SHAPES = {
    "announced": circle,
    "decided": circle,
    "held": diamond,
    "ended": square,
    "due": triangle,
}


def window(days: Sequence[Day], known: Day) -> tuple[int, int]:
    """The first and the last year of the axis: those of the days, as far as it may reach."""
    years = [known.year, *(day.year for day in days)]
    return max(min(years), known.year - BEFORE), min(max(years), known.year + AFTER)


def outside(days: Sequence[Day], known: Day) -> int:
    """How many of the days the axis does not reach."""
    first, last = window(days, known)
    return sum(not first <= day.year <= last for day in days)


def draw(lanes: Sequence[Lane], known: Day, words: str, across: float) -> Drawing:
    """The lanes over one axis of years, `across` pixels wide; `words` stand at the day `known`.

    Of more dots than `HIGHEST` in one place the rest is a number above them.
    """
    first, last = window([dot.day for lane in lanes for dot in lane.dots], known)
    low, high = Day(first, 1, 1).toordinal(), Day(last, 12, 31).toordinal()
    scale = Scale(low, high, STEP, across - 2 * STEP)
    drawing = Drawing(across, LINE)
    now = scale.day(known)
    fits = now + 6 + width(words) <= across
    css = "row-label bar-label" + ("" if fits else " end")
    drawing.words.append(Words(now + 6 if fits else now - 6, LINE - 5, words, css))
    for lane in lanes:
        _lane(drawing, lane, scale, first, last)
    _years(drawing, scale, first, last)
    drawing.lines.append(Line(now, 2, now, drawing.height - LINE, "line-asof"))
    return drawing


def _lane(drawing: Drawing, lane: Lane, scale: Scale, first: int, last: int) -> None:
    stacks: dict[int, list[Dot]] = {}
    for dot in sorted(lane.dots, key=lambda each: each.day):
        if first <= dot.day.year <= last:
            stacks.setdefault(round(scale.day(dot.day) / STEP), []).append(dot)
    highest = max((min(len(each), HIGHEST) for each in stacks.values()), default=0)
    crowded = any(len(each) > HIGHEST for each in stacks.values())
    if lane.label:
        drawing.grounds.append(Rect(0, drawing.height, drawing.width, LINE + 4, "group-band"))
        label = shortened(lane.label, drawing.width - 12)
        drawing.words.append(Words(6, drawing.height + LINE - 3, label, "row-label"))
        drawing.height += LINE + 4
    drawing.height += LINE * crowded + highest * STEP + HALF
    base = drawing.height
    for place, dots in stacks.items():
        x = min(max(place * STEP, STEP), drawing.width - STEP)
        for number, dot in enumerate(dots[:HIGHEST]):
            path = SHAPES[dot.shape](x, base - HALF - 2 - number * STEP)
            drawing.shapes.append(Shape(path, f"mark-{dot.shape}"))
        if len(dots) > HIGHEST:
            more = Words(x, base - HIGHEST * STEP - 4, f"+{len(dots) - HIGHEST}", "middle number")
            drawing.words.append(more)
    drawing.grid.append(Line(0, base, drawing.width, base, "axis axis--zero"))
    drawing.height += 4


def _years(drawing: Drawing, scale: Scale, first: int, last: int) -> None:
    drawing.height += LINE
    each = scale.length / (last - first + 1)
    step = next(step for step in (1, 2, 5, 10) if step * each >= YEAR)
    for year in range(first, last + 1):
        x = scale.day(Day(year, 1, 1))
        drawing.grid.append(Line(x, LINE, x, drawing.height - LINE, "axis"))
        if year % step == 0:
            drawing.words.append(Words(x + 2, drawing.height - 4, str(year), "axis-label"))
