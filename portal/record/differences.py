"""What became of an entry from one form to another, in the words of the form."""

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Literal

from django.utils.text import capfirst
from django.utils.translation import gettext

from portal.record.matching import Row, pairs, step
from portal.record.merging import Path
from portal.record.schema import DAY, EntrySchema
from portal.record.wording import Targets, Wording, rows_of, value_in

# An entry with the form of before and the form of after; None is an entry that is not there.
Change = tuple[EntrySchema, Row | None, Row | None]


@dataclasses.dataclass(frozen=True)
class Difference:
    """One thing that differs: where it stands, what it is called, what it was and is.

    A field that was `changed` has both; a row, or the entry itself, that was `added` or `removed`
    has `details`, what it says field by field, and the same as one text; of a row that was
    `moved` old and new are its places in the list, in words. `raw` is what a field held and holds,
    as the form has it.
    """

    path: Path
    label: str
    old: str
    new: str
    kind: Literal["changed", "added", "removed", "moved"]
    details: tuple[tuple[str, str], ...] = ()
    raw: tuple[object, object] = (None, None)


def differences(
    schema: EntrySchema, old: Row | None, new: Row | None, *, public: bool = False
) -> list[Difference]:
    """What differs between two forms of an entry, in the order of the form.

    For the `public` without the rows and links that lead to what visitors may not see.
    """
    return all_differences([(schema, old, new)], public=public)[0]


def all_differences(
    changes: Sequence[Change], *, public: bool = False, targets: Targets | None = None
) -> list[list[Difference]]:
    """The differences of many entries: what they name is looked up once, if it is not given."""
    if targets is None:
        targets = Targets((schema, form) for schema, *both in changes for form in both)
    comparison = _Comparison(targets, public)
    return [list(comparison.entry(*change)) for change in changes]


