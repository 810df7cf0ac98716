"""The report: a table on the terminal, and BENCHMARKS.md, whose every word is written here."""

import datetime
import json
import os
import pathlib
import platform
import shutil
import sqlite3
import subprocess
from importlib import metadata

from tests.bench import lighthouse, quality, rates, servers
from tests.bench.asking import TERMS
from tests.bench.databases import FOLDER, ROOT
from tests.bench.measuring import Results
from tests.bench.targets import COPY, DEFAULT, POSTGRESQL, SQLITE, TUNED, Ratio, ratios

BUSY = os.getloadavg()[0]
SYSTEMS = (SQLITE, POSTGRESQL, COPY, TUNED, DEFAULT)
PACKAGES = ("django", "granian", "psycopg")
HOW = """\
Written by `make bench`; change `tests/bench/`, not this file.

A seeded generator adds synthetic measures with Japanese titles (about 25 characters) and summaries
(about 220) to the bundled record. The same work is then asked of this portal, served as in
production on SQLite and on PostgreSQL, and of Datasette over the SQLite file. Server, database and
client share one machine, so only ratios carry over to another.
"""
LOOKED = """\
the bundled record on SQLite, each page asked for once before; medians of three looks, of one with
QUICK=1."""
RERUN = """\
```
make bench                          # 1,000, 100,000 and 1,000,000 measures; see the sizes below
make bench QUICK=1                  # 1,000 and 20,000; printed, not written here
make bench SIZES="1000 100000" DATABASES=sqlite
make bench FORMER=c5efc23           # beside a former commit, which is asked in turns
make bench LIGHTHOUSE=0             # without Lighthouse, which needs node, npm and chromium
make bench CLEAN=1                  # remove the databases that are kept in var/bench
```

PostgreSQL is the server of `BENCH_POSTGRES_URL`, whose user may create databases, or one started
for the run with the settings it is installed with but for `shared_buffers`, a quarter of the memory
and at most 4 GB. Requests per second are counted by wrk where it is installed. A million measures
take some 15 GB of disk for both databases and the copy for Datasette.
"""
EQUAL = """\
- Milliseconds are medians over five to seven addresses on one open connection, the process warm.
  “list” and “search” are addresses that the process has not been asked before, so no kept page
  answers. “asked again” is the same question on the English page: the answer to the question may be
  kept, the page is not. “same address” may come from the cache of pages.
- Every list page of the portal counts nine facets over all their values (subject, organisation and
  partner as often as a measure has them) and shows twenty rows.
- “Datasette, own copy” works on a file made for it: one wide table with the columns of the portal's
  CSV, stored in the order of the list, indexed on six facets, with a trigram index over title and
  summary, in a file declared immutable so that its rows are counted once. It counts a measure under
  its first subject and organisation only, and shows twenty rows. Its search covers title and
  summary; the portal's covers names, provisions, subjects, organisations and partners besides.
- “Datasette, tuned” works on the portal's own file, declared immutable, its rows counted
  beforehand, with a larger cache and two minutes for its facets; else it is as the next.
- “Datasette, default” works on the portal's own file as it is: the table of measures with three
  facets, a hundred rows, ids where the portal has names, its usual time limits, and the filter
  “summary contains” in place of a search. Its CSV holds the columns of that
  one table, ids for names; the limit of 100 MB at which it would end is lifted.
- The JSON of a filtered page is a hundred rows under two conditions that nobody asked before, with
  the number of all; portal and Datasette run side by side and are asked in turns. The portal tells
  all columns of its CSV for programs, names joined; Datasette those of the one table.
- A former commit is checked out, served with the packages of this one over its own record and as
  many synthetic measures, and asked in turns with this one, no address twice.
- The shells (`sqlite3 -csv`, `psql \\copy`) run the very SELECT of the portal's CSV.
- Memory is the peak of the largest process of the server while it sends the download.
- The views that pages are held against are `/healthz/`, which asks the database one question, and
  `/robots.txt`, which asks none; a kept page asks for the version of the record.
- An edit is a title saved through the models by another process; six open connections then look.
- A field is saved by the form of the admin, five times; drafts are published as one bundle; each
  row of a table is changed.
"""


