"""What a page says as the blocks of a document: the same values in the same words.

A part of a page is read as people read it on paper: what only a screen needs is left out
(`no-print`, drawings, forms), the mark of a source becomes the mark of a footnote. So a document
tells what its page tells, and there is no second place where that is worded.
"""

import dataclasses
import itertools
import re
from collections.abc import Iterable, Iterator

import lxml.html
from lxml.etree import _Element

from portal.handouts.parts import Block, Cell, Paragraph, Run, Table

# What is no text of a page on paper.
LEFT_OUT = {"script", "style", "svg", "form", "nav", "button", "template", "figure"}
UNSEEN = {
    *("no-print", "visually-hidden", "only-phone", "table-hint", "anchor-phrase", "of-drawing"),
    "cite-link",
}
HEADINGS = {"h1": 1, "h2": 1, "h3": 2, "h4": 3, "h5": 4}
BLOCKS = {"p", "div", "section", "article", "header", "ul", "ol", "li", "dl", "dt", "dd", "main"}
# Classes of what is said beside a value, of what is set in brackets, of paragraphs with a look.
BESIDE = {"meta", "in-words", "inference", "is-aside__words", "relation-list__kind"}
BRACKETS = {"inferred", "tag"}
# Classes of what stands apart from the words before it, on a page by a margin.
APART = {"relation-list__kind", "status-line__date", "status-line__note", "brief-lines__source"}
APART |= {"reconciliation__value", "relation-list__verb", "brief-lines__key"}
PARTED = {"eyebrow"}
STYLES = {"lead": "Lead", "note": "Note", "eyebrow": "Eyebrow"}
STYLES |= dict.fromkeys(("compare__note", "brief-entry__address"), "Note")
SOURCE = "source-mark"
BLANKS = re.compile(r"[ \t\r\n]+")
# Between these no blank stands where a page breaks its lines.
WIDE = "[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]"
JAPANESE = re.compile(f"(?<={WIDE}) (?={WIDE})")
GAP, BULLET, OPENING = "\u3000", "・", ("（", "［", "「")
BLANK = (" ", "\n", GAP, BULLET)


@dataclasses.dataclass(frozen=True)
class Look:
    """How words stand inside the elements around them."""

    bold: bool = False
    small: bool = False


class Text:
    """A paragraph while it is read: the runs so far, without blanks at its ends."""

    def __init__(self):
        self.runs: list[Run] = []

    def add(self, words: str, look: Look) -> None:
        """Words of a page, where any blanks are one."""
        words = BLANKS.sub(" ", words)
        if words.startswith(" ") and (not self.runs or self.runs[-1].words.endswith(BLANK)):
            words = words[1:]
        if not words:
            return
        last = self.runs[-1] if self.runs else None
        if last and not last.note and (last.bold, last.small) == (look.bold, look.small):
            self.runs[-1] = dataclasses.replace(last, words=last.words + words)
        else:
            self.runs.append(Run(words, bold=look.bold, small=look.small))

    def gap(self) -> None:
        """What follows stands apart, if anything stands before it."""
        if not self.runs:
            return
        last = self.runs[-1]
        if not last.note:
            last = self.runs[-1] = dataclasses.replace(last, words=last.words.rstrip(" "))
        if last.note or not last.words.endswith(BLANK):
            self.add(GAP, Look())

    @property
    def is_bare(self) -> bool:
        """Whether only the bullet of an item stands there yet."""
        return [run.words.strip() for run in self.runs] == [BULLET]

    def mark(self, note: str) -> None:
        """The mark of a source: behind the last words, without a blank between."""
        if self.runs and self.runs[-1].words and not self.runs[-1].note:
            last = self.runs[-1]
            self.runs[-1] = dataclasses.replace(last, words=last.words.rstrip(), note=note)
        elif not any(run.note == note for run in self.runs[-1:]):
            self.runs.append(Run(note=note))

    def take(self) -> tuple[Run, ...]:
        """The runs, which begin anew."""
        runs, self.runs = self.runs, []
        while runs and not runs[-1].note and not runs[-1].words.strip():
            runs.pop()
        if runs and not runs[-1].note:
            runs[-1] = dataclasses.replace(runs[-1], words=runs[-1].words.rstrip())
        return tuple(closed(run for run in runs if run.words or run.note))


