"""What has to be written so that entries become what forms say: found without writing anything."""

import dataclasses
from collections.abc import Iterator, Sequence

from portal.record.building import Builder, Row
from portal.record.matching import pairs, spread
from portal.record.schema import DAY, EntrySchema
from portal.record.trees import Node


@dataclasses.dataclass
class Planned(Row):
    """A row as a form wants it: the node that it is now, None of a new one, and the rows below."""

    node: Node | None = None
    children: list["Planned"] = dataclasses.field(default_factory=list)

    @property
    def is_written(self) -> bool:
        """Whether anything of the row itself is to be written."""
        return self.node is None or bool(self.names) or self.position is not None

    def walk(self) -> Iterator["Planned"]:
        """The row and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


class Planner:
    """Sets forms beside what is there. `gone` are the rows that no form holds any more.

    `first` are those that have to go before others are written.
    """

    def __init__(self, builder: Builder):
        self.builder = builder
        self.gone: list[Node] = []
        self.first: list[Node] = []

    def entry(self, schema: EntrySchema, node: Node | None, form: dict, place: str) -> Planned:
        """What is to be done so that an entry becomes what a form says."""
        row = Planned(schema, form, place, None, None, node=node)
        self._set_beside(row)
        return row

    def _set_beside(self, row: Planned) -> None:
        """Find what differs in a row, and in all rows below it."""
        schema, node = row.schema, row.node
        if not self.builder.opened(row):
            return
        if node is None:
            row.instance = schema.model()
        else:
            row.instance = node.instance
            now = node.data_plainly
            differing = {name for name in schema.by_name if now.get(name) != row.data.get(name)}
            row.names = differing - {DAY}  # which is written last, to all entries that changed
        if node is None and schema.placed and row.position is None:
            row.position = 0
        for name, child in schema.children.items():
            nodes = node.children.get(name, []) if node is not None else []
            forms = row.data.get(name, [])
            if child.one:
                forms = [forms] if name in row.data else []
            elif name in row.data:
                forms = self.builder.listed(row, name, forms)
            if nodes or forms:
                row.children += self._rows(row, name, child, nodes, forms)

    def _rows(
        self, parent: Planned, name: str, schema: EntrySchema, nodes: list[Node], forms: list
    ) -> list[Planned]:
        """The rows of one list, each with the node that it is."""
        held = dict(self._pairs(schema, nodes, forms))
        rows = []
        for number, form in enumerate(forms):
            place = f"{parent.place} › {name}[{number + 1}] {schema.name_of(form)}".rstrip()
            node = nodes[held[number]] if number in held else None
            rows.append(Planned(schema, form, place, parent, None, node=node))
        kept = set(held.values())
        self.gone += [node for place, node in enumerate(nodes) if place not in kept]
        if schema.placed:
            for row, position in zip(rows, positions([row.node for row in rows]), strict=True):
                row.position = position
        else:
            self._in_turn(rows)
        for row in rows:
            self._set_beside(row)
        return rows

    def _pairs(self, schema: EntrySchema, nodes, forms) -> Iterator[tuple[int, int]]:
        """The place of the node that each form is of, by the place of the form."""
        if schema.one:
            found = [(0, 0)] if nodes and forms else []
        else:
            old = [spread(schema, node.form_plainly) for node in nodes]
            new = [spread(schema, form) for form in forms]
            found = pairs(schema, old, new) if all(isinstance(n, dict) for n in new) else []
        for one, other in found:
            yield other, one

    def _in_turn(self, rows: list[Planned]) -> None:
        """Rows without a position stand in the order they were made in: make late ones anew."""
        last, anew = 0, False
        for row in rows:
            anew = anew or row.node is None or row.node.instance.pk < last
            if row.node is None:
                continue
            if anew:
                self.first.append(row.node)
                row.node = None
            else:
                last = row.node.instance.pk


def positions(nodes: Sequence[Node | None]) -> list[int | None]:
    """The position that each row of a list has to be given; None where it may keep its own.

    Those that are there are left alone while they are in order and new ones come last.
    """
    there = [node for node in nodes if node is not None]
    order = [(node.instance.position, node.instance.pk) for node in there]
    if order == sorted(order) and list(nodes[: len(there)]) == there:
        last = order[-1][0] if order else -1
        return [None] * len(there) + [last + 1 + n for n in range(len(nodes) - len(there))]
    return [
        None if node is not None and node.instance.position == place else place
        for place, node in enumerate(nodes)
    ]
