"""The work, measured: each method fills in numbers, and notes why where there is none."""

import contextlib
import itertools
import re
import shutil
import statistics
import subprocess
import sys
import time
from urllib.parse import urlencode

from tests.bench import asking, bundles, costs, rates, rival, servers, shells
from tests.bench.asking import SAMPLES, TERMS, Facts, listed
from tests.bench.client import Client, Refused, SlowReaders, download
from tests.bench.databases import FOLDER, ROOT, Database, Missing
from tests.bench.words import QUESTIONS

COUNT = re.compile(r'count-line__number num">([\d,]+)<')
FIRST_ENTRY = re.compile(r'result__title"><a href="/measures/([^/"]+)/')
FACET_CONDITION = ("status", "in-force")
# The lists that the search page asked one by one before all kinds stood in one order.
LISTS = (
    *("measures", "subjects", "partners", "places", "organisations", "pillars", "issues"),
    *("provisions", "timeline", "budgets", "targets", "indicators", "terms", "sections"),
)
# The same export more than once, unless it takes long.
EXPORTS = 3
LONG = 20  # seconds


class Results:
    """Numbers by size, system and name; sentences about what could not be measured."""

    def __init__(self):
        self.numbers: dict[tuple[int, str, str], float] = {}
        self.notes: list[str] = []

    @contextlib.contextmanager
    def noting(self, size: int, system: str, name: str):
        """Note an answer that is no page instead of ending the whole run."""
        try:
            yield
        except Refused as error:
            self.notes.append(f"{size:,}, {system}, {name}: {str(error)[:160]}")

    def put(self, size: int, system: str, name: str, value: float) -> None:
        """Keep a number and show it."""
        self.numbers[size, system, name] = value
        print(f"    {system}: {name}: {value:,.1f}", flush=True)

    def of(self, size: int, system: str) -> dict[str, float]:
        """The numbers of one system at one size, by name."""
        found = self.numbers.items()
        return {name: value for (at, each, name), value in found if (at, each) == (size, system)}

    def get(self, size: int, system: str, name: str) -> float | None:
        """A number, None where it was not measured."""
        return self.numbers.get((size, system, name))


