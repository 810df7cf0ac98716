"""Answers by the kind of entry, and cards of the entries that are called just what was asked."""

import dataclasses
import re
from collections.abc import Collection, Iterable, Iterator
from itertools import chain

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
    of_subjects,
)
from portal.pages.answers.measures import of_measures
from portal.pages.answers.rows import of_rows
from portal.pages.answers.values import Counts, Told
from portal.search.corpus import CORPORA, Corpus
from portal.search.models import Name
from portal.search.query import TWO_NAMES
from portal.search.text import fold
from portal.search.where import Row
from portal.search.writing import read

Model = type[models.Model]
Answers = dict[Row, tuple[models.Model, list[Told]]]
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
# How near a name is to what an entry is called: its title, another name, an abbreviation in one.
TITLE, OTHER_NAME, ABBREVIATION = range(3)
QUOTES = '"“”「」『』 \u3000'
WORD = re.compile(r"[A-Za-z]+")


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
    asked: dict[Model, list[int]] = {}
    for model, pk in dict.fromkeys(keys):
        asked.setdefault(model, []).append(pk)
    found: Answers = {}
    for model, pks in asked.items():
        if model is Measure:
            answers = of_measures(pks, counts.using)
        elif model in ENTITIES:
            answers = ENTITIES[model](pks, counts.using, counts)
        else:
            answers = of_rows(model, pks, counts.using)
        found |= {Row(model, pk): answer for pk, answer in answers.items()}
    return found


def cards_of(asked: str, counts: Counts) -> list[Card]:
    """The entries called just what was asked, as cards; of a partner with its newest agreement."""
    keys = entries_called(asked, counts.using)[:MOST]
    answers = answers_of(keys, counts)
    cards = []
    for key in keys:
        if key in answers:
            entry, told = answers[key]
            if isinstance(entry, Partner):
                told = [*told, *newest_agreement(entry, counts.using, counts)]
            cards.append(Card(entry, told))
    return cards


def entries_called(asked: str, using: str) -> list[Row]:
    """The entries of which what was asked is the whole name: titles first, then other names.

    What stands in brackets at the end of a name is one where it abbreviates the name, and nothing
    else is called so. The other names of what an entry is about are none of its own.
    """
    word = fold(asked.strip(QUOTES))
    if not word:
        return []
    rows: dict[int, set[int]] = {}
    named = Name.objects.using(using).filter(folded=word[:300])
    for corpus, row in named.values_list("corpus", "row"):
        rows.setdefault(corpus, set()).add(row)
    if not rows:
        return []
    near: dict[int, list[Row]] = {}
    for corpus in CORPORA.values():
        if corpus.names and (own := rows.get(corpus.number(using))):
            for row, titles, others in called(corpus, own, using):
                if (degree := nearness(titles, others, word)) is not None:
                    near.setdefault(degree, []).append(Row(corpus.model, row))
    degrees = [each for each in (TITLE, OTHER_NAME) if each in near] or [ABBREVIATION]
    return [
        key
        for degree in degrees
        for key in sorted(near.get(degree, ()), key=lambda key: (rank(key.model), key.pk))
    ]


def rank(model: Model) -> int:
    """The place of a kind among those that answer."""
    return FIRST.index(model) if model in FIRST else len(FIRST)


def called(
    corpus: Corpus, rows: Collection[int], using: str
) -> Iterator[tuple[int, list[str], list[str]]]:
    """What rows are called: each with its titles and its other names."""
    paths = sorted(corpus.names, key=lambda path: "__" in path)
    own = sum("__" not in path for path in paths)
    for row, lines in read(Corpus(corpus.model, tuple(paths), ()), rows, using).items():
        yield row, list(chain(*lines[:own])), list(chain(*lines[own:]))


def nearness(titles: list[str], others: list[str], word: str) -> int | None:
    """How near a folded word is to titles and other names; None where it is no name."""
    for degree, declared in ((TITLE, titles), (OTHER_NAME, others)):
        halves = [match for match in map(TWO_NAMES.match, declared) if match]
        if word in map(fold, [*declared, *(match[1] for match in halves)]):
            return degree
    halves = [match for match in map(TWO_NAMES.match, [*titles, *others]) if match]
    short = any(fold(match[2]) == word for match in halves)
    if short and any(abbreviates(match[2], match[1]) for match in halves):
        return ABBREVIATION
    return None


def abbreviates(short: str, name: str) -> bool:
    """Whether the letters of an abbreviation begin words of an English name, in their order."""
    initials = iter(word[0].lower() for word in WORD.findall(name))
    return all(letter in initials for letter in short.lower() if letter.isalpha())
