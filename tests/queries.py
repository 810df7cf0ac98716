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
    for number, (name, _score) in enumerate(order(query)[:DEEPEST], 1):
        if any(fnmatch.fnmatch(name, expected) for expected in query["expect"]):
            return number
    return 0


def order(query: dict) -> list[tuple[str, int]]:
    """The entries that a query finds in their order, each with its score."""
    with translation.override(query.get("language", "ja")):
        results = rank(query["ask"]).results
    names = {}
    for kind in KINDS:
        rows = [each.pk for each in results if each.model is kind.model]
        named = kind.model.objects.filter(pk__in=rows) if rows else kind.model.objects.none()
        for pk, key in named.values_list("pk", kind.key):
            names[kind.model, pk] = f"{kind.model._meta.model_name}/{key}"
    return [(names[each.key], each.score) for each in results]


def orders() -> dict[str, list]:
    """The same for all queries of all sets."""
    return {query["ask"]: order(query) for some in SETS.values() for query in some}
