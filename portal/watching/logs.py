"""How the log is written: a JSON object a line for machines, a plain line for people."""

import json
import logging

from portal import visits
from portal.dates.clock import at_second

# The names of a line's own keys; what else is told of a request comes behind them.
TIME, LEVEL, LOGGER, MESSAGE, REQUEST, EXCEPTION = (
    *("time", "level", "logger", "message", "request_id", "exception"),
)
# From which level on lines are written; `news` is WARNING, and INFO for what there is to count:
# requests, downloads, and requests that were refused.
LEVELS, NEWS = ("debug", "info", "warning", "error", "critical"), "news"
# What Django says loudly of requests that cannot be answered: robots and typing errors mostly.
REFUSED = "django.security."


def time_of(record: logging.LogRecord) -> str:
    """When a record was made, to the millisecond and with its time zone (ISO 8601)."""
    return at_second(record.created).isoformat(timespec="milliseconds")


class Line(logging.Formatter):
    """Time, level, number of the request, logger and message; a traceback in lines below."""

    def __init__(self):
        super().__init__("{asctime} {levelname} {number} {name} {message}", style="{")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        """The time of a record, as all formats have it."""
        return time_of(record)

    def format(self, record: logging.LogRecord) -> str:
        """The record as text."""
        record.number = visits.number() or "-"
        return super().format(record)


class Json(logging.Formatter):
    """A record as one line of JSON in ASCII, which no encoding and no line break can spoil."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line of JSON."""
        line = {
            TIME: time_of(record),
            LEVEL: record.levelname,
            LOGGER: record.name,
            MESSAGE: record.getMessage(),
            REQUEST: visits.number(),
            EXCEPTION: self.formatException(record.exc_info) if record.exc_info else "",
        }
        return json.dumps(
            {name: value for name, value in line.items() if value} | getattr(record, "told", {}),
            default=str,
        )


class Quietly(logging.Filter):
    """Says what visitors got wrong at the level of news, without a traceback.

    Django warns of each address that does not exist, and shows a traceback for each request that
    names another host, so whoever sends many of them fills the disk and hides what matters.
    """

    def __init__(self, least: str, news: str):
        super().__init__()
        self.least, self.news = map(logging.getLevelName, (least, news))

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is written at all; where it is, with its new level."""
        if record.name.startswith(REFUSED) and record.levelno == logging.ERROR:
            as_news(record)
            return self.news <= logging.INFO
        if record.name == "django.request" and record.levelno == logging.WARNING:
            as_news(record)
            return self.least <= logging.INFO
        return True


def as_news(record: logging.LogRecord) -> None:
    """Make a record one line of INFO."""
    record.levelno, record.levelname = logging.INFO, "INFO"
    record.exc_info = record.exc_text = None


def configuration(style: str, level: str) -> dict:
    """The setting LOGGING: `style` is `json` or `line`, `level` one of LEVELS, or NEWS."""
    least, news = ("WARNING", "INFO") if level == NEWS else (level.upper(), level.upper())
    formatters = {"json": {"()": Json}, "line": {"()": Line}}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": formatters,
        "filters": {
            "sparing": {"()": "portal.watching.sparing.Sparing"},
            "quietly": {"()": Quietly, "least": least, "news": news},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": style,
                "filters": ["sparing", "quietly"],
            }
        },
        "root": {"handlers": ["console"], "level": least},
        "loggers": {
            # Without the handlers that Django gives it, by which its lines stood here twice.
            "django": {"handlers": [], "level": news},
            "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
            "portal.lists.download": {"level": news},
            "portal.replicas": {"level": news},
            "portal.accounts": {"level": news},
            "portal.access": {"level": news},
            # `portal.accounts` tells the same, and no name that is none: it may be a password.
            "axes": {"level": "ERROR"},
            # The server itself.
            "_granian": {"handlers": ["console"], "level": "INFO", "propagate": False},
        },
    }
