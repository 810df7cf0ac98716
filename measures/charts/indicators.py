"""The values of an indicator as bars: only what a document prints, series by series."""

import dataclasses
import re
from collections.abc import Sequence

from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext

from measures.models import DataPoint, Indicator
from portal.charts import ranked
from portal.charts.bars import Bar, Part
from portal.charts.drawing import Drawing
from portal.languages import JAPANESE

# Bars of one picture; a place in a ranking has no length, so it is left to the table.
MOST = 12
PLACES = "位"


@dataclasses.dataclass(frozen=True)
class Series:
    """Points of an indicator in one series and one unit, two of which or more have a number."""

    name: str
    unit: str
    points: Sequence[DataPoint]

    @cached_property
    def valued(self) -> list[DataPoint]:
        """The points with a number."""
        return [point for point in self.points if point.value is not None]

    @cached_property
    def drawn(self) -> list[DataPoint]:
        """All points, those without a number too; of too many the largest, in printed order."""
        if len(self.points) <= MOST:
            return list(self.points)
        largest = sorted(self.valued, key=lambda point: point.value, reverse=True)[:MOST]
        return [point for point in self.points if point in largest]

    @cached_property
    def bars(self) -> list[Bar]:
        """A bar for each point, as long as its number, with the words it is printed in."""
        return [Bar(self.label(point), "", parts(point), told(point)) for point in self.drawn]

    def label(self, point: DataPoint) -> str:
        """What a point is called; its period too where several points share the name."""
        same = sum(each.label == point.label for each in self.points)
        return f"{point.label} {point.period_in_words}".strip() if same > 1 else point.label

    @property
    def finding(self) -> str:
        """What the picture shows, as a sentence."""
        most = max(point.value for point in self.valued)
        first = [point for point in self.valued if point.value == most]
        words = {
            "series": self.name,
            "label": gettext(", ").join(self.label(point) for point in first),
            "value": told(first[0]),
        }
        if self.name:
            return gettext("%(series)s: %(label)s is the largest stated, %(value)s") % words
        return gettext("%(label)s is the largest stated, %(value)s") % words

    @property
    def left(self) -> str:
        """How many values stand in the table alone; empty where all are drawn."""
        number = len(self.points) - len(self.drawn)
        if not number:
            return ""
        words = ngettext(
            "The chart shows the %(most)s largest; %(number)s more value is in the table.",
            "The chart shows the %(most)s largest; %(number)s more values are in the table.",
            number,
        )
        return words % {"most": len(self.drawn), "number": number}


@dataclasses.dataclass(frozen=True)
class Picture:
    """A series as it is drawn for wide screens and for phones; `slug` names it on its page."""

    slug: str
    series: Series
    wide: Drawing
    phone: Drawing


def parts(point: DataPoint) -> list[Part]:
    """The one part of a point's bar; none where it has no number."""
    return [] if point.value is None else [Part(1, float(point.value), "", point.printed)]


def told(point: DataPoint) -> str:
    """A value as printed, with its unit where the print of the cell leaves it to the head.

    A unit that is a number itself, such as 100 million dollars, is no further digits of the value.
    """
    unit = point.unit if re.fullmatch(r"[\d,.]+", point.printed) else ""
    times = "× " if unit[:1].isdecimal() else ""
    apart = "" if unit == "%" or JAPANESE.match(unit) else " "
    return f"{point.printed}{apart}{times}{unit}".strip()


def pictures(indicator: Indicator) -> list[Picture]:
    """A picture for every series with two numbers or more; those of one unit share a scale.

    Only a number that is itself printed counts: not the place of a name in a list.
    """
    points: dict[tuple[str, str], list[DataPoint]] = {}
    for point in indicator.points.all():
        if point.unit_ja != PLACES and re.search(r"\d", point.printed):
            points.setdefault((point.series, point.unit), []).append(point)
    found = [
        series
        for series in (Series(*key, rows) for key, rows in points.items())
        if len(series.valued) > 1
    ]
    frames = {
        unit: ranked.Frame.around([bar for each in found if each.unit == unit for bar in each.bars])
        for unit in {series.unit for series in found}
    }
    return [
        Picture(
            f"series-{number}",
            each,
            ranked.wide(each.bars, frames[each.unit]),
            ranked.phone(each.bars, frames[each.unit]),
        )
        for number, each in enumerate(found)
    ]


def undrawn(indicator: Indicator, drawn: Sequence[Picture]) -> str:
    """How many values have a place in no picture, and of what kind they are; empty for none."""
    number = len(indicator.points.all()) - sum(len(each.series.points) for each in drawn)
    if not number:
        return ""
    words = ngettext(
        "%(number)s value of the table is not drawn: a place in a ranking, words without a "
        "number, or the only number of its series.",
        "%(number)s values of the table are not drawn: places in a ranking, words without a "
        "number, or the only number of their series.",
        number,
    )
    return words % {"number": number}
