"""How the day passes: who comes, what happens in each round, and in which order."""

import contextlib
import secrets
import threading
import time
from collections.abc import Callable, Iterator

from tests.bench.day.asking import Visitor
from tests.bench.day.editor import NAME, Editor
from tests.bench.day.incidents import Incidents, keys_of, serve
from tests.bench.day.ledger import IDLE, KEPT, Ledger
from tests.bench.day.memory import Memory
from tests.bench.day.visitors import GZIP, HIDDEN, MARKED, PAGES, Crowd, Kinds
from tests.deploy.place import Place

IDLE_SECONDS = 10
# A round of what befalls the site takes as long, shared by its phases.
ROUND = 100
RECALLED = 20  # files that are compared with the record as it stood
# What happens in a round: the name, whether the database is taken away, what is done.
Phases = Callable[[Incidents], Iterator[tuple[str, bool, Callable[[], None]]]]


def phases(incidents: Incidents) -> Iterator[tuple[str, bool, Callable[[], None]]]:
    """All that befalls the site in one round."""
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


def idle(kinds: Kinds, ledger: Ledger, seconds: float) -> None:
    """One visitor of kept pages, while nothing else goes on."""
    over = threading.Event()
    ledger.begin(IDLE)
    crowd = Crowd(kinds, ledger, over)
    crowd.come(KEPT, kinds.kept, 1, 0.06)
    time.sleep(seconds)
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


def day(
    here: Place,
    ledger: Ledger,
    seconds: float,
    happens: Phases = phases,
    quiet: float = IDLE_SECONDS,
) -> Memory:
    """Let the day pass, after `quiet` seconds with one visitor; what each worker held."""
    kinds, memory = Kinds(here, ledger), Memory(here)
    password, keys = prepared(here), keys_of(here, MARKED, HIDDEN)
    with contextlib.closing(Visitor(here, 239)) as everyone:
        for path in PAGES * 2:  # by both instances, which nginx asks in turn
            everyone.get(path, **GZIP)
        memory.start()
        idle(kinds, ledger, quiet)
        with contextlib.closing(Editor(here, ledger, password, keys)) as editor:
            editor.mark(everyone)
            passes(kinds, editor, happens, time.monotonic() + seconds)
        memory.over.set()
        memory.join()
        ledger.begin("in the end")
        kinds.recall(everyone, RECALLED)
    return memory


def passes(kinds: Kinds, editor: Editor, happens: Phases, end: float) -> None:
    """Let everybody come, and what happens befall them round after round, until a time."""
    ledger, incidents = kinds.ledger, Incidents(kinds, editor)
    crowd = Crowd(kinds, ledger, threading.Event())
    ledger.begin("everybody")
    everybody(kinds, editor, crowd)
    try:
        while time.monotonic() < end:
            rounds(list(happens(incidents)), ledger, end)
    finally:
        crowd.leave()


def rounds(all_: list[tuple], ledger: Ledger, end: float) -> None:
    """One round, or what there is time for."""
    each_takes = min(ROUND, end - time.monotonic()) / len(all_)
    for name, away, happens in all_:
        start = time.monotonic()
        ledger.begin(name, away=away)
        happens()
        time.sleep(max(0.0, start + each_takes - time.monotonic()))
