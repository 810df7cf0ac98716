"""Answers by the kind of entry, and cards of the entries that are called just what was asked."""

import dataclasses
from collections.abc import Iterable

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext

from measures.models import Indicator, Measure
from policies.models import Issue, Organisation, Partner, Pillar, Subject
from portal.pages.answers.entities import (
    newest_agreement,
    of_indicators,
    of_issues,
    of_organisations,
    of_partners,
    of_pillars,
)
from portal.pages.answers.measures import of_measures
from portal.pages.answers.rows import of_rows
from portal.pages.answers.subjects import of_subjects
from portal.pages.answers.values import Answers, Counts, Told
from portal.search.corpus import CORPORA
from portal.search.naming import Names
from portal.search.query import key
from portal.search.text import fold
from portal.search.where import Row

Model = type[models.Model]
ENTITIES = {
    Subject: of_subjects,
    Partner: of_partners,
    Organisation: of_organisations,
    Issue: of_issues,
    Indicator: of_indicators,
    Pillar: of_pillars,
}
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


def answers_of(keys: Iterable[Row], counts: Counts) -> Answers:
    """Entries and rows that visitors may see, each with what is told first: one look a kind."""
    keys = dict.fromkeys(keys)
    asked: dict[Model, list[int]] = {}
    for model, pk in (row for row in keys if row not in counts.answers):
        asked.setdefault(model, []).append(pk)
    for model, pks in asked.items():
        if model is Measure:
            answers = of_measures(pks, counts.using)
        elif model in ENTITIES:
            answers = ENTITIES[model](pks, counts.using, counts)
        else:
            answers = of_rows(model, pks, counts.using)
        counts.answers.update((Row(model, pk), answer) for pk, answer in answers.items())
    return {row: counts.answers[row] for row in keys if row in counts.answers}


def cards_of(asked: str, counts: Counts) -> list[Card]:
    """The entries called just what was asked, as cards; of a partner with its newest agreement."""
    keys = entries_called(asked, counts.using)[:MOST]
    answers = answers_of(keys, counts)
    cards = []
    for row in keys:
        if row in answers:
            entry, told = answers[row]
            if isinstance(entry, Partner):
                told = [*told, *newest_agreement(entry, counts.using, counts)]
            cards.append(Card(entry, told))
    return cards


def entries_called(asked: str, using: str) -> list[Row]:
    """The entries of which what was asked is the whole name: titles first, then other names.

    What stands in brackets at the end of a name is one where nothing else is called so. The other
    names of what an entry is about are none of its own.
    """
    word = key(fold(asked.strip(QUOTES)))
    models_by_number = {CORPORA[model].number(using): model for model in (Measure, *ENTITIES)}
    found = [
        (rank, place(models_by_number[corpus]), row, models_by_number[corpus])
        for corpus, row, rank in Names(using).owners([word]).get(word, ())
        if corpus in models_by_number
    ]
    rows = [Row(model, row) for _rank, _place, row, model in sorted(found, key=lambda one: one[:3])]
    return list(dict.fromkeys(rows))


def place(model: Model) -> int:
    """The place of a kind among those that answer."""
    return FIRST.index(model) if model in FIRST else len(FIRST)
