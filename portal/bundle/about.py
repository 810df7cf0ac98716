"""What a bundle is of: a version of the record and the documents behind it."""

import dataclasses
import datetime

from policies.as_of import as_of
from policies.models import SourceDocument
from portal.changes.models import Stamp, Version
from portal.record.models import Batch


@dataclasses.dataclass(frozen=True)
class About:
    """A version: as of when its newest document is, when it was made, and all its documents."""

    stamp: Stamp
    as_of: str
    begins: datetime.date
    made_at: datetime.datetime | None
    documents: tuple[SourceDocument, ...]


def about(using: str) -> About:
    """What a database holds now."""
    stamp = Version.objects.using(using).current()
    documents = tuple(SourceDocument.objects.using(using).for_list())
    newest = as_of(documents)
    made_at = Batch.objects.using(using).made_at(stamp.number)
    return About(stamp, newest.begins, newest.day, made_at, documents)
