"""Finding a section, and a phrase in it, in the text of a document.

Only the folded text is looked at (`portal.search.text.fold`), without the marks that a text
extraction leaves: emphasis, tags, escapes.
"""

import re
from collections.abc import Iterable

from portal.search.text import fold

# Tags by name: the sources print words in angle brackets too.
TAGS = "p|b|i|u|ul|ol|li|br|h[1-6]|small|sub|sup|span|div|table|thead|tbody|tr|td|th"
MARKS = re.compile(rf"</?(?:{TAGS})\b[^<>]*>|[*\\~_`]")


def fold_source(text: str) -> str:
    """The text of a document or a phrase from it, as it is compared."""
    return fold(MARKS.sub("", text))


def slices(text: str, headings: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The folded text of each section: from its heading to the next one.

    `headings` are (code, printed heading) in document order. A heading that is not found after
    the one before it raises LookupError with its code.
    """
    source = fold_source(text)
    starts: list[tuple[str, int]] = []
    position = 0
    for code, heading in headings:
        found = source.find(fold_source(heading), position)
        if found < 0:
            raise LookupError(code)
        starts.append((code, found))
        position = found + 1
    ends = [start for _code, start in starts[1:]] + [len(source)]
    return {code: source[start:end] for (code, start), end in zip(starts, ends, strict=True)}
