"""What editors wait for: many entries published at once, a table applied, the page of coverage.

    python -m tests.bench.editors [ROWS]

Prints numbers by name as JSON; all is rolled back. A table has as many rows, 1,000 without a word.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable

from django.db import transaction
from django.test import Client

import tests.ready  # noqa: F401 - models below
from measures.checks import keeping
from portal.record.models import Draft, Entry
from portal.record.publishing import publish
from portal.sheets import views
from portal.sheets.models import Import
from portal.sheets.working import work
from tests.bench.saving import SAMPLES, signed_in
from tests.drafting import draft_of
from tests.sheets.handing import as_csv, as_xlsx, confirm, hand_in, table

PUBLISHED, ROWS = 445, 1_000
# A list with many rows, and a text in it that no rule speaks of.
LIST, FIELD = "measure-subjects", "note_en"
WRITTEN = {"csv": as_csv, "xlsx": as_xlsx}


def timed(work_: Callable, *given) -> float:
    """The seconds of some work."""
    start = time.perf_counter()
    work_(*given)
    return time.perf_counter() - start


def published() -> float:
    """The seconds of publishing as many drafts of one bundle, each of which changes a field."""
    heads = Entry.objects.there().filter(kind="measure").order_by("pk")[:PUBLISHED]
    for each in heads:
        draft_of("measure", each.key, summary_en="Another summary.")
    Draft.objects.update(bundle="benchmark")
    return timed(publish, list(Draft.objects.all()), None, "editorial", "a benchmark")


def handed_in(client: Client, suffix: str, rows: int) -> tuple[float, float]:
    """The seconds until a table is looked at, and until it is applied after that."""
    given = table(client, LIST, suffix)[:rows]
    for each in given:
        each[FIELD] = f"By {suffix}."
    content = WRITTEN[suffix](given)

    def looked_at():
        hand_in(client, content, f"table.{suffix}")
        work(Import.objects.latest("pk").pk)

    checked = timed(looked_at)
    job = Import.objects.latest("pk")
    confirm(client, job)
    applied = timed(work, job.pk)
    job.refresh_from_db()
    if (job.state, job.rows) != (Import.State.DONE, rows):
        sys.exit(f"The table of {rows} rows: {job.state}, {job.rows} rows, {job.faults}")
    return checked, applied


def measured(client: Client, rows: int) -> dict[str, float]:
    """All numbers by name."""
    numbers = {f"{PUBLISHED} drafts published, s": published()}
    for suffix in WRITTEN:
        checked, applied = handed_in(client, suffix, rows)
        name = f"table of {rows:,} rows, {suffix.upper()}"
        numbers |= {f"{name}, looked at, s": checked, f"{name}, applied, s": applied}
    keeping.keep_all()
    asked = [timed(client.get, "/admin/coverage/") * 1000 for _number in range(SAMPLES)]
    return numbers | {"coverage page, ms": statistics.median(asked)}


def main() -> None:
    """Measure, and print it."""
    # The thread of a server would not see what is rolled back.
    views.begin = lambda _pk, _total: None
    with transaction.atomic():
        found = measured(signed_in(), int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
        transaction.set_rollback(True)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
