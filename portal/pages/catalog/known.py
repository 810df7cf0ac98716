"""What is known of the data as a whole, said the same wherever it is described."""

import dataclasses
import datetime
from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from policies.models import SourceDocument
from portal.lists.request import stamp_of
from portal.lists.views import base_of
from portal.pages.summary import RecordCache

NAME = _("Shirube")
TITLE = _("Shirube: Japan's economic-security policy as data")
ABOUT = _(
    "Measures, provisions, milestones, budgets, export controls, trade remedies and agreements of "
    "Japan's economic-security policy as tables. Every value names the section of the document "
    "it was read from, and a phrase to look for there."
)
KEYWORDS = (
    _("economic security"),
    _("export controls"),
    _("supply chains"),
    _("critical minerals"),
    _("budget"),
    _("international agreements"),
    _("Japan"),
)


@dataclasses.dataclass(frozen=True)
class Known:
    """A version of the data: where it stands, when it changed, what it is of and was read from.

    `base` is scheme and host; `period` the days from the first event of the record to the last,
    planned ones among them, or nothing where no event has a day.
    """

    base: str
    version: int
    updated: datetime.date
    period: tuple[datetime.date, datetime.date] | None
    documents: Sequence[SourceDocument]

    def full(self, address: str) -> str:
        """An address of the site in full."""
        return f"{self.base}{address}"


def known_of(request: HttpRequest) -> Known:
    """What is known of the data at the version that a request sees."""
    stamp = stamp_of(request)
    record = RecordCache.at(stamp)
    return Known(base_of(request), stamp.number, record.updated, record.period, record.documents)
