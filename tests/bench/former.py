"""The pages of a former commit, asked in turns with those of this one, over the same measures.

FORMER names the commit, as `git worktree` takes it. It is checked out in var/bench, served with the
packages of this one from a database of its own, and asked one page after the other with this one,
so that both meet the same busy machine. No address is asked twice.
"""

import contextlib
import dataclasses
import pathlib
import statistics
import subprocess
import sys
from collections.abc import Iterable
from urllib.parse import urlencode

from tests.bench import costs, servers
from tests.bench.asking import TERMS, Facts, connected, listed
from tests.bench.client import Client
from tests.bench.databases import FOLDER, ROOT, Database, Missing, empty
from tests.bench.measuring import Results
from tests.bench.targets import POSTGRESQL, SQLITE, TURNS
from tests.bench.words import QUESTIONS

SAMPLES, LARGEST = 12, 5
NAMES = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
# Asked first and not counted: a process reads on its first pages what it keeps.
START = ("/measures/", "/en/measures/", "/search/?q=G7")
# What hangs on a measure and makes its page long.
PARTS = ("provision", "milestone", "budgetline", "target", "citation")


@dataclasses.dataclass(frozen=True)
class Former(Database):
    """The database of a former commit, whose benchmark may still stand in `.ci`."""

    commit: str

    @classmethod
    def of(cls, database: Database, commit: str) -> "Former":
        """As many measures on the same kind of database."""
        end = f"_{commit}" if database.vendor == "postgresql" else ""
        former = cls(database.size, database.vendor, f"{database.url}{end}", commit)
        if database.vendor == "sqlite":
            return dataclasses.replace(former, url=f"sqlite:///{former.path}")
        return former

    @property
    def system(self) -> str:
        """What it is called in the results."""
        return f"{self.commit}, {NAMES[self.vendor].removeprefix('portal, ')}"

    @property
    def name(self) -> str:
        """What PostgreSQL calls it."""
        return f"{super().name}_{self.commit}"

    @property
    def tree(self) -> pathlib.Path:
        """Where the commit is checked out."""
        return FOLDER / f"former-{self.commit}"

    @property
    def folder(self) -> pathlib.Path:
        """Where its database lies; for PostgreSQL only the note that it was built."""
        return FOLDER / f"{self.size}-{self.vendor}-{self.commit}"

    @property
    def environment(self) -> dict[str, str]:
        """What a process of it needs to find its own code, and its benchmark."""
        return super().environment | {"PYTHONPATH": ".ci" if self.is_old else "."}

    @property
    def is_old(self) -> bool:
        """Whether its benchmark and its server stand in `.ci`."""
        return (self.tree / ".ci" / "bench").is_dir()

    @property
    def serving(self) -> list[str]:
        """What Python is started with to serve it."""
        return [".ci/serve.py"] if self.is_old else super().serving

    @property
    def building(self) -> list[str]:
        """What Python is started with to fill it."""
        program = "bench.build" if self.is_old else "tests.bench.build"
        return ["-m", program, "record", str(self.size)]


def beside(database: Database, server: str | None, commit: str, results: Results) -> None:
    """Build the former portal where it is not built yet, and ask it in turns with this one.

    Raises Missing where there is no such commit, or where its database cannot be built.
    """
    former = Former.of(database, commit)
    _check_out(former)
    _build(former, server)
    measure(database, former, results)


def _check_out(former: Former) -> None:
    if former.tree.exists():
        return
    command = ["git", "worktree", "add", "--force", "--detach", str(former.tree), former.commit]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Missing(f"FORMER={former.commit}: {done.stderr.strip()}")
    static = [sys.executable, "manage.py", "collectstatic", "--verbosity=0", "--no-input"]
    subprocess.run(static, cwd=former.tree, check=True)


def _build(former: Former, server: str | None) -> None:
    note = former.folder / "built-from"
    if note.exists():
        return
    print(f"  {former.size:,} measures on {former.vendor}, {former.commit}: building", flush=True)
    empty(former, server)
    command = [sys.executable, *former.building]
    done = subprocess.run(command, cwd=former.tree, env=former.environment, check=False)
    if done.returncode:
        raise Missing(f"The database of {former.commit} could not be built; why stands above.")
    note.write_text(former.commit)


