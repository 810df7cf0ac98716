"""Measures related by what both share: found, weighed by rarity, and told with the reason.

What a measure shares is its subjects, laws, pillars, sections, partners and organisations. A
thing weighs log(N/n) where n of N measures have it, so that what nearly everybody has says
nothing. Only rare things are looked up, and no more rows than `GATHERED`, so the work does not
grow with the record.
"""

import dataclasses
import functools
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db import models

from measures.models import Measure, RelatedVerdict
from measures.models.rarity import COUNTED, owners
from measures.passed import note_passed
from portal.changes import aside
from portal.changes.models import Stamp
from portal.record.schema import key_of
from portal.rows.bundle import PkListParam, RowBundle

# How many measures are shown beside the confirmed ones.
SHOWN = 8
# How many things of a kind a reason names.
NAMED = 3
# Nobody counts the measures of the record further: what is rare is rarer than that.
SIZE_COUNTED = 5_000
# How many rows are looked up at most, the rarest things first.
GATHERED = 1_000
# The least that a thing must weigh to be a reason: as one that every fifth measure has.
LEAST_WEIGHT = math.log(5)
# The least that all reasons must weigh together: as one thing that one measure in fifty has.
LEAST_SCORE = math.log(50)
LAWS = {Measure.Kind.LAW, Measure.Kind.BILL, Measure.Kind.CABINET_ORDER, Measure.Kind.REGULATION}

OTHERS = RowBundle(lambda: {"measures": Measure.objects.filter(pk__in=PkListParam())})

Key = tuple[str, int]  # the kind of a thing and its primary key


@dataclasses.dataclass(frozen=True)
class SharedEntity:
    """Something a measure has that others may have too; `rows` say so in the whole record."""

    kind: str
    entry: models.Model
    rows: int

    @property
    def key(self) -> Key:
        """What the thing is known by."""
        return self.kind, self.entry.pk

    @property
    def name(self) -> str:
        """What a reason calls it."""
        return self.entry.mark if self.kind == "sections" else str(self.entry)


@dataclasses.dataclass(frozen=True)
class Reason:
    """What two measures share of one kind: the weightiest things, and how many there are more."""

    kind: str
    things: list[SharedEntity]
    more: int


@dataclasses.dataclass(frozen=True)
class SimilarMeasure:
    """A measure that has much in common with another: how much that weighs, and what it is.

    `verdict` is what an editor said of the two; None where nobody has.
    """

    other: Measure
    score: float
    reasons: list[Reason]
    verdict: RelatedVerdict | None


def things_of(measure: Measure) -> Iterator[SharedEntity]:
    """What a measure of `whole` may share with others, each thing once."""
    told = [
        *(("subjects", row.subject, row.shared) for row in measure.subjects.all()),
        *(("laws", row.target, row.shared) for row in measure.relations.all()),
        *(("laws", row.source, row.shared) for row in measure.reverse_relations.all()),
        *(("pillars", row.pillar, row.shared) for row in measure.pillars.all()),
        *(("sections", row.section, row.shared) for row in measure.citations.all()),
        *(("partners", row.partner, row.shared) for row in measure.partners.all()),
        *(("organisations", row.organisation, row.shared) for row in measure.organisations.all()),
    ]
    seen = set()
    for kind, entry, rows in told:
        is_one = kind != "laws" or (entry.published and entry.kind in LAWS)
        if is_one and (kind, entry.pk) not in seen:
            seen.add((kind, entry.pk))
            yield SharedEntity(kind, entry, rows)


def rarest(things: Iterable[SharedEntity]) -> list[SharedEntity]:
    """The things worth looking up: none that is counted out, no more rows than `GATHERED`."""
    chosen, rows = [], 0
    for thing in sorted(things, key=lambda each: (each.rows, each.kind, key_of(each.entry))):
        rows += thing.rows
        if thing.rows > COUNTED or rows > GATHERED:
            break
        chosen.append(thing)
    return chosen


def size_of_record(stamp: Stamp, using: str) -> int:
    """How many measures visitors can see at a version of the record, counted to `SIZE_COUNTED`."""
    return size_now(using) if aside.current() else size_at(stamp, using)