class _Comparison:
    def __init__(self, targets: Targets, public: bool):
        self.targets, self.public = targets, public
        self.words = Wording(targets, public=public)

    def entry(self, schema: EntrySchema, old: Row | None, new: Row | None) -> Iterator[Difference]:
        """The differences of an entry."""
        if old is None or new is None:
            form = new if old is None else old
            if form is not None:
                label = capfirst(str(schema.model._meta.verbose_name))
                name = self.words.entry(schema, form)
                kind = "added" if old is None else "removed"
                yield Difference((), label, *sides(kind, name), kind)
            return
        yield from self.fields(schema, old, new, (), "", ((), ()))
        yield from self.below(schema, old, new, (), "")

    def fields(
        self,
        schema: EntrySchema,
        old: Row,
        new: Row,
        path: Path,
        label: str,
        beside: tuple[Sequence[Row], Sequence[Row]],
    ) -> Iterator[Difference]:
        """The fields of a row that differ; `beside` are the rows in whose lists it stands."""
        for field in schema.fields():
            before, after = value_in(field, old), value_in(field, new)
            if not old:  # nothing was known: what is left out is not told
                before, after = None, new.get(field.name)
            if field.is_relation:  # what only has another key is the same
                before, after = (
                    self.targets.now(field.related_model, each) for each in (before, after)
                )
            if before == after or field.name == DAY or not self.words.tells(field):
                continue
            if self.public and field.is_relation:
                before, after = self.seen(field, before), self.seen(field, after)
            name = self.words.label(field)
            words = [
                self.words.value(schema, field, value, rows, row)
                for value, rows, row in zip((before, after), beside, (old, new), strict=True)
            ]
            if before != after:
                where = f"{label} › {name}" if label else name
                raw = before, after
                yield Difference((*path, field.name), where, *words, "changed", raw=raw)

    def seen(self, field, value):
        """What a field names, without what visitors may not see."""
        hidden = self.targets.hidden
        if isinstance(value, list):
            return [key for key in value if (field.related_model, key) not in hidden]
        return None if (field.related_model, value) in hidden else value

    def below(
        self, schema: EntrySchema, old: Row, new: Row, path: Path, label: str
    ) -> Iterator[Difference]:
        """The differences of the rows below a row."""
        for name, child in schema.children.items():
            if old.get(name) != new.get(name):
                before, after = (self.rows(child, side.get(name)) for side in (old, new))
                yield from self.listed(child, before, after, (*path, name), label)

    def rows(self, schema: EntrySchema, value) -> list[Row]:
        """The rows under a name that may be told."""
        rows = rows_of(schema, value)
        if self.public:
            rows = [row for row in rows if not self.targets.hides(schema, row)]
        return rows

    def listed(
        self, schema: EntrySchema, old: list[Row], new: list[Row], path: Path, label: str
    ) -> Iterator[Difference]:
        """The differences of two lists of rows: those that stay, then those that went."""
        met = [(0, 0)] if schema.one and old and new else pairs(schema, old, new)
        before, moved = {place: found for found, place in met}, moved_places(met)
        for place, row in enumerate(new):
            where, name = self.place(schema, row, place, path, label)
            if place not in before:
                yield from self.whole(schema, {}, row, where, name, new)
                continue
            was = old[before[place]]
            if place in moved:
                places = in_place(before[place]), in_place(place)
                yield Difference(where, name, *places, "moved")
            yield from self.fields(schema, was, row, where, name, (old, new))
            yield from self.below(schema, was, row, where, name)
        for place, row in enumerate(old):
            if place not in before.values():
                where, name = self.place(schema, row, place, path, label)
                yield from self.whole(schema, row, {}, where, name, old)

    def place(
        self, schema: EntrySchema, row: Row, place: int, path: Path, label: str
    ) -> tuple[Path, str]:
        """The path to a row, and what it is called with all it stands in."""
        kind = capfirst(str(schema.model._meta.verbose_name))
        if not schema.one and (name := self.words.row(schema, row)):
            kind = gettext("%(kind)s “%(name)s”") % {"kind": kind, "name": name}
        where = path if schema.one else (*path, step(schema, row, place))
        return where, f"{label} › {kind}" if label else kind

    def whole(
        self,
        schema: EntrySchema,
        old: Row,
        new: Row,
        path: Path,
        label: str,
        beside: Sequence[Row],
    ) -> Iterator[Difference]:
        """A row that came or went, and the rows below it."""
        kind = "removed" if old else "added"
        details = tuple(self.words.told(schema, old or new, beside))
        text = " / ".join(f"{name}: {value}" for name, value in details)
        yield Difference(path, label, *sides(kind, text), kind, details)
        yield from self.below(schema, old, new, path, label)


def in_place(number: int) -> str:
    """A place in a list, counted from 0, in words: a number alone is taken for a value."""
    return gettext("place %(place)s") % {"place": number + 1}


def sides(kind: str, text: str) -> tuple[str, str]:
    """A text as what came, or as what went."""
    return ("", text) if kind == "added" else (text, "")


def moved_places(met: Sequence[tuple[int, int]]) -> set[int]:
    """The new places of rows that were moved: of all others the order is what it was.

    As few as possible are told: a row that is put before ten others has moved, the ten have not. Of
    two that changed places around a third, that one has not.
    """
    ranks = {old: rank for rank, (old, _new) in enumerate(sorted(met), 1)}
    # The longest run of rows whose order is what it was, and of such runs one with the most rows
    # that stand where they stood: (rows, of them where they stood, last row), a Fenwick tree.
    best = [(0, 0, -1)] * (len(met) + 1)
    behind: dict[int, int] = {}
    for row, (old, new) in enumerate(met):
        rows, in_place, behind[row] = _best_up_to(best, ranks[old] - 1)
        _enter(best, ranks[old], (rows + 1, in_place + (old == new), row))
    stayed, row = set(), _best_up_to(best, len(met))[-1]
    while row != -1:
        stayed.add(row)
        row = behind[row]
    return {new for row, (_old, new) in enumerate(met) if row not in stayed}


def _best_up_to(tree: Sequence[tuple], rank: int) -> tuple:
    found = tree[0]
    while rank:
        found = max(found, tree[rank])
        rank &= rank - 1
    return found


def _enter(tree: list[tuple], rank: int, run: tuple) -> None:
    while rank < len(tree):
        tree[rank] = max(tree[rank], run)
        rank += rank & -rank
