"""What analysts read files with: an interpreter of its own, asked in processes of its own."""

import json
import os
import pathlib
import shutil
import subprocess
from collections.abc import Callable

import pytest
from django.conf import settings

INTERPRETER = pathlib.Path(settings.BASE_DIR) / ".venv-analysts" / "bin" / "python"
# DuckDB with what reads addresses, which comes for one release of it alone.
READS_ADDRESSES = pathlib.Path(settings.BASE_DIR) / ".venv-httpfs" / "bin" / "python"
LOAD = """
import duckdb, duckdb_extension_httpfs, pathlib
[httpfs] = pathlib.Path(duckdb_extension_httpfs.__file__).parent.rglob("*.duckdb_extension")
duckdb.execute(f"LOAD '{httpfs}'")
duckdb.execute("SET enable_progress_bar = false")  # it goes to where the answer goes
"""
PATIENCE = 120  # seconds

Run = Callable[..., str]


@pytest.fixture(scope="session")
def analysts() -> Run:
    """Runs code with what analysts have: `analysts(code, told)` gives what it prints.

    `told` is given to it as JSON on its standard input. Fails where the code fails.
    """
    return runner(INTERPRETER)


@pytest.fixture(scope="session")
def duckdb_over_http() -> Run:
    """The same with a DuckDB that reads addresses as it reads files."""
    run = runner(READS_ADDRESSES)
    return lambda code, told=None: run(LOAD + code, told)


def runner(interpreter: pathlib.Path) -> Run:
    """What runs code with an interpreter, in a process for each."""
    if not interpreter.exists():
        pytest.skip("what analysts read files with is not installed here (make analysts)")

    def run(code: str, told: object = None, cwd: pathlib.Path | None = None) -> str:
        done = subprocess.run(
            [interpreter, "-c", code],
            input=json.dumps(told),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
            cwd=cwd,
            env={"PATH": os.environ["PATH"], "HOME": str(cwd or settings.BASE_DIR)}
            | {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ},
        )
        assert done.returncode == 0, done.stderr[-4000:]
        return done.stdout

    return run


def in_r(script: str, cwd: pathlib.Path | None = None) -> str:
    """What a script of R prints. Fails where it fails."""
    if shutil.which("Rscript") is None:
        pytest.skip("there is no R here (Debian: apt-get install r-base-core r-cran-readr)")
    done = subprocess.run(
        ["Rscript", "--vanilla", "-e", script],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
