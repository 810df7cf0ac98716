"""A copy beside the one that it replaced: page by page what stays, moved, changed, came or went."""

import dataclasses
import enum
from collections.abc import Iterable, Iterator, Sequence

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from policies.anchors import Anchor, FoldedPage, SectionPages, State
from policies.coverage import rows_of
from policies.models import Attachment, CopyFile, CopyPage, Evidence, Section, SectionText
from policies.slides import Mark, Picture
from portal.search.passages import FoldedSource, cut, fold_source

# Pages are one where so much of their pairs of characters is the same.
ALIKE = 0.5
# How far from where it would be a page that changed is looked for.
REACH = 30
# How far, in units of the page, a frame may stand elsewhere and still be said to stay: 1 em.
STIRRED = 300


class Fate(enum.Enum):
    """What became of a page."""

    SAME = "same", _("unchanged page")
    MOVED = "moved", _("on another page number")
    CHANGED = "changed", _("changed page")
    GONE = "gone", _("page gone")
    NEW = "new", _("new page")

    def __init__(self, code: str, words):
        self.code, self.words = code, words


@dataclasses.dataclass(frozen=True)
class Touched:
    """A row whose place is another than before: its anchor in both copies."""

    row: Evidence
    before: Anchor
    now: Anchor

    @property
    def is_lost(self) -> bool:
        """Whether it was framed, or could be, and is no more."""
        return bool(self.before.place) and not self.now.place or not self.now.places

    @property
    def words(self):
        """What became of it."""
        if self.is_lost:
            return _("framed no more") if self.before.place else _("stands there no more")
        if self.before.place:
            return _("in another place")
        return _("framed now") if self.now.place else _("stands there now, in several places")

    @property
    def is_now(self) -> bool:
        """Whether it is told beside the page that it stands on now, not where it was."""
        return bool(self.now.place) or not self.before.places

    @property
    def page(self) -> int:
        """The page that it is told beside."""
        anchor = self.now if self.is_now else self.before
        return (anchor.place or anchor.places[0]).page


@dataclasses.dataclass
class Pair:
    """A page of the former copy and the one that it is now; either may be missing."""

    before: CopyPage | None
    now: CopyPage | None
    fate: Fate
    touched: list[Touched] = dataclasses.field(default_factory=list)

    @property
    def is_told(self) -> bool:
        """Whether there is something to look at."""
        return bool(self.touched) or self.fate not in (Fate.SAME, Fate.MOVED)


class Edition:
    """One copy: its pages, and the stretch of each section on them."""

    def __init__(self, sha256: str, sections: Sequence[Section]):
        self.sha256, self.sections = sha256, sections
        self.pages = list(CopyPage.objects.of_file(sha256))

    @cached_property
    def by_section(self) -> dict[int, SectionPages]:
        """The pages of each section whose heading stands in the copy."""
        text, starts = "\n".join(page.text for page in self.pages), [0]
        for page in self.pages:
            starts.append(starts[-1] + len(page.text) + 1)
        found, _missing = cut(
            FoldedSource(text), [(section.pk, section.heading) for section in self.sections]
        )
        return {
            each.code: self._stretch(starts, each.start, each.start + len(piece.rstrip()))
            for each in found
            for piece in [text[each.start : each.end]]
        }

    def _stretch(self, starts: list[int], start: int, end: int) -> SectionPages:
        first, last = (sum(each <= at for each in starts[:-1]) for at in (start, end - 1))
        bounds = {"page": first, "start": start - starts[first - 1]}
        bounds |= {"last_page": last, "end": end - starts[last - 1]}
        return SectionPages(self.pages[first - 1 : last], SectionText(**bounds))

    def anchor(self, row: Evidence) -> Anchor:
        """Where a row stands; nowhere where the heading of its section is not in the copy."""
        pages = self.by_section.get(row.section_id)
        return pages.anchor(row) if pages else Anchor(State.GONE, [])

    def corner(self, anchor: Anchor) -> tuple[int, int]:
        """Where the first frame of a place begins."""
        page = FoldedPage(self.pages[anchor.place.page - 1])
        return page.frames(anchor.place)[0][3]

    def mark(self, number: int, touched: Touched, anchor: Anchor) -> Mark | None:
        """The frame of a row that was touched, where it has one."""
        if not anchor.place:
            return None
        page = FoldedPage(self.pages[anchor.place.page - 1])
        return Mark(number, touched.row.phrase, [touched.row], page.frames(anchor.place))


