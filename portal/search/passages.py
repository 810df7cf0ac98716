"""Finding a section, and a phrase in it, in the text of a document.

Only the folded text is compared (`portal.search.text.fold`), without the marks that a text
extraction leaves: emphasis, tags, escapes. `Folded` remembers where each character came from,
so that what is found can be shown as it stands in the text.
"""

import dataclasses
import re
from collections.abc import Iterable

from portal.search import text
from portal.search.text import fold

# Tags by name: the sources print words in angle brackets too.
TAGS = "p|b|i|u|ul|ol|li|br|h[1-6]|small|sub|sup|span|div|table|thead|tbody|tr|td|th"
# Variants of a character are chosen by signs of their own; a soft hyphen is one that may be none.
SIGNS = "\u00ad\ufe00-\ufe0f\U000e0100-\U000e01ef"
MARKS = re.compile(rf"</?(?:{TAGS})\b[^<>]*>|[*\\~_`{SIGNS}]")


def fold_source(text: str) -> str:
    """The text of a document or a phrase from it, as it is compared.

    Without the spaces between words of Latin letters too: extractions lose them, or add some.
    """
    return fold(MARKS.sub("", text)).replace(" ", "")


class FoldedSource(text.Folded):
    """The text of a document as it is compared, with the place of each folded character."""

    def __init__(self, text: str):
        super().__init__(text, MARKS)
        kept = [place for place, letter in enumerate(self.folded) if letter != " "]
        self.folded = self.folded.replace(" ", "")
        self.places = [self.places[place] for place in kept]

    def find(self, phrase: str, start: int = 0) -> int:
        """Where `phrase` begins in the folded text at or after `start`; -1 where it does not."""
        return self.folded.find(fold_source(phrase), start)

    def spans(self, phrase: str) -> list[tuple[int, int]]:
        """Every place of `phrase` in the folded text, as start and end."""
        wanted = fold_source(phrase)
        if not wanted:
            return []
        return [match.span() for match in re.finditer(re.escape(wanted), self.folded)]

    def span(self, phrase: str) -> tuple[int, int] | None:
        """Where `phrase` first stands in the text, as start and end; None where it does not."""
        wanted = fold_source(phrase)
        found = self.folded.find(wanted) if wanted else -1
        return self.place(found, len(wanted)) if found >= 0 else None


@dataclasses.dataclass(frozen=True)
class Slice:
    """The text of one section, from its heading to the next."""

    code: str
    start: int
    end: int


def cut(folded: FoldedSource, headings: Iterable[tuple[str, str]]) -> tuple[list[Slice], list[str]]:
    """The slices of the sections whose headings stand in order, and the codes of the others.

    `headings` are (code, printed heading) in document order.
    """
    starts: list[tuple[str, int]] = []
    missing: list[str] = []
    position = 0
    for code, heading in headings:
        found = folded.find(heading, position)
        if found < 0:
            missing.append(code)
            continue
        starts.append((code, folded.places[found]))
        position = found + 1
    ends = [*(start for _code, start in starts[1:]), len(folded.text)]
    found = [Slice(code, start, end) for (code, start), end in zip(starts, ends, strict=False)]
    return found, missing


def slices(text: str, headings: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The folded text of each section; LookupError with the code of a missing heading."""
    found, missing = cut(FoldedSource(text), headings)
    if missing:
        raise LookupError(missing[0])
    return {each.code: fold_source(text[each.start : each.end]) for each in found}


@dataclasses.dataclass(frozen=True)
class Passage:
    """A phrase in its context: what stands before it, the phrase as printed, what follows."""

    before: str
    phrase: str
    after: str


def passage(folded: FoldedSource, phrase: str, context: int = 80) -> Passage | None:
    """`phrase` where it first stands in a text, with `context` characters on each side."""
    span = folded.span(phrase)
    if span is None:
        return None
    start, end = span
    before = folded.text[max(0, start - context) : start]
    after = folded.text[end : end + context]
    return Passage(tidy(before), tidy(folded.text[start:end]), tidy(after))


def tidy(text: str) -> str:
    """Text without extraction marks, white space as single spaces."""
    return " ".join(MARKS.sub("", text).split())
