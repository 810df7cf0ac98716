"""All the seeded changes and mixtures of texts checked, counted.

    manage.py shell -c "from tests.bench.check import main; main()"

Asks the database of DATABASE_URL, which holds the bundled record; SOURCE_TEXTS names the texts.
`CHANGES` says how many of each, 500 without it.
"""

import os
import pathlib
import random
import time
from collections import Counter

from portal.changes.models import Version
from portal.pages.check.checking import check
from tests.check.mixtures import misleading, mixtures
from tests.check.mutations import change, changeable, outcome
from tests.check.sections import is_printed, mentions, not_found, sections

SEED = 20261130
LENGTH = 10_000


def main() -> None:
    """Print what is missed, how many changes are told, how many mixtures mislead, and the time."""
    stamp, number = Version.objects.current(), int(os.environ.get("CHANGES", "500"))
    found = list(sections(pathlib.Path(os.environ["SOURCE_TEXTS"])))
    checked = [(each, check(each.text, stamp, "default")) for each in found]
    printed = sum(
        is_printed(v, told) for s in found for told in [mentions(s.text)] for v in s.values
    )
    missing = [(s.name, str(v.row)) for s, result in checked for v in not_found(s, result)]
    print(f"recorded and printed {printed}, not found {len(missing)}", *missing, sep="\n  ")

    chance, outcomes = random.Random(SEED), Counter()  # noqa: S311 - a sample, no secret
    pool = [(s, r, f) for s, r in checked for f in changeable(r)]
    while outcomes["all"] < number:
        section, result, finding = chance.choice(pool)
        if made := change(section.text, finding, chance):
            told = outcome(result, finding, made, check(made.text, stamp, "default"))
            outcomes.update(["all", str(told.verdict), f"others same: {told.others_same}"])
    print("changes", dict(outcomes))

    mixed = mixtures(SEED, number)
    misled = [
        m for text, a, b in mixed for m in misleading(check(text, stamp, "default"), text, a, b)
    ]
    print(f"mixtures {number}, misleading {len(misled)}", *misled, sep="\n  ")

    text = "\n".join(each.text for each in found)[:LENGTH]
    begun = time.process_time()
    check(text, stamp, "default")
    print(f"{LENGTH} characters in {time.process_time() - begun:.2f} s of a processor")
