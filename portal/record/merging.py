"""Two edits of one entry, joined: what either changed is kept, what both changed is asked.

Undo and restore are merges too: the base is the form after the change, mine is the form before it,
theirs is the form now. So what others changed since then stays.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

from portal.record.matching import Row, folded, key_fields, key_of, pairs, same_key, spread, step
from portal.record.schema import DAY, EntrySchema

Side = Literal["mine", "theirs"]
Path = tuple[str, ...]
# Where a value was read: one without the other leads nowhere.
PLACE = {"section", "phrase"}


@dataclasses.dataclass(frozen=True)
class Clash:
    """What two edits did that cannot both be kept.

    `kind` says how: the same `field` was changed to two values; a `row` (or, at the path of
    nothing, the entry) was changed by one and deleted by the other; a value was changed by one
    and its `source` by the other, so that nobody has read that value at that place; or two rows
    now bear one name, which may stand once (`twice`). Beside each stand what both began with, and
    what each made of it; None is nothing.
    """

    path: Path
    kind: Literal["field", "row", "source", "twice"]
    base: Any
    mine: Any
    theirs: Any

    @property
    def name(self) -> str:
        """The path as one word, for a form that asks which side is meant."""
        return name_of(self.path)


@dataclasses.dataclass(frozen=True)
class Merged:
    """The form that two edits make together; where they clash it says what theirs does.

    `reordered` are the lists of which both moved the rows: they stand in the order of theirs.
    """

    form: Row | None
    clashes: tuple[Clash, ...] = ()
    reordered: tuple[Path, ...] = ()


class Triple(NamedTuple):
    """The places of one row in the lists of base, mine and theirs; None where it is in none."""

    base: int | None
    mine: int | None
    theirs: int | None


def name_of(path: Path) -> str:
    """A path as one word: steps are parted by slashes, as in a JSON pointer."""
    return "/".join(part.replace("~", "~0").replace("/", "~1") for part in path)


def merge(
    schema: EntrySchema,
    base: Row | None,
    mine: Row | None,
    theirs: Row | None,
    chosen: Mapping[str, Side] | None = None,
) -> Merged:
    """What two edits of one form make together. None is an entry that is not there.

    `chosen` says of clashes, by their name, which side is meant; those are settled then.
    """
    merging = _Merging(chosen or {})
    if mine is None or theirs is None:
        form = merging.one_gone((), base, mine, theirs)
    else:
        form = merging.row(schema, base or {}, mine, theirs, ())
    return Merged(form, tuple(merging.clashes), tuple(merging.reordered))


class _Merging:
    """One merge under way: what was found to clash, and what was chosen."""

    def __init__(self, chosen: Mapping[str, Side]):
        self.chosen = chosen
        self.clashes: list[Clash] = []
        self.reordered: list[Path] = []

    def clash(self, path: Path, kind: str, base, mine, theirs):
        """The side that is meant; a clash, and theirs, where nobody said."""
        side = self.chosen.get(name_of(path))
        if side is None:
            self.clashes.append(Clash(path, kind, base, mine, theirs))
        return mine if side == "mine" else theirs

    def one_gone(self, path: Path, base, mine, theirs):
        """A row or an entry that one of the two has not, or neither."""
        if mine == base:
            return theirs
        if theirs in (base, mine):
            return mine
        return self.clash(path, "row", base, mine, theirs)

    def row(self, schema: EntrySchema, base: Row, mine: Row, theirs: Row, path: Path) -> Row:
        """A row that both have."""
        if mine in (base, theirs):
            return theirs
        if theirs == base:
            return mine
        own = self.own(schema, base, mine, theirs, path)
        for name, child in schema.children.items():
            sides = [side.get(name) for side in (base, mine, theirs)]
            if value := self.below(child, *sides, (*path, name)):
                own[name] = value
        return own

    def own(self, schema: EntrySchema, base: Row, mine: Row, theirs: Row, path: Path) -> Row:
        """What a row says of itself, without the rows below it."""
        base, mine, theirs = (without_rows(schema, side) for side in (base, mine, theirs))
        fields = schema.by_name
        if base and parts_value_from_source(schema, base, mine, theirs):
            return dict(self.clash(path, "source", base, mine, theirs))
        known = [name for name in fields if name in base.keys() | mine.keys() | theirs.keys()]
        names = dict.fromkeys([*known, *theirs, *mine])
        merged = {}
        for name in names:
            field = fields.get(name)
            sides = base.get(name), mine.get(name), theirs.get(name)
            if field is not None and field.many_to_many:
                value = union(*sides)
            elif name == DAY and sides[0] not in sides[1:]:
                value = max(filter(None, sides[1:]), default=None)
            else:
                value = self.value((*path, name), *sides)
            if value not in (None, "", []):
                merged[name] = value
        return merged

    def value(self, path: Path, base, mine, theirs):
        """One value."""
        if mine in (base, theirs):
            return theirs
        return mine if theirs == base else self.clash(path, "field", base, mine, theirs)

    def below(self, schema: EntrySchema, base, mine, theirs, path: Path):
        """The rows below a row, or the one row where there is but one."""
        if mine in (base, theirs):
            return theirs
        if theirs == base:
            return mine
        if not schema.one:
            lists = [[spread(schema, row) for row in side or ()] for side in (base, mine, theirs)]
            return [folded(schema, row) for row in self.rows(schema, *lists, path)]
        if mine is None or theirs is None:
            return self.one_gone(path, base, mine, theirs)
        return self.row(schema, base or {}, mine, theirs, path)

    def rows(
        self,
        schema: EntrySchema,
        base: list[Row],
        mine: list[Row],
        theirs: list[Row],
        path: Path,
    ) -> list[Row]:
        """The rows of a list, in order."""
        kept: dict[Triple, Row] = {}
        for triple in triples(schema, base, mine, theirs):
            sides = [
                None if place is None else rows[place]
                for place, rows in zip(triple, (base, mine, theirs), strict=True)
            ]
            number = next(place for place in triple if place is not None)
            named = next(side for side in sides if side is not None)
            where = (*path, step(schema, named, number))
            if sides[1] is None or sides[2] is None:
                row = self.one_gone(where, *sides)
            else:
                row = self.row(schema, sides[0] or {}, sides[1], sides[2], where)
            if row is not None:
                kept[triple] = row
        self.keep_names_single(schema, kept, mine, theirs, path)
        return [kept[triple] for triple in self.in_order(list(kept), path)]

    def keep_names_single(
        self,
        schema: EntrySchema,
        kept: dict[Triple, Row],
        mine: list[Row],
        theirs: list[Row],
        path: Path,
    ) -> None:
        """Leave of two rows that came to bear one name, one on either side, the one meant."""
        named: dict[tuple, list[Triple]] = {}
        for triple, row in kept.items():
            named.setdefault(key_of(schema, row), []).append(triple)
        for key, several in named.items() if key_fields(schema) else ():
            by_mine = [each for each in several if is_named(schema, mine, each.mine, key)]
            by_theirs = [each for each in several if is_named(schema, theirs, each.theirs, key)]
            if len(several) == 2 and by_mine and by_theirs and by_mine != by_theirs:
                one, other = by_mine[0], by_theirs[0]
                if kept[one] == kept[other]:
                    del kept[one]
                    continue
                where = (*path, step(schema, kept[other], other.theirs), "twice")
                meant = self.clash(where, "twice", None, kept[one], kept[other])
                del kept[other if meant is kept[one] else one]

    def in_order(self, found: list[Triple], path: Path) -> list[Triple]:
        """The rows that are kept, in the order of who moved them.

        What the other side added stands behind the row that it was entered after.
        """
        by_mine = sorted((each for each in found if each.mine is not None), key=by("mine"))
        by_theirs = sorted((each for each in found if each.theirs is not None), key=by("theirs"))
        mine_moved, theirs_moved = is_moved(by_mine), is_moved(by_theirs)
        if mine_moved and theirs_moved and shared(by_mine) != shared(by_theirs):
            self.reordered.append(path)
        if mine_moved and not theirs_moved:
            return woven(by_mine, by_theirs)
        return woven(by_theirs, by_mine)


def without_rows(schema: EntrySchema, row: Row) -> Row:
    """A row without the rows below it."""
    return {name: value for name, value in row.items() if name not in schema.children}


def changed(base: Row, side: Row, other: Row) -> set[str]:
    """The names that one side changed, and not the other in the same way."""
    return {
        name
        for name in base.keys() | side.keys()
        if base.get(name) != side.get(name) != other.get(name)
    }


def parts_value_from_source(schema: EntrySchema, base: Row, mine: Row, theirs: Row) -> bool:
    """Whether one side changed a value and the other where it was read, or why it is inferred.

    Each then read something at a place, but nobody that value at that place. The day of the last
    change is no value.
    """
    if not base.keys() >= PLACE:
        return False
    ours, others = changed(base, mine, theirs) - {DAY}, changed(base, theirs, mine) - {DAY}
    source = set(getattr(schema.model, "WRITTEN_LAST", ()))
    apart = (ours - source and others & source) or (ours & source and others - source)
    places = ours & PLACE, others & PLACE
    return bool(apart) or bool(all(places) and places[0] != places[1])


def union(base: Sequence | None, mine: Sequence | None, theirs: Sequence | None) -> list:
    """What is linked many to many: what either added, without what either took away."""
    before, ours, others = set(base or ()), set(mine or ()), set(theirs or ())
    return sorted((others | (ours - before)) - (before - ours))


def triples(
    schema: EntrySchema, base: list[Row], mine: list[Row], theirs: list[Row]
) -> list[Triple]:
    """Each row with its places on all sides; what both added under one name is one row."""
    in_mine, in_theirs = dict(pairs(schema, base, mine)), dict(pairs(schema, base, theirs))
    found = [Triple(place, in_mine.get(place), in_theirs.get(place)) for place in range(len(base))]
    ours = sorted(set(range(len(mine))) - set(in_mine.values()))
    others = sorted(set(range(len(theirs))) - set(in_theirs.values()))
    both = same_key(schema, [mine[place] for place in ours], [theirs[place] for place in others])
    met = {ours[one]: others[other] for one, other in both}
    found += [Triple(None, place, met.get(place)) for place in ours]
    found += [Triple(None, None, place) for place in others if place not in met.values()]
    return found


def is_named(schema: EntrySchema, rows: list[Row], place: int | None, key: tuple) -> bool:
    """Whether a side has a row, and it bears a name."""
    return place is not None and key_of(schema, rows[place]) == key


def by(side: str):
    """The place of a row on a side, for sorting."""
    return lambda triple: getattr(triple, side)


def shared(found: list[Triple]) -> list[Triple]:
    """Those of some rows that all sides have."""
    return [each for each in found if None not in each]


def is_moved(found: list[Triple]) -> bool:
    """Whether a side, of which the rows are given in its order, moved what it began with."""
    places = [each.base for each in found if each.base is not None]
    return places != sorted(places)


def woven(leading: list[Triple], following: list[Triple]) -> list[Triple]:
    """The rows of one side in their order, with what only the other side has put between them.

    Such a row stands behind the one that it stood behind there, and behind what was added there
    by the leading side.
    """
    order = list(leading)
    for place, triple in enumerate(following):
        if triple in order:
            continue
        before = following[place - 1] if place else None
        spot = order.index(before) + 1 if before is not None else 0
        while spot < len(order) and order[spot] not in following:
            spot += 1
        order.insert(spot, triple)
    return order
