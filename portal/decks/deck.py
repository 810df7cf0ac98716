"""What a file of a document holds, and why one cannot be read."""

import base64
import dataclasses
import json
import pathlib
from collections.abc import Iterator, Sequence

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.decks.letters import Letters

MAX_BYTES = 50_000_000
MAX_PAGES = 2_000
MAX_CHARACTERS = 5_000_000
# Slides may hold a few words each; a scan holds none, or a stamp here and there.
MIN_CHARACTERS_PER_PAGE = 5

REASONS = {
    "empty": _("%(name)s is empty."),
    "size": _("%(name)s has %(size)s bytes; files of up to %(most)s are taken."),
    "pages": _("%(name)s has %(pages)s pages; up to %(most)s are taken."),
    "long": _("%(name)s holds more than %(most)s characters of text."),
    "unknown": _(
        "%(name)s is neither a text nor a PDF, a Word (.docx) or PowerPoint (.pptx) file."
    ),
    "encoding": _("%(name)s is neither UTF-8 nor Shift_JIS text. Save it as UTF-8."),
    "misnamed": _("%(name)s is called %(ending)s, but it is something else inside: %(found)s."),
    "encrypted": _("%(name)s is encrypted. Save a copy without a password."),
    "forbidden": _(
        "%(name)s forbids that text is taken out of it. Ask its publisher for another copy."
    ),
    "old": _("%(name)s is in an old form of Word or PowerPoint. Save it as .docx, .pptx or PDF."),
    "pdf": _("%(name)s cannot be read as a PDF: it is broken, or cut short."),
    "pptx": _("%(name)s cannot be read as a PowerPoint file: it is broken, or cut short."),
    "word": _("%(name)s is a Word file, which has no pages of its own. Save it as PDF."),
    "docx": _("%(name)s cannot be read as a Word file: it is broken, or cut short."),
    "packed": _("%(name)s would be many times its size when unpacked; it is not opened."),
    "scan": _(
        "%(name)s holds pictures of pages and no text. "
        "Use the text of the document, or recognise it first."
    ),
    "memory": _("%(name)s needs too much memory to be read."),
    "time": _("%(name)s takes too long to be read."),
    "crash": _("%(name)s cannot be read: what reads it broke off."),
}


class DeckError(Exception):
    """Why a file cannot be read, in a sentence that names it.

    `code` is one of `REASONS`. It is worded in the language that is active when it is told.
    """

    def __init__(self, code: str, name: str, **details: str):
        self.code, self.name, self.details = code, name, details
        super().__init__(code)

    def __str__(self):
        return REASONS[self.code] % {"name": self.name, **self.details}


@dataclasses.dataclass(frozen=True)
class Line:
    """One line of a page, and whether it is set as a heading: large, bold or marked as one."""

    text: str
    heading: bool = False


@dataclasses.dataclass(frozen=True)
class Page:
    """A page or slide: its text as it is read, its lines, its title, what is noted below it."""

    text: str
    lines: tuple[Line, ...]
    title: str = ""
    notes: str = ""


@dataclasses.dataclass(frozen=True)
class Deck:
    """The pages of a file, in order; a text is one page. `slides` says that each stands alone.

    Of a PDF that was just read there are `letters` too, page by page, and the `file` itself.
    """

    name: str
    kind: str
    sha256: str
    pages: tuple[Page, ...]
    slides: bool = False
    letters: tuple[Letters, ...] = dataclasses.field(default=(), repr=False)
    file: bytes = dataclasses.field(default=b"", repr=False)

    @property
    def is_paged(self) -> bool:
        """Whether its pages have numbers."""
        return self.kind != "text"

    @cached_property
    def text(self) -> str:
        """Its whole text, pages joined by line breaks."""
        return "\n".join(page.text for page in self.pages)

    @cached_property
    def starts(self) -> list[int]:
        """Where each page begins in the text; nothing for a text without pages."""
        return list(self._starts()) if self.is_paged else []

    def _starts(self) -> Iterator[int]:
        length = 0
        for page in self.pages:
            yield length
            length += len(page.text) + 1

    @property
    def pdf_name(self) -> str:
        """What its PDF is called, by the programs that make one."""
        return str(pathlib.PurePath(self.name).with_suffix(".pdf"))

    def page_at(self, place: int) -> int | None:
        """The number of the page that holds the character at `place`; None without pages."""
        return sum(start <= place for start in self.starts) or None

    def page_before(self, place: int) -> int:
        """The number of the last page that is over at `place`, where another begins or the end."""
        return len(self.starts) if place == len(self.text) else (self.page_at(place) or 1) - 1

    def pictures_before(self, start: int, place: int) -> int | None:
        """Where pages of a PDF without text begin that stand before `place` and after all text
        behind `start`; None where there are none.
        """
        last = self.page_at(start + len(self.text[start:place].rstrip()) - 1) or 0
        is_there = self.kind == "pdf" and last < self.page_before(place)
        return self.starts[last] if is_there else None

    def has_pictures_before(self, place: int) -> bool:
        """Whether a page of a PDF that stands before `place` has no text."""
        before = self.pages[: self.page_before(place)]
        return self.kind == "pdf" and not all(page.text.strip() for page in before)


def packed(pages: list[Page], slides: bool, letters: Sequence[Letters] = ()) -> str:
    """Pages as text for another process."""
    told = [dataclasses.astuple(page) for page in pages]
    return json.dumps({"slides": slides, "pages": told, "letters": list(map(written, letters))})


def written(letters: Letters) -> list:
    """Letters as JSON can have them."""
    *plain, boxes, slanted = dataclasses.astuple(letters)
    return [*plain, *(base64.b64encode(each).decode() for each in (boxes, slanted))]


def unpacked(text: str) -> tuple[tuple[Page, ...], bool, tuple[Letters, ...]]:
    """The pages of `packed`, whether they are slides, and their letters."""
    told = json.loads(text)
    pages = (
        Page(body, tuple(Line(*line) for line in lines), title, notes)
        for body, lines, title, notes in told["pages"]
    )
    letters = (
        Letters(*plain, base64.b64decode(boxes), base64.b64decode(slanted))
        for *plain, boxes, slanted in told["letters"]
    )
    return tuple(pages), told["slides"], tuple(letters)
