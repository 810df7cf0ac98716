"""What a picture is made of, in the order it is painted: grounds, grid, bars, shapes, lines, words.

A drawing knows no link and no colour: `css` names classes of the stylesheet, and the words are
those it was given. `templates/charts/drawing.html` paints it.
"""

import dataclasses

# Pixels across of the two drawings that each picture has: for wide screens and paper, for phones.
WIDE, PHONE = 1152, 343


@dataclasses.dataclass(frozen=True)
class Rect:
    """A rectangle by its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    css: str


@dataclasses.dataclass(frozen=True)
class Line:
    """A straight line from one point to another."""

    x1: float
    y1: float
    x2: float
    y2: float
    css: str


@dataclasses.dataclass(frozen=True)
class Shape:
    """A path in the language of SVG."""

    path: str
    css: str


@dataclasses.dataclass(frozen=True)
class Words:
    """A line of text by its baseline; `strong` is what follows in bold, such as a figure."""

    x: float
    y: float
    words: str
    css: str
    strong: str = ""


@dataclasses.dataclass
class Drawing:
    """One picture of a certain width; its height grows with what is put into it."""

    width: float
    height: float = 0
    grounds: list[Rect] = dataclasses.field(default_factory=list)
    grid: list[Line] = dataclasses.field(default_factory=list)
    bars: list[Rect] = dataclasses.field(default_factory=list)
    shapes: list[Shape] = dataclasses.field(default_factory=list)
    lines: list[Line] = dataclasses.field(default_factory=list)
    words: list[Words] = dataclasses.field(default_factory=list)
