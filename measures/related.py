"""Measures related by what both share: found, weighed by rarity, and told with the reason.

What a measure shares is its subjects, laws, pillars, sections, partners and organisations. A
thing weighs log(N/n) where n of N measures have it, so that what nearly everybody has says
nothing. Only rare things are looked up, and no more rows than `GATHERED`, so the work does not
grow with the record.
"""

import dataclasses
import heapq
import math
from collections import defaultdict
from collections.abc import Iterable

from django.db import models

from measures.models import Measure, RelatedVerdict
from measures.models.rarity import COUNTED
from measures.passed import first_unseen, note_passed, tell_passed
from measures.shared import Key, Shared
from portal.record.schema import key_of
from portal.rows.bundle import PkListParam, RowBundle

# How many measures are shown beside the confirmed ones.
SHOWN = 8
# How many things of a kind a reason names.
NAMED = 3
# How many rows are looked up at most, the rarest things first.
GATHERED = 1_000
# The least that a thing must weigh to be a reason: as one that every fifth measure has.
LEAST_WEIGHT = math.log(5)
# The least that all reasons must weigh together: as one thing that one measure in fifty has.
LEAST_SCORE = math.log(50)
LAWS = {Measure.Kind.LAW, Measure.Kind.BILL, Measure.Kind.CABINET_ORDER, Measure.Kind.REGULATION}

OTHERS = RowBundle(
    lambda: {
        # One that was hidden since the version was read, of which it was kept, is not read.
        "measures": Measure.objects.published()
        .filter(pk__in=PkListParam())
        .annotate(first_unseen=first_unseen())
    }
)


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


def things_of(measure: Measure) -> dict[Key, models.Model]:
    """What a measure of `whole` may share with others, each thing once, by its key."""
    laws = [
        *(row.target for row in measure.relations.all()),
        *(row.source for row in measure.reverse_relations.all()),
    ]
    told = [
        *(("subjects", row.subject) for row in measure.subjects.all()),
        *(("laws", law) for law in laws if law.published and law.kind in LAWS),
        *(("pillars", row.pillar) for row in measure.pillars.all()),
        *(("sections", row.section) for row in measure.citations.all()),
        *(("partners", row.partner) for row in measure.partners.all()),
        *(("organisations", row.organisation) for row in measure.organisations.all()),
    ]
    found: dict[Key, models.Model] = {}
    for kind, entry in told:
        found.setdefault((kind, entry.pk), entry)
    return found


def rarest(things: Iterable[SharedEntity]) -> list[SharedEntity]:
    """The things worth looking up: none that is counted out, no more rows than `GATHERED`."""
    chosen, rows = [], 0
    for thing in sorted(things, key=lambda each: (each.rows, each.kind, key_of(each.entry))):
        rows += thing.rows
        if thing.rows > COUNTED or rows > GATHERED:
            break
        chosen.append(thing)
    return chosen


def similar_measures(measure: Measure, shared: Shared) -> list[SimilarMeasure]:
    """The measures that share most with a measure of `whole`, the confirmed ones first.

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
    common = Common(measure, shared, {other.pk for other in confirmed})
    confirmed.sort(key=lambda other: (-common.score(other.pk), other.slug))
    hidden = {other.pk for other in (*named, *verdicts)}
    note_passed(confirmed)
    others = [*confirmed, *common.best(SHOWN, hidden)]
    return [
        SimilarMeasure(other, common.score(other.pk), common.reasons(other.pk), verdicts.get(other))
        for other in others
    ]


class Common:
    """What a measure of `whole` has in common with others, and with those of `among` anyway."""

    def __init__(self, measure: Measure, shared: Shared, among: set[int]):
        self.known = shared
        entries = things_of(measure)
        rows = shared.counted(entries)
        self.things = {key: SharedEntity(key[0], entries[key], rows[key]) for key in entries}
        holders = shared.having([each.key for each in rarest(self.things.values())])
        self.weights = {key: weight(len(pks), shared.size) for key, pks in holders.items()}
        self.shared: dict[int, list[Key]] = defaultdict(list)
        # Most share the same thing or two: their score is computed once.
        self.scores: dict[tuple[Key, ...], float] = {}
        for key, pks in holders.items():
            for pk in pks:
                self.shared[pk].append(key)
        for kind, thing, pk in shared.among(entries, among):
            if (kind, thing) not in self.shared[pk]:
                self.shared[pk].append((kind, thing))

    def says(self, key: Key) -> bool:
        """Whether a thing is rare enough to be a reason."""
        return self.weights.get(key, 0.0) >= LEAST_WEIGHT

    def score(self, pk: int) -> float:
        """What all reasons weigh together; in any order of adding the same number."""
        keys = tuple(self.shared[pk])
        if keys not in self.scores:
            said = (self.weights[key] for key in keys if self.says(key))
            self.scores[keys] = math.fsum(said)
        return self.scores[keys]

    def best(self, number: int, hidden: set[int]) -> list[Measure]:
        """As many of the measures that share most; those that share as much by address name."""
        scores = {pk: self.score(pk) for pk in self.shared if pk not in hidden}
        enough = [pk for pk, score in scores.items() if score >= LEAST_SCORE]
        least = min(heapq.nlargest(number, map(scores.get, enough)), default=0)
        first = [pk for pk in enough if scores[pk] >= least]
        if len(first) > number:
            slugs = self.known.called(first)
            # One that was deleted since the version was read has no name any more.
            first = [pk for pk in first if pk in slugs]
            first = heapq.nsmallest(number, first, key=lambda pk: (-scores[pk], slugs[pk]))
        found = OTHERS.read(first)["measures"] if first else []
        for each in found:
            tell_passed(each, each.first_unseen)
        return sorted(found, key=lambda each: (-scores[each.pk], each.slug))

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
