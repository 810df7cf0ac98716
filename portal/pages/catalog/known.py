"""What is known of the data as a whole, said the same wherever it is described."""

import dataclasses
import datetime
from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from policies.models import SourceDocument
from portal.lists.request import stamp_of
from portal.lists.views import base_of
from portal.pages.summary import RecordCache, RecordSummary

NAME = _("Shirube")
TITLE = _("Shirube: Japan's economic-security policy as data")
ABOUT = _(
    "Measures, provisions, milestones, budgets, export controls, trade remedies and agreements of "
    "Japan's economic-security policy as tables. Every value names the section of the document "
    "it was read from, and a phrase to look for there."
)
RECORD = _("The whole record")
KEYWORDS = (
    _("economic security"),
    _("export controls"),
    _("supply chains"),
    _("critical minerals"),
    _("budget"),
    _("international agreements"),
    _("Japan"),
)


def whole_files() -> list[tuple[str, str, str]]:
    """The files that hold all tables: their media types, names and addresses."""
    return [
        (kind, name, reverse("bundle-latest", args=[name]))
        for kind, name in (
            ("application/zip", "shirube.zip"),
            ("application/vnd.sqlite3", "shirube.sqlite"),
        )
    ]


@dataclasses.dataclass(frozen=True)
class Known:
    """A version of the data: where it stands, when it changed, what it is of and was read from.

    `base` is scheme and host.
    """

    base: str
    version: int
    record: RecordSummary

    @property
    def updated(self) -> datetime.date:
        """The day of the last change."""
        return self.record.updated

    @property
    def documents(self) -> Sequence[SourceDocument]:
        """What the data was read from."""
        return self.record.documents

    @property
    def period(self) -> tuple[datetime.date, datetime.date] | None:
        """The days from the first event to the last, planned ones among them; None without any."""
        return self.record.period

    def full(self, address: str) -> str:
        """An address of the site in full."""
        return f"{self.base}{address}"


def known_of(request: HttpRequest) -> Known:
    """What is known of the data at the version that a request sees."""
    stamp = stamp_of(request)
    return Known(base_of(request), stamp.number, RecordCache.at(stamp))
