"""What entries are called, kept in the process for a version of the record, so that names can be
offered while one types."""

import dataclasses
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db import models
from django.urls import reverse
from django.utils.translation import ngettext

from measures.facts import FactValue
from measures.lists.measures import MEASURES
from measures.models import Indicator, Measure
from policies.models import Issue, Organisation, Partner, Pillar, Subject
from portal.changes import aside
from portal.changes.models import Stamp
from portal.pages.answers.cards import kind_of
from portal.pages.answers.values import Counts
from portal.search.corpus import CORPORA, Corpus, is_unseen
from portal.search.gathering import read
from portal.search.readings import said
from portal.search.text import fold
from portal.search.where import Path

# Entries whose names are kept, and names that are offered.
KEPT, MOST = 10_000, 10
# The kinds of entries with names, as they are kept and offered, and the fields that tell an entry.
# Of measures there may be more than are kept: they come last.
KINDS: dict[type[models.Model], tuple[str, ...]] = {
    Subject: ("slug", "kind", "name_ja", "name_en"),
    Partner: ("code", "kind", "name_ja", "name_en"),
    Organisation: ("slug", "kind", "name_ja", "name_en"),
    Issue: ("slug", "kind", "title_ja", "title_en"),
    Indicator: ("slug", "title_ja", "title_en"),
    Pillar: ("slug", "number", "name_ja", "name_en", "framework__slug"),
    Measure: ("slug", "kind", "title_ja", "title_en"),
}
# The question of the list of measures that finds what an entry has a part in.
QUESTIONS = {
    Subject: "subject",
    Partner: "partner",
    Organisation: "organisation",
    Issue: "issue",
    Pillar: "pillar",
}
# By what a name was found, the nearest first.
WHOLE, BEGINNING, OTHER_BEGINNING, READING, INSIDE, OTHER_INSIDE, INSIDE_READING = range(7)
# What parts two words of Latin letters.
APART = re.compile(r"[\s\-‐–—・/()（）,.]+")
# Sounds of which every reading holds some.
SHORTEST_INSIDE = 2


@dataclasses.dataclass(frozen=True)
class Called:
    """An entry with its titles, its other names and its readings."""

    entry: models.Model
    titles: tuple["Name", ...]
    others: tuple["Name", ...]
    readings: tuple[str, ...]

    def nearest(self, typed: "Name", sound: str) -> tuple[int, int, str] | None:
        """How near its nearest name is to what was typed, and that name; None where none holds it.

        Readings have no name of their own to tell.
        """
        found = [
            *_near(self.titles, typed, BEGINNING, INSIDE),
            *_near(self.others, typed, OTHER_BEGINNING, OTHER_INSIDE),
        ]
        for reading in self.readings if sound else ():
            if reading.startswith(sound):
                found.append((READING, len(reading), ""))
            elif len(sound) >= SHORTEST_INSIDE and sound in reading:
                found.append((INSIDE_READING, len(reading), ""))
        return min(found, default=None)


class Name(NamedTuple):
    """A name as it is compared, as words with a space between, and as it is written."""

    folded: str
    words: str
    written: str

    @classmethod
    def of(cls, written: str) -> "Name":
        """A name, or what was typed as one."""
        plain = unicodedata.normalize("NFKC", written).casefold()
        return cls(fold(written), " ".join(APART.sub(" ", plain).split()), written)

    def begins(self, typed: "Name") -> bool:
        """Whether it begins with what was typed."""
        return self.folded.startswith(typed.folded)

    def holds(self, typed: "Name") -> bool:
        """Whether it holds what was typed; words of Latin letters from their beginning on."""
        if typed.folded.isascii():
            return f" {typed.words}" in self.words
        return typed.folded in self.folded


def _near(
    names: Iterable[Name], typed: Name, beginning: int, inside: int
) -> Iterator[tuple[int, int, str]]:
    for name in names:
        if name.folded == typed.folded:
            yield WHOLE, 0, name.written
        elif name.begins(typed):
            yield beginning, len(name.folded), name.written
        elif name.holds(typed):
            yield inside, len(name.folded), name.written


@dataclasses.dataclass(frozen=True)
class Offer:
    """A name that is offered: the entry, the other name by which it was found, its measures."""

    entry: models.Model
    also: str
    measures: FactValue | None

    @property
    def name(self) -> str:
        """What the entry is called in the reader's language."""
        return str(self.entry)

    @property
    def kind(self) -> str:
        """What kind of entry it is, in words."""
        return kind_of(self.entry)

    @property
    def measures_in_words(self) -> str:
        """How many measures it has a part in; empty for none, and for what is a measure."""
        if self.measures is None:
            return ""
        number = int(self.measures.words)
        return ngettext("%(n)s measure", "%(n)s measures", number) % {"n": number}

    @property
    def address(self) -> str:
        """The page of the entry."""
        return self.entry.get_absolute_url()


