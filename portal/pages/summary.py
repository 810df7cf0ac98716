"""What every page knows: the documents behind the record, its as-of date, its last change."""

import datetime

from django.utils.functional import cached_property

from measures.models import Measure, Milestone
from policies.as_of import AsOf, as_of
from policies.models import Section, SourceDocument
from portal.changes import aside
from portal.changes.models import Stamp
from portal.dates.clock import today
from portal.dates.edtf import describe


class RecordSummary:
    """Facts on the record as a whole, looked up only where a page shows them.

    `drawn` are parts of pages that it draws alike (`portal.templatetags.kept`), by language and
    place, and then by name.
    """

    def __init__(self):
        self.drawn: dict[tuple[str, ...], dict[str, str]] = {}

    @cached_property
    def documents(self) -> list[SourceDocument]:
        """The documents, newest first."""
        return list(SourceDocument.objects.for_list())

    @property
    def read(self) -> list[SourceDocument]:
        """Those that are read to their end."""
        return [document for document in self.documents if document.is_read]

    @cached_property
    def entries(self) -> list[tuple[SourceDocument, int]]:
        """Each document with the number of entries that were read from it."""
        counts = Section.objects.entries_by_document()
        return [(document, counts.get(document.pk, 0)) for document in self.documents]

    @property
    def newest(self) -> AsOf:
        """The date of the newest document that is read; today where there is none."""
        return as_of(self.documents)

    @property
    def as_of(self) -> datetime.date:
        """The day on which that date begins."""
        return self.newest.day

    @property
    def today(self) -> datetime.date:
        """The day it is, for what is printed: looked up each time, unlike what the record holds."""
        return today()

    @cached_property
    def last_change(self) -> datetime.date | None:
        """The day on which a document or a measure last changed; None where there is none."""
        changes = [document.updated_on for document in self.documents]
        changes += [change] if (change := Measure.objects.published().last_change()) else []
        return max(changes, default=None)

    @cached_property
    def period(self) -> tuple[datetime.date, datetime.date] | None:
        """The days from the first event of the record to the last; None where none has a day."""
        return Milestone.objects.published().period()

    @property
    def updated(self):
        """The day of the last change; the as-of date where there is none."""
        return self.last_change or self.as_of

    @property
    def as_of_in_words(self) -> str:
        """The as-of date in the active language, with its era; an inferred one says so."""
        return self.newest.in_words

    @property
    def updated_in_words(self) -> str:
        """The day of the last change in the active language."""
        return describe(self.updated.isoformat())


class RecordCache:
    """What this process knows of the record as a whole, at the version it last looked at."""

    stamp: Stamp | None = None
    record: RecordSummary | None = None

    @classmethod
    def at(cls, stamp: Stamp) -> RecordSummary:
        """The record at a version; while something is tried out, as that makes it."""
        if aside.current():
            return aside.apart(cls, RecordSummary)
        if cls.stamp != stamp:
            cls.record, cls.stamp = RecordSummary(), stamp
        return cls.record
