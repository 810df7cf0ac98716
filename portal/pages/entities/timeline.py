"""The timeline of a partner, subject or organisation: dots over years, and the events as a list."""

import dataclasses
import datetime
from collections.abc import Iterator, Sequence

from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext

from portal.charts.dots import SHAPES, Dot, Lane, draw, outside
from portal.charts.drawing import PHONE, WIDE, Drawing
from portal.pages.entities.rows import CappedRows


@dataclasses.dataclass(frozen=True)
class Strand:
    """Events that one list of the timeline holds, with the query string of that list."""

    words: str
    query: str
    events: CappedRows


class Timeline:
    """The latest dated events of an entity, in one lane for each strand."""

    def __init__(self, name: str, strands: Sequence[Strand], as_of: datetime.date):
        self.name, self.as_of = name, as_of
        self.strands = [each for each in strands if each.events.total]

    @cached_property
    def events(self) -> list:
        """The events of all strands, each once, newest first."""
        found = {row.pk: row for strand in self.strands for row in strand.events.rows}
        return sorted(found.values(), key=lambda row: (-row.date_from.toordinal(), row.pk))

    @property
    def days(self) -> list[datetime.date]:
        """The first days of the events."""
        return [row.date_from for row in self.events]

    @property
    def outside(self) -> int:
        """How many events the drawing does not reach."""
        return outside(self.days, self.as_of)

    def _drawing(self, across: float) -> Drawing:
        several = len(self.strands) > 1
        lanes = [
            Lane(
                strand.words if several else "",
                [Dot(row.date_from, row.phase.value) for row in strand.events.rows],
            )
            for strand in self.strands
        ]
        return draw(lanes, self.as_of, gettext("As of"), across)

    @property
    def wide(self) -> Drawing:
        """The drawing for wide screens and paper."""
        return self._drawing(WIDE)

    @property
    def phone(self) -> Drawing:
        """The drawing for phones."""
        return self._drawing(PHONE)

    @property
    def legend(self) -> Iterator[tuple[str, str, str]]:
        """The shapes that are drawn: class, path around the middle of 14 × 14 pixels, meaning."""
        used = {row.phase.value: str(row.phase.label) for row in self.events}
        for shape, path in SHAPES.items():
            if shape in used:
                yield shape, path(7, 7), used[shape]

    @property
    def title(self) -> str:
        """What the drawing shows."""
        return gettext("Timeline of %(name)s") % {"name": self.name}

    @property
    def description(self) -> str:
        """The drawing for who cannot see it; the list below it says the same in full."""
        words = ngettext(
            "%(counter)s dated event from %(first)s to %(last)s, its kind shown by its shape. The"
            " list below holds it.",
            "%(counter)s dated events from %(first)s to %(last)s, their kinds shown by their "
            "shapes. The list below holds the same events.",
            len(self.events),
        )
        first, last = min(self.days).year, max(self.days).year
        return words % {"counter": len(self.events), "first": first, "last": last}
