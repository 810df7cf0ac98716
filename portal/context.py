"""What every page knows: the documents behind the record, its as-of date, its last change."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property

from measures.models import Measure
from policies.dates import describe, describe_with_era
from policies.models import SourceDocument


class Record:
    """Facts on the record as a whole, looked up only where a page shows them."""

    @cached_property
    def documents(self) -> list[SourceDocument]:
        """The documents, newest first."""
        return list(SourceDocument.objects.for_list())

    @cached_property
    def as_of(self):
        """The date of the newest document; today where there is none."""
        dates = [document.date_from for document in self.documents if document.date_from]
        return max(dates, default=timezone.localdate())

    @cached_property
    def updated(self):
        """The day of the last change; the as-of date where there is none."""
        changes = [document.updated_at for document in self.documents]
        changes += [change] if (change := Measure.objects.published().last_change()) else []
        return timezone.localdate(max(changes)) if changes else self.as_of

    @property
    def as_of_in_words(self) -> str:
        """The as-of date in the active language, with its era."""
        return describe_with_era(self.as_of.isoformat())

    @property
    def updated_in_words(self) -> str:
        """The day of the last change in the active language."""
        return describe(self.updated.isoformat())


def record(request: HttpRequest) -> dict:
    """The record as a whole, for templates."""
    return {"record": Record()}
