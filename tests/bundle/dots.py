"""Reads pictures of dots over years as people do: which dot stands in which lane, at which day."""

import bisect
import calendar
import collections
import datetime
import re
from collections.abc import Sequence

from measures.models.milestone import PHASE_OF

# Pixels: a dot stands at most so far from its day, and the axis ends so far from the edge.
STEP = 13
DOT = re.compile(r'<path class="mark-(\w+)" d="M([\d.]+) ([\d.]+)')
# Where a path begins, left of the middle of its dot; a diamond and a triangle begin at their tips.
LEFT = {"announced": 5, "decided": 5, "ended": 4.5, "held": 0, "due": 0}
MORE = re.compile(r'<text class="middle number" x="([\d.]+)"\s+y="([\d.]+)">\+(\d+)<')
BASE = re.compile(r'<line class="axis axis--zero" x1="0" y1="([\d.]+)"')
BEGIN = re.compile(r'<line class="axis" x1="([\d.]+)"')
YEAR = re.compile(r'<text class="axis-label" x="([\d.]+)"\s+y="[\d.]+">(\d{4})<')
WIDTH = re.compile(r'viewBox="0 0 (\d+)')
Event = dict[str, str]


def assert_drawn(picture: str, lanes: Sequence[Sequence[Event]]) -> set[tuple[str, str]]:
    """That a picture has a dot for each event of its lanes, at its day and in its shape.

    Gives the events that are outside its years, by what names them.
    """
    begins, drawn = years_of(picture), lanes_of(picture)
    assert len(drawn) == len(lanes)
    outside = set()
    for (places, shapes, more), events in zip(drawn, lanes, strict=True):
        inside = [each for each in events if begins[0][0] <= day_of(each).year <= begins[-2][0]]
        outside |= {(each["measure_slug"], each["code"]) for each in events if each not in inside}
        days = sorted(map(day_of, inside))
        assert len(places) == len(days)
        for place, day in zip(places, days, strict=True):
            assert abs(place - place_of(day, dict(begins))) <= STEP, day
        told = collections.Counter(PHASE_OF[each["kind_code"]].value for each in inside)
        # A number stands for the rest of a pile, in whatever shapes.
        assert shapes <= told
        assert shapes.total() + more == told.total()
    return outside


def day_of(event: Event) -> datetime.date:
    """The first day that the date of an event can mean."""
    return datetime.date.fromisoformat(event["date_from"])


def years_of(picture: str) -> list[tuple[int, float]]:
    """The years of the axis with the place where each begins, and the year after the last."""
    lines = [float(x) for x in BEGIN.findall(picture)]
    x, year = YEAR.search(picture).groups()
    labelled = min(range(len(lines)), key=lambda number: abs(lines[number] + 2 - float(x)))
    ends = [*lines, float(WIDTH.search(picture)[1]) - STEP]
    return [(int(year) - labelled + number, place) for number, place in enumerate(ends)]


def place_of(day: datetime.date, begins: dict[int, float]) -> float:
    """Where a day stands between the beginning of its year and that of the next."""
    part = (day.timetuple().tm_yday - 1) / (366 if calendar.isleap(day.year) else 365)
    begin, end = begins[day.year], begins[day.year + 1]
    return begin + (end - begin) * part


def lanes_of(picture: str) -> list[tuple[list[float], collections.Counter, int]]:
    """What each lane draws: the places of its events, the shapes, and how many have none."""
    bases = [float(y) for y in BASE.findall(picture)]
    lanes = [([], collections.Counter(), []) for _base in bases]
    for shape, x, y in DOT.findall(picture):
        places, shapes, _more = lanes[bisect.bisect_left(bases, float(y))]
        places.append(float(x) + LEFT[shape])
        shapes[shape] += 1
    for x, y, number in MORE.findall(picture):
        places, _shapes, more = lanes[bisect.bisect_left(bases, float(y))]
        places.extend([float(x)] * int(number))
        more.append(int(number))
    return [(sorted(places), shapes, sum(more)) for places, shapes, more in lanes]
