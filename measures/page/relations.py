"""The relations that sources and editors state, as the page of one measure tells them."""

import dataclasses
from collections.abc import Iterator

from measures.models import Measure, Relation


@dataclasses.dataclass(frozen=True)
class Related:
    """A relation as the page of one measure tells it."""

    verb: str
    other: Measure
    row: Relation


def stated_relations(measure: Measure) -> Iterator[Related]:
    """The relations from and to a measure whose other end visitors may see."""
    for row in measure.relations.all():
        if row.target.published:
            yield Related(row.get_kind_display(), row.target, row)
    for row in measure.reverse_relations.all():
        if row.source.published:
            yield Related(str(row.reverse_label), row.source, row)
