"""The physical limit: the database's own shell writes the very SELECT of the portal's CSV."""

import os
import shutil
import subprocess
import sys
import time

from tests.bench.databases import ROOT, Database, Missing


def selection(database: Database) -> str:
    """The SELECT behind /measures.csv."""
    command = [sys.executable, "-m", "tests.bench.selection"]
    done = subprocess.run(
        command, cwd=ROOT, env=database.environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Missing(done.stderr)
    return done.stdout.strip()


def seconds(database: Database) -> float | None:
    """How long the shell takes for everything; None where the shell is not installed."""
    statement = selection(database)
    if database.vendor == "sqlite":
        command = ["sqlite3", "-readonly", "-csv", "-header", str(database.path)]
        script = f"{statement};\n"
    else:
        command = ["psql", "--quiet", "--no-psqlrc", database.url]
        script = f"\\copy ({statement}) TO STDOUT (FORMAT csv, HEADER)\n"
    if not shutil.which(command[0]):
        return None
    # The same planner settings as the portal's own connections have.
    environment = os.environ | {"PGOPTIONS": "-c jit=off"}
    start = time.perf_counter()
    done = subprocess.run(
        command,
        input=script,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode or done.stderr:
        raise Missing(f"{command[0]}: {done.stderr}")
    return time.perf_counter() - start
