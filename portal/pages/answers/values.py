"""What answers are made of: named values, and counts that lead to just as many rows."""

import dataclasses
import functools
import operator
from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.db import models
from django.urls import reverse
from pyroaring import BitMap

from measures.facts import FactValue, Run, runs_of
from portal.changes.models import Stamp
from portal.lists.columns import Label
from portal.lists.declaration import ListPage
from portal.rows.bundle import RowBundle
from portal.search.where import Row


@dataclasses.dataclass(frozen=True)
class Told:
    """One thing that an answer tells: what it is called, and its values, the first one foremost."""

    name: Label
    items: list[FactValue]

    @property
    def first(self) -> FactValue:
        """The value that a line has room for."""
        return self.items[0]

    @property
    def is_count(self) -> bool:
        """Whether it is a number of rows, which no source states, and nothing besides."""
        return self.first.words.isdecimal() and not (self.first.row or self.first.note)

    @property
    def runs(self) -> list[Run]:
        """The values by where they were read: a source is named once in a row."""
        return runs_of(self.items)


# Entries or rows of one kind by primary key, each with what is told first; and of all kinds.
Answered = dict[int, tuple[models.Model, list[Told]]]
Answers = dict[Row, tuple[models.Model, list[Told]]]


def told(name: Label, items: Iterable[FactValue | None]) -> list[Told]:
    """What is told under a name, if there is anything."""
    found = [item for item in items if item is not None]
    return [Told(name, found)] if found else []


@dataclasses.dataclass(frozen=True)
class Counts:
    """How many rows lists have for some conditions, from their bitmaps at one version.

    A value stands for what is narrower too, as it does in the address of the list. Made for one
    page: its `answers` are of that version and in its language.
    """

    stamp: Stamp
    using: str
    # What was told already: an entry that is called so is mostly the first that is found, too.
    answers: Answers = dataclasses.field(default_factory=dict, compare=False)

    def rows(self, listing: ListPage, **asked: str) -> BitMap:
        """The rows of a list that meet all conditions, each a facet with one value."""
        known = listing.facet_index(self.using).at(self.stamp).widened
        found = (known[name].get(value, BitMap()) for name, value in asked.items())
        return functools.reduce(operator.and_, found)

    def of(self, listing: ListPage, **asked: str) -> FactValue | None:
        """How many they are, with the way to them; None for none."""
        number = len(self.rows(listing, **asked))
        if not number:
            return None
        return FactValue(str(number), address=reverse(listing.name, query=asked))


class Reading(NamedTuple):
    """What reads entries or rows of one kind, and what tells of what was read."""

    bundle: RowBundle
    tell: Callable[[dict[str, list], Counts], Answered]
