"""How a page of a PDF is seen: turned by its /Rotate and cut by its /CropBox."""

import ctypes

import pypdfium2
import pypdfium2.raw as pdfium

from portal.decks.letters import LONGER, NOWHERE, Box, Point

# So far apart, in points, are the places by which the way from a page to its view is measured.
FAR = 1_000


class View:
    """From the units of a page to those in which it is seen."""

    def __init__(self, page: pypdfium2.PdfPage):
        width, height = page.get_size()
        longer = max(width, height, 1)
        self.size: Point = (
            max(round(width * LONGER / longer), 1),
            max(round(height * LONGER / longer), 1),
        )
        self.origin, across, up = (
            self._device(page, *place) for place in ((0, 0), (FAR, 0), (0, FAR))
        )
        self.across, self.up = (
            tuple((now - before) / FAR for now, before in zip(each, self.origin, strict=True))
            for each in (across, up)
        )

    def _device(self, page: pypdfium2.PdfPage, x: int, y: int) -> Point:
        right, down = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(
            page.raw, 0, 0, *self.size, 0, x, y, ctypes.byref(right), ctypes.byref(down)
        )
        return right.value, down.value

    def point(self, x: float, y: float) -> Point:
        """A place as it is seen."""
        (right, down), (across, lower), (up, upper) = self.origin, self.across, self.up
        return round(right + x * across + y * up), round(down + x * lower + y * upper)

    def points(self, places) -> tuple[Point, ...]:
        """Places as they are seen."""
        return tuple(self.point(x, y) for x, y in places)

    def box(self, box: tuple[float, float, float, float] | None) -> Box:
        """A box as it is seen; `NOWHERE` for none, and where its middle is cut off."""
        if box is None:
            return NOWHERE
        (one, two), (three, four) = self.point(*box[:2]), self.point(*box[2:])
        left, right, top, bottom = min(one, three), max(one, three), min(two, four), max(two, four)
        inside = 0 <= left + right <= 2 * self.size[0] and 0 <= top + bottom <= 2 * self.size[1]
        if not inside:
            return NOWHERE
        wide, high = self.size
        return max(left, 0), max(top, 0), min(right, wide), min(bottom, high)
