"""Calendars of whole days, as RFC 5545 has them."""

import dataclasses
import datetime
from collections.abc import Iterable, Iterator

from portal.dates.clock import in_utc

# Octets of a line before it goes on in the next (section 3.1).
LINE = 75
NIGHT = datetime.timedelta(days=1)
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


@dataclasses.dataclass(frozen=True)
class Event:
    """Something of one or more whole days.

    `uid` is its name for ever, `sequence` grows with each change of its entry. Who gave the
    day in advance may give another: it is tentative.
    """

    uid: str
    first: datetime.date
    last: datetime.date
    summary: str
    description: str
    address: str
    sequence: int


def calendar(
    name: str, language: str, made_at: datetime.datetime, events: Iterable[Event]
) -> bytes:
    """A calendar with a name; its bytes are those of its events and of when it was `made_at`."""
    stamp = in_utc(made_at)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Shirube//Planned dates//{language.upper()}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        *(line for event in events for line in _event(event, stamp, language)),
        "END:VCALENDAR",
    ]
    return b"".join(folded(line) for line in lines)


def _event(event: Event, stamp: str, language: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{stamp}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTART;VALUE=DATE:{basic(event.first)}"
    yield f"DTEND;VALUE=DATE:{basic(event.last + NIGHT)}"
    yield f"SUMMARY;LANGUAGE={language}:{escaped(event.summary)}"
    if event.description:
        yield f"DESCRIPTION;LANGUAGE={language}:{escaped(event.description)}"
    yield f"URL:{event.address}"
    yield "STATUS:TENTATIVE"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def basic(day: datetime.date) -> str:
    """A day in the basic form of ISO 8601, without hyphens."""
    return day.isoformat().replace("-", "")


def escaped(text: str) -> str:
    """A text as a value: without what would end it, part it, or begin another line."""
    return text.translate(ESCAPES)


def folded(line: str) -> bytes:
    """A line in parts of at most 75 octets, none of which begins inside a character."""
    parts, size = [""], 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LINE:
            parts.append(" ")
            size = 1
        parts[-1] += letter
        size += octets
    return "\r\n".join(parts).encode() + b"\r\n"
