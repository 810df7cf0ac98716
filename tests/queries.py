"""Queries as people type them, and how well the search answers them."""

import dataclasses
import fnmatch
import pathlib
from collections.abc import Iterable

import yaml
from django.utils import translation

from portal.search.ranking import KINDS, rank

SETS = yaml.safe_load(
    (pathlib.Path(__file__).parent / "search" / "queries.yaml").read_text(encoding="utf-8")
)
# How far down an entry is looked for.
DEEPEST = 8


@dataclasses.dataclass(frozen=True)
class Score:
    """How many of some queries lead to their entry, and how far up it stands."""

    places: dict[str, int]

    @classmethod
    def of(cls, queries: Iterable[dict]) -> "Score":
        """The score of a set of queries on the record of the default database."""
        return cls({query["ask"]: place(query) for query in queries})

    def within(self, most: int) -> int:
        """How many lead to their entry within the first `most`."""
        return sum(0 < found <= most for found in self.places.values())

    @property
    def reciprocal(self) -> float:
        """The mean reciprocal rank: 1 where every entry is the first."""
        found = [1 / place for place in self.places.values() if place]
        return sum(found) / len(self.places)

    @property
    def missed(self) -> list[str]:
        """The queries whose entry is not among the first five."""
        return [asked for asked, found in self.places.items() if not 0 < found <= 5]


def place(query: dict) -> int:
    """The place at which an expected entry stands; 0 where it is not among the first eight."""
    with translation.override(query.get("language", "ja")):
        found = rank(query["ask"]).results[:DEEPEST]
    keys = {kind.model: kind.key for kind in KINDS}
    for number, each in enumerate(found, 1):
        entry = each.model.objects.values_list(keys[each.model], flat=True).get(pk=each.pk)
        name = f"{each.model._meta.model_name}/{entry}"
        if any(fnmatch.fnmatch(name, expected) for expected in query["expect"]):
            return number
    return 0