class KnownNames:
    """The names of a record at one version, of at most `KEPT` entries; `whole` where that is all.

    They are looked through from first to last, so an answer takes a millisecond and no question.
    """

    def __init__(self, using: str):
        self.using = using
        rooms = KEPT
        self.called: list[Called] = []
        self.whole = True
        for model, fields in KINDS.items():
            entries = self._entries(model, fields, rooms + 1)
            self.whole = self.whole and len(entries) <= rooms
            self.called += called(model, entries[:rooms], using)
            rooms -= len(entries[:rooms])

    def _entries(self, model: type[models.Model], fields: tuple[str, ...], most: int) -> list:
        joins = [field.partition("__")[0] for field in fields if "__" in field]
        found = model._base_manager.using(self.using).filter(model.shown_if())
        if joins:
            found = found.select_related(*joins)
        return list(found.only(*fields).order_by("pk")[:most])

    def offers(self, asked: str, counts: Counts) -> list[Offer]:
        """The names nearest to what was typed: beginning with it, then read so, then holding it.

        Of names equally near the shorter comes first, then the kind, then the address name.
        """
        typed, sound = Name.of(asked), said(asked)
        if not typed.folded:
            return []
        kinds = list(KINDS)
        found = []
        for each in self.called:
            if near := each.nearest(typed, sound):
                degree, length, written = near
                place = (degree, length, kinds.index(type(each.entry)), key_of(each.entry))
                found.append((place, each.entry, written))
        found.sort(key=lambda one: one[0])
        return [_offer(entry, written, counts) for _place, entry, written in found[:MOST]]


def _offer(entry: models.Model, written: str, counts: Counts) -> Offer:
    question = QUESTIONS.get(type(entry))
    measures = counts.of(MEASURES, **{question: key_of(entry)}) if question else None
    return Offer(entry, written if fold(written) != fold(str(entry)) else "", measures)


def key_of(entry: models.Model) -> str:
    """The address name of an entry, as lists ask for it."""
    if isinstance(entry, Pillar):
        return f"{entry.framework.slug}/{entry.slug}"
    return entry.code if isinstance(entry, Partner) else entry.slug


def called(model: type[models.Model], entries: list, using: str) -> list[Called]:
    """Entries with what they are called, read in one look."""
    corpus = CORPORA[model]
    readings = [path for path in corpus.paths if is_reading(model, path)]
    names = [path for path in corpus.names or corpus.titles if path not in readings]
    titles = [path for path in names if "__" not in path]
    others = [path for path in names if "__" in path]
    paths = (*titles, *others, *readings)
    lines = (
        read(Corpus(model, paths, ()), [entry.pk for entry in entries], using) if entries else {}
    )
    found = []
    for entry in entries:
        known = iter(lines.get(entry.pk, [[] for _path in paths]))
        parts = [
            list(itertools.chain(*itertools.islice(known, len(part))))
            for part in (titles, others, readings)
        ]
        found.append(
            Called(entry, compared(parts[0]), compared(parts[1]), tuple(map(said, parts[2])))
        )
    return found


def is_reading(model: type[models.Model], path: str) -> bool:
    """Whether a path leads to a reading of the entry itself, not of what it is about."""
    return is_unseen(model, path) and not Path(model, path).thing


def compared(written: Iterable[str]) -> tuple[Name, ...]:
    """Names as they are compared, each once."""
    names = {name.folded: name for name in map(Name.of, written)}
    return tuple(name for folded, name in names.items() if folded)


class NamesCache:
    """The names that this process knows, of each database at the version it last looked at."""

    known: dict[str, tuple[Stamp, KnownNames]] = {}

    @classmethod
    def at(cls, stamp: Stamp, using: str) -> KnownNames:
        """The names at a version; while something is tried out, those of that."""
        if aside.current():
            return aside.apart((cls, using), lambda: KnownNames(using))
        found = cls.known.get(using)
        if found is None or found[0] != stamp:
            found = cls.known[using] = (stamp, KnownNames(using))
        return found[1]


def search_address(asked: str) -> str:
    """The search for the same words."""
    return reverse("search", query={"q": asked})
