"""The revisions that readers may know of."""

import dataclasses
import datetime
from collections.abc import Iterable

from django.db import models

from measures.models import Indicator, Measure
from policies.models import (
    Framework,
    Issue,
    Organisation,
    Partner,
    SourceDocument,
    Subject,
)
from portal.changes.tracking import shown
from portal.dates.clock import day_begins
from portal.record.models import Batch, Entry, Revision
from portal.record.telling import Told, tell

# The kinds of entries whose changes are told, by the view of their page.
VIEWS: dict[str, type[models.Model]] = {
    "measure": Measure,
    "source": SourceDocument,
    "indicator": Indicator,
    "issue": Issue,
    "framework": Framework,
    "partner": Partner,
    "subject": Subject,
    "organisation": Organisation,
}
MODELS = {model._meta.model_name: model for model in VIEWS.values()}
# By which path the entries of a kind lead to the documents that they were read from.
READ_FROM = {
    "measure": "citations__section__document",
    "indicator": "section__document",
    "issue": "section__document",
    "framework": "section__document",
}


@dataclasses.dataclass(frozen=True)
class Asked:
    """Which changes are asked for; what is left open narrows nothing."""

    kind: str = ""
    document: SourceDocument | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None

    def narrow(self, revisions: models.QuerySet) -> models.QuerySet:
        """Those of some revisions that are asked for."""
        if self.kind:
            revisions = revisions.filter(batch__kind=self.kind)
        if self.document:
            revisions = revisions.filter(read_from(self.document))
        if self.since:
            revisions = revisions.filter(batch__made_at__gte=day_begins(self.since))
        if self.until:
            following = self.until + datetime.timedelta(days=1)
            revisions = revisions.filter(batch__made_at__lt=day_begins(following))
        return revisions


def read_from(document: SourceDocument) -> models.Q:
    """The entries that were read from a document, and the document itself."""
    found = models.Q(entry__kind=SourceDocument._meta.model_name, entry__key=document.slug)
    for kind, path in READ_FROM.items():
        rows = MODELS[kind]._base_manager.filter(**{path: document}).order_by()
        found |= models.Q(entry__kind=kind, entry__row__in=rows.values("pk"))
    return found


def revisions() -> models.QuerySet:
    """The revisions of entries that visitors may see, or that are gone or withdrawn, the latest
    first.

    What was there when the record was first loaded is no change. Whether visitors could see an
    entry at the time is known by its form alone (`tell`).
    """
    seen = models.Q(entry__state__in=(Entry.State.GONE, Entry.State.MOVED, Entry.State.WITHDRAWN))
    for kind, model in MODELS.items():
        hidden = {"entry__row__in": shown(model).values("pk")} if model.SHOWN_IF else {}
        seen |= models.Q(entry__kind=kind, entry__state=Entry.State.HERE, **hidden)
    found = Revision.objects.filter(seen, entry__kind__in=MODELS)
    found = found.exclude(number=1, batch__via=Batch.Via.LOAD)
    return found.select_related("entry", "batch").order_by("-batch_id", "entry__kind", "entry__key")


def told(some: Iterable[Revision]) -> list[Told]:
    """What revisions changed for readers; those that changed nothing for them are left out."""
    return [each for each in tell(list(some), public=True) if each.differences]
