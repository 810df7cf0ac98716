"""The relations that sources and editors state, as the page of one measure tells them."""

import dataclasses
from collections.abc import Iterator

from measures.models import Measure, Relation
from measures.passed import tell_passed

PLACES = {kind: place for place, kind in enumerate(Relation.Kind.values)}


@dataclasses.dataclass(frozen=True)
class Related:
    """A relation as the page of one measure tells it."""

    other: Measure
    row: Relation
    reverse: bool = False

    @property
    def verb(self) -> str:
        """What the one does or did to the other, in the active language."""
        return str(self.row.reverse_label) if self.reverse else self.row.get_kind_display()

    @property
    def place(self) -> tuple[int, bool]:
        """Where its verb stands among the others: as the kinds do, what is done to it first."""
        return PLACES[self.row.kind], not self.reverse


@dataclasses.dataclass(frozen=True)
class RelatedGroup:
    """The relations of one verb."""

    verb: str
    relations: list[Related]


def stated_relations(measure: Measure) -> Iterator[Related]:
    """The relations from and to a measure whose other end visitors may see, verb by verb."""
    found = [
        Related(row.target, row) for row in measure.relations.all() if row.target.published
    ] + [
        Related(row.source, row, reverse=True)
        for row in measure.reverse_relations.all()
        if row.source.published
    ]
    return iter(sorted(found, key=lambda related: related.place))


def by_verb(relations: list[Related]) -> list[RelatedGroup]:
    """Relations, as `stated_relations` sorts them, in groups of one verb each."""
    for related in relations:
        tell_passed(related.other, related.row.first_unseen)
    groups: dict[str, list[Related]] = {}
    for related in relations:
        groups.setdefault(related.verb, []).append(related)
    return [RelatedGroup(verb, found) for verb, found in groups.items()]


def unanswered(measure: Measure, relations: list[Related]) -> bool:
    """Whether it is a recommendation that no measure of the record is said to follow."""
    following = {
        Relation.Kind.ANSWERS,
        Relation.Kind.IMPLEMENTS,
        Relation.Kind.TO_BE_OPERATED,
        Relation.Kind.IN_LINE_WITH,
    }
    return measure.kind == Measure.Kind.RECOMMENDATION and not any(
        related.reverse and related.row.kind in following for related in relations
    )
