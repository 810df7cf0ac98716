"""What bundles take that the bench makes: with what, and how much memory."""

import pathlib
import re

from tests.analysts import INTERPRETER

PEAK = re.compile(r"^VmHWM:\s+(\d+) kB", re.M)


def parquet() -> dict[str, str]:
    """What tells `make_bundle` of a DuckDB; nothing where there is none, and so no Parquet."""
    return {"PARQUET_PYTHON": str(INTERPRETER)} if INTERPRETER.exists() else {}


def held(process: int) -> float:
    """The most memory that a process held so far, in megabytes; 0 where it is gone."""
    try:
        told = pathlib.Path(f"/proc/{process}/status").read_text()
    except FileNotFoundError:
        return 0.0
    found = PEAK.search(told)  # none of one that has ended and is not waited for yet
    return int(found[1]) / 1000 if found else 0.0
