"""What the workers of the instances hold in memory, from when they are warm to the end."""

import contextlib
import pathlib
import statistics
import threading
import time
from dataclasses import dataclass, field

from tests.deploy.place import Place

LOOKS = 5  # from the first to the last
SECOND = 1.0  # between two measures


@dataclass
class Worker:
    """One process that answers: of which instance, and what it held each second, in MB."""

    instance: str
    began: float
    held: list[tuple[float, float]] = field(default_factory=list)

    def course(self, warm: float, window: float) -> list[float]:
        """What it held from when it was warm to the end, in MB: medians over windows of seconds.

        `warm` are the seconds after its start from which on it counts.
        """
        first, last = self.began + warm, self.held[-1][0] - window
        starts = [first + (last - first) * place / (LOOKS - 1) for place in range(LOOKS)]
        return [self._median(start, start + window) for start in starts]

    def _median(self, start: float, end: float) -> float:
        return statistics.median(
            megabytes for at, megabytes in self.held if start <= at <= end + SECOND
        )


class Memory(threading.Thread):
    """Looks at each worker once in a second."""

    def __init__(self, place: Place):
        super().__init__(daemon=True, name="memory")
        self.place, self.over = place, threading.Event()
        self.workers: dict[int, Worker] = {}

    def run(self) -> None:
        """Look until it is over."""
        while not self.over.wait(SECOND):
            for name, instance in list(self.place.instances.items()):
                for pid in children(instance.pid):
                    if megabytes := resident(pid):
                        now = time.monotonic()
                        worker = self.workers.setdefault(pid, Worker(name, now))
                        worker.held.append((now, megabytes))


def children(pid: int) -> list[int]:
    """The processes that a process has started; none where it is gone."""
    with contextlib.suppress(OSError):
        told = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text()
        return [int(each) for each in told.split()]
    return []


def resident(pid: int) -> float:
    """The resident memory of a process in MB; 0 where it is gone."""
    with contextlib.suppress(OSError):
        for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    return 0.0
