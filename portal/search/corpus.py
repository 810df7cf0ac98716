"""Which rows can be found by which of their texts."""

import dataclasses
from collections.abc import Collection, Iterable

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, models, router
from django.utils.functional import cached_property

from portal.changes.tracking import fields_on, passes_many, relations_along, shown
from portal.search import postgresql, sqlite
from portal.search.models import Document

BACKENDS = {"sqlite": sqlite.GramIndex, "postgresql": postgresql.GramIndex}


@dataclasses.dataclass(frozen=True)
class Corpus:
    """The rows of one model and the field paths by which they are found.

    A find in `titles` comes before all others. `names` are what a thing is called: who asks by
    one of them finds what is told by another. `refs` lead to rows of other corpora that a row is
    found by as well: by their titles alone, or where it says True by their whole text. What is
    told once is indexed once.

    Every row is indexed, as editors search too and lists leave out what is not to be seen. But
    what a row is called is told to whoever asks for something like it, so that names are known
    of rows that visitors may see alone (`Recorded.SHOWN_IF`).
    """

    model: type[models.Model]
    titles: tuple[str, ...]
    texts: tuple[str, ...]
    names: tuple[str, ...] = ()
    refs: dict[str, bool] = dataclasses.field(default_factory=dict)

    @property
    def paths(self) -> tuple[str, ...]:
        """All field paths, titles first; their places are the origins of lines."""
        return (*self.titles, *(path for path in self.texts if path not in self.titles))

    @property
    def read(self) -> tuple[str, ...]:
        """The field paths that decide what stands in the index."""
        return (*self.paths, *(self.model.SHOWN_IF if self.names else ()))

    def number(self, using: str | None = None) -> int:
        """The number of the model in a database."""
        return ContentType.objects.db_manager(using).get_for_model(self.model).pk

    def shown(self, rows: Collection[int], using: str | None = None) -> set[int]:
        """Those of some rows that visitors may see."""
        visible = shown(self.model, using).filter(pk__in=list(rows))
        return set(visible.values_list("pk", flat=True))

    @cached_property
    def groups(self) -> list[list[str]]:
        """The paths that one query reads together: those over the same rows of many."""
        groups: dict[str, list[str]] = {}
        for path in self.paths:
            many = [prefix for prefix, related, _own in relations_along(self.model, path)]
            groups.setdefault(many[-1] if passes_many(self.model, path) else "", []).append(path)
        return list(groups.values())


# What is found by what, by model; filled by `connect`.
CORPORA: dict[type[models.Model], Corpus] = {}


def connect(corpora: Iterable[Corpus]) -> None:
    """Let the index hold these, and nothing else, from now on."""
    known: dict[type[models.Model], Corpus] = {}
    for corpus in corpora:
        if known.setdefault(corpus.model, corpus) != corpus:
            raise ImproperlyConfigured(f"{corpus.model._meta.label} is searched in two ways.")
    CORPORA.clear()
    CORPORA.update(known)


def related(model: type[models.Model], path: str) -> type[models.Model]:
    """The model that a path of relations leads to."""
    return fields_on(model, path)[-1].related_model


def is_unseen(model: type[models.Model], path: str) -> bool:
    """Whether a path leads to a field that no page shows: its class says `UNSEEN`."""
    return getattr(fields_on(model, path)[-1], "UNSEEN", False)


def alias(using: str | None) -> str:
    """The database that the index is read from: the one that is named, or the router's."""
    return using or router.db_for_read(Document)


def gram_index(using: str) -> sqlite.GramIndex | postgresql.GramIndex:
    """The index of grams in a database."""
    return BACKENDS[connections[using].vendor](using)
