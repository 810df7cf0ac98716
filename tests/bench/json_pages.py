"""The JSON of a filtered page: the portal and Datasette asked in turns, all of them running."""

import contextlib
import statistics
from collections.abc import Iterator
from urllib.parse import urlencode

from tests.bench import servers
from tests.bench.asking import SAMPLES, Facts
from tests.bench.client import Client
from tests.bench.databases import Database
from tests.bench.measuring import Results
from tests.bench.rival import Copy, Plain, Tuned
from tests.bench.targets import JSON, SQLITE

# Rows of a page, which is what Datasette tells where nothing is asked.
ROWS = 100
RIVALS = (Copy, Tuned, Plain)


def measure(database: Database, facts: Facts, results: Results) -> None:
    """The median of each system over the same conditions, of which none is asked twice."""
    with contextlib.ExitStack() as stack:
        running = stack.enter_context(servers.portal(database))
        asked = {SQLITE: (Client(running.port), addresses(facts))}
        for rival in (make() for make in RIVALS):
            running = stack.enter_context(rival.serve(database))
            asked[rival.name] = (Client(running.port), addresses_of(rival, facts))
        times: dict[str, list[float]] = {name: [] for name in asked}
        for number in range(SAMPLES + 1):
            for name, (client, paths) in asked.items():
                taken = client.get(next(paths)).ms
                if number:  # the first is the start of each
                    times[name].append(taken)
        for name, taken in times.items():
            results.put(database.size, name, JSON, statistics.median(taken))


def addresses(facts: Facts) -> Iterator[str]:
    """Pages of the portal, each of other conditions."""
    for kind, status in facts.pairs:
        yield f"/measures.json?{urlencode({'kind': kind, 'status': status, 'size': ROWS})}"


def addresses_of(rival: Plain, facts: Facts) -> Iterator[str]:
    """The same pages of Datasette."""
    for kind, status in facts.pairs:
        asked = (*rival.chosen(kind, status), ("_size", ROWS))
        yield f"{rival.table}.json?{urlencode(asked)}"
