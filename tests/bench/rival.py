"""What an analyst would do with the SQLite file instead: Datasette, as it comes, tuned, or copied.

Tuned is the same file declared immutable, so that its rows are counted once, with a larger cache
and time for its facets. The copy is a file made for Datasette, in its favour where the work cannot
be equal: one wide table with the columns of the portal's CSV, its rows stored in the order of the
list, indexes on the facets, and a trigram index over title and summary; it is tuned as well. It
counts each measure under its first subject and organisation only.
"""

import contextlib
import os
import pathlib
import sqlite3
import subprocess
from urllib.parse import urlencode

from tests.bench import servers
from tests.bench.databases import Database, fingerprint
from tests.bench.shells import selection

# What the copy depends on besides the database.
MAKING = ("tests/bench/rival.py", "tests/bench/selection.py", "measures/columns/*.py")
FACETS = ("kind", "status", "jurisdiction", "first_subject", "first_organisation", "source_title")
LISTED = ("title", "summary", "kind", "status", "jurisdiction", "date_edtf", "source_mark")
SETTINGS = {
    "suggest_facets": "off",
    "sql_time_limit_ms": 120_000,
    "facet_time_limit_ms": 120_000,
    "max_returned_rows": 10_000,
    "max_csv_mb": 0,
    "cache_size_kb": 200_000,
}


def copy_for_datasette(database: Database) -> pathlib.Path:
    """The copy made for Datasette; kept beside the database it was made from."""
    path = database.folder / "copy.sqlite3"
    note = database.folder / "copy-from"
    origin = f"{(database.folder / 'built-from').read_text()} {fingerprint(MAKING)}"
    if path.exists() and note.exists() and note.read_text() == origin:
        return path
    print(f"  {database.size:,} measures for Datasette: building", flush=True)
    path.unlink(missing_ok=True)
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with (
        contextlib.closing(sqlite3.connect(draft)) as copy,
        contextlib.closing(sqlite3.connect(f"file:{database.path}?mode=ro", uri=True)) as file,
    ):
        rows = file.execute(selection(database))
        names = [column[0].removeprefix("c_") for column in rows.description]
        subjects, organisations = names.index("subjects"), names.index("organisations")
        names += ["first_subject", "first_organisation"]
        copy.execute("PRAGMA journal_mode=OFF")
        copy.execute("PRAGMA synchronous=OFF")
        copy.execute(f"CREATE TABLE measures (id INTEGER PRIMARY KEY, {', '.join(names)})")
        marks = ", ".join("?" * len(names))
        copy.executemany(
            f"INSERT INTO measures ({', '.join(names)}) VALUES ({marks})",
            ((*row, _first(row[subjects]), _first(row[organisations])) for row in rows),
        )
        for name in (*FACETS, "kind_code", "status_code"):
            copy.execute(f"CREATE INDEX measures_{name} ON measures ({name})")
        # Datasette finds the index of a table only where its name stands in double quotes; without
        # one it ignores what is searched for and shows everything.
        copy.execute(
            "CREATE VIRTUAL TABLE measures_fts USING fts5(title, summary, "
            'content="measures", content_rowid="id", tokenize="trigram")'
        )
        copy.execute("INSERT INTO measures_fts (measures_fts) VALUES ('rebuild')")
        copy.execute("ANALYZE")
        copy.commit()
    draft.rename(path)
    note.write_text(origin)
    return path


def _first(joined: str | None) -> str | None:
    return joined and joined.partition("、")[0]


class Plain:
    """Datasette as it comes, over the portal's own file: tables as they are, ids for names.

    It has no search; what it offers instead is the filter “summary contains”. Only the limit of
    100 MB is lifted, at which its CSV would end.
    """

    name = "Datasette, default"
    searches = exports = True
    table = "/shirube/measures_measure"

    def serve(self, database: Database):
        """A running server."""
        return servers.datasette(database.path, "--setting", "max_csv_mb", 0)

    def listed(self, *conditions: tuple[str, str]) -> str:
        """The address of the list with three facets."""
        facets = [("_facet", name) for name in ("kind", "status", "jurisdiction_id")]
        return f"{self.table}?{urlencode([*conditions, *facets])}"

    def found(self, term: str) -> tuple[str, str]:
        """The condition that a word occurs."""
        return ("summary_ja__contains", term)

    def chosen(self, kind: str, status: str) -> tuple[tuple[str, str], ...]:
        """The conditions of two facets."""
        return (("kind", kind), ("status", status))

    def detail(self, number: int) -> str:
        """The address of one row."""
        return f"/shirube/measures_measure/{number}"

    def counted(self, term: str) -> str:
        """The address that says, as JSON, how many rows hold a word."""
        condition = urlencode([self.found(term)])
        return f"/shirube/measures_measure.json?{condition}&_size=0&_nofacet=1"

    csv = "/shirube/measures_measure.csv?_stream=on&_size=max"


class Tuned(Plain):
    """Datasette over the portal's own file, set up for it."""

    name = "Datasette, tuned"
    searches = exports = False  # as Plain does

    def serve(self, database: Database):
        """A running server."""
        return _immutable(database.path)


def _immutable(path: pathlib.Path):
    """A running server over a file that nobody changes, its rows counted beforehand."""
    inspected = path.with_suffix(".json")
    if not inspected.exists() or inspected.stat().st_mtime < path.stat().st_mtime:
        command = [str(servers.DATASETTE), "inspect", str(path), "--inspect-file", inspected]
        subprocess.run(command, check=True, capture_output=True, env=dict(os.environ))
    settings = [
        word for name, value in SETTINGS.items() for word in ("--setting", name, str(value))
    ]
    return servers.datasette("--immutable", path, "--inspect-file", inspected, *settings)


class Copy(Plain):
    """Datasette over the copy that was made for it."""

    name = "Datasette, own copy"
    table = "/copy/measures"

    def serve(self, database: Database):
        """A running server."""
        return _immutable(copy_for_datasette(database))

    def listed(self, *conditions: tuple[str, str]) -> str:
        """The list of the portal: as many rows, the columns it shows, six facets."""
        asked = [("_col", name) for name in LISTED] + [("_facet", name) for name in FACETS]
        return f"/copy/measures?{urlencode([*conditions, *asked, ('_size', '20')])}"

    def found(self, term: str) -> tuple[str, str]:
        """The condition that a word occurs."""
        return ("_search", term)

    def chosen(self, kind: str, status: str) -> tuple[tuple[str, str], ...]:
        """The conditions of two facets."""
        return (("kind_code", kind), ("status_code", status))

    def detail(self, number: int) -> str:
        """The address of one row."""
        return f"/copy/measures/{number}"

    def counted(self, term: str) -> str:
        """The address that says, as JSON, how many rows hold a word."""
        return f"/copy/measures.json?{urlencode([self.found(term)])}&_size=0&_nofacet=1"

    csv = "/copy/measures.csv?_stream=on&_size=max&_nocol=first_subject&_nocol=first_organisation"
