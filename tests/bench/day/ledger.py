"""What everybody was answered, by phase: counts, times, and what must not have been."""

import collections
import statistics
import threading
from dataclasses import dataclass, field

from tests.bench.day.asking import Answer, Cut

KEPT, IDLE = "kept pages", "idle"
# What must not happen, in the words of the report.
WRONG, HALF, FAILED, LINKS, BROKEN = (
    *("wrong answers", "half files and answers cut off", "failed reads of kept pages"),
    *("dead links", "failures of the site (5xx beside 503)"),
)
SHOWN = 20  # of what must not have been, this many are told in full


@dataclass
class Phase:
    """What was answered while something went on: how often each status, by who asked.

    `away` says that the database is taken away in it, so 503 is the right answer to some.
    """

    name: str
    away: bool = False
    statuses: collections.Counter[tuple[str, int]] = field(default_factory=collections.Counter)
    seconds: list[float] = field(default_factory=list)
    longest: float = 0.0
    noticed: int = 0
    healed: list[float] = field(default_factory=list)

    def percentile(self, share: int) -> float:
        """Of the times of kept pages, in milliseconds; 0 where fewer than two were asked."""
        if len(self.seconds) < 2:
            return 0.0
        return statistics.quantiles(self.seconds, n=100)[share - 1] * 1000

    @property
    def failures(self) -> dict[tuple[str, int], int]:
        """The answers from 500 on, and what was cut off (0)."""
        return {key: count for key, count in sorted(self.statuses.items()) if not 0 < key[1] < 500}


class Ledger:
    """The phases, the faults, and what anybody knows of the record by now.

    `seen` is the highest number that anybody was told of the entry that editors save, or that was
    saved; `version` the highest version of the record that a file said it is of.
    """

    def __init__(self):
        self.lock = threading.Lock()
        self.phases: dict[str, Phase] = {}
        self.faults: dict[str, list[str]] = collections.defaultdict(list)
        self.seen = self.version = 0
        # The digests of a file and of its rows, and how many these are, by address and version.
        self.files: dict[tuple[str, int], tuple[str, str, int]] = {}
        # The longest that anybody waited for a kind of answer while a table was locked, in seconds.
        self.waited: dict[str, float] = {}
        self.begin("start")

    def begin(self, name: str, *, away: bool = False) -> None:
        """From now on answers belong to a phase; one that comes again is gone on with."""
        with self.lock:
            self.phase = self.phases.setdefault(name, Phase(name, away))

    def answered(self, kind: str, answer: Answer) -> None:
        """Somebody of a kind was answered."""
        with self.lock:
            self.phase.statuses[kind, answer.status] += 1
            self.phase.longest = max(self.phase.longest, answer.seconds)
            if kind == KEPT:
                self.phase.seconds.append(answer.seconds)
        if answer.status >= 500 and answer.status != 503:
            self.fault(BROKEN, f"{kind}: {answer.path}: {answer.status}")

    def cut(self, kind: str, error: Cut) -> None:
        """Somebody was answered nothing, or less than was promised."""
        with self.lock:
            self.phase.statuses[kind, 0] += 1
        self.fault(FAILED if kind == KEPT else HALF, f"{kind}: {error}")

    def fault(self, sort: str, words: str) -> None:
        """Note what must not be."""
        with self.lock:
            self.faults[sort].append(f"[{self.phase.name}] {words}")

    def tell(self, seen: int = 0, version: int = 0) -> None:
        """Somebody knows these from now on."""
        with self.lock:
            self.seen, self.version = max(self.seen, seen), max(self.version, version)

    def file(self, path: str, version: int, came: tuple[str, str, int]) -> None:
        """A file of a version came; every other of the same must be the same to the byte."""
        with self.lock:
            first = self.files.setdefault((path, version), came)
        if first != came:
            self.fault(WRONG, f"{path} of version {version}: {came[2]} rows, before {first[2]}")
