"""Dates that sources gave in advance, as the rows of lists tell them."""

import dataclasses
import functools
from collections.abc import Callable, Iterator, Mapping

from django.db import models
from django.utils.translation import gettext, gettext_lazy

from measures.lists.targets import TARGETS
from measures.lists.timeline import MILESTONES, TIMELINE
from measures.models import Milestone, Target
from portal.dates.calendars import Event
from portal.dates.edtf import describe, whole_days
from portal.lists.columns import Label
from portal.lists.request import ListRequest
from portal.lists.updated import UpdatedVersion
from portal.pages.summary import RecordCache
from portal.record.tracing import first_keys


@dataclasses.dataclass(frozen=True)
class Planned:
    """The rows of a list that tell of a day to come: which, by which field, and in what words."""

    date: str
    rows: Callable[[models.QuerySet, ListRequest], models.QuerySet]
    what: Callable[[models.Model], str]
    words: Label = gettext_lazy("Planned: %(what)s (%(measure)s)")


def milestones(rows: models.QuerySet, asked: ListRequest) -> models.QuerySet:
    """Those that were planned, or lie behind the day as of which the record is."""
    return rows.planned(RecordCache.at(asked.stamp).as_of)


def targets(rows: models.QuerySet, _asked: ListRequest) -> models.QuerySet:
    """Those that are due at some time."""
    return rows.exclude(due="")


def event_in_words(row: Milestone) -> str:
    """What is to happen."""
    return row.label


def due_in_words(row: Target) -> str:
    """What is due."""
    return gettext("%(label)s, %(printed)s") % {"label": row.label, "printed": row.printed}


ON_TIMELINE = Planned("date", milestones, event_in_words)
CALENDARS = {
    TIMELINE.name: ON_TIMELINE,
    MILESTONES.name: ON_TIMELINE,
    TARGETS.name: Planned(
        "due", targets, due_in_words, gettext_lazy("Planned, due: %(what)s (%(measure)s)")
    ),
}


def rows_of(asked: ListRequest) -> models.QuerySet:
    """The rows that a list finds which tell of a day to come."""
    planned = CALENDARS[asked.listing.name]
    return planned.rows(asked.filterset.qs, asked)


def counted(asked: ListRequest) -> tuple[int, int]:
    """How many such rows tell whole days, and how many do not, so that no calendar has them."""
    dates = rows_of(asked).order_by().values_list(CALENDARS[asked.listing.name].date, flat=True)
    whole = [whole_days(date) is not None for date in dates]
    return whole.count(True), whole.count(False)


def events_of(asked: ListRequest, host: str, base: str) -> Iterator[Event]:
    """The events of the rows that a list finds, the earliest first.

    `host` is the site's own, `base` the scheme and host at which it is asked.
    """
    planned = CALENDARS[asked.listing.name]
    found = rows_of(asked).select_related("measure").order_by(f"{planned.date}_from", "pk")
    rows = found.annotate(updated_version=UpdatedVersion())
    named = first_keys("measure")
    make = functools.partial(_event, planned, named, host, base)
    return map(make, (row for row in rows if whole_days(getattr(row, planned.date))))


def _event(
    planned: Planned, named: Mapping[str, str], host: str, base: str, row: Milestone | Target
) -> Event:
    """An event, known by the name that its measure had first: a calendar keeps it as one."""
    slug = row.measure.slug
    first, last = whole_days(getattr(row, planned.date))
    words = {"what": planned.what(row), "measure": row.measure.title}
    return Event(
        uid=f"{named.get(slug, slug)}.{row.anchor}@{host}",
        first=first,
        last=last,
        summary=str(planned.words) % words,
        description=description_of(row, getattr(row, planned.date)),
        address=f"{base}{row.get_absolute_url()}",
        sequence=row.updated_version or 0,
    )


def description_of(row: Milestone | Target, date: str) -> str:
    """The date in words, what sort of event it is, and why it is inferred, where it is."""
    kind = row.get_kind_display() if isinstance(row, Milestone) else ""
    inferred = gettext("Inferred: %(reason)s") % {"reason": row.inference} if row.inferred else ""
    return "\n".join(filter(None, (describe(date), kind, inferred)))
