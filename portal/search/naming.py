"""What things are called, as the index knows it: who has a name, and which others."""

from collections.abc import Collection, Iterable, Sequence

from django.db import models

from portal.rows.kept import Asked, AskedWords, KeptStatement
from portal.search.corpus import CORPORA
from portal.search.models import Name, Rank
from portal.search.query import other_names

# The number of a model and a primary key; with the rank of a name.
Thing = tuple[int, int]
NamedThing = tuple[int, int, int]

# What an act or a scheme is called beyond what it is about: 能動的サイバー防御に関する法律.
OF_ACTS = ("法", "に関する法律", "制度", " act", " law", " system", " scheme")


def _named() -> models.QuerySet:
    names = Name.objects.filter(folded__in=AskedWords("names")).order_by("pk")
    return names.values_list("folded", "corpus", "row", "rank")


def _called() -> models.QuerySet:
    # With the numbers of the models, which the index of owners begins with.
    names = Name.objects.filter(corpus__in=Asked("corpora"), row__in=Asked("rows"))
    return names.order_by("pk").values_list("corpus", "row", "rank", "written")


NAMED, CALLED = KeptStatement(_named), KeptStatement(_called)


class Names:
    """The names that one database knows, for one page: nothing is asked a second time."""

    def __init__(self, using: str):
        self.using = using
        self.synonyms = {corpus.number(using) for corpus in CORPORA.values() if corpus.synonyms}
        self.known: dict[str, list[NamedThing]] = {}
        self.owned: dict[str, list[NamedThing]] = {}

    def know(self, names: Collection[str]) -> None:
        """Read who is called so, or read so, as names and readings are compared."""
        new = set(names) - self.known.keys()
        self.known.update((name, []) for name in new)
        for name, *thing in NAMED.rows(self.using, names=new) if new else ():
            self.known[name].append(tuple(thing))
        for name in new:
            if things := without_halves(list(filter(self._is_name, self.known[name]))):
                self.owned[name] = things

    def owners(self, keys: Collection[str]) -> dict[str, list[NamedThing]]:
        """The things that are called by each of some names, as names are compared.

        What a synonym means is no name of it: who asks for that asks for nothing else.
        """
        self.know(keys)
        return {name: self.owned[name] for name in keys if name in self.owned}

    def _is_name(self, thing: NamedThing) -> bool:
        corpus, _row, rank = thing
        return rank <= Rank.HALF and (corpus not in self.synonyms or rank == Rank.TITLE)

    def called(
        self, things: Collection[Thing], most: int = Rank.DECLARED
    ) -> dict[Thing, list[str]]:
        """What some things are called, by names of a rank up to `most`."""
        found: dict[Thing, list[str]] = {}
        asked = {"corpora": {corpus for corpus, _row in things}, "rows": {row for _, row in things}}
        for corpus, row, rank, written in CALLED.rows(self.using, **asked) if things else ():
            if rank <= most and (corpus, row) in things:
                found.setdefault((corpus, row), []).append(written)
        return found

    def others(self, keys: Collection[str]) -> tuple[tuple[str, str], ...]:
        """The other names, folded and written, of what is called by some names."""
        meant = {name: without_ranks(things) for name, things in self.owners(keys).items()}
        called = self.called(set().union(*meant.values()))
        found = (
            pair
            for name, things in meant.items()
            for pair in other_names(name, [called[each] for each in sorted(things & called.keys())])
        )
        return tuple(dict.fromkeys(found))

    def read_so(self, readings: Collection[str]) -> dict[str, set[Thing]]:
        """The things that are read so, as readings are compared."""
        self.know(readings)
        found = {each: self.known[each] for each in readings}
        read = {
            each: {(corpus, row) for corpus, row, rank in things if rank == Rank.READING}
            for each, things in found.items()
        }
        return {each: things for each, things in read.items() if things}


def acts(names: Iterable[str]) -> set[str]:
    """The names of acts and schemes about what has some names, as names are compared."""
    return {
        f"{name}{ending}"
        for name in names
        for ending in OF_ACTS
        if name and name.isascii() == ending.isascii()
    }


def without_halves(things: Sequence[NamedThing]) -> list[NamedThing]:
    """Who is called so: half of a name counts only where nothing else has it."""
    whole = [thing for thing in things if thing[2] != Rank.HALF]
    return whole or (list(things) if len({thing[:2] for thing in things}) == 1 else [])


def without_ranks(things: Iterable[NamedThing]) -> set[Thing]:
    """Things without how their name belongs to them."""
    return {(corpus, row) for corpus, row, _rank in things}
