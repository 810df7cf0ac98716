"""The record as it stood at a point, drawn from its revisions: aside, for as long as it is read.

Only entries that were others then than now are written anew, by `apply()`; all else stays. What was
hidden then, or is hidden now, is hidden: nobody learns by the past what the present does not tell.
"""

import contextlib
import itertools
import logging
import threading
from collections.abc import Collection, Iterator, Sequence

from django.db.models import Min, Q
from django.utils.translation import gettext

from portal.changes.following import follow_aside
from portal.changes.tracking import written_to
from portal.record.apart import apart
from portal.record.applying import apply
from portal.record.asides import aside
from portal.record.edits import Edit, Key
from portal.record.models import Batch, Entry, Revision
from portal.record.moving import restored_moves
from portal.record.points import Point
from portal.record.schema import RecordError, schema_of, upgraded

LOG = logging.getLogger(__name__)
# Of more entries than these that changed since the record is not made again for one page: each
# takes some hundredths of a second.
MOST = 500
# One record is made again at a time in a process. One more request waits for its turn, so many
# seconds; others have the threads that are left.
PATIENCE = 5
GATE, QUEUE = threading.BoundedSemaphore(1), threading.BoundedSemaphore(2)
# Revisions that one statement names.
MANY = 200

Forms = dict[Key, dict | None]


class NotRecalled(Exception):
    """The record is not made again as it stood; says why."""


class Busy(Exception):
    """So many records are being made again that there is no turn for another now."""


class Recalled:
    """What entries were at some points that are others at one of them than now."""

    def __init__(self, points: Sequence[Point], using: str, followers: Collection[str] = ()):
        self.using, self.followers = using, followers
        self.numbers = {point: _numbers_at(point, using) for point in points}
        pks = set(itertools.chain(*self.numbers.values()))
        if len(pks) > MOST:
            words = gettext(
                "More than %(most)s entries of the record have changed since then, too many to "
                "make a list of then again for a page. The history of all entries is part of "
                "the dump of the record."
            )
            raise NotRecalled(words % {"most": MOST})
        self.heads = Entry.objects.using(using).in_bulk(pks)
        self.hidden = hidden_heads(self.heads.values(), using)
        try:
            self.forms = {point: self._forms_at(point) for point in points}
        except RecordError as error:
            raise _not_recalled(error) from error

    @contextlib.contextmanager
    def at(self, point: Point) -> Iterator[None]:
        """Let the record be, inside, what visitors could see of it at a point and may see now.

        Inside another point it goes on from there, so that rows of both have the same keys.
        """
        with aside(using=self.using):
            self._apply(self.forms[point])
            yield

    def _apply(self, forms: Forms) -> None:
        heads = Entry.objects.using(self.using).at(forms)
        numbers = {(head.kind, head.key): head.number for head in heads}
        edits = {
            key: Edit(form, numbers.get(key, 0), keeps_day=True) for key, form in forms.items()
        }
        said = Batch(via=Batch.Via.RESTORE, kind=Batch.Kind.EDITORIAL)
        try:
            apply(restored_moves(edits), said, self.using)
        except RecordError as error:
            raise _not_recalled(error) from error
        follow_aside(self.followers)

    def _forms_at(self, point: Point) -> Forms:
        """The forms that entries had, those of hidden ones hidden."""
        numbers = {pk: self.numbers[point].get(pk, head.number) for pk, head in self.heads.items()}
        kept = _kept(numbers, self.using)
        found: Forms = {}
        for pk, head in self.heads.items():
            revision = kept.get(pk)
            form = revision and upgraded(head.kind, revision.form, revision.layout)
            if form is not None and pk in self.hidden:
                form = form | dict.fromkeys(schema_of(head.kind).own_flags, False)
            found[head.kind, head.key] = form
        return found


@contextlib.contextmanager
def recalled(
    points: Sequence[Point], using: str | None = None, followers: Collection[str] = ()
) -> Iterator[Recalled]:
    """What the record held at some points, and the way to see it so.

    What `followers` keep of it, such as the index, is that of then too; what others keep is not.
    Raises NotRecalled where that is too much or is read no more, Busy where others are at it.
    """
    using = written_to(using)
    with turn(), apart(using):
        yield Recalled(points, using, followers)


@contextlib.contextmanager
def turn() -> Iterator[None]:
    """Wait for one's turn. Raises Busy where that takes too long, or another waits already."""
    if not QUEUE.acquire(blocking=False):
        raise Busy
    try:
        if not GATE.acquire(timeout=PATIENCE):
            raise Busy
        try:
            yield
        finally:
            GATE.release()
    finally:
        QUEUE.release()


def _numbers_at(point: Point, using: str) -> dict[int, int]:
    """The revisions at which entries were that have changed since, by their heads; 0 for none.

    Of more entries than can be made again some are left out.
    """
    later = Revision.objects.using(using).filter(point.after).order_by()
    first = later.values_list("entry").annotate(Min("number"))
    return {pk: number - 1 for pk, number in first[: MOST + 1]}


def _kept(numbers: dict[int, int], using: str) -> dict[int, Revision]:
    """The revisions of some numbers, by the heads of their entries."""
    found: dict[int, Revision] = {}
    waiting = iter(numbers.items())
    while some := list(itertools.islice(waiting, MANY)):
        asked = Q(*(Q(entry=pk, number=number) for pk, number in some), _connector=Q.OR)
        for each in Revision.objects.using(using).filter(asked):
            found[each.entry_id] = each
    return found


def hidden_heads(heads: Collection[Entry], using: str) -> set[int]:
    """The heads among some of which visitors may see nothing now, by what they last were.

    What went to another key is what stands there.
    """
    every = {(head.kind, head.key): head for head in heads}
    last = _last_forms(heads, using)
    found = set()
    for head in heads:
        at, seen = head, {head.key}
        while at.state == Entry.State.MOVED and at.moved_to not in seen:
            seen.add(at.moved_to)
            ahead = every.get((head.kind, at.moved_to))
            if ahead is None:
                ahead = Entry.objects.using(using).filter(kind=head.kind, key=at.moved_to).first()
                if ahead is None:
                    break
                every[ahead.kind, ahead.key] = ahead
                last |= _last_forms([ahead], using)
            at = ahead
        if at.state == Entry.State.WITHDRAWN or not schema_of(at.kind).is_shown(last.get(at.pk)):
            found.add(head.pk)
    return found


def _last_forms(heads: Sequence[Entry], using: str) -> dict[int, dict | None]:
    """The form that each of some entries has, or had before it went."""
    numbers = {
        head.pk: head.number - (head.state in (Entry.State.GONE, Entry.State.MOVED))
        for head in heads
    }
    return {pk: each.form for pk, each in _kept(numbers, using).items()}


def _not_recalled(error: RecordError) -> NotRecalled:
    """That forms of then are none of today. What they hold is told to nobody but the log."""
    LOG.warning("A former record could not be made again: %s", "; ".join(error.faults))
    return NotRecalled(
        gettext(
            "What the record held then does not keep the rules that it has now, so this list "
            "cannot be made again. The history of each entry can still be read on its own page."
        )
    )