class Editor:
    """A process that changes titles through the models, as `tests.bench.editor` tells."""

    def __init__(self, database: Database):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.editor"],
            cwd=ROOT,
            env=database.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.process.stdin.close()
        self.process.wait()

    def give(self, slug: str, title: str) -> tuple[str, float]:
        """Give a measure a title; the one it had, and the milliseconds that saving took."""
        self.process.stdin.write(f"{slug}\t{title}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().rstrip("\n")
        if not answer:
            raise Refused("the editor's process ended; its reason stands above")
        taken, before = answer.split("\t")
        return before, float(taken)


class Portal:
    """The portal over one database."""

    def __init__(self, database: Database, results: Results):
        self.database, self.results = database, results
        self.size = database.size
        self.system = f"portal, {'SQLite' if database.vendor == 'sqlite' else 'PostgreSQL'}"
        self.facts = Facts(database)

    def put(self, name: str, value: float) -> None:
        """Keep a number of this system."""
        self.results.put(self.size, self.system, name, value)

    def noting(self, name: str):
        """Note what goes wrong."""
        return self.results.noting(self.size, self.system, name)

    def measure(self) -> None:
        """Everything, the server started anew where the state of its memory counts."""
        with servers.portal(self.database) as server:
            client = Client(server.port)
            with self.noting("cold"):
                self.put("first page after the start", client.get(listed()).ms)
            self._pages(client)
            self._recall(client)
            self._beside_slow_readers(server)
            with self.noting("edits"):
                self._edits(server)
            self._rates(server)
        with servers.portal(self.database) as server:
            self._exports(server)
            self._bundle(Client(server.port))
        for name, value in (costs.of_saves(self.database) | costs.of_works(self.database)).items():
            self.put(name, value)
        with self.noting("shell"):
            if (limit := shells.seconds(self.database)) is not None:
                self.put("shell, everything, s", limit)

    def _pages(self, client: Client) -> None:
        pairs = [(("kind", kind), ("status", status)) for kind, status in self.facts.pairs]
        series = {
            "list": [(("page", str(page)),) for page in range(2, SAMPLES + 2)],
            "list, two facets": pairs[:SAMPLES],
        }
        for name, terms in TERMS.items():
            series[f"search, {name}"] = [(("q", term),) for term in terms]
        for name, conditions in series.items():
            with self.noting(name):
                self._series(client, name, conditions)
        for name, terms in {
            "one word": TERMS["3 characters, common"],
            "sentence": QUESTIONS,
        }.items():
            with self.noting(f"search page, {name}"):
                asked = [f"/search/?{urlencode({'q': term})}" for term in terms]
                self.put(f"search page, {name}", client.median(asked))
        with self.noting("one word, list by list"):
            words = TERMS["3 characters, common"][:3]
            asked = [[f"/{name}/?{urlencode({'q': word})}" for name in LISTS] for word in words]
            taken = [sum(client.get(each).ms for each in addresses) for addresses in asked]
            self.put("one word, list by list", statistics.median(taken))
        with self.noting("search and facet"):
            # The terms are known by now; new is the facet beside them.
            terms = TERMS["3 characters, common"] + TERMS["6 and more characters, common"]
            asked = [listed(("q", term), FACET_CONDITION) for term in terms]
            self.put("search and facet", client.median(asked))
        with self.noting("detail"):
            slugs = self.facts.slugs[:SAMPLES]
            self.put("detail", client.median(f"/measures/{slug}/" for slug in slugs))
            self.put("detail, again", client.median(f"/measures/{slug}/" for slug in slugs))

    def _series(self, client: Client, name: str, conditions: list) -> None:
        """New to the server; the same question on the English page; the same address again."""
        asked = [listed(*each) for each in conditions]
        self.put(name, client.median(asked))
        english = (listed(*each, language="/en") for each in conditions)
        self.put(f"{name}, asked again", client.median(english))
        self.put(f"{name}, same address", client.median(asked))

    def _recall(self, client: Client) -> None:
        """How many rows the page states for each term, beside brute force."""
        for term, hits in self.facts.hits.items():
            with self.noting(f"recall of {term}"):
                found = COUNT.search(client.get(listed(("q", term))).body)
                stated = int(found[1].replace(",", "")) if found else 0
                self.results.numbers[self.size, self.system, f"found {term}"] = stated
                self.results.numbers[self.size, "brute force", f"found {term}"] = hits

    def _beside_slow_readers(self, server: servers.Server) -> None:
        fresh = asking.fresh_pairs(self.facts)
        clients = itertools.cycle([Client(server.port) for _ in range(4)])
        # Both series take turns through the pairs, so that neither has the rarer ones; pairs of
        # an earlier series are passed over.
        addresses = list(itertools.islice(fresh, SAMPLES, SAMPLES + 40))
        with self.noting("pages while two slow readers download"):
            idle = [next(clients).get(address).ms for address in addresses[0::2]]
            with SlowReaders(server.port, "/measures.csv"):
                busy = [next(clients).get(address).ms for address in addresses[1::2]]
            self.put("page, idle", statistics.median(idle))
            self.put("page, two slow readers", statistics.median(busy))

    def _edits(self, server: servers.Server) -> None:
        """Titles changed by an editor's process, until every connection shows them."""
        clients = [Client(server.port) for _ in range(6)]
        slug = FIRST_ENTRY.search(clients[0].get(listed()).body)[1]
        with Editor(self.database) as editor:
            title, _taken = editor.give(slug, "施策の名称を改訂する前")
            try:
                self._edited(editor, slug, clients)
            finally:  # the database is kept for the next run
                editor.give(slug, title)

    def _edited(self, editor: "Editor", slug: str, clients: list[Client]) -> None:
        saves, shown, stale = [], [], 0
        for number in range(SAMPLES):
            title = f"改訂された施策の名称その{number}"
            saves.append(editor.give(slug, title)[1])
            for client in clients:
                page = client.get(listed())
                end = time.monotonic() + 30
                while title not in page.body:
                    stale += 1
                    if time.monotonic() > end:
                        raise Refused(f"{slug}: after 30 s the list still shows the old title")
                    page = client.get(listed())
                if client is clients[0]:
                    shown.append(page.ms)
        self.put("edit, saved", statistics.median(saves))
        self.put("edit, first look at the list", statistics.median(shown))
        self.put("edit, looks that showed the old title", stale)
        if title not in clients[0].get(listed(("q", title))).body:
            raise Refused("the new title is not found by the search")

    def _rates(self, server: servers.Server) -> None:
        kept = listed(("kind", self.facts.common[0]))
        etag = Client(server.port).get(kept).etag
        series = {
            "view without a query, per second": (["/robots.txt"], ""),
            "view with one query, per second": (["/healthz/"], ""),
            "cached page, per second": ([kept], ""),
            "304, per second": ([kept], etag),
            "uncached list, per second": (asking.many_addresses(self.facts), ""),
        }
        for name, (paths, tag) in series.items():
            with self.noting(name):
                if name.startswith("304") and not tag:
                    raise Refused("the page carries no ETag")
                self.put(name, rates.rate(server.port, paths, tag))

    def _exports(self, server: servers.Server) -> None:
        kind, status, rows = self.facts.tenth
        part = "/measures.csv?" + urlencode({"kind": kind, "status": status})
        with self.noting("CSV"):
            self._download(server, part, "CSV of a filter")
            self.results.numbers[self.size, self.system, "CSV of a filter, rows"] = rows
            server.forget_peaks()
            download(server.port, part)
            self.put("memory, CSV of a filter, MB", server.peak())
            server.forget_peaks()
            self._download(server, "/measures.csv", "CSV of everything")
            self.put("memory, CSV of everything, MB", server.peak())

    def _bundle(self, client: Client) -> None:
        """The whole record as files, while pages that nobody saw before are asked for.

        With Parquet where what analysts read files with is installed (`make analysts`).
        """
        folder = FOLDER / "bundle"
        shutil.rmtree(folder, ignore_errors=True)
        command = [sys.executable, "manage.py", "make_bundle", "--out", str(folder)]
        start = time.perf_counter()
        environment = self.database.environment | bundles.parquet()
        making = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        pages, fresh = [], itertools.cycle(asking.many_addresses(self.facts))
        memory = 0.0
        while making.poll() is None:
            memory = max(memory, bundles.held(making.pid))
            with self.noting("page while the bundle is made"):
                pages.append(client.get(next(fresh)).ms)
            time.sleep(1)
        if making.returncode:
            raise Missing("The bundle could not be made; the reason stands above.")
        self.put("bundle, s", time.perf_counter() - start)
        self.put("memory, bundle, MB", memory)
        self.put("bundle, Parquet files", len([*folder.glob("parquet/*.parquet")]))
        self.put("page while the bundle is made", statistics.median(pages))
        shutil.rmtree(folder)

    def _download(self, server: servers.Server, path: str, name: str) -> None:
        made = [download(server.port, path)]
        while len(made) < EXPORTS and made[0].seconds < LONG:
            made.append(download(server.port, path))
        self.put(f"{name}, s", statistics.median(each.seconds for each in made))
        self.put(f"{name}, first byte, ms", statistics.median(each.first for each in made) * 1000)
        self.put(f"{name}, MB", made[0].size / 1e6)


def measure_rival(system: rival.Plain, database: Database, facts: Facts, results: Results) -> None:
    """The same work on Datasette, as far as it goes."""
    size, name = database.size, system.name
    repeat = itertools.repeat

    def median(work: str, addresses) -> None:
        with results.noting(size, name, work):
            results.put(size, name, work, client.median(addresses))

    with system.serve(database) as server:
        client = Client(server.port)
        with results.noting(size, name, "list"):
            results.put(size, name, "first page after the start", client.get(system.listed()).ms)
            if "These facets timed out" in client.get(system.listed()).body:
                results.notes.append(f"{size:,}, {name}: facets timed out and were left out")
        median("list", repeat(system.listed(), 5))
        pairs = facts.pairs[:SAMPLES]
        median("list, two facets", [system.listed(*system.chosen(*pair)) for pair in pairs])
        if system.searches:
            _searches_of_rival(client, system, facts, results, median)
        median("detail", [system.detail(key) for key in range(100, 100 + SAMPLES)])
    if not system.exports:
        return
    with system.serve(database) as server, results.noting(size, name, "CSV of everything"):
        made = download(server.port, system.csv)
        results.put(size, name, "CSV of everything, s", made.seconds)
        results.put(size, name, "CSV of everything, MB", made.size / 1e6)
        results.put(size, name, "memory, CSV of everything, MB", server.peak())


def _searches_of_rival(client: Client, system: rival.Plain, facts: Facts, results, median) -> None:
    """What its search finds, and how long it takes."""
    _recall_of_rival(client, system, facts, results, facts.size)
    for words_, terms in TERMS.items():
        addresses = [system.listed(system.found(term)) for term in terms]
        median(f"search, {words_}", addresses)
        median(f"search, {words_}, asked again", addresses)
    terms = TERMS["3 characters, common"] + TERMS["6 and more characters, common"]
    status = system.chosen("", FACET_CONDITION[1])[1]
    median("search and facet", [system.listed(system.found(term), status) for term in terms])


def _recall_of_rival(client: Client, system: rival.Plain, facts: Facts, results, size: int) -> None:
    """How many rows it finds for each term. Raises Missing where it finds what is not there."""
    for term, hits in facts.hits.items():
        with results.noting(size, system.name, f"recall of {term}"):
            body = client.get(system.counted(term)).body
            counted = re.search(r'"filtered_table_rows_count": (\d+)', body)
            if counted is None:
                raise Refused("the rows were not counted within its time limit")
            found = int(counted[1])
            if found > hits:
                raise Missing(f"{system.name} finds {found} × {term}, where there are {hits}.")
            results.numbers[size, system.name, f"found {term}"] = found
