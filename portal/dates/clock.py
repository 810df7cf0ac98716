"""The one clock of the site. A day is a day in Japan: on pages, in citations, in names of files.

The database keeps moments in UTC, where the day changes at nine in the morning. Who asks a moment
for its date without asking here gets yesterday's for a third of each day.
"""

import datetime

from django.utils import timezone

# From one day to the next.
NIGHT = datetime.timedelta(days=1)


def today() -> datetime.date:
    """The day it is."""
    return timezone.localdate()


def day_begins(day: datetime.date) -> datetime.datetime:
    """The moment at which a day begins."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def now() -> datetime.datetime:
    """The moment it is, as the database keeps moments."""
    return timezone.now()


def at_home(moment: datetime.datetime) -> datetime.datetime:
    """A moment with the hours that clocks showed."""
    return timezone.localtime(moment)


def at_second(seconds: float) -> datetime.datetime:
    """The moment so many seconds after 1970 began in UTC, with the hours that clocks showed."""
    return at_home(datetime.datetime.fromtimestamp(seconds, datetime.UTC))


def day_of(moment: datetime.datetime) -> datetime.date:
    """The day on which a moment was, where clocks show those hours."""
    return at_home(moment).date()


def in_utc(moment: datetime.datetime) -> str:
    """A moment to the second as machines tell it to each other: 20260401T023000Z (ISO 8601)."""
    told = moment.astimezone(datetime.UTC).isoformat(timespec="seconds")
    return told.replace("+00:00", "Z").replace("-", "").replace(":", "")