class Editions:
    """The two copies of a document, page beside page."""

    def __init__(self, attachment: Attachment):
        self.attachment = attachment
        sections = list(attachment.document.sections.order_by("position", "pk"))
        self.before = Edition(attachment.former_sha256, sections)
        self.now = Edition(attachment.sha256, sections)

    @cached_property
    def pairs(self) -> list[Pair]:
        """Every page of both, in the order of the new copy, those that went behind their like."""
        pairs = list(paired(self.before.pages, self.now.pages))
        now = {pair.now.number: pair for pair in pairs if pair.now}
        before = {pair.before.number: pair for pair in pairs if pair.before}
        partners = {
            number: pair.now.number if pair.now else None for number, pair in before.items()
        }
        for each in self.touched(partners):
            (now if each.is_now else before)[each.page].touched.append(each)
        return pairs

    def touched(self, partners: dict[int, int | None]) -> Iterator[Touched]:
        """The rows of which the place is another; `partners` are the new pages of former ones."""
        for row in rows_of(self.attachment.document):
            then, now = self.before.anchor(row), self.now.anchor(row)
            both = then.place and now.place
            if self._moved(then, now, partners) if both else then.state is not now.state:
                yield Touched(row, then, now)

    def _moved(self, then: Anchor, now: Anchor, partners: dict[int, int | None]) -> bool:
        if partners.get(then.place.page) != now.place.page:
            return True
        corners = zip(self.before.corner(then), self.now.corner(now), strict=True)
        return max(abs(one - other) for one, other in corners) > STIRRED

    @property
    def told(self) -> list[Pair]:
        """The pairs with something to look at."""
        return [pair for pair in self.pairs if pair.is_told]

    def counts(self) -> list[tuple[str, int]]:
        """How many pages have which fate."""
        fates = [pair.fate for pair in self.pairs]
        return [(fate.words, fates.count(fate)) for fate in Fate if fate in fates]

    def sides(self, pair: Pair) -> tuple[tuple[Picture, list[Mark]] | None, ...]:
        """The picture and the frames of the former page and of the new one; None for no page."""
        sides = []
        for edition, page, name in (
            (self.before, pair.before, "before"),
            (self.now, pair.now, "now"),
        ):
            marks = (
                edition.mark(number, each, getattr(each, name))
                for number, each in enumerate(pair.touched, 1)
                if getattr(each, name).place and page
                if getattr(each, name).place.page == page.number
            )
            sides.append(
                (Picture(edition.sha256, page), list(filter(None, marks))) if page else None
            )
        return tuple(sides)


def are_kept(attachment: Attachment) -> bool:
    """Whether a copy and the one that it replaced both have pages, to be looked at side by side."""
    both = (attachment.former_sha256, attachment.sha256)
    return CopyFile.objects.of_fingerprints(both).count() == len(both)


def paired(before: Sequence[CopyPage], now: Sequence[CopyPage]) -> Iterator[Pair]:
    """Pages that are one: those of the same text first, then those of much the same."""
    former = {page.number: fold_source(page.text) for page in before}
    new = {page.number: fold_source(page.text) for page in now}
    partners = dict(same(former, new))
    partners |= dict(alike(left(former, partners), left(new, partners.values())))
    pages, back = {page.number: page for page in before}, {b: a for a, b in partners.items()}
    gone = [page for page in before if page.number not in partners]
    for page in now:
        while gone and gone[0].number < back.get(page.number, 0):
            yield Pair(gone.pop(0), None, Fate.GONE)
        then = pages.get(back.get(page.number, 0))
        yield Pair(then, page, fate(then, page, former, new))
    yield from (Pair(page, None, Fate.GONE) for page in gone)


def fate(then: CopyPage | None, page: CopyPage, former: dict, new: dict) -> Fate:
    """What became of a page that is there now."""
    if then is None:
        return Fate.NEW
    if former[then.number] != new[page.number]:
        return Fate.CHANGED
    return Fate.SAME if then.number == page.number else Fate.MOVED


def left(texts: dict[int, str], taken: Iterable[int]) -> dict[int, str]:
    """The pages that have no partner yet."""
    taken = set(taken)
    return {number: text for number, text in texts.items() if number not in taken}


def same(former: dict[int, str], new: dict[int, str]) -> Iterator[tuple[int, int]]:
    """Pages of the very same text, in their order."""
    waiting: dict[str, list[int]] = {}
    for number, text in new.items():
        waiting.setdefault(text, []).append(number)
    for number, text in former.items():
        if waiting.get(text):
            yield number, waiting[text].pop(0)


def alike(former: dict[int, str], new: dict[int, str]) -> Iterator[tuple[int, int]]:
    """Pages of much the same text, those first that are most alike."""
    pairs_of = {
        text: set(zip(text, text[1:], strict=False)) for text in (*former.values(), *new.values())
    }
    found = [
        (likeness(pairs_of[text], pairs_of[other]), number, its)
        for number, text in former.items()
        for its, other in new.items()
        if abs(number - its) <= REACH
    ]
    done: tuple[set[int], set[int]] = set(), set()
    for share, number, its in sorted(found, key=lambda each: (-each[0], each[1:])):
        if share >= ALIKE and number not in done[0] and its not in done[1]:
            done[0].add(number)
            done[1].add(its)
            yield number, its


def likeness(one: set, other: set) -> float:
    """How much two sets have in common: 1 where they are the same."""
    return len(one & other) / (len(one | other) or 1)
