"""The timeline as a calendar: years, in them months, in them events."""

import dataclasses
from collections.abc import Iterable

from django.utils.translation import gettext

from measures.models import Milestone
from portal.dates.edtf import PART, SEASONS, describe, describe_with_era


@dataclasses.dataclass(frozen=True)
class Event:
    """A milestone, and its date as far as the headings above it leave open."""

    milestone: Milestone
    date: str


@dataclasses.dataclass(frozen=True)
class Month:
    """The events of one month, or those of a year of which no source gives the month."""

    anchor: str
    words: str
    events: list[Event]


@dataclasses.dataclass(frozen=True)
class Year:
    """The months of one year; the events without a date have a year without a name."""

    anchor: str
    words: str
    months: list[Month]

    @property
    def count(self) -> int:
        """How many events of the page stand in it."""
        return sum(len(month.events) for month in self.months)


def beginning(edtf: str) -> tuple[str, str, str]:
    """Year, month and day in which a date begins; empty where its precision leaves them open."""
    first, _slash, last = edtf.partition("/")
    match = PART.match(last if first == ".." else first)
    if match is None:
        return "", "", ""
    year, month, day, _mark = match.groups()
    return (year, "", "") if month in SEASONS else (year, month or "", day or "")


def remaining(edtf: str) -> str:
    """What the headings of year and month leave to be said of a date."""
    match = PART.match(edtf)
    if match is None or match[4] or match[2] in SEASONS:
        return describe(edtf)
    year, month, day, _mark = match.groups()
    if day:
        # The words of a day without its year: 3月19日, 19 March.
        return describe(edtf).removeprefix(f"{year}年").removesuffix(f" {year}")
    return gettext("day not stated") if month else gettext("month not stated")


def calendar(milestones: Iterable[Milestone]) -> list[Year]:
    """The events by year and month, in the order in which they come.

    Those of a year without a month may come between its months; they stand together.
    """
    years: dict[str, tuple[Year, dict[str, Month]]] = {}
    for milestone in milestones:
        year, month, _day = beginning(milestone.date)
        if year not in years:
            words = describe_with_era(year) if year else gettext("Without a date")
            years[year] = (Year(f"y{year or '-none'}", words, []), {})
        found, months = years[year]
        if month not in months:
            words = describe(f"{year}-{month}") if month else ""
            words = words or (gettext("Month not stated") if year else "")
            months[month] = Month(f"{found.anchor}-{month or 'none'}", words, [])
            found.months.append(months[month])
        date = remaining(milestone.date) if milestone.date else ""
        months[month].events.append(Event(milestone, date))
    return [year for year, _months in years.values()]
