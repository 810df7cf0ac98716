"""Pillars × kinds of measure, where an empty cell says whether it is none or not examined."""

import dataclasses
from collections.abc import Iterable
from urllib.parse import urlencode

from measures.models import Measure, MeasurePillar, PillarGap
from policies.models import Framework, Pillar
from portal.lists.days import ON, POSSIBLY, STATE, Standing
from portal.spells.models import State

# What a matrix of a day counts, as values of the list of measures.
IN_FORCE = (State.IN_FORCE.value, State.IN_FORCE.value + POSSIBLY)
# The least count of each strength of tint, the weakest first.
STRENGTHS = (1, 2, 4, 8)


@dataclasses.dataclass(frozen=True)
class Cell:
    """One cell: how many measures, or the reason why nobody has looked."""

    kind: str
    words: str
    count: int
    gap: str

    @property
    def strength(self) -> int:
        """How strong the tint of the cell is: 0 without measures, else 1 to 4."""
        return sum(self.count >= least for least in STRENGTHS)


def legend() -> list[tuple[int, str]]:
    """Each strength of tint with the counts it stands for: 1, 2–3, 4–7, 8–."""
    ends = [str(least - 1) for least in STRENGTHS[1:]] + [""]
    return [
        (number, str(least) if end == str(least) else f"{least}–{end}")
        for number, (least, end) in enumerate(zip(STRENGTHS, ends, strict=True), 1)
    ]


@dataclasses.dataclass(frozen=True)
class Row:
    """One pillar with its cells and its total."""

    pillar: Pillar
    cells: list[Cell]
    total: int


class Matrix:
    """The matrix of one framework; only pillars and kinds that occur in it."""

    def __init__(
        self,
        framework: Framework,
        pillars: list[Pillar],
        counts: dict,
        gaps: dict,
        asked: str = "",
    ):
        # What the addresses of its cells ask of the list of measures besides.
        self.framework, self.asked = framework, asked
        own = {pillar.pk for pillar in pillars}
        counts = {cell: number for cell, number in counts.items() if cell[0] in own}
        gaps = {cell: reason for cell, reason in gaps.items() if cell[0] in own}
        self.gaps = sorted(set(gaps.values()))
        used = {kind for _pillar, kind in (*counts, *gaps)}
        self.kinds = [(kind, str(label)) for kind, label in Measure.Kind.choices if kind in used]
        self.rows = []
        for pillar in pillars:
            cells = [
                Cell(kind, label, counts.get((pillar.pk, kind), 0), gaps.get((pillar.pk, kind), ""))
                for kind, label in self.kinds
            ]
            if any(cell.count or cell.gap for cell in cells):
                self.rows.append(Row(pillar, cells, sum(cell.count for cell in cells)))
        # How many rows the list of the framework's pillars has.
        self.size = len(pillars)

    @property
    def total(self) -> int:
        """How many times a measure stands under a pillar."""
        return sum(row.total for row in self.rows)


def matrices(frameworks: Iterable[Framework], on: str = "") -> list[Matrix]:
    """The matrices of several frameworks, read together.

    With a date in EDTF form of what was in force then, certainly or possibly.
    """
    pillars = Pillar.objects.for_list()
    condition = Standing("measure").asked(on, IN_FORCE) if on else None
    counts = MeasurePillar.objects.counts_by_kind(condition)
    asked = "&" + urlencode({ON: on, STATE: IN_FORCE}, doseq=True) if on else ""
    gaps = {(gap.pillar_id, gap.kind): gap.reason for gap in PillarGap.objects.all()}
    of_framework: dict[int, list[Pillar]] = {}
    for pillar in pillars:
        of_framework.setdefault(pillar.framework_id, []).append(pillar)
    return [Matrix(each, of_framework.get(each.pk, []), counts, gaps, asked) for each in frameworks]
