"""What editors wait for, asked of a database by processes of their own."""

import json
import subprocess
import sys

from tests.bench.databases import ROOT, Database, Missing

SAVING = ROOT / "tests" / "bench" / "saving.py"


def of_saves(database: Database) -> dict[str, float]:
    """What one field costs by kind of entry, with the code that the database is of."""
    return asked(database, str(SAVING), PYTHONPATH=str(database.tree))


def of_works(database: Database) -> dict[str, float]:
    """What publishing, a table and the page of coverage cost."""
    return asked(database, "-m", "tests.bench.editors")


def asked(database: Database, *command: str, **environment: str) -> dict[str, float]:
    """The numbers that a program prints. Raises Missing where it ends otherwise."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=database.tree,
        env=database.environment | environment,
        stdout=subprocess.PIPE,
        check=False,
        text=True,
    )
    if done.returncode:
        raise Missing(f"{' '.join(command)} ended with {done.returncode}; why stands above.")
    return json.loads(done.stdout)
