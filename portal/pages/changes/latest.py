"""The latest changes: of the whole record, and of the entries that the rows of a list are of."""

import datetime
import itertools
from collections.abc import Iterator

from django.db import models

from portal.dates.clock import at_home, day_begins
from portal.lists.request import ListRequest
from portal.pages.changes.log import ENTRIES
from portal.pages.changes.public import as_seen_now, revisions, told_with_hidings
from portal.pages.own_names import OWN_SINCE
from portal.record.models import Batch, Revision
from portal.record.owners import owners_of
from portal.record.telling import Told

# Changes that are told, and revisions that are read at a time for them.
MOST, AT_ONCE = 50, 50


def made_at(version: int) -> datetime.datetime:
    """When the record became a version.

    Where no change of it is known, the first moment of which the site tells: the bytes of a version
    stay the same, whenever it is asked for.
    """
    return at_home(Batch.objects.made_at(version) or day_begins(datetime.date(OWN_SINCE, 1, 1)))


def of_all() -> models.QuerySet:
    """The revisions of all entries of which changes are told, the latest first."""
    return revisions(ENTRIES, with_hidings=True)


def of_list(asked: ListRequest) -> models.QuerySet:
    """The revisions of the entries of the rows that a list finds; without conditions of all such
    entries, also of those that are gone.
    """
    model = asked.listing.filterset_class.model
    found = models.Q(pk__in=())
    for kind, way in owners_of(model):
        own = models.Q(entry__kind=kind)
        if asked.filterset.conditions:
            own &= models.Q(entry__row__in=asked.filterset.qs.order_by().values(way))
        found |= own
    return of_all().filter(found)


def latest(found: models.QuerySet) -> Iterator[Told]:
    """The latest changes among some that visitors are told of."""
    return itertools.islice(_told(found), MOST)


def _told(found: models.QuerySet) -> Iterator[Told]:
    pks = iter(list(found.filter(batch__version__isnull=False).values_list("pk", flat=True)))
    while some := list(itertools.islice(pks, AT_ONCE)):
        read = Revision.objects.select_related("entry", "batch").in_bulk(some)
        yield from as_seen_now(told_with_hidings(read[pk] for pk in some if pk in read))
