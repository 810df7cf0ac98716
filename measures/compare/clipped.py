"""What of measures is shown as clippings: figures first, then days, then what they provide."""

from collections.abc import Iterable, Iterator

from measures.compare.briefs import Brief
from measures.models import Measure
from policies.models import Evidence


def clipped(measures: Iterable[Measure]) -> Iterator[Evidence]:
    """The rows of measures that a brief tells of, measure by measure."""
    for measure in measures:
        brief = Brief(measure)
        yield from brief.totals
        yield from brief.lines
        yield from measure.targets.all()
        yield from measure.statuses.all()
        yield from measure.milestones.all()
        yield from brief.provisions
