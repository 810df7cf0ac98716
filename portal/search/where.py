"""Where rows hold what was asked: at which field paths, and what stands there in both languages.

The index says which rows hold it. This says of a few of them why: by their own text, by another
name, by the text of the other language, or by what they lead to.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db import models
from django.db.models.functions import Cast

from portal.changes.paths import fields_on
from portal.search.corpus import CORPORA, related
from portal.search.documents import Texts
from portal.search.query import Query, Term
from portal.search.text import APART, fold
from portal.search.tokens import document_key

Model = type[models.Model]
TEXT = models.TextField()
OTHER = {"ja": "en", "en": "ja"}


class Row(NamedTuple):
    """A row of a model by its primary key."""

    model: Model
    pk: int


# For a row the places in `Query.wanted` of the terms that each of its field paths holds.
Held = dict[str, set[int]]


def one_term(term: Term) -> Query:
    """A query for one of the terms of another."""
    query = Query("")
    query.wanted = [term]
    return query


def held(rows: Iterable[Row], query: Query, texts: Texts) -> dict[Row, Held]:
    """At which paths rows hold the terms of a query: one look for all of them, of any kind."""
    keys = {document_key(CORPORA[row.model].number(texts.using), row.pk): row for row in rows}
    terms = [one_term(term) for term in query.wanted]
    found: dict[Row, Held] = {row: {} for row in keys.values()}
    if not terms:
        return found
    for document in texts.of(keys):
        row = keys[document.pk]
        paths = CORPORA[row.model].paths
        places = [int(place) for place in document.origins.split(",") if place]
        for place, line in zip(places, document.text.split(APART), strict=True):
            holding = {number for number, term in enumerate(terms) if term.matches(line)}
            if holding:
                found[row].setdefault(paths[place], set()).update(holding)
    return found


def owners(row: models.Model) -> Iterable[tuple[str, bool, Row]]:
    """The rows through which a row is found too: the path there, whether by their whole text."""
    corpus = CORPORA[type(row)]
    for path, whole in corpus.refs.items():
        pk = getattr(row, type(row)._meta.get_field(path).attname)
        if pk is not None:
            yield path, whole, Row(related(type(row), path), pk)


# Of a field path: what it leads through, and what tells the same in the other language.


@dataclasses.dataclass(frozen=True)
class Path:
    """A field path of a model, as what it says to who reads a language."""

    model: Model
    path: str

    @property
    def fields(self) -> list[models.Field]:
        """The fields that it passes."""
        return fields_on(self.model, self.path)

    @property
    def language(self) -> str:
        """The language of what stands there, where its name tells it."""
        ending = self.path[-3:]
        return ending[1:] if ending in {"_ja", "_en"} else ""

    @property
    def thing(self) -> str:
        """The path to what it is told of, where that is an entry of its own; empty otherwise."""
        steps = self.path.split("__")
        forward = [place for place, field in enumerate(self.fields) if _leads_on(field)]
        return "__".join(steps[: forward[-1] + 1]) if forward else ""

    @property
    def thing_model(self) -> Model:
        """The model of that entry."""
        return fields_on(self.model, self.thing)[-1].related_model

    @property
    def is_unseen(self) -> bool:
        """Whether no page shows what stands there: a reading."""
        return getattr(self.fields[-1], "UNSEEN", False)

    @property
    def is_other_name(self) -> bool:
        """Whether it is one of several names of the row, or of the entry that it is told of."""
        last = self.path.rpartition("__")[2]
        return last == "name" or (last == "abbreviation" and bool(self.thing))

    def told_in(self, language: str) -> str:
        """The path to the same in a language, or to the title of the entry it is told of."""
        if self.thing:
            return f"{self.thing}__{title_of(self.thing_model)}_{language}"
        if self.language:
            return f"{self.path[:-3]}_{language}"
        return self.path


def _leads_on(field: models.Field) -> bool:
    return field.is_relation and not field.auto_created


def title_of(model: Model) -> str:
    """What the field with the title of an entry is called, without its language."""
    names = {field.name for field in model._meta.fields}
    return next(name for name in ("title", "name", "term", "label") if f"{name}_ja" in names)


class Words(NamedTuple):
    """What stands at a path, and the same in the language of the reader; empty where nothing is."""

    text: str
    told: str


def words_at(
    wanted: Mapping[Row, str], query: Query, language: str, using: str
) -> dict[Row, Words]:
    """For rows what stands at one path of each, the first that holds a term: one look for all."""
    found: dict[Row, Words] = {}
    terms = [one_term(term) for term in query.wanted]
    places: dict[tuple[Model, str], list[int]] = {}
    for row, path in wanted.items():
        places.setdefault((row.model, path), []).append(row.pk)
    models_asked = [model for model, _path in places]
    for number, pk, text, told in _texts(places, language, using):
        row = Row(models_asked[number], pk)
        if row not in found and any(term.matches(fold(text)) for term in terms):
            found[row] = Words(text, told)
    return found


def _texts(
    places: Mapping[tuple[Model, str], list[int]], language: str, using: str
) -> list[tuple[int, int, str, str]]:
    looks = []
    for number, ((model, path), pks) in enumerate(places.items()):
        own = model._base_manager.using(using).filter(pk__in=pks, **{f"{path}__isnull": False})
        told = Path(model, path).told_in(language)
        values = (models.Value(number), "pk", Cast(path, TEXT), Cast(told, TEXT))
        looks.append(own.order_by().values_list(*values))
    if not looks:
        return []
    first, *others = looks
    rows = first.union(*others, all=True) if others else first
    return sorted((number, pk, text, told or "") for number, pk, text, told in rows if text)
