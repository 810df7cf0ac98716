"""`python -m tests.bench.day`: a day of the deployed site, in the seconds of DURATION (120).

Starts what `portal/deploy` says (nginx, PgBouncer, PostgreSQL with a standby, two instances that
read from it) in a folder of its own, on loopback alone, and lets everybody come at once: readers
of kept pages, of lists and of files, who search, crawlers, slow readers, an editor who saves.
Meanwhile an entry is imported, another hidden and published, an instance started anew, the standby
killed, PostgreSQL started anew, a table locked, round after round. An hour is DURATION=3600.

Ends with status 1 where a line of what is asked is not met.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from tests.bench.day import report  # noqa: E402 - they need the settings
from tests.bench.day.ledger import Ledger  # noqa: E402
from tests.bench.day.passing import day  # noqa: E402
from tests.deploy.place import place  # noqa: E402

LEAST, MOST = 60, 4 * 3600


def duration() -> float:
    """How many seconds the day has."""
    given = os.environ.get("DURATION", "120")
    if not (given.isascii() and given.isdecimal() and LEAST <= int(given) <= MOST):
        sys.exit(f"DURATION={given}: seconds from {LEAST} to {MOST}.")
    return float(given)


def main() -> int:
    """The status to end with."""
    seconds, ledger = duration(), Ledger()
    with place() as here:
        memory = day(here, ledger, seconds)
    found = report.lines(ledger, memory, warm=seconds / 4, window=seconds / 10)
    print(report.table(ledger), report.answers(ledger), sep="\n\n")
    print("", report.told(found), report.faults(ledger), sep="\n")
    return 0 if all(each.met for each in found) else 1


if __name__ == "__main__":
    sys.exit(main())
