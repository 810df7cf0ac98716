"""The revisions that readers may know of."""

import dataclasses
import datetime
from collections.abc import Iterable, Iterator, Mapping

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import override

from measures.models import Indicator, Measure, PillarGap
from policies.models import (
    Framework,
    Issue,
    Organisation,
    Partner,
    SourceDocument,
    Subject,
    Term,
)
from portal.changes.tracking import shown
from portal.dates.clock import day_begins
from portal.pages.changes.hidings import OUT, Hiding, hidden_among, hiding_of, hidings
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
# Those whose changes files and feeds tell besides: they have no page of their own.
WITHOUT_PAGE = {model._meta.model_name: model for model in (PillarGap, Term)}
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
    version: int | None = None

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
        if self.version:
            revisions = revisions.filter(batch__version=self.version)
        return revisions


def read_from(document: SourceDocument) -> models.Q:
    """The entries that were read from a document, and the document itself."""
    found = models.Q(entry__kind=SourceDocument._meta.model_name, entry__key=document.slug)
    for kind, path in READ_FROM.items():
        rows = MODELS[kind]._base_manager.filter(**{path: document}).order_by()
        found |= models.Q(entry__kind=kind, entry__row__in=rows.values("pk"))
    return found


def revisions(
    models_told: Mapping[str, type[models.Model]] = MODELS, *, with_hidings: bool = False
) -> models.QuerySet:
    """The revisions of entries that visitors may see, or that are gone or withdrawn, the latest
    first; on demand those besides that hid entries from visitors (`told_with_hidings`).

    What was there when the record was first loaded is no change. Whether visitors could see an
    entry at the time is known by its form alone (`tell`).
    """
    seen = models.Q(entry__state__in=OUT)
    for kind, model in models_told.items():
        hidden = {"entry__row__in": shown(model).values("pk")} if model.SHOWN_IF else {}
        seen |= models.Q(entry__kind=kind, entry__state=Entry.State.HERE, **hidden)
    if with_hidings:
        seen |= models.Q(pk__in=hidings(models_told))
    found = Revision.objects.filter(seen, entry__kind__in=models_told)
    found = found.exclude(number=1, batch__via=Batch.Via.LOAD, batch__in=first_batch())
    return found.select_related("entry", "batch").order_by("-batch_id", "entry__kind", "entry__key")


def first_batch() -> models.QuerySet:
    """The batch with which the record begins."""
    return Batch.objects.order_by("pk").values("pk")[:1]


def told(some: Iterable[Revision]) -> list[Told]:
    """What revisions changed for readers; those that changed nothing for them are left out.

    So is all of an entry that is hidden, or was before it went: of that no name is told.
    """
    return [each for each in told_with_hidings(some) if not isinstance(each, Hiding)]


def told_with_hidings(some: Iterable[Revision]) -> list[Told]:
    """The same, and of entries that are hidden the keys of those that readers could see before."""
    some = list(some)
    hidden = hidden_among({each.entry for each in some})
    found = []
    for each in tell(some, public=True):
        is_hidden = each.entry.pk in hidden
        if each.differences and (seen := hiding_of(each) if is_hidden else each):
            found.append(seen)
    return found


def as_seen_now(some: Iterable[Told]) -> Iterator[Told]:
    """The same without what is hidden now: of an entry that was withdrawn only that it was."""
    for each in some:
        if each.entry.state == Entry.State.WITHDRAWN:
            left = [differs for differs in each.differences if differs.kind == "removed"]
            left = [differs for differs in left if not differs.path]
            if left:
                yield dataclasses.replace(each, differences=left)
        else:
            yield each


def page_of(entry: Entry) -> str:
    """The path of the page of an entry, in the language of the site; nothing of one without."""
    with override(settings.LANGUAGE_CODE):
        return page_in_language(entry)


def page_in_language(entry: Entry) -> str:
    """The same in the active language."""
    if entry.state == Entry.State.HERE and entry.row is not None:
        for view, model in VIEWS.items():
            if model._meta.model_name == entry.kind:
                return reverse(view, args=entry.key.split("/"))
    return ""
