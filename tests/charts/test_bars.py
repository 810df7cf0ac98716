"""Bars: lengths are amounts, labels never touch, and both drawings tell the same."""

import itertools

import pytest

from portal.charts.bars import (
    ASIDE,
    BESIDE,
    LABELS,
    PHONE,
    THIN,
    WIDE,
    Bar,
    Group,
    Part,
    broken,
    lattice,
    phone,
    segments,
    wide,
)
from portal.charts.scale import Scale
from portal.charts.text import width


def bar(*values: float, label="令和4年度（2022年度）", note="補正予算") -> Bar:
    """A bar whose parts have these values, a series each."""
    parts = [Part(number, value, "蓄電池", f"{value:,}") for number, value in enumerate(values, 1)]
    return Bar(label, note, parts, f"{sum(values):,}")


STACKS = [
    [bar(3316, 3686, 200, 63, 1058, 2035), bar(2658, 4376, 1166, 25, 947), bar(125)],
    [bar(1), bar(10_000)],
    [bar(1, 1, 1, 1, 1, 1), bar(99_999)],
    [bar(5, 5)],
]


def boxes(drawing) -> list[tuple[float, float, float, str]]:
    """Where words stand: first pixel, last pixel, baseline, and the words."""
    found = []
    for words in drawing.words:
        text = " ".join(filter(None, (words.words, words.strong)))
        long = width(text)
        if "end" in words.css.split():
            start = words.x - long
        elif "middle" in words.css.split():
            start = words.x - long / 2
        else:
            start = words.x
        found.append((start, start + long, words.y, text))
    return found


def drawings(bars: list[Bar]) -> list:
    """Every drawing of the bars."""
    groups = [Group("経済産業省", bars), Group("国土交通省", bars)]
    return [
        wide(bars),
        wide(bars, BESIDE),
        phone([Group("", bars)]),
        phone(groups),
        lattice(groups, "—"),
    ]


@pytest.mark.parametrize("bars", STACKS)
def test_no_words_stand_on_others(bars):
    for drawing in drawings(bars):
        for one, other in itertools.combinations(boxes(drawing), 2):
            if abs(one[2] - other[2]) < 14:
                assert one[1] <= other[0] or other[1] <= one[0], (one, other)


@pytest.mark.parametrize("bars", STACKS)
def test_everything_stands_inside_the_drawing(bars):
    for drawing in drawings(bars):
        for rect in drawing.bars:
            assert rect.x >= 0
            assert rect.x + rect.width <= drawing.width + 0.1
            assert rect.y + rect.height <= drawing.height
        for start, end, y, _words in boxes(drawing):
            assert start >= 0
            assert end <= drawing.width
            assert 14 <= y <= drawing.height


def test_lengths_are_amounts():
    one, two = bar(1000), bar(4000)
    for drawing in (wide([one, two]), phone([Group("", [one, two])])):
        short, long = drawing.bars
        assert short.x == long.x
        assert abs(4 * (short.width + 1.5) - (long.width + 1.5)) < 1
    small, large = lattice([Group("a", [one]), Group("b", [two])], "—").bars
    assert abs(4 * (small.width + 1.5) - (large.width + 1.5)) < 1


def test_bars_begin_at_nought_and_parts_follow_each_other():
    drawing = wide([bar(3316, 3686, 1058)])
    assert drawing.bars[0].x == LABELS
    for left, right in itertools.pairwise(drawing.bars):
        assert 1 < right.x - (left.x + left.width) < 2
    assert [rect.css for rect in drawing.bars] == ["series-1", "series-2", "series-3"]


def test_what_is_too_short_is_a_thin_line():
    (rect,) = segments(bar(1), Scale(0, 100_000, 0, 500), 0, 10)
    assert rect.width == THIN
    (rect,) = segments(bar(0), Scale(0, 100_000, 0, 500), 0, 10)
    assert rect.x == 0


def test_a_segment_says_what_fits():
    drawing = wide([bar(9000, 400, 50, 900), bar(10_350)])
    labels = [(words.words, words.strong) for words in drawing.words if words.css == "bar-label"]
    # Wide enough for name and figure; for the figure; for neither; the last one reaches beyond.
    assert labels == [
        ("蓄電池", "9,000"),
        ("", "400"),
        ("蓄電池", "900"),
        ("蓄電池", "10,350"),
    ]


def test_every_bar_tells_its_total_and_what_it_is():
    bars = STACKS[0]
    for drawing in (wide(bars), phone([Group("", bars)])):
        told = " ".join(words.words for words in drawing.words)
        for each in bars:
            assert each.total in told
            assert each.label in told
            assert each.note in told


def test_the_drawings_have_their_widths():
    assert wide(STACKS[0]).width == lattice([Group("", STACKS[0])], "—").width == WIDE
    assert wide(STACKS[0], BESIDE).width == BESIDE
    assert phone([Group("", STACKS[0])]).width == PHONE


def test_groups_share_rows_and_scale():
    none = Bar("令和5年度", "補正予算", [], "")
    left = Group("経済産業省", [bar(500), none])
    right = Group("国土交通省", [bar(1000), bar(10)])
    drawing = lattice([left, right], "記録なし")
    assert len({rect.y for rect in drawing.bars}) == 2
    assert [words.words for words in drawing.words].count("記録なし") == 1
    assert {"経済産業省", "国土交通省"} <= {words.words for words in drawing.words}


def test_nothing_is_drawn_of_nothing():
    assert wide([]).bars == []
    assert phone([]).bars == []
    assert lattice([], "—").bars == []


def test_a_bar_that_stands_apart_leaves_the_scale_to_the_others_and_is_broken():
    years = [bar(5_000), bar(10_000)]
    aside = Bar(
        "令和4年度（2022年度）", "補正予算", [Part(ASIDE, 20_000, "", "")], "2兆円", "", True
    )
    for drawing in (wide([*years, aside]), phone([Group("", years), Group("別", [aside])])):
        lengths = [rect.width for rect in drawing.bars]
        assert lengths[2] == pytest.approx(lengths[1], abs=2)
        assert lengths[0] == pytest.approx(lengths[1] / 2, abs=2)
        assert [shape.css for shape in drawing.shapes] == ["bar-gap", *["bar-gap__side"] * 2]
    assert broken([*years, aside]) == [aside]


def test_a_bar_that_fits_the_scale_is_whole_and_bars_apart_alone_have_a_scale():
    aside = [
        Bar("令和4年度", "補正予算", [Part(ASIDE, value, "", "")], f"{value}億円", "", True)
        for value in (4_000, 8_000)
    ]
    assert wide([bar(10_000), *aside]).shapes == []
    assert wide(aside).shapes == []
    assert broken(aside) == []
