"""The day up to which the record can know anything."""

import dataclasses
import datetime
from collections.abc import Iterable

from policies.citations import inferred
from policies.models import SourceDocument
from portal.dates.clock import today
from portal.dates.edtf import as_of_words, describe, describe_with_era, machine_readable


@dataclasses.dataclass(frozen=True)
class AsOf:
    """The date of the newest document in EDTF form, its first day, and whether it is inferred."""

    day: datetime.date
    date: str
    inferred: bool = False

    @property
    def begins(self) -> str:
        """The date, or where an open one begins, in EDTF form and as precise as it is printed."""
        return self.date.removesuffix("/..")

    @property
    def in_words(self) -> str:
        """The date, or where it begins, in the active language; an inferred one says so."""
        words = describe_with_era(self.begins)
        return inferred(words) if self.inferred else words

    @property
    def in_short(self) -> str:
        """The date, or where it begins, in the active language; for where there is little room."""
        return describe(self.begins)

    @property
    def for_machines(self) -> str:
        """The date as an HTML `datetime`, never more precise than it is; empty for a season."""
        return machine_readable(self.begins)

    @property
    def told(self) -> str:
        """That something is told as of it."""
        return as_of_words(self.date)


def as_of(documents: Iterable[SourceDocument] | None = None, unread: bool = False) -> AsOf:
    """The date of the newest document, of those given or of all; today where none has one.

    One that is not read to its end does not count beside one that is, unless `unread` ones are
    asked for too: nothing follows from its silence. Where none is read, its date is still the
    day of what is told.
    """
    if documents is None:
        documents = SourceDocument.objects.only("date", "date_from", "date_inferred", "state")
    dated = [each for each in documents if each.date_from]
    if not dated:
        return AsOf(today(), today().isoformat())
    if not unread:
        dated = [each for each in dated if each.is_read] or dated
    newest = max(dated, key=lambda document: document.date_from)
    return AsOf(newest.date_from, newest.date, newest.date_inferred)
