"""What readers learn of an entry that they can see no more."""

import dataclasses

from django.db import models
from django.utils.translation import gettext

from portal.record.models import Entry, Revision
from portal.record.schema import kinds, schema_of
from portal.record.telling import Told, tell
from portal.record.tracing import head_of, now_at, row_of


@dataclasses.dataclass(frozen=True)
class Gone:
    """What readers learn of an entry that they can see no more.

    `last` is the revision that took it from them, with what it was called; None where they are
    told no more than that it was withdrawn. `successor` is the key of what took its place.
    """

    entry: Entry
    last: Told | None
    history: tuple[Told, ...] = ()

    @property
    def successor(self) -> str:
        """The key of what took its place; empty where nothing did."""
        return self.entry.moved_to


def gone(head: Entry) -> Gone | None:
    """What readers learn of an entry that is gone, withdrawn or hidden; None if they never saw it.

    Who hides an entry does not tell why: of one that is hidden not even its name is told.
    """
    told = tell(list(Revision.objects.of(head.kind, head.key)), public=True)
    if not told:
        return None
    last = told[0]
    is_told = head.state in (Entry.State.GONE, Entry.State.WITHDRAWN)
    if not is_told or last.revision.number != head.number:  # it was hidden already when it went
        return Gone(head, None)
    return Gone(head, last, tuple(told))


def gone_in_words(model: type[models.Model], key: str) -> str:
    """What became of an entry that an address names; empty of one that is here or never was seen.

    One that was moved is told of where it ended.
    """
    kind = model._meta.model_name
    head = now_at(kind, key) if kind in kinds() and "\0" not in key else None
    if head is None or row_of(head) is not None:
        return ""
    found = gone(head) or gone(head_of(kind, key))
    if found is None:
        return ""
    if found.last is None:
        return gettext("“%(value)s” is not shown any more.") % {"value": key}
    words = gettext("“%(name)s” was taken out of the record on %(day)s.")
    return words % {"name": found.last.name, "day": found.last.day_in_words}


def kind_in_words(head: Entry) -> str:
    """What entries of its kind are called."""
    return str(schema_of(head.kind).model._meta.verbose_name)
