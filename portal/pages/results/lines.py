"""A line for each result: its title, kind and key values, and why it was found.

Whoever ranks hands over `Hit`s; `lines_of` gives a `ResultLine` for each that visitors may see.
"""

import dataclasses
from collections.abc import Iterable, Sequence

from django.db import models
from django.utils.translation import get_language

from measures.models import BudgetLine, ExportControl, Provision
from policies.models import Evidence, Section
from portal.lists.templatetags.lists import first_sentences
from portal.pages.answers.cards import answers_of, kind_of
from portal.pages.answers.values import Counts, Told
from portal.pages.results.reasons import Reason, reasons
from portal.search.documents import Texts
from portal.search.query import Query
from portal.search.where import Row

# Full-width characters of a text that stands for a title.
ROOM = 60


@dataclasses.dataclass(frozen=True)
class Hit:
    """An entry that was found, and the rows by which, where these are some below it.

    `met` and `unmet` are the words asked for, as they were written, that it holds and does not.
    """

    entry: Row
    through: Sequence[Row] = ()
    met: Sequence[str] = ()
    unmet: Sequence[str] = ()

    @property
    def rows(self) -> list[Row]:
        """The entry, and the rows by which it was found."""
        return [self.entry, *self.through]

    @property
    def last(self) -> Sequence[Row]:
        """Those that have to show why it was found: the rows, else the entry."""
        return self.through or (self.entry,)


@dataclasses.dataclass(frozen=True)
class ResultLine:
    """An entry or row as a result. `words` are folded and marked where they stand.

    `through` are the rows below it by which it was found, each as a line of its own.
    """

    entry: models.Model
    told: list[Told]
    words: Sequence[str] = ()
    reason: Reason | None = None
    through: Sequence["ResultLine"] = ()
    met: Sequence[str] = ()
    unmet: Sequence[str] = ()

    @property
    def asked(self) -> int:
        """How many things were asked for."""
        return len(self.met) + len(self.unmet)

    @property
    def title(self) -> str:
        """What it is called in the reader's language."""
        return title_of(self.entry)

    @property
    def address(self) -> str:
        """Its page, or its place on that of its entry."""
        return self.entry.get_absolute_url()

    @property
    def kind(self) -> str:
        """What kind of entry or row it is, in words."""
        return kind_of(self.entry)

    @property
    def owner(self) -> models.Model | None:
        """The measure or indicator that a row belongs to, where its title does not say it."""
        return owner_of(self.entry)

    @property
    def text(self) -> str:
        """What a provision says, where its title is a heading and the reason is not of its text."""
        entry = self.entry
        if not isinstance(entry, Provision) or not entry.heading:
            return ""
        said = self.reason and self.reason.text in f"{entry.text_ja}\n{entry.text_en}"
        return "" if said else first_sentences(entry.text, ROOM * 2)

    @property
    def sources(self) -> list[Evidence]:
        """Where it was read, or what is told of it: a row for each section."""
        own = [self.entry] if isinstance(self.entry, Evidence) else []
        rows = own or [each.first.row for each in self.told if each.first.row]
        return list({row.section_id: row for row in rows}.values())

    @property
    def section(self) -> Section | None:
        """The section that it is; None for anything else."""
        return self.entry if isinstance(self.entry, Section) else None

    @property
    def shown(self) -> list[str]:
        """The texts that it shows beside the reason."""
        values = [text for each in self.told for text in (each.first.words, each.first.note)]
        return [self.title, str(self.owner or ""), self.text, *values]


def title_of(entry: models.Model) -> str:
    """What an entry or row is called in the active language."""
    if isinstance(entry, BudgetLine):
        return str(entry.label or entry.subject or entry.measure)
    if isinstance(entry, Provision):
        return entry.heading or first_sentences(entry.text, ROOM)
    if isinstance(entry, ExportControl):
        return first_sentences(entry.items, ROOM)
    return str(getattr(entry, "label", "") or entry)


def owner_of(entry: models.Model) -> models.Model | None:
    """The measure or indicator that a row belongs to, where its title is not its own."""
    owner = getattr(entry, "measure", None) or getattr(entry, "indicator", None)
    return owner if owner and str(owner) != title_of(entry) else None


def lines_of(hits: Iterable[Hit], query: Query, counts: Counts, texts: Texts) -> list[ResultLine]:
    """A line for each hit that visitors may see, in their order.

    However many they are, they are read once, and of the index what `texts` knows not yet.
    """
    hits = list(hits)
    answers = answers_of((row for hit in hits for row in hit.rows), counts)
    plain = {row: ResultLine(*answers[row], words=query.words) for row in answers}
    shown = {
        last: (
            plain[last].entry,
            [text for row in dict.fromkeys((hit.entry, last)) for text in plain[row].shown],
        )
        for hit in hits
        if all(row in answers for row in hit.rows)
        for last in hit.last
    }
    why = reasons(shown, query, get_language(), texts)
    return [_line(hit, plain, why) for hit in hits if hit.last[0] in shown]


def _line(hit: Hit, plain: dict[Row, ResultLine], why: dict[Row, Reason]) -> ResultLine:
    through = [dataclasses.replace(plain[row], reason=why.get(row)) for row in hit.through]
    reason = None if through else why.get(hit.entry)
    return dataclasses.replace(
        plain[hit.entry], reason=reason, through=through, met=hit.met, unmet=hit.unmet
    )
