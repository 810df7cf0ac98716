"""That entries were hidden which readers could see: all that is told of it is their key.

Their pages answer that they are not shown any more, so that it is no secret; what they say, what
they are called, and why they were hidden is.
"""

import copy
import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping

from django.db import models
from django.utils.translation import gettext

from portal.changes.tracking import shown, written_to
from portal.record.differences import Difference
from portal.record.models import Batch, Entry, Revision
from portal.record.recalling import hidden_heads
from portal.record.schema import schema_of
from portal.record.telling import Told, forms_before

# The states of entries that are in the record no more, as far as readers see.
OUT = (Entry.State.GONE, Entry.State.MOVED, Entry.State.WITHDRAWN)
# Revisions whose forms are read at a time.
AT_ONCE = 200


class Hiding(Told):
    """A revision that hid an entry: called by its key, and for no reason that is told."""

    @property
    def batch(self) -> Batch:
        """Who made it and when; not why."""
        found = copy.copy(self.revision.batch)
        found.kind, found.reason = "", ""
        return found

    @property
    def end(self) -> str:
        """That it is hidden; not by what way."""
        return gettext("Not shown any more")


def hiding_of(told_of: Told) -> Hiding | None:
    """What is told of a change of an entry that is hidden now; None where it did not hide it."""
    for each in told_of.differences:
        if each.kind == "removed" and not each.path:
            key = told_of.entry.key
            went = Difference((), each.label, key, "", "removed")
            return Hiding(told_of.revision, key, [went])
    return None


def hidden_among(entries: Collection[Entry]) -> set[int]:
    """The heads among some of which readers may see nothing now; who was withdrawn is told so."""
    out = {each for each in entries if each.state in OUT}
    found = hidden_heads(out, written_to(None)) if out else set()
    found -= {each.pk for each in out if each.state == Entry.State.WITHDRAWN}
    here = {each for each in entries if each.state == Entry.State.HERE}
    for kind in {each.kind for each in here}:
        model = schema_of(kind).model
        if model.SHOWN_IF:
            rows = {each.row: each.pk for each in here if each.kind == kind}
            seen = set(shown(model).filter(pk__in=rows).values_list("pk", flat=True))
            found |= {pk for row, pk in rows.items() if row not in seen}
    return found


def hidings(models_told: Mapping[str, type[models.Model]]) -> list[int]:
    """The revisions by which entries were hidden that are in the record and hidden still."""
    hidden = models.Q(pk__in=())
    for kind, model in models_told.items():
        if model.SHOWN_IF:
            rows = model._base_manager.exclude(pk__in=shown(model).values("pk")).order_by()
            hidden |= models.Q(entry__kind=kind, entry__row__in=rows.values("pk"))
    found = Revision.objects.filter(
        hidden, number__gt=1, batch__version__isnull=False, entry__state=Entry.State.HERE
    )
    pks = iter(list(found.order_by("pk").values_list("pk", flat=True)))
    return list(_hid(pks))


def _hid(pks: Iterable[int]) -> Iterator[int]:
    """Those among some revisions before which an entry was shown, and not behind them."""
    pks = iter(pks)
    while some := list(itertools.islice(pks, AT_ONCE)):
        read = list(Revision.objects.filter(pk__in=some).select_related("entry"))
        before = forms_before(read)
        for each in read:
            is_shown = schema_of(each.entry.kind).is_shown
            if is_shown(before.get((each.entry_id, each.number))) and not is_shown(each.form):
                yield each.pk
