"""What things are called, as the index knows it: who has a name, and which others."""

from collections.abc import Collection, Iterable, Sequence

from portal.search.corpus import CORPORA
from portal.search.models import Name, Rank
from portal.search.query import other_names

# The number of a model and a primary key; with the rank of a name.
Thing = tuple[int, int]
NamedThing = tuple[int, int, int]


class Names:
    """The names that one database knows."""

    def __init__(self, using: str):
        self.using = using
        self.synonyms = {corpus.number(using) for corpus in CORPORA.values() if corpus.synonyms}

    def owners(self, keys: Collection[str]) -> dict[str, list[NamedThing]]:
        """The things that are called by each of some names, as names are compared.

        What a synonym means is no name of it: who asks for that asks for nothing else.
        """
        found: dict[str, list[NamedThing]] = {}
        asked = Name.objects.using(self.using).filter(folded__in=keys, rank__lte=Rank.HALF)
        for folded, *thing in asked.order_by("pk").values_list("folded", "corpus", "row", "rank"):
            if thing[0] not in self.synonyms or thing[2] == Rank.TITLE:
                found.setdefault(folded, []).append(tuple(thing))
        known = {folded: without_halves(things) for folded, things in found.items()}
        return {folded: things for folded, things in known.items() if things}

    def called(
        self, things: Collection[Thing], most: int = Rank.DECLARED
    ) -> dict[Thing, list[str]]:
        """What some things are called, by names of a rank up to `most`."""
        rows = Name.objects.using(self.using).filter(
            row__in={row for _corpus, row in things}, rank__lte=most
        )
        found: dict[Thing, list[str]] = {}
        for corpus, row, written in rows.order_by("pk").values_list("corpus", "row", "written"):
            if (corpus, row) in things:
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
        rows = Name.objects.using(self.using).filter(folded__in=readings, rank=Rank.READING)
        found: dict[str, set[Thing]] = {}
        for folded, corpus, row in rows.values_list("folded", "corpus", "row"):
            found.setdefault(folded, set()).add((corpus, row))
        return found


def without_halves(things: Sequence[NamedThing]) -> list[NamedThing]:
    """Who is called so: half of a name counts only where nothing else has it."""
    whole = [thing for thing in things if thing[2] != Rank.HALF]
    return whole or (list(things) if len({thing[:2] for thing in things}) == 1 else [])


def without_ranks(things: Iterable[NamedThing]) -> set[Thing]:
    """Things without how their name belongs to them."""
    return {(corpus, row) for corpus, row, _rank in things}
