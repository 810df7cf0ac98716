"""What the day came to: a table of its phases, and whether each line that was asked for is met."""

import collections
from dataclasses import dataclass

from tests.bench.day.ledger import BROKEN, FAILED, HALF, IDLE, LINKS, SHOWN, WRONG, Ledger, Phase
from tests.bench.day.memory import Memory

# Milliseconds within which 99 of 100 kept pages come while nothing else goes on, the part by which
# a worker may grow, and seconds from PostgreSQL to a site that answers.
IDLE_P99, GROWTH, HEALED = 50, 0.10, 2.0
# Seconds within which somebody is answered while a table is locked.
WITHIN = {"a page": 4.0, "/livez": 0.1}


@dataclass(frozen=True)
class Line:
    """One thing that is asked of the day: what, the figure, and whether it is as it should be."""

    words: str
    figure: str
    met: bool


def lines(ledger: Ledger, memory: Memory, warm: float, window: float) -> list[Line]:
    """Every line with its figure."""
    found = [
        Line(sort, str(len(ledger.faults[sort])), not ledger.faults[sort])
        for sort in (WRONG, HALF, FAILED, BROKEN, LINKS)
    ]
    refused = sum(
        count
        for phase in ledger.phases.values()
        if not phase.away
        for (_kind, status), count in phase.statuses.items()
        if status == 503
    )
    found.append(Line("503 while the database was there", str(refused), not refused))
    idle = ledger.phases[IDLE].percentile(99)
    found.append(
        Line(f"p99 of kept pages, idle, below {IDLE_P99} ms", f"{idle:.1f}", idle < IDLE_P99)
    )
    healed = max((each for phase in ledger.phases.values() for each in phase.healed), default=0.0)
    words = f"seconds until pages were drawn after PostgreSQL, below {HEALED:.0f}"
    found.append(Line(words, f"{healed:.1f}", healed < HEALED))
    for kind, limit in WITHIN.items():
        waited = ledger.waited.get(kind, 0.0)
        words = f"longest wait for {kind} while a table is locked, below {limit} s"
        found.append(Line(words, f"{waited:.2f}", waited < limit))
    return found + grown(memory, warm, window)


def grown(memory: Memory, warm: float, window: float) -> list[Line]:
    """A line for each worker that lived long enough to be warm for a while."""
    found = []
    for pid, worker in memory.workers.items():
        lived = worker.held[-1][0] - worker.began
        if lived < warm + 2 * window:
            continue
        course = worker.course(warm, window)
        share = course[-1] / course[0] - 1
        words = f"memory of worker {pid} of {worker.instance} flat within {GROWTH:.0%}"
        told = ", ".join(f"{megabytes:.0f}" for megabytes in course)
        figure = f"{told} MB ({share:+.1%}) in {lived - warm:.0f} s"
        found.append(Line(words, figure, share <= GROWTH))
    return found


def table(ledger: Ledger) -> str:
    """A row for each phase."""
    rows = [
        f"{'phase':<24}{'answers':>9}{'kept':>7}{'p50 ms':>8}{'p99 ms':>9}{'longest s':>11}"
        f"{'noticed':>9}  5xx and cut off (0), by who asked"
    ]
    rows += [row(phase) for phase in ledger.phases.values() if phase.statuses]
    return "\n".join(rows)


def row(phase: Phase) -> str:
    """The figures of a phase."""
    failures = ", ".join(
        f"{kind} {status}: {count}" for (kind, status), count in phase.failures.items()
    )
    return (
        f"{phase.name:<24}{phase.statuses.total():>9}{len(phase.seconds):>7}"
        f"{phase.percentile(50):>8.1f}{phase.percentile(99):>9.1f}{phase.longest:>11.2f}"
        f"{phase.noticed:>9}  {failures or '-'}"
    )


def told(found: list[Line]) -> str:
    """The lines, each with its verdict."""
    return "\n".join(
        f"{'met    ' if each.met else 'NOT MET'}  {each.words}: {each.figure}" for each in found
    )


def faults(ledger: Ledger) -> str:
    """The first of what must not have been, in full."""
    return "\n".join(
        f"{sort}: {words}" for sort, all_ in ledger.faults.items() for words in all_[:SHOWN]
    )


def answers(ledger: Ledger) -> str:
    """How often who was answered what, over all phases."""
    totals = collections.Counter()
    for phase in ledger.phases.values():
        totals += phase.statuses
    by_kind = collections.defaultdict(list)
    for (kind, status), count in sorted(totals.items()):
        by_kind[kind].append(f"{status}: {count}")
    return "\n".join(f"{kind:<14}{', '.join(told)}" for kind, told in by_kind.items())
