"""The timeline as a calendar: years, in them months, in them events."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from django.utils.functional import cached_property
from django.utils.translation import gettext

from measures.models import Milestone
from policies.as_of import as_of
from portal.dates.clock import today
from portal.dates.edtf import PART, SEASONS, describe, describe_with_era
from portal.lists.request import ListRequest

# The orders of the list that begin with the past, and that go by measures instead of days.
OLDEST, BY_NAME = "oldest", "name"


@dataclasses.dataclass(frozen=True)
class Event:
    """A milestone, its date as far as the headings above leave it open, and the lines before it."""

    milestone: Milestone
    date: str
    lines: Sequence[str] = ()


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


def beginning(edtf: str) -> tuple[str, str, str]:
    """Year, month and day in which a date begins; empty where its precision leaves them open."""
    first, _slash, last = edtf.partition("/")
    match = PART.match(last if first == ".." else first)
    if match is None:
        return "", "", ""
    year, month, day, _mark = match.groups()
    return (year, "", "") if month in SEASONS else (year, month or "", day or "")


def season(edtf: str) -> str:
    """The season in which a date begins, as its code; empty for one that names none."""
    match = PART.match(edtf)
    return match[2] if match and match[2] in SEASONS else ""


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


def calendar(
    milestones: Iterable[Milestone], lines: Mapping[int, Sequence[str]] | None = None
) -> list[Year]:
    """The events by year and month or season, in the order in which they come.

    `lines` are the words of lines that are drawn before the event at a place.

    Those of a year without a month may come between its months; they stand together.
    """
    years: dict[str, tuple[Year, dict[str, Month]]] = {}
    for place, milestone in enumerate(milestones):
        year, month, _day = beginning(milestone.date)
        month = month or season(milestone.date)
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
        before = lines.get(place, ()) if lines else ()
        months[month].events.append(Event(milestone, date, before))
    return [year for year, _months in years.values()]


def by_measure(milestones: Iterable[Milestone]) -> list[Year]:
    """The events under their measures, in the order in which they come, with their whole dates."""
    groups: dict[str, Year] = {}
    for milestone in milestones:
        measure = milestone.measure
        if measure.slug not in groups:
            month = Month("", "", [])
            groups[measure.slug] = Year(f"m-{measure.slug}", measure.title, [month])
        event = Event(milestone, milestone.date_in_words if milestone.date else "")
        groups[measure.slug].months[0].events.append(event)
    return list(groups.values())


@dataclasses.dataclass(frozen=True)
class Jump:
    """The way to the first event of a year, on whatever page it stands, and how many it has."""

    words: str
    count: int
    address: str


class Timeline:
    """A page of a list of events as a calendar, with the years of the whole list."""

    def __init__(self, list_request: ListRequest):
        self.list_request = list_request
        self.found = list_request.filterset.qs
        self.newest_first = list_request.sort.name != OLDEST

    @property
    def years(self) -> list[Year]:
        """The events of the page by year and month, each with what it says for what is asked.

        In the order of measures their names take the place of years.
        """
        for milestone in self.list_request.page:
            milestone.besides = self.list_request.besides.get(milestone.pk, ())
        if self.goes_by_measure:
            return by_measure(self.list_request.page)
        return calendar(self.list_request.page, self.lines)

    @property
    def goes_by_measure(self) -> bool:
        """Whether the list stands in the order of measures."""
        return self.list_request.sort.name == BY_NAME

    @property
    def lines(self) -> dict[int, list[str]]:
        """By the place on the page of the event that follows, the lines between what lay ahead on
        some day and what did not. Hits in names stand in no order of days."""
        if self.list_request.titles_first:
            return {}
        newest, now = as_of(), today()
        days = {
            newest.day: gettext("As of %(day)s") % {"day": newest.in_short},
            now: gettext("Today, %(day)s") % {"day": describe(now.isoformat())},
        }
        page = self.list_request.page
        dated = sum(count for year, count in self.whole if year is not None)
        found: dict[int, list[str]] = {}
        for line, after in zip(days.values(), self.found.counted_after(*days), strict=True):
            place = after if self.newest_first else dated - after
            within = place - page.start_index() + 1
            if 0 <= within < len(page) and 0 < place < dated:
                found.setdefault(within, []).insert(0, line)
        return found

    @cached_property
    def whole(self) -> list[tuple[int | None, int]]:
        """The years of all events found in their order, with their number; no date comes last."""
        found = self.found.years()
        if self.newest_first:
            return found
        return sorted(found, key=lambda each: (each[0] is None, each[0] or 0))

    @property
    def jumps(self) -> list[Jump]:
        """The way to each year of the list; there is none in the order of measures."""
        if self.goes_by_measure:
            return []
        asked, size = self.list_request, self.list_request.listing.per_page
        sort = {"sort": asked.sort.name} if asked.titles_first else {}
        found, before = [], 0
        for year, count in self.whole:
            number = before // size + 1
            query = asked.query_string(page=number if number > 1 else None, **sort)
            anchor = f"#y{year or '-none'}"
            here = number == asked.page.number and not asked.titles_first
            address = anchor if here else f"{asked.path}?{query}{anchor}"
            words = describe_with_era(str(year)) if year else gettext("Without a date")
            found.append(Jump(words, count, address))
            before += count
        return found
