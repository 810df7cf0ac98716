"""Values that stand below others: who chooses one means all that is narrower as well.

The rows with a value are kept as they are; those with it or with a narrower one are derived, so
that a switch leads back to the value alone.
"""

import dataclasses
from collections.abc import Callable, Iterable, Mapping

from django.db import models
from pyroaring import BitMap

from portal.lists.columns import Label

# What a question that leaves out what is narrower is called, after the one it belongs to, and
# the only value that it takes.
ONLY, YES = "_only", "1"


def exactly(name: str, value: str) -> dict[str, str]:
    """The query that asks a question for one value without what is narrower."""
    return {name: value, name + ONLY: YES}


@dataclasses.dataclass(frozen=True)
class Hierarchy:
    """Which values of a question stand below which, and how that is said.

    `pairs` gives the values, each with one right above it, as they stand in an address. `told` is
    said beside a value that stands for narrower ones too, `only` on the switch that leaves these
    out, `wider` on the way back.
    """

    pairs: Callable[[], models.QuerySet]
    told: Label
    only: Label
    wider: Label

    def nesting(self, using: str) -> "Nesting":
        """The values as they stand in a database now."""
        return Nesting(self.pairs().using(using))


class Nesting:
    """What stands above and below each value. Values in a circle are each below the other."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()):
        self.above: dict[str, set[str]] = {}
        self.below: dict[str, set[str]] = {}
        for narrower, broader in pairs:
            if narrower != broader:
                self.above.setdefault(narrower, set()).add(broader)
                self.below.setdefault(broader, set()).add(narrower)

    def within(self, values: Iterable[str]) -> list[str]:
        """Some values with all that is narrower, each once, those given first."""
        return reached(values, self.below)

    def widened(self, rows: Mapping[str, BitMap]) -> dict[str, BitMap]:
        """The rows with each value or a narrower one, by the rows that have each value."""
        found: dict[str, list[BitMap]] = {}
        for value, own in rows.items():
            for each in reached([value], self.above):
                found.setdefault(each, []).append(own)
        return {
            value: parts[0] if len(parts) == 1 else BitMap.union(*parts)
            for value, parts in found.items()
        }


def reached(values: Iterable, steps: Mapping) -> list:
    """What is reached from some values by any number of steps, themselves first."""
    seen = dict.fromkeys(values)
    waiting = list(seen)
    while waiting:
        further = [each for each in steps.get(waiting.pop(), ()) if each not in seen]
        seen |= dict.fromkeys(further)
        waiting += further
    return list(seen)
