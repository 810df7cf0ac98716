"""What a page shows of the questions of its list: values with counts, conditions in use."""

import dataclasses
from collections.abc import Sequence
from typing import NamedTuple

from portal.lists.faults import Fault


class FacetValue(NamedTuple):
    """One value of a facet: how often it would be found, and whether it is asked for."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclasses.dataclass(frozen=True)
class Switch:
    """Whether a question is asked for its values alone, without what is narrower: a tick box.

    `name` and `value` are what it adds to the address.
    """

    name: str
    value: str
    label: str
    on: bool


@dataclasses.dataclass(frozen=True)
class Turn:
    """The way to the same list with a switch the other way, and how many rows are found there."""

    label: str
    query: str
    count: int


@dataclasses.dataclass(frozen=True)
class Facet:
    """A question with its values and counts.

    `values` are shown, `rest` folded away. Where a vocabulary is longer still, `more` are left to
    the list of its entries, whose pages lead here. `help` is the address at which the words are
    explained, or empty. `switch` is there where values stand below others. Of a vocabulary too
    long to show `find` is the name of the parameter by which it is searched, and `sought` the words
    that its values hold.
    """

    name: str
    label: str
    values: list[FacetValue]
    rest: list[FacetValue]
    more: int
    listing: str
    help: str
    open: bool
    switch: Switch | None = None
    find: str = ""
    sought: str = ""
    faults: Sequence[Fault] = ()

    @property
    def asked(self) -> bool:
        """Whether one of its values is asked for."""
        return any(value.chosen for value in self.values)


@dataclasses.dataclass(frozen=True)
class Index:
    """The places of an index of names, and the name of the question that asks for them."""

    name: str
    label: str
    values: list[FacetValue]

    @property
    def asked(self) -> bool:
        """Whether names of one place alone are asked for."""
        return any(value.chosen for value in self.values)


@dataclasses.dataclass(frozen=True)
class FreeField:
    """A question answered by writing or by one tick, with what was written and what is wrong.

    `input` is the type of the field, `value` what it holds or, ticked, adds to the address.
    """

    name: str
    label: str
    input: str
    value: str
    ticked: bool
    dated: bool
    faults: Sequence[Fault]

    @property
    def described_by(self) -> str:
        """The ids of what explains the field: the forms of dates, what is wrong."""
        ids = ["hint-dates"] if self.dated else []
        return " ".join([*ids, *([f"fault-{self.name}"] if self.faults else [])])


@dataclasses.dataclass(frozen=True)
class Chip:
    """A condition in use, and the query string of the same list without it."""

    label: str
    value: str
    without: str
    count: int | None = None
