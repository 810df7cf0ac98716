"""Single bars one below the other: labels to the left, figures behind, all from 0."""

import dataclasses
from collections.abc import Sequence

from portal.charts.bars import Bar, segments
from portal.charts.drawing import PHONE, WIDE, Drawing, Line, Rect, Words
from portal.charts.scale import Scale
from portal.charts.text import shortened, width

# Pixels: a row, the bar in it, the most a column of labels takes, what is kept free around words.
PITCH, THICKNESS, LABELS, PAD = 36, 20, 400, 12
PHONE_PITCH, PHONE_THICKNESS = 50, 14
# What a line of words takes above a bar on a phone.
LINE = 18


@dataclasses.dataclass(frozen=True)
class Frame:
    """What pictures that are read together share: the value of a full bar, room for words."""

    high: float
    labels: float
    totals: float

    @classmethod
    def around(cls, bars: Sequence[Bar]) -> "Frame":
        """The frame into which all of the bars fit."""
        return cls(
            max((bar.value for bar in bars), default=0) or 1,
            min(LABELS, max((width(bar.label) for bar in bars), default=0)) + PAD,
            max((width(bar.total) for bar in bars), default=0) + 2 * PAD,
        )


def wide(bars: Sequence[Bar], frame: Frame) -> Drawing:
    """The bars on a wide screen, in their own order; one without parts has words alone."""
    scale = Scale(0, frame.high, frame.labels, WIDE - frame.labels - frame.totals)
    height = PITCH * len(bars)
    rects: list[Rect] = []
    words: list[Words] = []
    for number, bar in enumerate(bars):
        y = PITCH * number
        middle = y + PITCH / 2 + 5
        rects += segments(bar, scale, y + (PITCH - THICKNESS) / 2, THICKNESS)
        words += [
            Words(0, middle, shortened(bar.label, frame.labels - PAD), "row-label"),
            Words(round(scale.at(bar.value) + PAD, 1), middle, bar.total, "number"),
        ]
    axis = Line(frame.labels, 0, frame.labels, height, "axis axis--zero")
    return Drawing(WIDE, height, grid=[axis], bars=rects, words=words)


def phone(bars: Sequence[Bar], frame: Frame) -> Drawing:
    """The same on a phone: label and figure stand above their bar.

    Where a label has no room beside its figure, those of all have a line of their own.
    """
    scale = Scale(0, frame.high, 0, PHONE)
    apart = any(width(bar.label) + PAD + width(bar.total) > PHONE for bar in bars)
    lower = LINE if apart else 0
    pitch = PHONE_PITCH + lower
    rects: list[Rect] = []
    words: list[Words] = []
    for number, bar in enumerate(bars):
        y = pitch * number
        room = PHONE if apart else PHONE - width(bar.total) - PAD
        rects += segments(bar, scale, y + lower + 22, PHONE_THICKNESS)
        words += [
            Words(0, y + 15, shortened(bar.label, room), "axis-label"),
            Words(PHONE, y + lower + 15, bar.total, "total-label number end"),
        ]
    return Drawing(PHONE, pitch * len(bars), bars=rects, words=words)
