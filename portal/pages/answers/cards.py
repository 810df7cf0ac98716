"""Answers by the kind of entry, and cards of the entries that are called just what was asked."""

import dataclasses
from collections.abc import Iterable

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext

from measures.models import Indicator, Measure
from policies.models import Issue, Organisation, Partner, Subject
from portal.pages.answers.entities import READINGS, newest_agreement
from portal.pages.answers.measures import MEASURES
from portal.pages.answers.rows import reading
from portal.pages.answers.subjects import SUBJECTS
from portal.pages.answers.values import Answers, Counts, Reading, Told
from portal.rows.bundle import read_together
from portal.search.corpus import CORPORA
from portal.search.models import Rank
from portal.search.naming import Names, acts
from portal.search.query import key
from portal.search.text import fold
from portal.search.where import Row

Model = type[models.Model]
ENTITIES: dict[Model, Reading] = {Subject: SUBJECTS, **READINGS}
# Of several entries of one name: which kind answers first. Others come after these.
FIRST = (Measure, Subject, Partner, Organisation, Issue, Indicator)
# Cards above a list of results.
MOST = 3
QUOTES = '"“”「」『』 \u3000'


@dataclasses.dataclass(frozen=True)
class Card:
    """An entry with its kind, and what is told first of it."""

    entry: models.Model
    told: list[Told]

    @property
    def kind(self) -> str:
        """What kind of entry it is, in words."""
        return kind_of(self.entry)

    @property
    def address(self) -> str:
        """The page of the entry."""
        return self.entry.get_absolute_url()


def kind_of(entry: models.Model) -> str:
    """What kind of entry or row it is, in words; of entries of several kinds with its own."""
    name = capfirst(str(entry._meta.verbose_name))
    if not isinstance(entry, Measure | Subject | Partner | Organisation | Issue):
        return name
    words = {"entry": name, "kind": entry.get_kind_display()}
    return gettext("%(entry)s (%(kind)s)") % words


def reading_of(model: Model) -> Reading:
    """What reads entries or rows of a kind, and tells first of each."""
    return MEASURES if model is Measure else ENTITIES.get(model) or reading(model)


def answers_of(keys: Iterable[Row], counts: Counts) -> Answers:
    """Entries and rows that visitors may see, each with what is told first: one look for all."""
    keys = dict.fromkeys(keys)
    asked: dict[Model, list[int]] = {}
    for model, pk in (row for row in keys if row not in counts.answers):
        asked.setdefault(model, []).append(pk)
    readings = {model: reading_of(model) for model in asked}
    together = [(readings[model].bundle, pks) for model, pks in asked.items()]
    for model, found in zip(asked, read_together(together, counts.using), strict=True):
        for pk, answer in readings[model].tell(found, counts).items():
            counts.answers[Row(model, pk)] = answer
    return {row: counts.answers[row] for row in keys if row in counts.answers}


def cards_of(asked: str, counts: Counts, names: Names) -> list[Card]:
    """The entries called just what was asked, as cards; of a partner with its newest agreement."""
    keys = entries_called(asked, names)[:MOST]
    answers = answers_of(keys, counts)
    cards = []
    for row in keys:
        if row in answers:
            entry, told = answers[row]
            if isinstance(entry, Partner):
                told = [*told, *newest_agreement(entry, counts.using, counts)]
            cards.append(Card(entry, told))
    return cards


def entries_called(asked: str, names: Names) -> list[Row]:
    """The entries of which what was asked is the whole name.

    First measures that are called so, then what has it for its title, then acts and schemes about
    it, then what it is another name of: a broader subject. What stands in brackets at the end of a
    name is one where nothing else is called so. The other names of what an entry is about are none
    of its own.
    """
    word = key(fold(asked.strip(QUOTES)))
    models_by_number = {CORPORA[model].number(names.using): model for model in (Measure, *ENTITIES)}
    about = acts([word])
    found = []
    for name, things in names.owners([word, *about]).items():
        for corpus, row, rank in things:
            model = models_by_number.get(corpus)
            if model is not None and (model is Measure or name not in about):
                found.append((class_of(model, rank, name in about), rank, place(model), row, model))
    rows = [Row(model, row) for *_order, row, model in sorted(found, key=lambda one: one[:4])]
    return list(dict.fromkeys(rows))


def class_of(model: Model, rank: int, about: bool) -> int:
    """Of what is called so, what answers first; `about` is what is an act or scheme about it."""
    if model is Measure:
        return 2 if about else 0
    return 1 if rank == Rank.TITLE else 3


def place(model: Model) -> int:
    """The place of a kind among those that answer."""
    return FIRST.index(model) if model in FIRST else len(FIRST)
