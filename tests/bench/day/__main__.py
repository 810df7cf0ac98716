"""`python -m tests.bench.day`: a day of the deployed site, in the seconds of DURATION (120).

Starts what `portal/deploy` says (nginx, PgBouncer, PostgreSQL with a standby, two instances that
read from it) in a folder of its own, on loopback alone, and lets everybody come at once: readers
of kept pages, of lists and of files, who search, crawlers, slow readers, an editor who saves.
Meanwhile an entry is imported, another hidden and published, an instance started anew, the standby
killed, PostgreSQL started anew, a table locked, round after round. An hour is DURATION=3600.

Ends with status 1 where a line of what is asked is not met.
"""

import os
import secrets
import sys
import threading
import time
from collections.abc import Callable, Iterator

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from tests.bench.day import report  # noqa: E402 - they need the settings
from tests.bench.day.asking import Visitor  # noqa: E402
from tests.bench.day.editor import NAME, Editor  # noqa: E402
from tests.bench.day.incidents import Incidents, keys_of, serve  # noqa: E402
from tests.bench.day.ledger import KEPT, Ledger  # noqa: E402
from tests.bench.day.memory import Memory  # noqa: E402
from tests.bench.day.visitors import GZIP, HIDDEN, MARKED, PAGES, Crowd, Kinds  # noqa: E402
from tests.deploy.place import Place, place  # noqa: E402

LEAST, MOST = 60, 4 * 3600
IDLE_SECONDS = 10
# A round of what befalls the site takes as long, shared by its phases.
ROUND = 100
RECALLED = 20  # files that are compared with the record as it stood


def duration() -> float:
    """How many seconds the day has."""
    given = os.environ.get("DURATION", "120")
    if not (given.isascii() and given.isdecimal() and LEAST <= int(given) <= MOST):
        sys.exit(f"DURATION={given}: seconds from {LEAST} to {MOST}.")
    return float(given)


def phases(incidents: Incidents) -> Iterator[tuple[str, bool, Callable[[], None]]]:
    """What befalls the site in one round: the name, whether the database is away, what is done."""
    yield "everybody", False, incidents.nothing
    yield "an import", False, incidents.import_
    yield "hidden and published", False, incidents.publish
    yield "an instance anew", False, incidents.restart
    yield "the standby killed", False, incidents.lose_replica
    yield "PostgreSQL anew", True, incidents.restart_primary
    yield "a table locked", True, incidents.lock


def prepared(here: Place) -> str:
    """An editor's password; the instances read from the standby too."""
    password = secrets.token_urlsafe(16)
    words = ("createsuperuser", f"--username={NAME}", "--email=editor@example.jp", "--no-input")
    done = here.manage(*words, DJANGO_SUPERUSER_PASSWORD=password)
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    for name in ("one", "two"):
        instance = here.instances.pop(name)
        instance.terminate()
        instance.wait(60)
        serve(here, name)
    return password


def idle(kinds: Kinds, ledger: Ledger) -> None:
    """One visitor of kept pages, while nothing else goes on."""
    over = threading.Event()
    ledger.begin(report.IDLE)
    crowd = Crowd(kinds, ledger, over)
    crowd.come(KEPT, kinds.kept, 1, 0.06)
    time.sleep(IDLE_SECONDS)
    crowd.leave()


def everybody(kinds: Kinds, editor: Editor, crowd: Crowd) -> None:
    """All kinds of visitors, as many as two processors bear beside what befalls them."""
    crowd.come(KEPT, kinds.kept, 3, 0.1)
    crowd.come("lists", kinds.lists, 2, 0.3)
    crowd.come("search", kinds.search, 1, 0.5)
    crowd.come("files", kinds.files, 2, 0.5)
    crowd.come("marks", kinds.marks, 3, 0.2)
    crowd.come("crawlers", kinds.crawl, 1, 0.3)
    crowd.come("slow readers", kinds.slow, 2, 1.0)
    crowd.come("editors", editor.mark, 1, 2.0)


def day(here: Place, ledger: Ledger, seconds: float) -> Memory:
    """Let the day pass. Its memory comes back, with what each worker held."""
    kinds = Kinds(here, ledger)
    editor = Editor(here, ledger, prepared(here), keys_of(here, MARKED, HIDDEN))
    editor.mark(editor.visitor)
    incidents = Incidents(here, ledger, kinds, editor)
    memory = Memory(here)
    everyone = Visitor(here, 239)
    for path in PAGES * 2:  # by both instances, which nginx asks in turn
        everyone.get(path, **GZIP)
    memory.start()
    idle(kinds, ledger)
    end = time.monotonic() + seconds
    crowd = Crowd(kinds, ledger, threading.Event())
    ledger.begin("everybody")
    everybody(kinds, editor, crowd)
    try:
        while time.monotonic() < end:
            rounds(incidents, ledger, end)
    finally:
        crowd.leave()
        memory.over.set()
        memory.join()
    ledger.begin("in the end")
    kinds.recall(everyone, RECALLED)
    return memory


def rounds(incidents: Incidents, ledger: Ledger, end: float) -> None:
    """One round, or what there is time for."""
    all_ = list(phases(incidents))
    each_takes = min(ROUND, end - time.monotonic()) / len(all_)
    for name, away, happens in all_:
        start = time.monotonic()
        ledger.begin(name, away=away)
        happens()
        time.sleep(max(0.0, start + each_takes - time.monotonic()))


def main() -> int:
    """The status to end with."""
    seconds, ledger = duration(), Ledger()
    with place() as here:
        memory = day(here, ledger, seconds)
    found = report.lines(ledger, memory, warm=seconds / 4, window=seconds / 10)
    print(report.table(ledger), report.answers(ledger), sep="\n\n")
    print("", report.told(found), report.faults(ledger), sep="\n")
    return 0 if all(each.met for each in found) else 1


if __name__ == "__main__":
    sys.exit(main())
