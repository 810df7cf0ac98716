"""Axes and widths."""

import datetime

import pytest

from portal.charts.scale import Scale, ticks
from portal.charts.text import shortened, width


@pytest.mark.parametrize(
    ("high", "expected"),
    [
        (10_358, [0, 2500, 5000, 7500, 10_000]),
        (10, [0, 2, 4, 6, 8, 10]),
        (3, [0, 1, 2, 3]),
        (0, [0]),
    ],
)
def test_ticks_are_round_and_not_above_the_top(high, expected):
    assert ticks(high) == expected


@pytest.mark.parametrize("high", [1, 7, 19, 99, 101, 25_643, 1e12])
def test_ticks_are_few(high):
    found = ticks(high)
    assert 2 <= len(found) <= 6
    assert found[-1] <= high
    assert len({b - a for a, b in zip(found, found[1:], strict=False)}) == 1


def test_a_scale_ends_where_its_ends_are():
    scale = Scale(0, 200, start=50, length=100)
    assert [scale.at(value) for value in (0, 100, 200)] == [50, 100, 150]
    assert scale.at(-5) == 50
    assert scale.at(500) == 150


def test_a_scale_of_days():
    first, last = datetime.date(2025, 1, 1), datetime.date(2025, 1, 11)
    scale = Scale(first.toordinal(), last.toordinal(), start=0, length=100)
    assert scale.day(datetime.date(2025, 1, 6)) == 50


def test_japanese_is_wider_than_latin():
    assert width("半導体") > width("abc") > 0
    assert width("半導体", 28) == 2 * width("半導体", 14)


def test_words_are_shortened_only_where_they_must_be():
    assert shortened("半導体", 100) == "半導体"
    cut = shortened("特定重要物資の安定供給", 60)
    assert cut.endswith("…")
    assert width(cut) <= 60
    assert shortened("半導体", 5) == "…"
