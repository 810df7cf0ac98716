"""Texts without pages: which of their lines are set as headings.

A text that has marks of Markdown says so itself. In others a heading stands between empty lines;
where every line does, as in a text taken line by line from pages, only framed ones are told.
"""

import re
from collections import Counter
from collections.abc import Iterator

from portal.decks.deck import DeckError, Line, Page

ENCODINGS = ("utf-8-sig", "cp932")
MARKED = re.compile(r"#{1,6}\s+(?P<text>\S.*)")
FRAMED = re.compile(r"【[^】]+】")
LABEL = re.compile(r"[ァ-ヺー一-鿿]{2,10}")
REFERENCE = re.compile(r"[(（【]参考[)）】]")
# What begins an item of a list, a note, an inner heading; what ends a sentence; dates alone.
ITEM = re.compile(
    r"[-*•●○◆■□✓➢・→⇒▶➤★※＊(（《〈<＜|!\[【0-9０-９…]|[①-⑳]\s|(?:注|例|コラム|単位|出所|資料|事例)[:：)）0-9①-⑳]"
)
SENTENCE = re.compile(r"[。、，：:]$")
DATED = re.compile(r"[\d０-９元年月日.\s令和平成～〜\-/時点()（）]+$")
JAPANESE = re.compile(r"[ぁ-んァ-ヺ一-鿿]")
PART = re.compile(r"^[(（]\d+[)）]\s*\S+\s+(?=\S{3,})")
# The first line of a table of contents; where it is shown again before each part, a section.
CONTENTS = re.compile(r"(?:-\s*)?1[.．]\s*\S")
BULLET = re.compile(r"-\s+(?![◆✓▶➢・●○■])")
MANY, SHORTEST, LONGEST = 3, 4, 60
DENSE = 0.7


def text_of(name: str, data: bytes) -> str:
    """The text of a file as it is written. Raises DeckError where it is in no known encoding."""
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DeckError("encoding", name)


def page_of(text: str) -> Page:
    """A whole text as one page."""
    written = [line.strip() for line in text.split("\n")]
    kept = [number for number, line in enumerate(written) if line]
    lines = [written[number] for number in kept]
    alone = [is_alone(written, number) for number in kept]
    if sum(bool(MARKED.match(line)) for line in lines) >= MANY:
        headings = marked(lines)
    elif sum(alone) > DENSE * len(lines) and sum(map(is_framed, lines)) >= MANY:
        headings = {number for number, line in enumerate(lines) if is_framed(line)}
        headings |= {number for number, line in enumerate(lines) if LABEL.fullmatch(line)}
    else:
        headings = set(standing(lines, alone))
    headings |= {0} if lines else set()
    told = tuple(Line(line, number in headings) for number, line in enumerate(lines))
    return Page(text, told)


def is_alone(lines: list[str], number: int) -> bool:
    """Whether a line stands between empty ones, or at an end."""
    return not any(lines[max(number - 1, 0) : number] + lines[number + 1 : number + 2])


def is_framed(line: str) -> bool:
    """Whether a line is a heading in brackets and nothing besides."""
    return bool(FRAMED.fullmatch(line))


def marked(lines: list[str]) -> set[int]:
    """The headings of Markdown, and where a table of contents is shown again and again."""
    firsts = Counter(contents(line) for line in lines if CONTENTS.match(line))
    again = {line for line, times in firsts.items() if times >= MANY}
    return {
        number
        for number, line in enumerate(lines)
        if (CONTENTS.match(line) and contents(line) in again)
        or (MARKED.match(line) and is_worded_as_heading(plain(line)))
    }


def contents(line: str) -> str:
    """The first line of a table of contents, as it is told from others."""
    return line.replace("**", "").lstrip("- ")


def standing(lines: list[str], alone: list[bool]) -> Iterator[int]:
    """The lines between empty ones that are worded as headings and that a list follows.

    One that stands there again and again is the title of several slides.
    """
    times = Counter(line for line, single in zip(lines, alone, strict=True) if single)
    for number, line in enumerate(lines):
        below = lines[number + 1] if number + 1 < len(lines) else ""
        if not alone[number] or not is_worded_as_heading(line):
            continue
        if BULLET.match(below) or REFERENCE.match(line) or times[line] >= MANY:
            yield number


def is_worded_as_heading(line: str) -> bool:
    """Whether a line may be a heading by its words: no item, no sentence, no date alone.

    After the number of a part, as `(1) Law` that stands above each of its pages, there may be one.
    """
    line = PART.sub("", line)
    if not SHORTEST <= len(line) <= LONGEST or not JAPANESE.search(line) or "**" in line:
        return False
    if DATED.match(line) or "\t" in line or SENTENCE.search(line):
        return False
    return bool(REFERENCE.match(line) or not ITEM.match(line))


def plain(line: str) -> str:
    """A heading without the mark of Markdown and emphasis."""
    found = MARKED.match(line)
    return (found["text"] if found else line).replace("**", "").lstrip("- ").strip()
