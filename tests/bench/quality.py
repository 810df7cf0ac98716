"""How well the bundled record is searched, and what a process keeps for it.

`tests.bench.quality_run` measures both in a process of its own.
"""

import json
import subprocess
import sys

from tests.bench.databases import FOLDER, ROOT, Database, Missing

NAMES = {"design": "107 queries of the design", "own": "74 queries of this build"}
WITHIN = (1, 5, 8)


def measured() -> dict[str, float]:
    """The numbers by name, measured by a process of their own on a database of its own."""
    path = FOLDER / "bundled.sqlite3"
    path.unlink(missing_ok=True)
    database = Database(0, "sqlite", f"sqlite:///{path}")
    command = [sys.executable, "-m", "tests.bench.quality_run"]
    done = subprocess.run(
        command, cwd=ROOT, env=database.environment, stdout=subprocess.PIPE, check=False, text=True
    )
    if done.returncode:
        raise Missing("The queries could not be asked; the reason stands above.")
    return json.loads(done.stdout)


def table(numbers: dict[str, float]) -> str:
    """The numbers as lines of a report."""
    return "\n".join(f"- {name}: {value:g}" for name, value in numbers.items())