@functools.lru_cache(maxsize=8)
def size_at(stamp: Stamp, using: str) -> int:
    """The same, counted once for a version: the head of every page need not count them."""
    return size_now(using)


def size_now(using: str) -> int:
    """The same as the database is now."""
    return Measure.objects.using(using).order_by().published()[:SIZE_COUNTED].count()


def similar_measures(measure: Measure, size: int) -> list[SimilarMeasure]:
    """The measures that share most with a measure of `whole`, the confirmed ones first.

    `size` is the number of measures in the record (`size_of_record`).

    None that a typed relation names already, none that editors rejected or visitors may not see.
    """
    verdicts = {verdict.beside(measure): verdict for verdict in measure.verdicts}
    named = {measure, *(row.target for row in measure.relations.all())}
    named |= {row.source for row in measure.reverse_relations.all()}
    confirmed = [
        other
        for other, each in verdicts.items()
        if each.verdict == each.Verdict.CONFIRMED and other.published and other not in named
    ]
    common = Common(measure, size, {other.pk for other in confirmed})
    confirmed.sort(key=lambda other: (-common.score(other.pk), other.slug))
    hidden = {other.pk for other in (*named, *verdicts)}
    others = [*confirmed, *common.best(SHOWN, hidden)]
    note_passed(others)
    return [
        SimilarMeasure(other, common.score(other.pk), common.reasons(other.pk), verdicts.get(other))
        for other in others
    ]


class Common:
    """What a measure of `whole` has in common with others, and with those of `among` anyway."""

    def __init__(self, measure: Measure, size: int, among: set[int]):
        self.things = {thing.key: thing for thing in things_of(measure)}
        rare = rarest(self.things.values())
        self.slugs: dict[int, str] = {}
        self.shared: dict[int, list[Key]] = defaultdict(list)
        holders: dict[Key, set[int]] = defaultdict(set)
        for kind, thing, owner, slug in owners(_keys(rare), _keys(self.things.values()), among):
            if owner not in holders[kind, thing]:
                holders[kind, thing].add(owner)
                self.shared[owner].append((kind, thing))
                self.slugs[owner] = slug
        self.weights = {each.key: weight(len(holders[each.key]), size) for each in rare}

    def says(self, key: Key) -> bool:
        """Whether a thing is rare enough to be a reason."""
        return self.weights.get(key, 0.0) >= LEAST_WEIGHT

    def score(self, pk: int) -> float:
        """What all reasons weigh together; in any order of adding the same number."""
        return math.fsum(self.weights[key] for key in self.shared[pk] if self.says(key))

    def best(self, number: int, hidden: set[int]) -> list[Measure]:
        """As many of the measures that share most; those that share as much by address name."""
        scores = {pk: self.score(pk) for pk in self.slugs if pk not in hidden}
        order = sorted(
            (pk for pk, score in scores.items() if score >= LEAST_SCORE),
            key=lambda pk: (-scores[pk], self.slugs[pk]),
        )[:number]
        found = {each.pk: each for each in OTHERS.read(order)["measures"]} if order else {}
        return [found[pk] for pk in order]

    def reasons(self, pk: int) -> list[Reason]:
        """What is shared with a measure, kind by kind, the weightiest first.

        Things too common to be a reason are named only where nothing else is shared.
        """
        keys = [key for key in self.shared[pk] if self.says(key)] or self.shared[pk]
        places = {key: place for place, key in enumerate(self.things)}
        by_kind: dict[str, list[SharedEntity]] = defaultdict(list)
        for key in sorted(keys, key=lambda key: (-self.weights.get(key, 0.0), places[key])):
            by_kind[key[0]].append(self.things[key])
        return [
            Reason(kind, things[:NAMED], max(0, len(things) - NAMED))
            for kind, things in by_kind.items()
        ]


def weight(having: int, size: int) -> float:
    """How much it says to share a thing that `having` of `size` measures have."""
    return math.log(size / having) if 0 < having < size else 0.0


def _keys(things: Iterable[SharedEntity]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for thing in things:
        found[thing.kind].add(thing.entry.pk)
    return found
