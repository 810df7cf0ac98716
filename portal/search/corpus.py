"""Which rows can be found by which of their texts."""

import dataclasses
import itertools
from collections.abc import Iterable, Mapping

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, models, router
from django.utils.functional import cached_property

from portal.changes.paths import fields_on, passes_many, relations_along
from portal.search import postgresql, sqlite
from portal.search.models import Document

BACKENDS = {"sqlite": sqlite.GramIndex, "postgresql": postgresql.GramIndex}


@dataclasses.dataclass(frozen=True)
class Figures:
    """Where the rows of a model tell amounts: paths of amount, currency, fiscal years and stage.

    `total` says that they are totals which a source prints; `stages` are the codes of stages by the
    words that people use for them. `about` leads to an entry beside the owner of the row that tells
    them too. `called` are words for such amounts whatever they are for: who has one answers them.
    """

    amount: str
    currency: str
    year: str = ""
    until: str = ""
    stage: str = ""
    total: bool = False
    about: str = ""
    stages: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    called: tuple[str, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """The field paths that are read."""
        return tuple(
            path for path in (self.amount, self.currency, self.year, self.until, self.stage) if path
        )


@dataclasses.dataclass(frozen=True)
class Corpus:
    """The rows of one model and the field paths by which they are found.

    A find in `titles` comes before all others. `names` are what a thing is called: who asks by
    one of them finds what is told by another. `refs` lead to rows of other corpora that a row is
    found by as well: by their titles alone, or where it says True by their whole text. What is
    told once is indexed once. `owner` leads to the entry that a row hangs on.

    `weights` say how much a find counts at paths that begin so, where that is not the least;
    `figures` where amounts are told. A corpus of `synonyms` is no one's: who asks for a title of it
    also finds what its other names say.

    Every row is indexed, as editors search too and lists leave out what is not to be seen. But
    what a row is called is told to whoever asks for something like it, so that names are known
    of rows that visitors may see alone (`Recorded.SHOWN_IF`).
    """

    model: type[models.Model]
    titles: tuple[str, ...]
    texts: tuple[str, ...]
    names: tuple[str, ...] = ()
    refs: dict[str, bool] = dataclasses.field(default_factory=dict)
    owner: str = ""
    weights: Mapping[str, float] = dataclasses.field(default_factory=dict)
    figures: Figures | None = None
    synonyms: bool = False

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """All field paths, titles first; their places are the origins of lines."""
        return (*self.titles, *(path for path in self.texts if path not in self.titles))

    @cached_property
    def read(self) -> tuple[str, ...]:
        """The field paths that decide what stands in the index."""
        more = (*self.figures.paths,) if self.figures else ()
        about = self.figures.about if self.figures else ""
        owner = tuple(f"{path}__pk" for path in (self.owner, about) if path)
        return (*self.paths, *more, *owner, *(self.model.SHOWN_IF if self.names else ()))

    @cached_property
    def readings(self) -> tuple[str, ...]:
        """The paths at which the readings of its own names stand."""
        places = {path.rpartition("__")[0] for path in self.names}
        return tuple(
            path
            for path in self.paths
            if path.rpartition("__")[0] in places and is_unseen(self.model, path)
        )

    def weight(self, path: str, least: float) -> float:
        """How much a find at a path that is no title counts."""
        return self._weighed.get(path, least)

    @cached_property
    def _weighed(self) -> dict[str, float]:
        found: dict[str, float] = {}
        for path, (start, value) in itertools.product(self.paths, self.weights.items()):
            if path.startswith(start):
                found[path] = max(value, found.get(path, value))
        return found

    def number(self, using: str | None = None) -> int:
        """The number of the model in a database."""
        return ContentType.objects.db_manager(using).get_for_model(self.model).pk

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
# Statements that ask for rows of some corpora, put together once (`gathering`).
STATEMENTS: dict[tuple, tuple[str, tuple]] = {}


def connect(corpora: Iterable[Corpus]) -> None:
    """Let the index hold these, and nothing else, from now on."""
    known: dict[type[models.Model], Corpus] = {}
    for corpus in corpora:
        if known.setdefault(corpus.model, corpus) != corpus:
            raise ImproperlyConfigured(f"{corpus.model._meta.label} is searched in two ways.")
    STATEMENTS.clear()
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


def know_numbers(using: str) -> None:
    """Read the numbers of all corpora that are not known yet, in one statement."""
    ContentType.objects.db_manager(using).get_for_models(*CORPORA)


def gram_index(using: str) -> sqlite.GramIndex | postgresql.GramIndex:
    """The index of grams in a database."""
    return BACKENDS[connections[using].vendor](using)
