"""Clippings: the places on the pages of copies that rows were read at, each framed."""

import contextlib
import dataclasses
import time
from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.functional import cached_property

from policies.anchors import Place, SectionPages
from policies.copies import shown_to
from policies.kept_files import pictures
from policies.models import Attachment, CopyFile, CopyPage, Evidence, SectionText
from policies.slides import as_points, picture_address
from portal.decks.letters import Point
from portal.decks.pictures import WIDTHS, Busy, CannotDraw

# How much of a page a clipping shows at least, in its units, and what stands around a frame.
WIDE, HIGH, AROUND = 6_400, 1_400, 400
# So many stand below one another at most.
MOST = 60
# So many seconds a page waits for their pictures.
PATIENCE = 10


@dataclasses.dataclass(frozen=True)
class Clipping:
    """A part of a page around the frames of a place, and the rows that were read there."""

    sha256: str
    page: CopyPage
    corners: list[tuple[Point, ...]]
    rows: list[Evidence]

    @property
    def address(self) -> str:
        """The picture of the whole page, of which the drawing shows a part."""
        return picture_address(self.sha256, self.page.number, WIDTHS[-1])

    @property
    def polygons(self) -> list[str]:
        """The frames as SVG has them."""
        return [as_points(each) for each in self.corners]

    @property
    def view_box(self) -> str:
        """The part of the page that is shown."""
        points = [point for corners in self.corners for point in corners]
        (left, wide), (top, high) = (
            stretch([point[axis] for point in points], least, size)
            for axis, least, size in ((0, WIDE, self.page.width), (1, HIGH, self.page.height))
        )
        return f"{left} {top} {wide} {high}"


def stretch(places: list[int], least: int, size: int) -> tuple[int, int]:
    """Where a part of a page begins that holds some places about its middle, and how long it is."""
    length = min(max(max(places) - min(places) + 2 * AROUND, least), size)
    start = (min(places) + max(places) - length) // 2
    return min(max(start, 0), size - length), length


class Clippings:
    """The clippings of rows for who asks, in the order of the rows, each place once."""

    def __init__(self, request: HttpRequest, rows: Iterable[Evidence]):
        self.may_see, self.rows = shown_to(request), list(rows)

    @cached_property
    def every(self) -> list[Clipping]:
        """All of them; none for who does not see copies."""
        texts = self.texts
        copies = self.copies
        pages = {text.section_id: self._pages(text, copies) for text in texts}
        found: dict[tuple[int, Place], Clipping] = {}
        for row in self.rows:
            on = pages.get(row.section_id)
            place = on and on.anchor(row).place
            if place and (row.section_id, place) not in found:
                folded = next(each for each in on.pages if each.page.number == place.page)
                sha256 = copies[row.section.document_id]
                found[row.section_id, place] = Clipping(
                    sha256, folded.page, folded.frames(place), []
                )
            if place:
                found[row.section_id, place].rows.append(row)
        return list(found.values())

    @property
    def shown(self) -> list[Clipping]:
        """Those that stand on a page."""
        return self.every[:MOST]

    def draw(self) -> None:
        """Have the pages drawn that they need, so that who prints at once has them all.

        What is not begun in that time is drawn when the browser asks for it.
        """
        wanted: dict[str, set[int]] = {}
        for each in self.shown:
            wanted.setdefault(each.sha256, set()).add(each.page.number)
        end = time.monotonic() + PATIENCE
        for file in CopyFile.objects.of_fingerprints(wanted):
            pages = sorted(wanted[file.sha256])
            with contextlib.suppress(Busy, CannotDraw, CopyFile.DoesNotExist):
                left = end - time.monotonic()
                pictures().draw(file.sha256, pages, WIDTHS[-1], file.write, left)

    @property
    def left_out(self) -> int:
        """How many more there are."""
        return max(len(self.every) - MOST, 0)

    @cached_property
    def texts(self) -> list[SectionText]:
        """What copies say in the sections of the rows, where they have pages."""
        return [text for text in self._texts if text.section.document_id in self.copies]

    @cached_property
    def copies(self) -> dict[int, str]:
        """The file of each document; texts may be there a moment longer than it."""
        return Attachment.objects.files_of({text.section.document_id for text in self._texts})

    @cached_property
    def _texts(self) -> list[SectionText]:
        sections = {row.section_id for row in self.rows} if self.may_see else set()
        return list(SectionText.objects.with_pages(sections)) if sections else []

    @cached_property
    def kept(self) -> dict[tuple[str, int], CopyPage]:
        """The pages of all sections, by file and number."""
        wanted: dict[str, set[int]] = {}
        for text in self.texts:
            numbers = range(text.page, text.last_page + 1)
            wanted.setdefault(self.copies[text.section.document_id], set()).update(numbers)
        return {
            (sha256, page.number): page
            for sha256, numbers in wanted.items()
            for page in CopyPage.objects.of_file(sha256).of_numbers(numbers)
        }

    def _pages(self, text: SectionText, copies: dict[int, str]) -> SectionPages:
        sha256 = copies[text.section.document_id]
        numbers = range(text.page, text.last_page + 1)
        found = [self.kept[each] for number in numbers if (each := (sha256, number)) in self.kept]
        return SectionPages(found, text)


def are_offered(request: HttpRequest) -> bool:
    """Whether there are copies with pages that who asks may see."""
    return shown_to(request) and SectionText.objects.any_with_pages()
