"""Where on the pages of a copy a value stands: found, ambiguous or gone.

Only folded text is compared, inside the stretch of pages that is the section's. A phrase that
stands there once is found. Of several places an editor chooses one, and the record keeps which:
page, order of occurrence on the page, and a fingerprint of the folded text around with the number
of occurrences, so that another edition cannot move a frame to a look-alike in silence. On doubt
nothing is framed.
"""

import dataclasses
import enum
import functools
import hashlib
from collections.abc import Iterable

from django.utils.functional import cached_property

from policies.models import CopyPage, Evidence, SectionText
from portal.decks.letters import SOFT_HYPHEN, Point
from portal.search.passages import FoldedSource

# Characters on each side of a phrase that tell its place from others.
AROUND = 30
DIGITS = 16


class State(enum.Enum):
    """What is known of where a phrase stands."""

    FOUND = "found"
    AMBIGUOUS = "ambiguous"
    GONE = "gone"


@dataclasses.dataclass(frozen=True)
class Place:
    """One occurrence of a phrase: page, order among all on the page, where in its text, what tells
    it from others.
    """

    page: int
    order: int
    start: int
    end: int
    fingerprint: str

    @property
    def occurrence(self) -> str:
        """How the record names it."""
        return f"{self.page}/{self.order}/{self.fingerprint}"


@dataclasses.dataclass(frozen=True)
class Anchor:
    """Where the phrase of a row stands: the one place where that is known, and all there are."""

    state: State
    places: list[Place]
    place: Place | None = None


class FoldedPage:
    """A page as phrases are looked for in it, between two places of its text."""

    def __init__(self, page: CopyPage, start: int = 0, end: int | None = None):
        self.page, self.start = page, start
        self.end = len(page.text) if end is None else end

    @cached_property
    def readings(self) -> list[FoldedSource]:
        """The text with a hyphen at the end of a line, and without: nobody knows which it is."""
        text = self.page.text
        if SOFT_HYPHEN not in text:
            return [FoldedSource(text)]
        return [FoldedSource(text.replace(SOFT_HYPHEN, "-")), FoldedSource(text)]

    def places(self, phrase: str) -> list[Place]:
        """The places of a phrase that lie in the stretch and can be framed."""
        for reading in self.readings:
            spans = reading.spans(phrase)
            if spans:
                return [
                    place
                    for order, span in enumerate(spans, 1)
                    if self.holds(place := self.place(reading, order, span, len(spans)))
                ]
        return []

    def place(self, reading: FoldedSource, order: int, span: tuple[int, int], of: int) -> Place:
        """One of so many occurrences."""
        start, end = reading.place(span[0], span[1] - span[0])
        around = reading.folded[max(span[0] - AROUND, 0) : span[1] + AROUND]
        told = hashlib.sha256(f"{of}\n{around}".encode()).hexdigest()[:DIGITS]
        return Place(self.page.number, order, start, end, told)

    def holds(self, place: Place) -> bool:
        """Whether a place begins in the stretch and has letters that are seen."""
        return self.start <= place.start < self.end and bool(self.frames(place))

    def frames(self, place: Place) -> list[tuple[Point, ...]]:
        """The frames of a place, by their corners."""
        return self.page.letters.frames(place.start, place.end)


class SectionPages:
    """The pages of a copy that a section stands on."""

    def __init__(self, pages: Iterable[CopyPage], text: SectionText):
        bounds: dict[int, dict] = {}
        bounds.setdefault(text.page, {})["start"] = text.start
        bounds.setdefault(text.last_page, {})["end"] = text.end
        self.pages = [FoldedPage(page, **bounds.get(page.number, {})) for page in pages]
        self.places = functools.cache(self._places)

    def _places(self, phrase: str) -> list[Place]:
        return [place for page in self.pages for place in page.places(phrase)]

    def anchor(self, row: Evidence) -> Anchor:
        """Where the phrase of a row stands."""
        places = self.places(row.phrase)
        if not places:
            return Anchor(State.GONE, places)
        place = chosen(places, row.occurrence) if row.occurrence else only(places)
        return Anchor(State.FOUND if place else State.AMBIGUOUS, places, place)


def only(places: list[Place]) -> Place | None:
    """The one of places, where there is no other."""
    return places[0] if len(places) == 1 else None


def chosen(places: list[Place], occurrence: str) -> Place | None:
    """The place that the record names; on another page where only that one is like it.

    None where what stands around it is another now: it may be a look-alike.
    """
    _page, order, fingerprint = occurrence.split("/")
    alike = [each for each in places if (str(each.order), each.fingerprint) == (order, fingerprint)]
    there = [each for each in alike if each.occurrence == occurrence]
    return only(there) or only(alike)


def pages_of(text: SectionText, sha256: str) -> SectionPages | None:
    """The pages of a section's text in a copy; None where nothing is kept of its pages."""
    if text.start is None:
        return None
    pages = list(CopyPage.objects.of_file(sha256).between(text.page, text.last_page))
    return SectionPages(pages, text) if pages else None