def closed(runs: Iterable[Run]) -> Iterator[Run]:
    """Runs without the blanks that would stand between Japanese letters, or before a bracket.

    One between words of two looks stays: it parts a value from what is said beside it.
    """
    for run, following in itertools.pairwise([*runs, Run()]):
        words = JAPANESE.sub("", run.words)
        words = words.lstrip(" ") if words.lstrip(" ").startswith(OPENING) else words
        if following.words.startswith(OPENING) and re.search(f"{WIDE} $", words):
            words = words[:-1]
        yield dataclasses.replace(run, words=words)


class Reader:
    """Reads an element into blocks. `level` is how deep its first headings stand."""

    def __init__(self, level: int = 0):
        self.level = level
        self.blocks: list[Block] = []
        self.text = Text()
        self.depth = 0
        # Where the blocks of the item begin that is read; before it, none of the present part.
        self.begun = 0

    def read(self, element: _Element) -> list[Block]:
        """All blocks of an element."""
        self.inside(element, Look(), Paragraph(()))
        self.end(Paragraph(()))
        return self.blocks

    def end(self, like: Paragraph) -> None:
        """End the paragraph that is open, if anything stands in it; it looks `like` one."""
        runs = self.text.take()
        if runs:
            continued = bool(like.depth) and len(self.blocks) > self.begun
            self.blocks.append(dataclasses.replace(like, runs=runs, continued=continued))

    def inside(self, element: _Element, look: Look, like: Paragraph) -> None:
        """What an element holds: its words, and what stands in it and behind that."""
        self.text.add(element.text or "", look)
        for child in element:
            if isinstance(child.tag, str):
                self.element(child, look, like)
            self.text.add(child.tail or "", look)

    def element(self, element: _Element, look: Look, like: Paragraph) -> None:
        """One element, by what it is."""
        classes = set((element.get("class") or "").split())
        if element.tag in LEFT_OUT or classes & UNSEEN:
            return
        if SOURCE in classes:
            self.source(element, classes)
        elif element.tag == "table":
            self.end(like)
            self.blocks.append(read_table(element))
        elif element.tag == "dl":
            self.end(like)
            self.blocks += facts(element)
        elif element.tag == "br":
            self.text.runs.append(Run("\n"))
        elif element.tag in HEADINGS:
            self.heading(element, like)
        elif element.tag == "li":
            self.item(element, like)
        elif element.tag in BLOCKS:
            self.block(element, classes, look, like)
        else:
            self.inline(element, classes, look, like)

    def heading(self, element: _Element, like: Paragraph) -> None:
        """A heading; in a list the first words of an item, behind its number."""
        if self.depth:
            self.inside(element, Look(bold=True), like)
            self.end(like)
            return
        self.end(like)
        self.inside(element, Look(), like)
        self.end(Paragraph((), level=min(HEADINGS[element.tag] + self.level, 4)))

    def item(self, element: _Element, like: Paragraph) -> None:
        """An item of a list; what stands beside each other in it is one paragraph."""
        self.end(like)
        before, below = self.depth, "brief-lines__below" in element.get("class", "")
        self.depth += 2 if below else 1
        self.begun = len(self.blocks)
        own = Paragraph((), depth=self.depth)
        if element.getparent().tag == "ul":  # what stands in order has numbers or days of its own
            self.text.add(BULLET, Look())
        self.inside(element, Look(), own)
        self.end(own)
        self.depth = before

    def block(self, element: _Element, classes: set[str], look: Look, like: Paragraph) -> None:
        """A part with lines of its own. In an item of a list only a paragraph begins a line."""
        if self.depth and (element.tag == "div" or classes & APART):
            self.text.gap()
            self.inside(element, look, like)
            self.text.gap()
            return
        if self.text.is_bare:
            self.inside(element, look, like)
            self.end(like)
            return
        style = next((STYLES[name] for name in STYLES if name in classes), "")
        own = dataclasses.replace(like, style=style or like.style)
        self.end(like)
        self.inside(element, look, own)
        self.end(own)

    def inline(self, element: _Element, classes: set[str], look: Look, like: Paragraph) -> None:
        """Words inside a line."""
        own = Look(
            look.bold or element.tag in {"b", "strong"},
            look.small or bool(classes & BESIDE) or element.tag == "small",
        )
        if classes & APART or element.getparent().get("class") in PARTED:
            self.text.gap()
        before, behind = brackets(element, classes)
        self.text.add(before, own)
        self.inside(element, own, like)
        self.text.add(behind, own)
        if classes & APART:
            self.text.gap()

    def source(self, element: _Element, classes: set[str]) -> None:
        """The mark of a source; its words too where no value stands before it."""
        last = self.blocks[-1] if len(self.blocks) > self.begun and self.depth else None
        if not self.text.runs and isinstance(last, Paragraph):
            marked = (*last.runs, Run(note=key_of(element)))
            self.blocks[-1] = dataclasses.replace(last, runs=marked)
            return
        if not self.text.runs:
            named = element.xpath(f".//*[contains(@class, '{SOURCE}__text')]")
            sign = element.xpath(f".//*[contains(@class, '{SOURCE}__box')]")
            shown = named if f"{SOURCE}--sign" not in classes else sign
            self.text.add("".join(each.text_content() for each in shown), Look(small=True))
        self.text.mark(key_of(element))


