"""Makes the index anew, in short steps between which others save.

Most of the time goes into reading rows, folding and cutting their texts: that is done ahead by
processes of their own, and only what they found is written by this one. Each says as of which
change it read; where another came before its rows are written, they are read again.
"""

import collections
import contextlib
import os
import time
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from django.db import OperationalError, connections, models, router, transaction

from portal.changes.models import Moment, Version
from portal.changes.tracking import everything_changed
from portal.record.writing import snapshot
from portal.rows.internals import delete_unheard
from portal.search import postgresql
from portal.search.corpus import CORPORA, Corpus, gram_index
from portal.search.gathering import Keys
from portal.search.models import Document, Figure, Layout, Name
from portal.search.readers import readers
from portal.search.tokens import document_key
from portal.search.writing import (
    Said,
    batches,
    insert,
    nobody,
    note_layout,
    rows_in_order,
    said_by,
    stored_keys,
)

# Steps below which another process is not worth its start, which takes a second.
FEW = 40
# Processes that read; more would wait for the one that writes.
MOST = 4
# Steps that are read ahead for each process, so that none waits and few lie in memory.
AHEAD = 2
# Seconds until it is tried again to put the new index in the place of the former.
REST = 1


class Step(NamedTuple):
    """Some rows of a corpus, by its model, that are written together."""

    model: type[models.Model]
    rows: Sequence[int]


class Read(NamedTuple):
    """What rows say, and as of which moment of the record."""

    moment: Moment
    said: Said


def rebuild_all(using: str | None = None, told: Callable[[int], None] = nobody) -> int:
    """Read everything anew and write it in short steps; the number of rows in the index then.

    Nobody who saves waits for longer than one step. A step writes what its rows say after the
    change before it and before the next; what changes behind it is written as ever, and found
    again at the end. Begun and not ended, it is begun anew by `is_current`.

    `told` is called with the number of rows that were written since it was last called.
    """
    using = using or router.db_for_write(Document)
    index = gram_index(using)
    with step(using):
        Layout.objects.using(using).all().delete()
        index.begin()
    steps = [
        Step(model, some)
        for model, corpus in CORPORA.items()
        for some in batches(list(rows_in_order(corpus, using)))
    ]
    for each, found in read_ahead(steps, using):
        with step(using) as moment:
            fresh = found is not None and found.moment == moment
            renew(each, found.said if fresh else said_of(each, using), using)
        told(len(each.rows))
    while index.merge():
        pass
    while not exchanged(using):
        time.sleep(REST)
    return Document.objects.using(using).count()


def exchanged(using: str) -> bool:
    """Let the new index take the place of the former; False where somebody reads that for long."""
    try:
        with everything_changed(using):
            Version.objects.using(using).lock()
            for corpus in CORPORA.values():
                drop_gone(corpus, using)
            note_layout(using)
            gram_index(using).finish()
    except OperationalError as error:
        if not postgresql.waited_in_vain(error):
            raise
        return False
    return True


@contextlib.contextmanager
def step(using: str) -> Iterator[Moment]:
    """A transaction that comes after the change under way, and before the next."""
    with transaction.atomic(using=using):
        versions = Version.objects.using(using)
        versions.lock()
        yield versions.moment()


def read_ahead(steps: Sequence[Step], using: str) -> Iterator[tuple[Step, Read | None]]:
    """The steps in order, with what other processes read for them.

    Nothing is read where that does not pay, or where others cannot see what is to be read.
    """
    number = min(os.cpu_count() or 1, MOST)
    if number == 1 or len(steps) < FEW or connections[using].in_atomic_block:
        yield from ((each, None) for each in steps)
        return
    waiting: collections.deque = collections.deque()
    with readers(number) as pool:
        for each in steps:
            waiting.append((each, pool.submit(read_now, each, using)))
            if len(waiting) > AHEAD * number:
                done, result = waiting.popleft()
                yield done, result.result()
        for done, result in waiting:
            yield done, result.result()


def read_now(wanted: Step, using: str) -> Read:
    """What the rows of a step say at one moment."""
    with snapshot(using):
        return Read(Version.objects.using(using).moment(), said_of(wanted, using))


def said_of(wanted: Step, using: str) -> Said:
    """What the rows of a step say now."""
    return said_by(CORPORA[wanted.model], wanted.rows, using)


def renew(wanted: Step, said: Said, using: str) -> None:
    """Write what rows say, whatever the index holds of them."""
    number = CORPORA[wanted.model].number(using)
    keys = [document_key(number, row) for row in wanted.rows]
    delete_unheard(Figure.objects.using(using).filter(document__in=Keys(keys)))
    named = Name.objects.using(using).filter(corpus=number, row__in=Keys(wanted.rows))
    delete_unheard(named)
    gram_index(using).renew(keys, said.documents, said.grams)
    insert(said, using)


def drop_gone(corpus: Corpus, using: str) -> None:
    """Forget rows of a corpus that the record does not hold."""
    held, number = set(rows_in_order(corpus, using)), corpus.number(using)
    every = stored_keys(corpus, using)
    gone = sorted(every - {document_key(number, row) for row in held})
    for some in batches(gone):
        Document.objects.using(using).filter(pk__in=some).delete()
        Figure.objects.using(using).filter(document__in=some).delete()
    named = set(Name.objects.using(using).filter(corpus=number).values_list("row", flat=True))
    for some in batches(sorted(named - held)):
        Name.objects.using(using).filter(corpus=number, row__in=some).delete()
