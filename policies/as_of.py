"""The day up to which the record can know anything."""

import dataclasses
import datetime
from collections.abc import Iterable

from policies.citations import inferred
from policies.models import SourceDocument
from portal.dates.clock import today
from portal.dates.edtf import describe_with_era


@dataclasses.dataclass(frozen=True)
class AsOf:
    """The first day of the date of the newest document, and whether that date is inferred."""

    day: datetime.date
    inferred: bool = False

    @property
    def in_words(self) -> str:
        """The day in the active language with its era; an inferred one says so."""
        words = describe_with_era(self.day.isoformat())
        return inferred(words) if self.inferred else words


def as_of(documents: Iterable[SourceDocument] | None = None) -> AsOf:
    """The date of the newest document, of those given or of all; today where none has one."""
    if documents is None:
        documents = SourceDocument.objects.only("date_from", "date_inferred")
    dated = [document for document in documents if document.date_from]
    if not dated:
        return AsOf(today())
    newest = max(dated, key=lambda document: document.date_from)
    return AsOf(newest.date_from, newest.date_inferred)
