"""Asks all queries of both sets; see `tests.bench.quality`."""

import json
import pathlib

from django.db import connection

import tests.ready  # noqa: F401 - models below
from tests.bench.quality import MEMORY, NAMES, WITHIN
from tests.queries import SETS, Score

STATUS = pathlib.Path("/proc/self/status")


def resident() -> float:
    """The memory of this process in megabytes."""
    line = next(each for each in STATUS.read_text().splitlines() if each.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def main() -> None:
    """Ask, print."""
    connection.ensure_connection()
    before = resident()
    numbers: dict[str, float] = {}
    for name, words in NAMES.items():
        score = Score.of(SETS[name])
        for most in WITHIN:
            numbers[f"{words}: entry within {most}"] = score.within(most)
        numbers[f"{words}: mean reciprocal rank"] = round(score.reciprocal, 3)
    numbers[MEMORY] = round(resident() - before, 1)
    print(json.dumps(numbers, ensure_ascii=False))


if __name__ == "__main__":
    main()
