"""The names of a text that the record has: each with its places and what it may mean.

They are told apart from the values, and each once, since a text names a country in every line.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db import models

from portal.pages.check.name_lexicon import NAMED, TITLED
from portal.pages.check.surroundings import Surroundings
from portal.pages.check.values import Thing, visible
from portal.pages.check.verdicts import Verdict


@dataclasses.dataclass(frozen=True)
class Called:
    """An entry or entity that a name may mean: its kind, what the record calls it, its page."""

    model: str
    name: str
    address: str


@dataclasses.dataclass(frozen=True)
class Name:
    """A name as a text has it, from `start` to `end` at each of its places; whom it may mean."""

    printed: str
    places: tuple[tuple[int, int], ...]
    meant: tuple[Called, ...]

    @property
    def verdict(self) -> Verdict:
        """Whether it names one of a kind, or several candidates of one."""
        kinds = {each.model for each in self.meant}
        return Verdict.AGREES if len(kinds) == len(self.meant) else Verdict.CANDIDATES


def names_of(text: str, surroundings: Surroundings, using: str) -> list[Name]:
    """The names of the record in a text, in the order in which they first stand there."""
    found: dict[tuple[Thing, ...], list[tuple[int, int]]] = defaultdict(list)
    for read in surroundings.lines:
        for each in read.names:
            found[each.things].append(read.line.place(each.start, each.end))
    known = called({thing for things in found for thing in things}, using)
    return [
        Name(text[slice(*places[0])], tuple(places), meant)
        for things, places in found.items()
        if (meant := tuple(known[thing] for thing in things if thing in known))
    ]


def called(things: Iterable[Thing], using: str) -> dict[Thing, Called]:
    """What the record calls some entries and entities, in the active language."""
    return dict(pair for model in (*NAMED, *TITLED) for pair in of_model(model, things, using))


def of_model(name: str, things: Iterable[Thing], using: str) -> Iterator[tuple[Thing, Called]]:
    """Those of one model, if visitors may see them."""
    model: type[models.Model] = {**NAMED, **TITLED}[name]
    pks = [pk for kind, pk in things if kind == name]
    rows = visible(model, using) if hasattr(model, "shown_if") else model._base_manager.using(using)
    for row in rows.filter(pk__in=pks) if pks else ():
        yield (name, row.pk), Called(name, str(row), row.get_absolute_url())
