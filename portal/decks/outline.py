"""The sections that a document proposes by its titles and headings; people mend them as a table."""

import dataclasses
import re
from collections.abc import Iterator

from portal.decks.deck import Deck
from portal.decks.texts import PART, plain

LONGEST = 200  # characters of a heading
CONTINUED = re.compile(r"\s*[(（]?(?:続き|つづき|cont(?:inued|['’]d)?\.?)[)）]?$", re.IGNORECASE)


@dataclasses.dataclass(frozen=True)
class Proposal:
    """A section that is proposed: its heading, where it stands in the text, its page, its text."""

    heading: str
    start: int
    end: int
    page: int | None
    text: str


def propose(deck: Deck) -> list[Proposal]:
    """The sections of a document in order.

    Slides are a section each, named by their titles; in other documents a section goes from one
    heading to the next. What stands before the first heading belongs to the first section.
    """
    found = list(by_page(deck) if deck.slides else by_heading(deck))
    return cut(deck, found or [(first_line(deck.text), 0)])


def cut(deck: Deck, headings: list[tuple[str, int]]) -> list[Proposal]:
    """The sections that begin at some places of a text, in order; the first has all before it."""
    starts = [0, *(start for _heading, start in headings[1:])]
    ends = [*starts[1:], len(deck.text)]
    return [
        Proposal(heading, start, end, deck.page_at(start), deck.text[start:end].strip("\n"))
        for (heading, _place), start, end in zip(headings, starts, ends, strict=True)
    ]


def by_page(deck: Deck) -> Iterator[tuple[str, int]]:
    """The title and place of each slide; one without title, or that continues, begins nothing."""
    before = ""
    for page, start in zip(deck.pages, deck.starts, strict=True):
        heading = tidy(page.title)
        if heading and (not before or CONTINUED.sub("", heading) != before):
            yield heading, start
            before = heading


def by_heading(deck: Deck) -> Iterator[tuple[str, int]]:
    """The headings of a text and their places."""
    place = 0
    for page in deck.pages:
        for line in page.lines:
            place = deck.text.index(line.text, place)
            if line.heading:
                yield tidy(line.text), place
            place += len(line.text)


def tidy(heading: str) -> str:
    """A heading on one line, of the length that is kept."""
    return PART.sub("", " ".join(plain(heading).split()))[:LONGEST]


def first_line(text: str) -> str:
    """The first words of a text."""
    return tidy(next((line for line in text.splitlines() if line.strip()), ""))
