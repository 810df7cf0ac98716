"""Pillars × kinds of measure, where an empty cell says whether it is none or not examined."""

import dataclasses

from django.utils.translation import get_language

from policies.models import Framework, Pillar


@dataclasses.dataclass(frozen=True)
class Cell:
    """One cell: how many measures, or the reason why nobody has looked."""

    kind: str
    words: str
    count: int
    gap: str


@dataclasses.dataclass(frozen=True)
class Row:
    """One pillar with its cells and its total."""

    pillar: Pillar
    cells: list[Cell]
    total: int


class Matrix:
    """The matrix of one framework; only pillars and kinds that occur in it."""

    def __init__(self, framework: Framework):
        self.framework = framework
        pillars = framework.pillars.for_list()
        counts = pillars.counts_by_kind()
        self.gaps = pillars.gaps_by_kind()
        reason = "reason_en" if get_language() == "en" else "reason_ja"
        gaps = {(gap["pk"], gap["kind"]): gap[reason] for gap in self.gaps}
        used = {kind for _pillar, kind in (*counts, *gaps)}
        self.kinds = [(k, str(words)) for k, words in pillars.kind_words().items() if k in used]
        self.rows = []
        for pillar in pillars:
            cells = [
                Cell(kind, words, counts.get((pillar.pk, kind), 0), gaps.get((pillar.pk, kind), ""))
                for kind, words in self.kinds
            ]
            if any(cell.count or cell.gap for cell in cells):
                self.rows.append(Row(pillar, cells, sum(cell.count for cell in cells)))

    @property
    def total(self) -> int:
        """How many times a measure stands under a pillar."""
        return sum(row.total for row in self.rows)
