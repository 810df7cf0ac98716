"""What lists there are, said once: to search, to facets, and to the version of the record.

Lists and questions are declarations; nothing happens where one is made. A site connects its lists
in one place, before anything is written: what lists ask decides what the index holds and which
changes are logged, also of processes that draw no page.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from django.core.exceptions import ImproperlyConfigured
from django.db import models

from portal.changes import tracking
from portal.changes.touched import Follower
from portal.lists import kept_facets
from portal.lists.declaration import ListPage
from portal.lists.filters import FacetFilter, Search
from portal.lists.filterset import ListFilterSet
from portal.lists.offer import HOMES
from portal.search import corpus, writing

Model = type[models.Model]


def connect(
    lists: Iterable[ListPage],
    more: Iterable[corpus.Corpus] = (),
    followers: Iterable[Follower] = (),
) -> None:
    """Let these be the lists of the site, in place of those connected before.

    `more` is looked through without a list of its own. The `followers` of a change come after the
    index.
    """
    lists = tuple(lists)
    homes = homes_of(lists)
    corpora = [found for each in lists for found in corpora_of(each.filterset_class)]
    corpora += more
    corpus.connect(corpora)
    indexed = {each.model: each.read for each in corpora}
    index = Follower(indexed, writing.rewrite, writing.INDEX)
    tracking.connect(paths_of(lists, indexed), [index, *followers])
    kept_facets.connect()
    HOMES.clear()
    HOMES.update(homes)


def homes_of(lists: Sequence[ListPage]) -> dict[Model, str]:
    """For each model the one list that is the home of its entries."""
    found: dict[Model, list[str]] = {}
    for each in lists:
        found.setdefault(each.filterset_class.model, []).extend([each.name] if each.home else [])
    for model, names in found.items():
        if len(names) != 1:
            told = ", ".join(names) or "none"
            raise ImproperlyConfigured(f"{model._meta.label} has one list as its home, not {told}.")
    return {model: names[0] for model, names in found.items()}


def paths_of(
    lists: Iterable[ListPage], indexed: Mapping[Model, Collection[str]]
) -> dict[Model, set[str]]:
    """For each model the field paths that decide who may see its rows, finds and counts them."""
    found: dict[Model, set[str]] = {}
    for each in lists:
        model = each.filterset_class.model
        paths = found.setdefault(model, set())
        paths.update(counted(each.filterset_class), model.SHOWN_IF, indexed.get(model, ()))
    return found


def corpora_of(filterset_class: type[ListFilterSet]) -> Iterator[corpus.Corpus]:
    """What the rows asked about are found by, if words are asked for at all."""
    for question in filterset_class.base_filters.values():
        if isinstance(question, Search):
            yield question.corpus(filterset_class.model)


def counted(filterset_class: type[ListFilterSet]) -> Iterator[str]:
    """The field paths whose values decide where the rows asked about are counted."""
    for question in filterset_class.base_filters.values():
        if isinstance(question, FacetFilter) and question.counted:
            yield from question.paths(filterset_class.model)
