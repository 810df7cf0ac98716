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
    """A section that is proposed: its heading, the pages it stands on, its text."""

    heading: str
    text: str
    first: int | None = None
    last: int | None = None


def propose(deck: Deck) -> list[Proposal]:
    """The sections of a document in order.

    Slides are a section each, named by their titles; in other documents a section goes from one
    heading to the next. What stands before the first heading belongs to the first section.
    """
    found = list(by_page(deck) if deck.slides else by_heading(deck))
    return found or [Proposal(first_line(deck.text), deck.text, *pages_of(deck))]


def pages_of(deck: Deck) -> tuple[int | None, int | None]:
    """The first and the last page of a document; nothing where it has none."""
    return (1, len(deck.pages)) if deck.is_paged else (None, None)


def by_page(deck: Deck) -> Iterator[Proposal]:
    """A section for each slide; without a title, or continuing, it goes with that before."""
    current: Proposal | None = None
    for number, page in enumerate(deck.pages, 1):
        heading = tidy(page.title)
        goes_on = not heading or (current and CONTINUED.sub("", heading) == current.heading)
        if current and goes_on:
            text = f"{current.text}\n{page.text}"
            current = dataclasses.replace(current, text=text, last=number)
            continue
        if current:
            yield current
        current = Proposal(heading or first_line(page.text), page.text, number, number)
    if current:
        yield current


def by_heading(deck: Deck) -> Iterator[Proposal]:
    """A section from each heading to the next; what stands before the first belongs to it."""
    lines = [
        (line, number if deck.is_paged else None)
        for number, page in enumerate(deck.pages, 1)
        for line in page.lines
    ]
    starts = [at for at, (line, _page) in enumerate(lines) if line.heading]
    for start, end in zip([0, *starts[1:]], [*starts[1:], len(lines)], strict=False):
        if not starts:
            return
        heading = lines[starts[0] if start == 0 else start][0].text
        text = "\n".join(line.text for line, _page in lines[start:end])
        yield Proposal(tidy(heading), text, lines[start][1], lines[end - 1][1])


def tidy(heading: str) -> str:
    """A heading on one line, of the length that is kept."""
    return PART.sub("", " ".join(plain(heading).split()))[:LONGEST]


def first_line(text: str) -> str:
    """The first words of a text."""
    return tidy(next((line for line in text.splitlines() if line.strip()), ""))
