"""The rows of a list as bitmaps: one for each value of each facet, kept in the process.

Counting a facet is then an intersection in memory, whatever the size of the record. A process
asks for the version of the record once a request and reads anew only the rows that changed
since. A state is never altered, so that a request sees one and the same from start to end.

The first page of a process begins with what another one kept in the database (`kept_facets`).
"""

import dataclasses
import functools
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.db import connections, models
from pyroaring import BitMap

from portal.changes import aside
from portal.changes.models import Change, Stamp
from portal.lists.hierarchy import Hierarchy
from portal.lists.kept_facets import AGAIN, recall, remember
from portal.rows.internals import sql_of

# Answers to searches and date questions kept for one version.
KEPT = 200
# The value of rows that have none, as it stands in an address.
NONE = "null"
Values = dict[str, BitMap]


@dataclasses.dataclass(frozen=True)
class FacetSnapshot:
    """The rows of a list at one version, and those with each value of each facet.

    `facets` are the rows with just that value, `widened` those with it or a narrower one. They are
    the same where no value stands below another; `nestings` say what does, where one can. `kept` is
    the number of the version at which a state is kept that this one goes on from, if one is.
    """

    stamp: Stamp
    every: BitMap
    facets: "ByFacet"
    widened: "ByFacet"
    nestings: "ByFacet"
    answers: "VersionedLru"
    words: dict[str, dict] = dataclasses.field(default_factory=dict)
    kept: int | None = None


class ByFacet(Mapping):
    """Something of each facet: of one that no page has shown yet it is read when asked.

    A page that only searches, and a download, ask for none.
    """

    def __init__(self, names: Iterable[str], read: Callable[[str], Any], known: dict):
        self.names, self.read, self.known = tuple(names), read, known
        self.lock = threading.Lock()

    def __getitem__(self, name: str) -> Any:
        if name not in self.known:
            if name not in self.names:
                raise KeyError(name)
            with self.lock:
                if name not in self.known:
                    self.known[name] = self.read(name)
        return self.known[name]

    def __contains__(self, name):
        return name in self.names

    def __iter__(self):
        return iter(self.names)

    def __len__(self):
        return len(self.names)


class VersionedLru:
    """The answers to the last questions, by question: kept while the version lasts."""

    def __init__(self, most: int = KEPT):
        self.most = most
        self.kept: OrderedDict[tuple, Any] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, key: tuple, compute: Callable[[], Any]) -> Any:
        """What stands under `key`, computed where it is not known.

        What is tried out is not kept.
        """
        if aside.current():
            return compute()
        with self.lock:
            if key in self.kept:
                self.kept.move_to_end(key)
                return self.kept[key]
        found = compute()
        with self.lock:
            self.kept[key] = found
            while len(self.kept) > self.most:
                self.kept.popitem(last=False)
        return found


