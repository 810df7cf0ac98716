"""Fill the database of the settings, which is empty, or index it anew where that is needed.

python -m tests.bench.build record SIZE
python -m tests.bench.build index SIZE
"""

import sys
import time

from django.core.management import call_command
from django.db import connection

import tests.ready  # noqa: F401 - models below
from portal.search.writing import is_current
from tests.bench.generator import Generator
from tests.bench.loading import write


def timed(words: str, work, *arguments, **options) -> None:
    """Do a part of the work and say how long it took."""
    start = time.perf_counter()
    work(*arguments, **options)
    print(f"    {words}: {time.perf_counter() - start:.1f} s", flush=True)


def record(size: int) -> None:
    """Schema, bundled record, synthetic record."""
    timed("schema", call_command, "migrate", verbosity=0)
    timed("bundled record", call_command, "load_record", verbosity=0)
    timed(f"{size:,} measures", write, Generator(size))


def index() -> None:
    """The search index, and the statistics for the planner that a database in use has."""
    timed("search index", call_command, "index_record", verbosity=0)
    timed("statistics", analyze)


def analyze() -> None:
    """Count values for the planner."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


if __name__ == "__main__":
    if sys.argv[1] == "record":
        record(int(sys.argv[2]))
        index()
    elif not is_current():
        index()
