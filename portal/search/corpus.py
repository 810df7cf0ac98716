"""Which rows can be found by which of their texts."""

import dataclasses
from collections.abc import Collection

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.utils.functional import cached_property

from portal.search import postgresql, sqlite
from portal.version.watch import fields_on, hops, passes_many, watch

BACKENDS = {"sqlite": sqlite, "postgresql": postgresql}


@dataclasses.dataclass(frozen=True)
class Corpus:
    """The rows of one model and the field paths by which they are found.

    A find in `titles` comes before all others. `names` are what a thing is called: who asks by
    one of them finds what is told by another. `refs` lead to rows of other corpora that a row is
    found by as well: by their titles alone, or where it says True by their whole text. What is
    told once is indexed once.

    `shown_if` is a field that is true of the rows that visitors may see; without one they see
    all. Every row is indexed, as editors search too and lists leave out what is not to be seen.
    But what a row is called is told to whoever asks for something like it, so that names are
    known of rows that visitors may see alone.
    """

    model: type[models.Model]
    titles: tuple[str, ...]
    texts: tuple[str, ...]
    names: tuple[str, ...] = ()
    refs: dict[str, bool] = dataclasses.field(default_factory=dict)
    shown_if: str = ""

    @property
    def paths(self) -> tuple[str, ...]:
        """All field paths, titles first; their places are the origins of lines."""
        return (*self.titles, *(path for path in self.texts if path not in self.titles))

    @property
    def number(self) -> int:
        """The number of the model in this database."""
        return ContentType.objects.get_for_model(self.model).pk

    def shown(self, rows: Collection[int]) -> set[int]:
        """Those of some rows that visitors may see."""
        found = self.model._base_manager.filter(pk__in=list(rows))
        if self.shown_if:
            found = found.filter(**{self.shown_if: True})
        return set(found.order_by().values_list("pk", flat=True))

    @cached_property
    def groups(self) -> list[list[str]]:
        """The paths that one query reads together: those over the same rows of many."""
        found: dict[str, list[str]] = {}
        for path in self.paths:
            many = [prefix for prefix, related, _own in hops(self.model, path)]
            found.setdefault(many[-1] if passes_many(self.model, path) else "", []).append(path)
        return list(found.values())


CORPORA: dict[type[models.Model], Corpus] = {}


def register(corpus: Corpus) -> None:
    """Keep the rows of a model in the index from now on."""
    CORPORA[corpus.model] = corpus
    watch(corpus.model, (*corpus.paths, *filter(None, [corpus.shown_if])))


def related(model: type[models.Model], path: str) -> type[models.Model]:
    """The model that a path of relations leads to."""
    return fields_on(model, path)[-1].related_model


def backend():
    """The module that keeps grams in the database in use."""
    return BACKENDS[connection.vendor]
