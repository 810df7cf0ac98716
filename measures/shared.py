"""What is known of what measures share, kept for a version of the record.

A page asks of each thing that its measure has how many rows have it, and of rare ones which
measures; the next page asks of many of them again. To count them took 3.2 ms of processor time of
each page, to read the measures 1.7, of 24 for all of it (medians, 20,000 measures, SQLite).
"""

import functools
from array import array
from collections.abc import Collection

from measures.models import Measure
from measures.models.rarity import KINDS, owners, owners_among, rows_counted, slugs_of
from portal.changes import aside
from portal.changes.models import Stamp

# Nobody counts the measures of the record further: what is rare is rarer than that.
SIZE_COUNTED = 5_000
# So many measures are kept for all things together before all are forgotten: 1 MB.
KEPT = 100_000
# So many address names: 3 MB.
KEPT_NAMES = 20_000

Key = tuple[str, int]  # the kind of a thing and its primary key


class Shared:
    """What measures have in common in one database; what was looked up is not looked up again."""

    def __init__(self, using: str):
        self.using = using
        self.counts: dict[Key, int] = {}
        self.owners: dict[Key, array] = {}
        self.slugs: dict[int, str] = {}

    @functools.cached_property
    def size(self) -> int:
        """How many measures visitors can see, counted to `SIZE_COUNTED`."""
        return Measure.objects.using(self.using).order_by().published()[:SIZE_COUNTED].count()

    def counted(self, keys: Collection[Key]) -> dict[Key, int]:
        """How many rows have each of some things, counted no further than `COUNTED` and one."""
        known = self.counts
        if unknown := [key for key in keys if key not in known]:
            found = dict.fromkeys(unknown, 0)
            for kind, thing, rows in rows_counted(by_kind(unknown), self.using):
                found[kind, thing] = rows
            known.update(found)
        return {key: known[key] for key in keys}

    def having(self, keys: Collection[Key]) -> dict[Key, array]:
        """The published measures that have each of some things, by their primary keys."""
        known = self.owners
        if unknown := [key for key in keys if key not in known]:
            if sum(map(len, known.values())) > KEPT:
                self.owners = known = {key: known[key] for key in keys if key in known}
            found: dict[Key, set[int]] = {key: set() for key in unknown}
            for kind, thing, owner in owners(by_kind(unknown), self.using):
                found[kind, thing].add(owner)
            known.update((key, array("q", pks)) for key, pks in found.items())
        return {key: known[key] for key in keys}

    def called(self, measures: Collection[int]) -> dict[int, str]:
        """Some measures with their address names, by primary key."""
        known = self.slugs
        if unknown := [pk for pk in measures if pk not in known]:
            if len(known) > KEPT_NAMES:
                self.slugs = known = {pk: known[pk] for pk in measures if pk in known}
            known.update(slugs_of(unknown, self.using))
        return known

    def among(self, keys: Collection[Key], pks: Collection[int]) -> list[tuple[str, int, int]]:
        """Which of some measures have which of some things: kind, thing, measure; not kept."""
        return owners_among(by_kind(keys), pks, self.using) if keys and pks else []


def shared_at(stamp: Stamp, using: str) -> Shared:
    """What measures share at a version; while something is tried out, as that makes it."""
    if aside.current():
        return aside.apart((Shared, using), lambda: Shared(using))
    return kept_at(stamp, using)


@functools.lru_cache(maxsize=2)
def kept_at(stamp: Stamp, using: str) -> Shared:
    """The same, filled while the version lasts by whatever pages ask for."""
    return Shared(using)


def by_kind(keys: Collection[Key]) -> dict[str, set[int]]:
    """The primary keys of things of each kind."""
    found: dict[str, set[int]] = {kind: set() for kind in KINDS}
    for kind, thing in keys:
        found[kind].add(thing)
    return found