def machine() -> str:
    """What it ran on, and with which versions."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    commit = _output("git", "describe", "--always", "--dirty")
    packages = ", ".join(f"{name} {metadata.version(name)}" for name in PACKAGES)
    lines = {
        "date": f"{datetime.date.today():%Y-%m-%d}, at {commit}",
        "processor": f"{os.cpu_count()} × {_processor()}",
        "memory": f"{memory:.0f} GiB",
        "busy with other work": f"{BUSY:.1f} processes on average when the run began",
        "system": f"{_system()}, Linux {platform.release()}"
        if platform.system() == "Linux"
        else platform.platform(),
        "Python": f"{platform.python_version()}, {packages}",
        "SQLite": sqlite3.sqlite_version,
        "PostgreSQL": _output("psql", "--version") or "not installed",
        "Datasette": _output(str(servers.DATASETTE), "--version"),
        "requests per second counted by": rates.client_name(),
    }
    return "\n".join(f"- {name}: {value}" for name, value in lines.items())


def _processor() -> str:
    path = pathlib.Path("/proc/cpuinfo")
    lines = path.read_text().splitlines() if path.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


def _system() -> str:
    path = pathlib.Path("/etc/os-release")
    lines = path.read_text().splitlines() if path.exists() else []
    names = [line.partition("=")[2].strip('"') for line in lines if line.startswith("PRETTY_NAME")]
    return names[0] if names else platform.system()


def _output(*command: str) -> str:
    if not shutil.which(command[0]):
        return ""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def figure(value: float | None) -> str:
    """A number with as many digits as mean something."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A table in Markdown, numbers on the right."""
    rule = ["---"] + ["---:"] * (len(head) - 1)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *rows))


def compared(
    found: list[Ratio], head: tuple[str, ...] = ("work", "where", "ratio", "target", "")
) -> str:
    """The ratios with their targets."""
    rows = [
        (
            ratio.work,
            ratio.where,
            figure(ratio.value),
            f"{ratio.sense} {ratio.target:g}" if ratio.target is not None else "",
            ratio.verdict,
        )
        for ratio in found
    ]
    return table(head, rows)


def absolute(results: Results, size: int, systems: list[str]) -> str:
    """Everything measured at one size; milliseconds where the name says nothing else."""
    names = dict.fromkeys(
        name for at, _system_, name in results.numbers if at == size and "found" not in name
    )
    rows = [(name, *(figure(results.get(size, each, name)) for each in systems)) for name in names]
    return table(("ms, or as named", *systems), rows)


def recall(results: Results, size: int, systems: list[str]) -> str:
    """Rows found for each term, beside the rows that hold it in title or summary."""
    columns = ["brute force", *systems]
    rows = [
        (
            f"{term} ({words})",
            *(figure(results.get(size, each, f"found {term}")) for each in columns),
        )
        for words, terms in TERMS.items()
        for term in terms
    ]
    return table(("rows found", "hold it in title or summary", *systems), rows)


def scores(results: Results) -> str:
    """What Lighthouse says of the pages, and with what."""
    rows = list(lighthouse.reached(results))
    if not rows:
        return "Left out of this run."
    head = ("what", "page", "reached", "target", "")
    judged = compared(rows, head)
    return f"{judged}\n\nLighthouse {lighthouse.VERSION}, its default throttling; {LOOKED}"


def present(results: Results) -> list[str]:
    """The systems that were measured, in the order of the tables."""
    measured = {system for _size, system, _name in results.numbers} - {"brute force"}
    return [*(each for each in SYSTEMS if each in measured), *sorted(measured - set(SYSTEMS))]


def document(results: Results, sizes: list[int], answered: dict[str, float]) -> str:
    """The whole of BENCHMARKS.md."""
    systems = present(results)
    portals = [system for system in systems if system in (SQLITE, POSTGRESQL)]
    found = list(ratios(results, sizes, portals))
    judged = [ratio for ratio in found if ratio.target is not None]
    sections = [
        ("Machine", machine()),
        ("Targets", compared(judged)),
        ("Further ratios", compared([ratio for ratio in found if ratio.target is None])),
        ("Answers on the bundled record", quality.table(answered)),
        ("Lighthouse", scores(results)),
        *((f"{size:,} measures", absolute(results, size, systems)) for size in sizes),
        (f"Recall at {sizes[-1]:,} measures", recall(results, sizes[-1], systems)),
        ("What is compared, and where it is not equal", EQUAL),
        ("Not measured", "\n".join(f"- {note}" for note in results.notes) or "Nothing failed."),
        ("Again", RERUN),
    ]
    body = "\n\n".join(f"## {title}\n\n{text.strip()}" for title, text in sections)
    return f"# Benchmarks\n\n{HOW}\n{body}\n"


def keep(results: Results) -> None:
    """Write the bare numbers beside the databases, for another look."""
    numbers = [[*key, value] for key, value in results.numbers.items()]
    text = json.dumps({"numbers": numbers, "notes": results.notes}, ensure_ascii=False, indent=0)
    (FOLDER / "results.json").write_text(text)
