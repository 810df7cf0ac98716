"""A page of a copy as readers see it: its picture, the frames on it, and what was read there."""

import dataclasses
from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.functional import cached_property

from policies.anchors import Anchor, FoldedPage, SectionPages, State, pages_of
from policies.coverage import Group
from policies.models import Attachment, CopyPage, Evidence, Section, SectionText
from portal.decks.letters import SOFT_HYPHEN, Point
from portal.decks.pictures import ENLARGED, RENDERER, WIDTHS

# How large pages are shown, in percent: as wide as their room, or more.
WHOLE, ZOOMS = 100, (200, 400)


def picture_address(sha256: str, page: int, width: int) -> str:
    """The address of the picture of a page."""
    return reverse("page-picture", args=[sha256, RENDERER, page, width])


def as_points(corners: Iterable[Point]) -> str:
    """The corners of a frame as SVG has them."""
    return " ".join(f"{x},{y}" for x, y in corners)


@dataclasses.dataclass(frozen=True)
class Picture:
    """The picture of a page of a copy, and how large it is shown at first."""

    sha256: str
    page: CopyPage
    zoom: int = WHOLE

    @property
    def number(self) -> int:
        """Which page of the copy it is, counted from 1."""
        return self.page.number

    @property
    def address(self) -> str:
        """Its address for screens that are not dense."""
        return picture_address(self.sha256, self.number, WIDTHS[0])

    @property
    def srcset(self) -> str:
        """Its addresses by width, as browsers choose from them."""
        widths = WIDTHS if self.zoom == WHOLE else (*WIDTHS, ENLARGED)
        return ", ".join(
            f"{picture_address(self.sha256, self.number, width)} {width}w" for width in widths
        )

    @property
    def sizes(self) -> str:
        """How wide it stands on screens, for browsers to choose by."""
        times = self.zoom // WHOLE
        return f"(min-width: 64rem) {50 * times}rem, {100 * times}vw"

    @property
    def size(self) -> tuple[int, int]:
        """How wide and high it is in pixels, so that its room is known before it is there."""
        width = WIDTHS[0]
        return width, round(width * self.page.height / self.page.width)

    @property
    def view_box(self) -> str:
        """The page in the units of its frames."""
        return f"0 0 {self.page.width} {self.page.height}"

    @property
    def text(self) -> str:
        """What the page says, in one line; nothing of a scanned one."""
        return " ".join(self.page.text.replace(SOFT_HYPHEN, "-").split())

    @property
    def lines(self) -> list[str]:
        """The same by line."""
        text = self.page.text.replace(SOFT_HYPHEN, "-")
        return [line for each in text.splitlines() if (line := each.strip())]


@dataclasses.dataclass(frozen=True)
class Mark:
    """A place on a page with all rows that were read there: its number on it, its frames."""

    number: int
    phrase: str
    rows: list[Evidence]
    corners: list[tuple[Point, ...]]

    @property
    def polygons(self) -> list[str]:
        """Its frames as SVG has them."""
        return [as_points(each) for each in self.corners]

    @property
    def corner(self) -> Point:
        """Where its number stands: at the upper left of its first frame."""
        return self.corners[0][3]

    @property
    def target(self) -> str:
        """The anchor of its frame."""
        return self.rows[0].evidence_id


@dataclasses.dataclass(frozen=True)
class Slide:
    """A page of a section with its marks, in the order of its text.

    `wanted` are the frames, as SVG has them, of a phrase that is looked for.
    """

    picture: Picture
    marks: list[Mark]
    wanted: list[str] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(frozen=True)
class Unframed:
    """A row that is not framed: its phrase stands in several places, or in none."""

    row: Evidence
    anchor: Anchor

    @property
    def count(self) -> int:
        """In how many places."""
        return len(self.anchor.places)


@dataclasses.dataclass(frozen=True)
class Neighbour:
    """A page beside those of a section, and a section that shows it."""

    number: int
    section: Section

    @property
    def address(self) -> str:
        """Where it is shown."""
        return f"{self.section.get_absolute_url()}#page-{self.number}"


class SectionSlides:
    """The pages that a section stands on, with what was read from it, and a phrase `wanted`."""

    def __init__(
        self,
        pages: SectionPages,
        attachment: Attachment,
        rows: Iterable[Evidence],
        wanted: str = "",
        zoom: int = WHOLE,
    ):
        self.pages, self.attachment, self.wanted, self.zoom = pages, attachment, wanted, zoom
        self.anchors = [(row, pages.anchor(row)) for row in rows]

    @cached_property
    def slides(self) -> list[Slide]:
        """The pages in order; a place has one number, whatever was read there."""
        found, number = [], 0
        for each in self.pages.pages:
            marks = list(self._marks(each, number))
            number += len(marks)
            picture = Picture(self.attachment.sha256, each.page, self.zoom)
            found.append(Slide(picture, marks, list(self._frames_of_wanted(each))))
        return found

    def _frames_of_wanted(self, page: FoldedPage) -> Iterator[str]:
        for place in page.places(self.wanted) if self.wanted else ():
            yield from map(as_points, page.frames(place))

    def _marks(self, page: FoldedPage, number: int) -> Iterator[Mark]:
        by_place: dict = {}
        for row, anchor in self.anchors:
            if anchor.place and anchor.place.page == page.page.number:
                by_place.setdefault(anchor.place, []).append(row)
        for place in sorted(by_place, key=lambda each: (each.start, each.end)):
            number += 1
            rows = by_place[place]
            yield Mark(number, rows[0].phrase, rows, page.frames(place))

    @cached_property
    def framed(self) -> set[str]:
        """The anchors of the rows that are framed."""
        return {row.evidence_id for row, anchor in self.anchors if anchor.place}

    @property
    def ambiguous(self) -> list[Unframed]:
        """The rows of which nobody has said yet which place is meant."""
        return self._unframed(State.AMBIGUOUS)

    @property
    def gone(self) -> list[Unframed]:
        """The rows whose phrase stands on none of the pages as a whole."""
        return self._unframed(State.GONE)

    def _unframed(self, state: State) -> list[Unframed]:
        return [Unframed(row, anchor) for row, anchor in self.anchors if anchor.state is state]

    @cached_property
    def before(self) -> Neighbour | None:
        """The page before the first, with the last section that stands on it."""
        return self._neighbour(self.pages.pages[0].page.number - 1, -1)

    @cached_property
    def after(self) -> Neighbour | None:
        """The page after the last, with the first section that stands on it."""
        return self._neighbour(self.pages.pages[-1].page.number + 1, 0)

    def _neighbour(self, number: int, which: int) -> Neighbour | None:
        texts = list(SectionText.objects.on_page(self.attachment.document, number))
        return Neighbour(number, texts[which].section) if texts else None


def slides_of(
    section: Section,
    text: SectionText | None,
    groups: Iterable[Group],
    wanted: str = "",
    zoom: int = WHOLE,
) -> SectionSlides | None:
    """The pages of a section with all that is in `groups`, where a copy is given that has them.

    A phrase that is `wanted` is framed wherever it stands there.
    """
    if text is None or text.start is None:
        return None
    attachment = Attachment.objects.of_section(section)
    pages = attachment and pages_of(text, attachment.sha256)
    if not pages:
        return None
    rows = (row for group in groups for row in group.entries)
    return SectionSlides(pages, attachment, rows, wanted, zoom)