class FacetIndex:
    """The bitmaps of one list, read from one database.

    `entries` gives the rows that visitors may see, `groups` for each facet the expression that
    rows are counted by, `hierarchies` which of its values stand below which, if they can, and
    `vocabularies` the models whose entries the values stand for. Under `name` a state is kept in
    the database; without one none is.
    """

    def __init__(
        self,
        entries: Callable[[], models.QuerySet],
        groups: Mapping[str, models.expressions.Combinable],
        hierarchies: Mapping[str, Hierarchy],
        vocabularies: Iterable[type[models.Model]],
        using: str,
        name: str = "",
    ):
        self.entries, self.groups, self.using, self.name = entries, groups, using, name
        self.hierarchies = hierarchies
        self.vocabularies = {model._meta.label for model in vocabularies}
        self.state: FacetSnapshot | None = None
        self.lock = threading.Lock()

    def at(self, stamp: Stamp) -> FacetSnapshot:
        """The state at a version of the record, or at a later one.

        While something is tried out it is read for that alone: visitors have the state they had.
        """
        if aside.current():
            return aside.apart(self, lambda: self.read(stamp))
        state = self.state
        if state is None or state.stamp != stamp:
            with self.lock:
                state = self.state
                if state is None:
                    state = self.recalled() or self.read(stamp)
                if state.stamp != stamp:
                    state = self.follow(state, stamp)
                self.state = state
        return state

    def recalled(self) -> FacetSnapshot | None:
        """The state that is kept in the database, of whatever version, if one is."""
        found = recall(self.name, self.layout, self.using) if self.name else None
        if found is None:
            return None
        stamp, every, known = found
        return self.snapshot(stamp, every, known, self.nestings(), stamp.number)

    def keep(self, state: FacetSnapshot) -> None:
        """Keep a state for processes that begin, if it was read anew or lies far behind one kept.

        Only one that every visitor sees, once a page has read every facet of it.
        """
        whole = state.facets.known.keys() >= self.groups.keys()
        with self.lock:
            far = state.kept is None or state.stamp.number - state.kept >= AGAIN
            if not whole or not far or state is not self.state:
                return
            self.state = dataclasses.replace(state, kept=state.stamp.number)
        remember(self.name, self.layout, state.stamp, state.every, state.facets.known, self.using)

    @functools.cached_property
    def layout(self) -> str:
        """A fingerprint of what is read: the statements hold all that the code asks."""
        entries = self._entries().order_by()
        read = {"": entries.values_list("pk")}
        read |= {name: entries.values_list(group, "pk") for name, group in self.groups.items()}
        told = {name: sql_of(each) for name, each in read.items()}
        return hashlib.sha256(repr(told).encode()).hexdigest()

    def snapshot(
        self,
        stamp: Stamp,
        every: BitMap,
        known: dict[str, Values],
        nestings: ByFacet,
        kept: int | None,
    ) -> FacetSnapshot:
        """A state of which some facets are known."""
        facets = self.facets(known)
        widened = self.widened(facets, nestings)
        return FacetSnapshot(stamp, every, facets, widened, nestings, VersionedLru(), kept=kept)

    def read(self, stamp: Stamp) -> FacetSnapshot:
        """Every row, read from the database."""
        entries = self._entries()
        every = BitMap(pk for (pk,) in rows(entries.values_list("pk")))
        return self.snapshot(stamp, every, {}, self.nestings(), None)

    def _entries(self) -> models.QuerySet:
        return self.entries().using(self.using)

    def facets(self, known: dict[str, Values]) -> ByFacet:
        """The facets of the list, some of them known."""
        return ByFacet(self.groups, lambda name: self.values(name, self._entries()), known)

    def nestings(self) -> ByFacet:
        """What stands below what, of the facets in which something can."""
        return ByFacet(
            self.hierarchies, lambda name: self.hierarchies[name].nesting(self.using), {}
        )

    def widened(self, facets: ByFacet, nestings: ByFacet) -> ByFacet:
        """The facets with the rows that narrower values have."""

        def read(name: str) -> Values:
            return nestings[name].widened(facets[name]) if name in nestings else facets[name]

        return ByFacet(self.groups, read, {})

    def values(self, name: str, entries: models.QuerySet) -> Values:
        """The rows with each value of a facet, among some entries."""
        found: dict[str, list[int]] = {}
        for value, pk in rows(entries.values_list(self.groups[name], "pk")):
            if value in found:
                found[value].append(pk)
            else:
                found[value] = [pk]
        return {key(value): BitMap(pks) for value, pks in found.items()}

    def follow(self, state: FacetSnapshot, stamp: Stamp) -> FacetSnapshot:
        """The state at a later version: only rows that changed since are read."""
        model = self._entries().model
        logged = Change.objects.using(self.using).since(state.stamp, stamp)
        changed = None if logged is None else logged.get(model._meta.label, set())
        if changed is None or None in changed:
            return self.read(stamp)
        # What values are called, and what stands below what, is read again where an entry of a
        # vocabulary changed.
        words, nestings = copied(state.words), state.nestings
        if logged.keys() & self.vocabularies:
            words, nestings = {}, self.nestings()
        if not changed:
            same = nestings is state.nestings
            widened = state.widened if same else self.widened(state.facets, nestings)
            new = {"widened": widened, "nestings": nestings, "words": words}
            return dataclasses.replace(state, stamp=stamp, answers=VersionedLru(), **new)
        gone = BitMap(changed)
        entries = self._entries().filter(pk__in=changed)
        present = BitMap(pk for (pk,) in rows(entries.values_list("pk")))
        known = {}
        for name, values in list(state.facets.known.items()):
            kept = {
                value: bitmap - gone if bitmap.intersect(gone) else bitmap
                for value, bitmap in values.items()
                if not bitmap.issubset(gone)
            }
            for value, bitmap in self.values(name, entries).items():
                kept[value] = kept[value] | bitmap if value in kept else bitmap
            known[name] = kept
        every = (state.every - gone) | present
        after = self.snapshot(stamp, every, known, nestings, state.kept)
        return dataclasses.replace(after, words=words)


def copied(words: dict[str, dict]) -> dict[str, dict]:
    """The words by language, to be added to without touching those of another state."""
    return {language: dict(known) for language, known in words.items()}


def key(value) -> str:
    """A value of a facet as it stands in an address."""
    return NONE if value is None else str(value)


def rows(queryset: models.QuerySet) -> Iterator[tuple]:
    """The rows of a `values_list` in no order, without what the ORM does for each of them."""
    with connections[queryset.db].cursor() as cursor:
        cursor.execute(*sql_of(queryset.order_by()))
        while found := cursor.fetchmany(10_000):
            yield from found
