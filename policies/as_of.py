"""The day up to which the record can know anything."""

import datetime
from collections.abc import Iterable

from policies.models import SourceDocument
from portal.dates.clock import today


def as_of(documents: Iterable[SourceDocument] | None = None) -> datetime.date:
    """The date of the newest document, of those given or of all; today where none has one."""
    if documents is None:
        documents = SourceDocument.objects.only("date_from")
    dates = [document.date_from for document in documents if document.date_from]
    return max(dates, default=today())
