"""Dots over years: inside the picture, told apart by shape, never more than fit."""

import datetime
import itertools

import pytest

from portal.charts.dots import (
    AFTER,
    BEFORE,
    HIGHEST,
    SHAPES,
    Dot,
    Lane,
    draw,
    outside,
    window,
)
from portal.charts.drawing import PHONE, WIDE
from portal.charts.text import width

KNOWN = datetime.date(2026, 4, 7)


def dots(number: int, shape: str = "held", first: int = 2024) -> list[Dot]:
    """Dots a month apart."""
    days = [datetime.date(first + n // 12, n % 12 + 1, 1) for n in range(number)]
    return [Dot(day, shape) for day in days]


@pytest.mark.parametrize("across", [WIDE, PHONE])
def test_everything_stays_inside(across):
    drawing = draw([Lane("自ら行う施策", dots(30)), Lane("", dots(5))], KNOWN, "基準日", across)
    assert len(drawing.shapes) == 35
    for each in drawing.shapes:
        x, y = each.path[1:].partition("l")[0].split()
        assert 0 <= float(x) <= across
        assert 0 <= float(y) <= drawing.height
    for each in drawing.words:
        long = width(each.words)
        begin = each.x - (long if "end" in each.css.split() else 0)
        assert begin >= 0
        assert begin + long <= across + 1 or each.css == "axis-label"
    assert len(drawing.lines) == 1


def test_every_kind_has_a_shape_of_its_own_or_is_hollow():
    paths = {shape: path(7, 7) for shape, path in SHAPES.items()}
    assert len(set(paths.values())) == len(paths) - 1, "only announced and decided share a circle"
    assert paths["announced"] == paths["decided"]


def test_what_is_too_much_for_one_place_is_a_number():
    crowd = [Dot(datetime.date(2025, 6, 1), "ended")] * (HIGHEST + 3)
    drawing = draw([Lane("", crowd)], KNOWN, "As of", PHONE)
    assert len(drawing.shapes) == HIGHEST
    assert "+3" in [each.words for each in drawing.words]


def test_dots_do_not_overlap():
    drawing = draw([Lane("", dots(40, "ended"))], KNOWN, "As of", WIDE)
    corners = [tuple(map(float, s.path[1:].partition("h")[0].split())) for s in drawing.shapes]
    assert len(set(corners)) == 40
    for (x1, y1), (x2, y2) in itertools.combinations(corners, 2):
        assert abs(x1 - x2) >= 9 or abs(y1 - y2) >= 9


def test_the_axis_reaches_only_so_far():
    days = [datetime.date(1994, 1, 1), KNOWN, datetime.date(2050, 1, 1)]
    assert window(days, KNOWN) == (KNOWN.year - BEFORE, KNOWN.year + AFTER)
    assert outside(days, KNOWN) == 2
    drawing = draw([Lane("", [Dot(day, "due") for day in days])], KNOWN, "As of", WIDE)
    assert len(drawing.shapes) == 1


def test_the_axis_holds_the_day_of_the_sources():
    assert window([datetime.date(2024, 1, 1)], KNOWN) == (2024, 2026)
    assert window([datetime.date(2028, 1, 1)], KNOWN) == (2026, 2028)
