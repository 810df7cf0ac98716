"""What those who keep something of the record are told of a change."""

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple, Protocol

from django.db import models

from portal.changes.models import Stamp

Model = type[models.Model]
Paths = Mapping[Model, Collection[str]]


class Tree(Protocol):
    """An entry with all of its rows, as who revises it has read it."""

    def held(self) -> models.Model:
        """The entry with its rows as if they had been prefetched."""


class Alone(NamedTuple):
    """The one entry of which anything was written, with its form before that and now.

    `tree` is it now. Where the form says what it said before, the two are empty, and there is no
    tree.
    """

    model: Model
    pk: int
    before: Mapping
    now: Mapping
    tree: Tree | None

    @property
    def names(self) -> set[str]:
        """The names in its form at which something else stands now."""
        every = self.before.keys() | self.now.keys()
        return {name for name in every if self.before.get(name) != self.now.get(name)}


class Touched(NamedTuple):
    """What a follower is told of a change to the database `using`.

    `rows` are the primary keys of rows of which a value at one of its paths changed, by model;
    None instead of keys says that all rows of the model are to be read anew. Where an entry was
    changed by itself, `alone` tells what of it. `stamp` is the version that the change makes; None
    where visitors see nothing of it, or where it is told otherwise what is to be read anew.
    """

    rows: Mapping[Model, Collection[int] | None]
    using: str
    alone: Alone | None = None
    stamp: Stamp | None = None


class Follower(NamedTuple):
    """Who keeps something of the record, by the field paths that are read for it of which models.

    `follow` is called in the transaction of each change that touches one of the models. By its
    `name` it is called upon for what is tried out, where somebody reads what it keeps.
    """

    paths: Paths
    follow: Callable[[Touched], None]
    name: str = ""
