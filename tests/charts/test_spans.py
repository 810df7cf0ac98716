"""Bars over days: their parts, gaps, what is not known, and labels that do not touch."""

import datetime
import itertools

import pytest

from portal.charts.spans import GAP, PHONE, UNKNOWN, WIDE, Group, Mark, Span, draw, pieces
from portal.charts.text import width, wrapped

KNOWN = datetime.date(2026, 4, 7)
LAST = datetime.date(2026, 12, 31)


def day(text: str) -> datetime.date:
    """A day in ISO form."""
    return datetime.date.fromisoformat(text)


def parts(**given) -> list[tuple[str, str, str]]:
    """The parts of a bar that began with 2025, in the order of their days."""
    span = Span("x", "fill", **{"begins": day("2025-01-01")} | given)
    return sorted((str(a), str(b), css) for a, b, css in pieces(span, KNOWN, LAST))


def test_nothing_is_filled_after_the_day_of_the_sources():
    assert parts() == [
        ("2025-01-01", "2026-04-07", "fill"),
        ("2026-04-07", "2026-12-31", UNKNOWN),
    ]


def test_what_ended_leaves_nothing_unknown():
    assert parts(ends=day("2025-05-01")) == [("2025-01-01", "2025-05-01", "fill")]


def test_a_gap_reaches_as_far_as_is_recorded():
    assert parts(gap=(day("2025-10-30"), day("2026-10-31"))) == [
        ("2025-01-01", "2025-10-30", "fill"),
        ("2025-10-30", "2026-10-31", GAP),
        ("2026-10-31", "2026-12-31", UNKNOWN),
    ]


def test_a_gap_without_an_end_reaches_the_day_of_the_sources():
    assert parts(gap=(day("2025-10-30"), None)) == [
        ("2025-01-01", "2025-10-30", "fill"),
        ("2025-10-30", "2026-04-07", GAP),
        ("2026-04-07", "2026-12-31", UNKNOWN),
    ]


def test_a_bar_resumes_only_if_it_is_said_to():
    gap = (day("2025-10-30"), day("2025-12-31"))
    resumed = ("2025-12-31", "2026-04-07", "fill")
    assert resumed in parts(gap=gap, resumes=True)
    assert resumed not in parts(gap=gap)


def test_what_begins_later_is_only_an_outline():
    assert parts(begins=day("2026-09-01")) == [("2026-09-01", "2026-12-31", UNKNOWN)]


def spans(number: int) -> list[Span]:
    """Bars a month apart, some with a long name."""
    return [
        Span(
            "対中輸出管理措置の強化と緩和に関する" * (1 + n % 2), "actor-us", day(f"2025-{n:02}-01")
        )
        for n in range(1, number + 1)
    ]


@pytest.mark.parametrize("layout", [WIDE, PHONE])
def test_everything_stays_inside_and_no_rows_overlap(layout):
    marks = [Mark(KNOWN, ("基準日", "2026-04-07"), "line-asof", "row-label", after=True)]
    drawing = draw([Group("米国 → 中国", spans(9)), Group("", spans(3))], marks, KNOWN, layout)
    for each in drawing.bars:
        assert each.x >= layout.column
        assert each.x + each.width <= layout.width + 2
        assert each.y + each.height <= drawing.height
    rows = sorted({(each.y, each.y + each.height) for each in drawing.bars})
    assert len(rows) == 12
    assert all(first[1] < second[0] for first, second in itertools.pairwise(rows))


@pytest.mark.parametrize("layout", [WIDE, PHONE])
def test_words_stay_inside_and_do_not_touch(layout):
    marks = [
        Mark(KNOWN, ("基準日", "2026-04-07"), "line-asof", "row-label", after=True),
        Mark(day("2025-10-30"), ("2025-10-30", "米中首脳会談"), "line-summit", "label-summit"),
    ]
    gap = (day("2025-10-30"), day("2026-10-31"))
    halted = Span("名前", "actor-cn", day("2025-10-09"), gap=gap, gap_words="停止中")
    drawing = draw([Group("中国 → 米国", [*spans(6), halted])], marks, KNOWN, layout)
    lines: dict[float, list[tuple[float, float]]] = {}
    for each in drawing.words:
        long = width(each.words)
        begin = each.x - long if "end" in each.css.split() else each.x
        assert begin >= 0
        assert begin + long <= layout.width
        lines.setdefault(each.y, []).append((begin, begin + long))
    for found in lines.values():
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(sorted(found)))


def test_a_mark_outside_the_axis_is_left_out():
    early = Mark(day("1990-01-01"), ("x",), "line-summit", "label-summit")
    drawing = draw([Group("", spans(1))], [early], KNOWN, WIDE)
    assert drawing.lines == []
    assert "x" not in {each.words for each in drawing.words}


def test_the_axis_holds_whole_years_and_thins_its_labels():
    old = Span("x", "actor-jp", day("1994-05-01"))
    drawing = draw([Group("", [old])], [], KNOWN, PHONE)
    years = [each.words for each in drawing.words if each.css == "axis-label"]
    assert len(drawing.grid) == 33
    assert years == ["1995", "2000", "2005", "2010", "2015", "2020", "2025"]


def test_long_words_take_two_even_lines():
    lines = wrapped("「管理リスト」の日本企業等20への両用品目の輸出禁止", 348)
    assert len(lines) == 2
    assert abs(width(lines[0]) - width(lines[1])) < 60
    assert "".join(lines) == "「管理リスト」の日本企業等20への両用品目の輸出禁止"


def test_no_line_begins_with_a_closing_bracket():
    assert wrapped("レアアース等の輸出管理措置（中国）", 230)[1][0] not in "）」、。"


def test_lines_break_between_words_and_end_in_an_ellipsis():
    lines = wrapped("Ban on exports of dual-use items to Japanese companies on the list", 150)
    assert len(lines) == 2
    assert "Ban on exports of".startswith(lines[0])
    assert lines[1].endswith("…")
    assert all(width(each) <= 150 for each in lines)
    assert wrapped("", 100) == []
