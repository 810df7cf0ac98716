"""What the index holds of some rows: documents, figures and names, read in one statement."""

import functools
import operator
from collections.abc import Collection, Sequence
from typing import NamedTuple

from django.db import models
from django.db.models.functions import Cast

from portal.search.gathering import Asked
from portal.search.models import Document, Figure, Name
from portal.search.tokens import document_key

# What is read of each: numbers first, then words, so that the columns of one match the others'.
DOCUMENT = ("corpus", "row", "owner"), ("title", "text", "origins")
FIGURE = ("document", "owner", "kind", "yen", "year", "until"), ("stage",)
NAME = ("corpus", "row", "rank"), ("folded", "written", "letters")
NUMBERS, WORDS = 6, 3


class Stored(NamedTuple):
    """What the index holds: each with its primary key, then its numbers and its words."""

    documents: list[tuple]
    figures: list[tuple]
    names: list[tuple]


def stored_of(asked: Asked, using: str) -> Stored:
    """What the index holds of rows of some corpora."""
    found = Stored([], [], [])
    keys = [document_key(corpus.number(using), row) for corpus, rows in asked for row in rows]
    own = [
        models.Q(corpus=corpus.number(using), row__in=rows)
        for corpus, rows in asked
        if corpus.names
    ]
    parts = [(0, Document, DOCUMENT, models.Q(pk__in=keys))]
    parts += [(1, Figure, FIGURE, models.Q(document__in=keys))]
    parts += [(2, Name, NAME, functools.reduce(operator.or_, own))] if own else []
    rows = [_part(place, model, fields, using).filter(q) for place, model, fields, q in parts]
    read = {place: fields for place, _model, fields, _q in parts}
    for place, pk, *values in rows[0].union(*rows[1:], all=True):
        numbers, words = map(len, read[place])
        held = (pk, *values[:numbers], *values[NUMBERS : NUMBERS + words])
        found[place].append(held)
    return found


def _part(
    place: int, model: type[models.Model], fields: Sequence[Collection[str]], using: str
) -> models.QuerySet:
    """The rows of one model, with nothing in the columns that others have and it has not."""
    numbers, words = fields
    nothing = models.Value(None)
    return (
        model.objects.using(using)
        .order_by()
        .values_list(
            models.Value(place),
            "pk",
            *numbers,
            *[Cast(nothing, models.BigIntegerField())] * (NUMBERS - len(numbers)),
            *words,
            *[Cast(nothing, models.TextField())] * (WORDS - len(words)),
        )
    )