def measure(database: Database, former: Former, results: Results) -> None:
    """The median of each work on both, in milliseconds."""
    systems = (NAMES[database.vendor], former.system)
    with contextlib.ExitStack() as stack:
        running = [stack.enter_context(servers.portal(each)) for each in (database, former)]
        clients = [Client(each.port) for each in running]
        in_turns(
            clients, same(["/measures/", "/en/measures/", "/search/?q=G7"])
        )  # the start of each
        for work, pairs in works(database, former).items():
            with results.noting(database.size, former.system, work):
                for system, taken in zip(systems, in_turns(clients, pairs), strict=True):
                    name = f"{TURNS}{work}"
                    results.put(database.size, system, name, statistics.median(taken))
    for system, each in zip(systems, (database, former), strict=True):
        for name, value in costs.of_saves(each).items():
            results.put(database.size, system, f"{TURNS}{name}", value)


def in_turns(clients: list[Client], pairs: list[tuple[str, str]]) -> list[list[float]]:
    """How long each of the two takes for its own of every pair."""
    found: list[list[float]] = [[], []]
    for pair in pairs:
        for client, path, taken in zip(clients, pair, found, strict=True):
            taken.append(client.get(path).ms)
    return found


def works(database: Database, former: Former) -> dict[str, list[tuple[str, str]]]:
    """The works: for each the addresses of this portal and of the former."""
    ours, theirs = Facts(database), Facts(former)
    large = largest(database, former)
    details = list(zip(ours.slugs, theirs.slugs, strict=True))[:SAMPLES]
    pairs = [pair for pair in ours.pairs if pair in theirs.pairs][:SAMPLES]
    found = {}
    for language, said in (("", ""), ("/en", ", en")):
        pages = (listed(("page", str(n)), language=language) for n in range(2, 2 + SAMPLES))
        chosen = (
            listed(("kind", kind), ("status", status), language=language) for kind, status in pairs
        )
        found |= {
            f"list{said}": same(pages),
            f"list, two facets{said}": same(chosen),
            f"detail{said}": [
                (f"{language}/measures/{ours}/", f"{language}/measures/{theirs}/")
                for ours, theirs in details
            ],
            f"detail, five large{said}": same(f"{language}/measures/{slug}/" for slug in large),
        }
    single = [*dict.fromkeys(term[0] for term in TERMS["2 characters, common"])]
    for name, terms in {"1 character, common": single, **TERMS}.items():
        found[f"search, {name}"] = same(listed(("q", term)) for term in terms)
    words = TERMS["3 characters, common"] + TERMS["6 and more characters, common"]
    short = [*single, *TERMS["2 characters, common"], *TERMS["3 characters, common"]]
    pages = {"one word": words, "sentence": QUESTIONS, "one to three characters": short}
    for name, terms in pages.items():
        found[f"search page, {name}"] = same(f"/search/?{urlencode({'q': q})}" for q in terms)
    return found


def same(paths: Iterable[str]) -> list[tuple[str, str]]:
    """Addresses that are the same on both."""
    return [(path, path) for path in paths]


def largest(database: Database, former: Former) -> list[str]:
    """The measures with the most that hangs on them, of those that both have."""
    counted = " + ".join(
        f"(SELECT count(*) FROM measures_{part} AS p WHERE p.measure_id = m.id)" for part in PARTS
    )
    query = f"SELECT slug FROM measures_measure AS m ORDER BY {counted} DESC, slug"
    with contextlib.closing(connected(database)) as here:
        found = [slug for (slug,) in here.execute(f"{query} LIMIT 50").fetchall()]
    with contextlib.closing(connected(former)) as there:
        both = {slug for (slug,) in there.execute("SELECT slug FROM measures_measure").fetchall()}
    return [slug for slug in found if slug in both][:LARGEST]
