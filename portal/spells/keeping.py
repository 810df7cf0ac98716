"""Writes the spells of things, where they differ from those that are kept."""

import dataclasses
from collections.abc import Mapping, Sequence

from portal.rows.internals import delete_unheard
from portal.spells.models import Spell
from portal.spells.reading import Span

# What the follower of changes is called that keeps them.
SPELLS = "spells"
FIELDS = tuple(field.name for field in dataclasses.fields(Span))


def kept(owners: Sequence[int], using: str) -> dict[int, set[tuple]]:
    """The spells that are kept of some things, as tuples, by the primary key of the thing."""
    found: dict[int, set[tuple]] = {owner: set() for owner in owners}
    rows = Spell.objects.using(using).filter(owner__in=owners)
    for owner, *values in rows.values_list("owner", *FIELDS):
        found[owner].add(tuple(values))
    return found


def stale(found: Mapping[int, Sequence[Span]], using: str) -> list[int]:
    """Of things those of which other spells are kept than were found."""
    known = kept(list(found), using)
    return [
        owner
        for owner, spans in found.items()
        if known[owner] != {dataclasses.astuple(span) for span in spans}
    ]


def keep(found: Mapping[int, Sequence[Span]], using: str) -> int:
    """Keep the spells of some things in place of those before; of how many they are other ones."""
    owners = stale(found, using)
    if owners:
        spells = Spell.objects.using(using)
        delete_unheard(spells.filter(owner__in=owners))
        spells.bulk_create(
            [
                Spell(owner=owner, **dataclasses.asdict(span))
                for owner in owners
                for span in found[owner]
            ]
        )
    return len(owners)
