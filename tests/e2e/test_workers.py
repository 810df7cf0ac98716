"""The death of a worker is not the end of the site.

The limit is granian's: it replaces a worker that dies, unless the last that it replaced is the
same one, within 5.5 seconds. Then it ends with status 1, for whoever watches over it to see.
"""

import contextlib
import http.client
import os
import signal
import urllib.error
from collections.abc import Iterator

import pytest

from tests.e2e.serving import PATIENCE, Server, beside

pytestmark = pytest.mark.both

WORKERS = 2
IN_A_ROW = 20


@pytest.fixture
def served(site, tmp_path) -> Iterator[Server]:
    """A server of two processes."""
    with beside(site, tmp_path, WORKERS=str(WORKERS), THREADS="2") as server:
        server.until(lambda: len(server.workers) == WORKERS)
        yield server


def kill(served: Server, *workers: int) -> set[int]:
    """Kill workers, as the system does that is out of memory. Gives those that came instead."""
    before = served.workers
    assert before >= set(workers)
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    served.until(lambda: len(served.workers - before) == len(workers))
    return served.workers - before


def answers(served: Server) -> bool:
    """Whether a page is answered."""
    # The connection of a worker that dies is reset; asked again, another one answers.
    with contextlib.suppress(urllib.error.URLError, http.client.HTTPException, ConnectionError):
        return b"</html>" in served.site.get("/measures/")
    return False


def assert_well(served: Server) -> None:
    """It answers again, every time and by all its workers."""
    served.until(lambda: all(answers(served) for _time in range(IN_A_ROW)))
    assert len(served.workers) == WORKERS
    assert served.process.poll() is None


def test_every_worker_may_die(served):
    """In turn, while pages are asked."""
    first = sorted(served.workers)
    for worker in first:
        assert answers(served)
        kill(served, worker)
        assert_well(served)
    assert served.workers.isdisjoint(first)
    assert "Unexpected exit from worker-1" in served.log.read_text()


def test_all_workers_may_die_at_once(served):
    kill(served, *served.workers)
    assert_well(served)


def test_a_second_death_soon_after_is_survived_where_another_died_between(served):
    first, second = sorted(served.workers)
    [instead] = kill(served, first)
    kill(served, second)
    kill(served, instead)
    assert_well(served)


def test_the_same_worker_dying_twice_in_seconds_ends_it_for_its_keeper_to_see(served):
    first, _second = sorted(served.workers)
    [instead] = kill(served, first)
    os.kill(instead, signal.SIGKILL)
    assert served.process.wait(PATIENCE) == 1
    assert "Worker crash loop detected" in served.log.read_text()


def test_there_are_as_many_workers_as_were_asked_for(site, tmp_path):
    with beside(site, tmp_path, WORKERS="3", THREADS="1") as server:
        server.until(lambda: len(server.workers) == 3)
        assert answers(server)