def key_of(mark: _Element) -> str:
    """The path of the section that the mark of a source leads to."""
    return mark.get("href").partition("#")[0]


def brackets(element: _Element, classes: set[str]) -> tuple[str, str]:
    """The brackets in which words of some classes are set, as paper has no boxes of colour."""
    wide = re.search(WIDE, element.text_content())
    if "inference" in classes:
        return ("（", "）") if wide else ("(", ")")
    if classes & BRACKETS:
        return ("［", "］") if wide else ("[", "]")
    return "", ""


def blocks_of(html: str, level: int = 0) -> list[Block]:
    """A part of a page as blocks; sources have the path of their section as their key."""
    return Reader(level).read(lxml.html.fragment_fromstring(html, create_parent="div"))


def facts(element: _Element) -> list[Block]:
    """A list of terms as a table of two columns: what is asked, and the answer."""
    rows: list[tuple[Cell, Cell]] = []
    asked: list[_Element] = []
    told: list[_Element] = []
    for each in [*element.iter("dt", "dd"), None]:
        if (each is None or each.tag == "dt") and told:
            rows.append((_cell(asked, head=True), _cell(told)))
            asked, told = [], []
        if each is not None:
            (asked if each.tag == "dt" else told).append(each)
    return [Table((), tuple(rows), widths=(22, 78))] if rows else []


def read_table(element: _Element) -> Table:
    """A table; the rows of its foot are its last."""
    head = tuple(_rows(element, "thead"))
    rows = (*_rows(element, "tbody"), *_rows(element, "tfoot"))
    return Table(head, rows)


def _rows(element: _Element, part: str) -> Iterator[tuple[Cell, ...]]:
    for row in element.iterfind(f"{part}/tr"):
        cells = [each for each in row if each.tag in {"th", "td"}]
        yield tuple(_of_table(each) for each in cells)


def _of_table(element: _Element) -> Cell:
    return dataclasses.replace(
        _cell([element], head=element.tag == "th"),
        wide=int(element.get("colspan", 1)),
        high=int(element.get("rowspan", 1)),
    )


def _cell(elements: list[_Element], *, head: bool = False) -> Cell:
    """A cell with what elements hold; a number is set at the right."""
    found = [block for each in elements for block in Reader().read(each)]
    numeric = any("num" in (each.get("class") or "").split() for each in elements)
    paragraphs = [
        dataclasses.replace(block, numeric=numeric, level=0, depth=0, style="")
        for block in found
        if isinstance(block, Paragraph)
    ]
    return Cell(tuple(paragraphs), head)
