"""What befalls the site in a day, each as who runs it would do it or suffer it."""

import contextlib
import itertools
import signal
import threading
import time
from collections.abc import Iterator

import psycopg

from tests.bench.day.editor import Editor
from tests.bench.day.ledger import FAILED, WRONG
from tests.bench.day.visitors import HIDDEN, MARKED, PAGES, Kinds
from tests.deploy.asking import get, get_plainly
from tests.deploy.place import ROOT, Place, until

TITLE = "title_en: "
AWAY, LOCKED = 3, 8  # seconds for which a server is away, and a table is locked
INSTANCES = ("one", "two")
# What no page was kept for: it needs the database.
FRESH = "/en/measures/?q=Daymark+-x{}"
LIVE = "/livez"


class Incidents:
    """What is done to a place while visitors come."""

    def __init__(self, kinds: Kinds, editor: Editor):
        self.place, self.ledger, self.editor = kinds.place, kinds.ledger, editor
        folder = ROOT / "fixtures" / "measures"
        names = sorted(path.name for path in folder.glob("*.yaml"))
        taken = {f"{MARKED}.yaml", f"{HIDDEN}.yaml"}
        self.files = iter([folder / name for name in names if name not in taken])
        self.fresh = 0

    def nothing(self) -> None:
        """Visitors come and editors save."""

    def import_(self) -> None:
        """A newer file of an entry is taken over, and shown from then on."""
        file = next(self.files)
        lines = file.read_text().splitlines(keepends=True)
        words = f"Imported anew {file.stem}"
        text = "".join(f"{TITLE}{words}\n" if each.startswith(TITLE) else each for each in lines)
        folder = self.place.folder / "import" / "measures"
        folder.mkdir(parents=True, exist_ok=True)
        for former in folder.glob("*.yaml"):
            former.unlink()
        self.place.folder.joinpath("import").chmod(0o755)
        folder.joinpath(file.name).write_text(text)
        done = self.place.manage("load_record", str(folder.parent), "--onto")
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
        if words not in get(self.place, f"/en/measures/{file.stem}/").body.decode():
            self.ledger.fault(WRONG, f"{file.stem} is not shown as it was imported")

    def publish(self) -> None:
        """An entry is hidden and published, and what is due is published by its timer."""
        self.editor.hide_and_publish()
        self.place.job("shirube-publish.service")

    def restart(self) -> None:
        """An instance is started anew, as at an update; the other goes on."""
        instance = self.place.instances.pop("two")
        instance.send_signal(signal.SIGTERM)
        instance.wait(60)
        serve(self.place, "two")

    def lose_replica(self) -> None:
        """The standby is killed, and comes back."""
        self._stopped("standby", signal.SIGQUIT)
        time.sleep(AWAY)
        self.place.postgres("standby")

    def restart_primary(self) -> None:
        """PostgreSQL is started anew."""
        with self._kept():
            self._stopped("primary", signal.SIGINT)
            time.sleep(AWAY)
            self.place.postgres("primary")
            start = time.monotonic()
            for name in INSTANCES:
                until(lambda name=name: self._fresh(name) == 200, self.place.log(name))
            self.ledger.phase.healed.append(time.monotonic() - start)

    def lock(self) -> None:
        """Somebody holds a table, and more visitors than there are threads want its pages."""
        over = threading.Event()
        waits: dict[str, list[float]] = {"a page": [], LIVE: []}
        threads = [
            threading.Thread(target=self._press, args=(over, waits["a page"]))
            for _each in range(12)
        ]
        threads.append(threading.Thread(target=self._probe, args=(over, waits[LIVE])))
        with (
            self._kept(),
            self.place.connected("primary", "shirube_owner") as other,
            other.transaction(),
        ):
            other.execute("LOCK TABLE measures_measure IN ACCESS EXCLUSIVE MODE")
            for each in threads:
                each.start()
            time.sleep(LOCKED)
            over.set()
            for each in threads:
                each.join()
        for kind, seconds in waits.items():
            self.ledger.waited[kind] = max([self.ledger.waited.get(kind, 0.0), *seconds])

    @contextlib.contextmanager
    def _kept(self) -> Iterator[None]:
        """Every page is kept inside, by both instances, as nobody saves.

        So none can be drawn anew, and what a reader is shown is of the last version.
        """
        self.editor.may.clear()
        try:
            with self.editor.one:
                for name, path in itertools.product(INSTANCES, PAGES):
                    self._keep(name, path)
                yield
        finally:
            self.editor.may.set()

    def _keep(self, name: str, path: str) -> None:
        """Let an instance keep a page. It is a fault if it refuses to draw it at first."""
        if (status := self._refusal(name, path)) is not None:
            words = f"{path} of {name} was answered {status} before anything was taken away"
            self.ledger.fault(FAILED, words)
            until(lambda: self._refusal(name, path) is None, self.place.log(name))

    def _refusal(self, name: str, path: str) -> int | None:
        """What an instance answers instead of a page; None where it draws it."""
        status = self._from(name, path)
        return None if status == 200 else status

    def _press(self, over: threading.Event, waits: list[float]) -> None:
        while not over.is_set():
            start = time.monotonic()
            self._fresh("one")
            waits.append(time.monotonic() - start)

    def _probe(self, over: threading.Event, waits: list[float]) -> None:
        while not over.wait(0.05):
            start = time.monotonic()
            self._from("one", LIVE)
            waits.append(time.monotonic() - start)

    def _fresh(self, name: str) -> int:
        self.fresh += 1
        return self._from(name, FRESH.format(self.fresh))

    def _from(self, name: str, path: str) -> int:
        """The status of what an instance answers, past nginx; 0 where it does not."""
        told = {"X_Forwarded_Proto": "https", "Accept_Encoding": "gzip"}
        with contextlib.suppress(OSError):
            return get_plainly(self.place.ports[name], path, **told).status
        return 0

    def _stopped(self, server: str, how: signal.Signals) -> None:
        process = self.place.servers.pop(server)
        process.send_signal(how)
        process.wait(60)


def serve(place: Place, name: str) -> None:
    """Start an instance that reads from the standby too, and wait until it answers."""
    place.web(name, REPLICA_URLS=place.address("standby", "shirube_app"))
    told = {"X_Forwarded_Proto": "https"}
    port = place.ports[name]
    until(lambda: get_plainly(port, "/", **told).status == 200, place.log(name))


def keys_of(place: Place, *slugs: str) -> dict[str, int]:
    """The numbers of some measures in the admin."""
    with psycopg.connect(place.address("primary", "shirube_owner")) as connection:
        asked = "SELECT slug, id FROM measures_measure WHERE slug = ANY(%s)"
        return dict(connection.execute(asked, [list(slugs)]).fetchall())
