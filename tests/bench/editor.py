"""An editor at work: changes titles through the models, for as long as lines come in.

    python -m tests.bench.editor

Reads `SLUG<tab>TITLE` and answers with the milliseconds that saving took and the title before.
"""

import sys
import time

import tests.ready  # noqa: F401 - models below
from measures.models import Measure


def edit(slug: str, title: str) -> tuple[float, str]:
    """Give a measure another title, as the admin does; the milliseconds and the old title."""
    measure = Measure.objects.get(slug=slug)
    before = measure.title_ja
    measure.title_ja = title
    start = time.perf_counter()
    measure.save()
    return (time.perf_counter() - start) * 1000, before


if __name__ == "__main__":
    for line in sys.stdin:
        taken, old = edit(*line.rstrip("\n").split("\t"))
        print(f"{taken}\t{old}", flush=True)
