"""Work at tables that were handed in, a part at a time: checked, then applied.

Each part is one transaction with the note that it is done. So whoever is stopped in the middle
leaves nothing half, and whoever goes on, even two at once, does no part twice.
"""

import dataclasses
import logging
import threading
import time
from collections.abc import Callable

from django.db import OperationalError, connections, transaction
from django.utils.translation import get_language, gettext, override

from portal.changes.tracking import one_version, written_to
from portal.record.applying import apply
from portal.record.models import Batch
from portal.record.schema import RecordError
from portal.sheets.edits import EntryEdit, unpacked
from portal.sheets.models import Import
from portal.sheets.proposing import Proposal, propose, undecided
from portal.sheets.trying import Tried, try_out

LOG = logging.getLogger(__name__)
# Up to so many entries are one batch, applied as a whole or not at all; more than that in parts,
# which others wait for where a database has one lock, and between which they come in.
WHOLE, PART, REST = 500, 100, 0.25
# Up to so many entries are worked at while the browser waits.
AT_ONCE = 50
# How often a part is begun anew where the database was busy or somebody saved meanwhile.
TRIES, PAUSE = 5, 1.0


def begin(pk: int, total: int) -> None:
    """Work at a table: at once where it is small, else beside the requests."""
    if total <= AT_ONCE:
        work(pk)
    else:
        threading.Thread(target=_beside, args=(pk, get_language()), daemon=True).start()


def _beside(pk: int, language: str) -> None:
    try:
        with override(language):
            work(pk)
    finally:
        connections.close_all()


def nobody(_number: int) -> None:
    """Where nobody waits for a table; its page says how far it is."""


def work(pk: int, told: Callable[[int], None] = nobody) -> None:
    """Work at a table until it waits for somebody, or is done.

    An error that nobody thought of is told in the log, and on the page of the table. `told` is
    called with the number of entries that were worked at since it was last called.
    """
    jobs, more = Import.objects.using(written_to(None)), True
    before = jobs.behind(pk)
    try:
        while more:
            more = go_on(pk)
            after = jobs.behind(pk)
            told(after - before)
            before = after
            time.sleep(REST if more else 0)
    except Exception:
        LOG.exception("The work at table %s stopped", pk)
        words = gettext("An unexpected error stopped the work. Batches applied so far stay.")
        stop(pk, [words])


def go_on(pk: int) -> bool:
    """Do the next part of the work; whether there may be more."""
    for again in range(TRIES):
        try:
            return _part(Import.objects.using(written_to(None)).get(pk=pk))
        except OperationalError:
            if again == TRIES - 1:
                raise
            LOG.warning("Table %s waits for the database", pk, exc_info=True)
            time.sleep(PAUSE)
    return False


def stop(pk: int, faults: list[str]) -> None:
    """Let nobody go on with a table."""
    Import.objects.using(written_to(None)).stop(pk, faults)


def size_of(job: Import) -> int:
    """How many entries are worked at next.

    What is tried out is undone, so it needs no whole, unless new entries may name each other.
    """
    if job.total > WHOLE:
        return PART
    is_whole = job.state == Import.State.APPLYING or any(not each["base"] for each in job.asked)
    return WHOLE if is_whole else PART


def _part(job: Import) -> bool:
    if not job.is_working:
        return False
    edits = unpacked(job.asked[job.done : job.done + size_of(job)])
    if job.state == Import.State.CHECKING:
        return check(job, edits)
    return carry_out(job, edits)


def check(job: Import, edits: list[EntryEdit]) -> bool:
    """Look at some edits, and note what was found."""
    using = written_to(None)
    tried = Tried(**job.checked) if job.checked else Tried()
    tried.add(try_out(edits, using))
    to = job.done + len(edits)
    jobs = Import.objects.using(using)
    with transaction.atomic(using=using):
        if jobs.advance(job.pk, job.state, job.done, to):
            ended = {"state": Import.State.CHECKED, "done": 0} if to == job.total else {}
            jobs.note(job.pk, checked=dataclasses.asdict(tried), **ended)
    return to < job.total


def carry_out(job: Import, edits: list[EntryEdit]) -> bool:
    """Apply some edits as one batch; anew where somebody saved one of the entries meanwhile."""
    proposals = propose(edits, job.chosen or {}, written_to(None))
    for _again in range(TRIES):
        try:
            return apply_part(job, proposals)
        except RecordError as error:
            faults = error.faults
        numbers = [each.number for each in proposals]
        proposals = propose(edits, job.chosen or {}, written_to(None))
        if numbers == [each.number for each in proposals]:
            break
    stop(job.pk, faults)
    return False


def apply_part(job: Import, proposals: list[Proposal]) -> bool:
    """Apply what is proposed. Raises RecordError, and then nothing has changed."""
    if faults := undecided(proposals):
        raise RecordError(faults)
    said = Batch(
        user=job.user,
        user_name=job.user_name,
        via=Batch.Via.IMPORT,
        kind=job.kind,
        reason=job.reason,
    )
    using = written_to(None)
    to, jobs = job.done + len(proposals), Import.objects.using(using)
    with one_version(using), transaction.atomic(using=using):
        if not jobs.advance(job.pk, job.state, job.done, to):
            return False  # somebody else is at it
        wanted = {each.key: each.as_edit for each in proposals if not each.is_nothing}
        if wanted and apply(wanted, said, using):
            job.batches.add(said)
        if to == job.total:
            jobs.note(job.pk, state=Import.State.DONE)
    return to < job.total
