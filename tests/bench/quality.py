"""How well the bundled record is searched, and what a process keeps for it.

`tests.bench.quality_run` measures both in a process of its own.
"""

import json
import subprocess
import sys

from tests.bench.databases import FOLDER, ROOT, Database, Missing

NAMES = {"design": "107 queries of the design", "own": "74 queries of this build"}
WITHIN = (1, 5, 8)
MEMORY, MOST_MEMORY = "memory of a process after its first and all searches, MB more", 20


def measured() -> dict[str, float]:
    """The numbers by name, measured by a process of their own on a database of its own."""
    path = FOLDER / "bundled.sqlite3"
    path.unlink(missing_ok=True)
    database = Database(0, "sqlite", f"sqlite:///{path}")
    # The record is loaded by processes of their own: what loading leaves is no memory of searches.
    for command in ("manage.py migrate -v0", "manage.py load_record -v0"):
        _run(database, *command.split())
    return json.loads(_run(database, "-m", "tests.bench.quality_run"))


def _run(database: Database, *words: str) -> str:
    command, environment = [sys.executable, *words], database.environment
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=False, text=True
    )
    if done.returncode:
        raise Missing("The queries could not be asked; the reason stands above.")
    return done.stdout


def table(numbers: dict[str, float]) -> str:
    """The numbers as lines of a report; that of memory with what was to be kept."""
    asked = {MEMORY: f" (asked: at most {MOST_MEMORY} MB)"}
    return "\n".join(f"- {name}: {value:g}{asked.get(name, '')}" for name, value in numbers.items())
