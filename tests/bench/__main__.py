"""`make bench`: build, serve, measure, report.

Options come from the environment: SIZES, DATABASES, FORMER, LIGHTHOUSE, QUICK, CLEAN,
BENCH_POSTGRES_URL.
"""

import contextlib
import os
import signal
import subprocess
import sys

from tests.bench import former, json_pages, lighthouse, quality, report
from tests.bench.asking import Facts
from tests.bench.databases import FOLDER, ROOT, Missing, clean, postgresql, ready
from tests.bench.measuring import Portal, Results, measure_rival
from tests.bench.rival import Copy, Plain, Tuned
from tests.bench.targets import POSTGRESQL, SQLITE, ratios

SIZES, QUICK_SIZES = (1_000, 100_000, 1_000_000), (1_000, 20_000)
VENDORS = ("sqlite", "postgresql")


def options() -> tuple[list[int], list[str], bool]:
    """The sizes from small to large, the databases, and whether it is only a first look."""
    quick = bool(os.environ.get("QUICK"))
    given = os.environ.get("SIZES", "").split()
    if not all(size.isdecimal() and int(size) >= 1_000 for size in given):
        raise Missing(f"SIZES={' '.join(given)!r}: sizes are whole numbers from 1000 on.")
    sizes = sorted({int(size) for size in given} or (QUICK_SIZES if quick else SIZES))
    vendors = os.environ.get("DATABASES", "").split() or list(VENDORS)
    if not set(vendors) <= set(VENDORS):
        raise Missing(f"DATABASES={' '.join(vendors)!r}: it knows {' and '.join(VENDORS)}.")
    return sizes, vendors, quick


def measured(sizes: list[int], vendors: list[str]) -> Results:
    """Build what is missing, measure it all, size by size."""
    results = Results()
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(postgresql()) if "postgresql" in vendors else None
        for size in sizes:
            print(f"\n== {size:,} measures", flush=True)
            for vendor in vendors:
                database = ready(size, vendor, server)
                Portal(database, results).measure()
                if commit := os.environ.get("FORMER"):
                    former.beside(database, server, commit, results)
                if vendor == "sqlite":
                    facts = Facts(database)
                    for system in (Copy(), Tuned(), Plain()):
                        measure_rival(system, database, facts, results)
                    json_pages.measure(database, facts, results)
            report.keep(results)
    return results


def main() -> None:
    """Do what the options say. Ends with a sentence where something is missing."""
    if os.environ.get("CLEAN"):
        clean()
        return
    sizes, vendors, quick = options()
    FOLDER.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "manage.py", "collectstatic", "--verbosity=0", "--no-input"]
    subprocess.run(command, cwd=ROOT, check=True)
    # Asked first, so that nobody learns after an hour what is missing.
    browser = lighthouse.prepare() if os.environ.get("LIGHTHOUSE") != "0" else None
    answered = quality.measured()
    print("\n== Answers\n" + quality.table(answered), flush=True)
    results = measured(sizes, vendors)
    if browser:
        print("\n== Lighthouse", flush=True)
        lighthouse.measure(browser, 1 if quick else 3, results)
        report.keep(results)
    portals = [name for name in report.present(results) if name in (SQLITE, POSTGRESQL)]
    print("\n" + report.compared(list(ratios(results, sizes, portals))))
    print("\n" + report.scores(results))
    for note in results.notes:
        print(f"not measured: {note}")
    target = FOLDER / "quick.md" if quick else ROOT / "BENCHMARKS.md"
    target.write_text(report.document(results, sizes, answered))
    print(f"\nWritten: {target.relative_to(ROOT)}")


if __name__ == "__main__":
    # However it is ended, the servers it has started end with it.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        main()
    except Missing as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("Stopped.")
