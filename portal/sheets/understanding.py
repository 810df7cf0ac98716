"""Tables understood: which cells differ from the revision that they were made from."""

import dataclasses
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext

from portal.record.edits import Key
from portal.record.matching import Row
from portal.record.models import Entry, Revision
from portal.record.schema import RecordError, schema_of, upgraded
from portal.sheets.edits import DELETED, MADE, SET, EntryEdit, Refusal, RowEdit
from portal.sheets.headings import (
    DELETE,
    ENTRY,
    FIXED,
    KIND,
    REVISION,
    ROW,
    editable,
    field_called,
    name_in,
)
from portal.sheets.lines import Line, RefusedLine, find_row, list_of, lost_words
from portal.sheets.places import Held, Path, Place, held_in, named_by, opened
from portal.sheets.values import Refused, as_text, is_same, is_twin, is_yes, to_value
from portal.tables.table import Table

# Entries whose revisions are read at a time.
CHUNK = 500


@dataclasses.dataclass
class Understood:
    """What some tables ask, what is refused of it, and the columns and tables left out."""

    edits: list[EntryEdit] = dataclasses.field(default_factory=list)
    refused: list[Refusal] = dataclasses.field(default_factory=list)
    unknown: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    left_out: list[str] = dataclasses.field(default_factory=list)
    rows: int = 0


def understand(tables: Iterable[Table]) -> Understood:
    """What some tables ask of the record. Nothing is written."""
    understanding = _Understanding()
    for table in tables:
        understanding.table(table)
    understanding.close()
    return understanding.found


class _Understanding:
    def __init__(self):
        self.found = Understood()
        self.lines: list[Line] = []

    def refuse(self, line: Line, column: str, reason: str) -> None:
        value = as_text(line.cells.get(column, ""))
        self.found.refused.append(Refusal(line.table.name, line.number, column, value, reason))

    def table(self, table: Table) -> None:
        """The rows of one table; one without the columns that say what it is about is left out."""
        names = [name_in(heading) for heading in table.header]
        if KIND not in names or ENTRY not in names:
            self.found.left_out.append(table.name)
            return
        twice = sorted({name for name in names if name and names.count(name) > 1})
        if twice:
            words = gettext("Two columns are called so.")
            self.found.refused.append(Refusal(table.name, 1, twice[0], "", words))
            return
        lines = []
        for number, row in table.rows:
            cells = {name: cell for name, cell in zip(names, row, strict=False) if name}
            lost = {
                name for place, name in enumerate(names) if name and (number, place) in table.lost
            }
            line = Line(table, number, cells, lost)
            if any(cell != "" for cell in cells.values()) or lost:
                lines.append(line)
            surplus = [cell for cell in row[len(names) :] if cell != ""]
            if surplus or any(not n and c != "" for n, c in zip(names, row, strict=False)):
                self.refuse(line, "", gettext("A cell stands in a column without a heading."))
        self.found.rows += len(lines)
        default = list_of(lines)
        kept = [line for line in lines if self.named(line, default)]
        self.lines += kept
        known = {field.name for line in kept for field in editable(line.place)} | {*FIXED}
        if kept:
            self.found.unknown += [
                (table.name, name) for name in names if name and name not in known
            ]

    def named(self, line: Line, default: dict[str, Place] | None) -> bool:
        """Find out which row a line is of; False and a refusal where that cannot be."""
        try:
            find_row(line, default)
        except RefusedLine as error:
            self.refuse(line, error.column, error.reason)
            return False
        return True

    def close(self) -> None:
        """Set all rows beside the revisions that they are of."""
        by_entry: dict[tuple[str, str, int], list[Line]] = {}
        for line in self.lines:
            by_entry.setdefault(line.at, []).append(line)
        self.keep_single(by_entry)
        entries = list(by_entry)
        for start in range(0, len(entries), CHUNK):
            forms = revisions(entries[start : start + CHUNK])
            for at in entries[start : start + CHUNK]:
                self.entry(at, by_entry[at], forms)

    def keep_single(self, by_entry: dict[tuple[str, str, int], list[Line]]) -> None:
        """Take out entries whose rows are of several revisions; what is new goes with others."""
        bases: dict[Key, set[int]] = {}
        for kind, key, base in by_entry:
            bases.setdefault((kind, key), set()).add(base)
        for (kind, key), some in bases.items():
            if 0 in some and len(some) == 2:
                base = max(some)
                for line in by_entry[kind, key, 0]:
                    line.base = base
                by_entry[kind, key, base] += by_entry.pop((kind, key, 0))
            elif len(some) > 1:
                for base in some:
                    for line in by_entry.pop((kind, key, base)):
                        words = gettext("Rows of this entry are of different revisions.")
                        self.refuse(line, REVISION, words)

    def entry(self, at: tuple[str, str, int], lines: list[Line], forms: dict) -> None:
        """What some rows ask of one entry."""
        kind, key, base = at
        schema = schema_of(kind)
        known, current = forms.get(at), forms.get((kind, key, 0))
        if not base and current is not None and all(line.is_new and line.path for line in lines):
            # New rows of an entry need not say its revision.
            base, known = current
        elif not base and current is not None:
            words = gettext("There is such an entry already, and the row says no revision.")
            for line in lines:
                self.refuse(line, ENTRY, words)
            return
        elif base and known is None:
            for line in lines:
                self.refuse(line, REVISION, gettext("The record holds no such revision."))
            return
        if not base and named_by(schema, (kind, key)) is None:
            for line in lines:
                self.refuse(line, ENTRY, gettext("No entry can be called so."))
            return
        form = opened(schema, known or {})
        held = held_in(schema, form)
        edit = EntryEdit(kind, key, base)
        seen: set[Path] = set()
        for line in lines:
            try:
                row = self.row(line, held, seen, is_made=not base)
            except RefusedLine as error:
                self.refuse(line, error.column, error.reason)
            else:
                if row is not None:
                    edit.rows.append(row)
        if not base and not any(row.deed == MADE and not row.path for row in edit.rows):
            for line in lines:
                self.refuse(line, ENTRY, gettext("The record holds no such entry."))
        elif edit.rows:
            self.found.edits.append(edit)

    def row(
        self, line: Line, held: dict[Path, Held], seen: set[Path], *, is_made: bool
    ) -> RowEdit | None:
        """What one row asks; None where it says what the record says."""
        if not line.path and is_made:
            line.is_new = True
        if line.is_new and not line.path and not is_made:
            raise RefusedLine(
                ENTRY, gettext("There is such an entry already, and the row says no revision.")
            )
        if line.path in seen and not (line.is_new and line.path):
            raise RefusedLine(ROW, gettext("The file has this row twice."))
        seen.add(line.path)
        if line.is_new:
            return self.new_row(line, held)
        if line.path not in held:
            raise RefusedLine(ROW, gettext("The revision of the entry has no such row."))
        if self.yes(line):
            return RowEdit(line.table.name, line.number, list(line.path), DELETED)
        row = held[line.path].row
        values = dict(self.values(line, row))
        if line.place.names and (local := line.place.schema.local) in values:
            self.refuse(line, local, gettext("The name of a row is never changed here."))
            return None
        if not values:
            return None
        return RowEdit(line.table.name, line.number, list(line.path), SET, values)

    def new_row(self, line: Line, held: dict[Path, Held]) -> RowEdit | None:
        """A row that is to be made, or an entry."""
        if self.yes(line):
            raise RefusedLine(DELETE, gettext("A new row cannot be deleted."))
        above = line.path[:-1]
        if line.path and above not in held:
            raise RefusedLine(ROW, gettext("The revision of the entry has no such row."))
        if line.path and line.place.schema.one and line.path in held:
            raise RefusedLine(ROW, gettext("The entry has such a row, and there may be but one."))
        values = {name: value for name, value in self.values(line, {}) if value is not None}
        return RowEdit(line.table.name, line.number, list(line.path), MADE, values)

    def yes(self, line: Line) -> bool:
        try:
            return is_yes(line.cells.get(DELETE, ""))
        except Refused as error:
            raise RefusedLine(DELETE, str(error)) from error

    def values(self, line: Line, row: Row) -> Iterator[tuple[str, object]]:
        """The values of a row that differ; what is refused of it is told."""
        allowed = {field.name for field in editable(line.place)}
        for name, cell in line.cells.items():
            field = field_called(line.place.schema, name)
            if field is None or name not in allowed:
                continue
            before = row.get(name)
            if name in line.lost:
                self.refuse(line, name, lost_words())
            elif not is_same(field, cell, before) and not (
                line.table.twins and is_twin(field, cell, before)
            ):
                try:
                    value = to_value(field, cell)
                except Refused as error:
                    self.refuse(line, name, str(error))
                else:
                    if not equal(field, value, before):
                        yield name, value


def equal(field, value, before) -> bool:
    """Whether a value is what a form says already."""
    if isinstance(value, list):
        return sorted(value) == sorted(before or []) if field.many_to_many else value == before
    default = None if field.is_relation or field.many_to_many else field.get_default()
    return str(value) == str(default if before is None else before)


def revisions(entries: list[tuple[str, str, int]]) -> dict:
    """The forms of entries by kind, key and revision; by 0 the present number with its form."""
    heads = {(head.kind, head.key): head for head in Entry.objects.at({at[:2] for at in entries})}
    by_pk = {head.pk: head for head in heads.values()}
    numbers = {base for _kind, _key, base in entries} | {head.number for head in heads.values()}
    found: dict = {}
    asked = Revision.objects.filter(entry__in=by_pk, number__in=numbers)
    for each in asked.only("entry_id", "number", "form", "layout"):
        head = by_pk[each.entry_id]
        if each.form is None:
            continue
        try:
            form = upgraded(head.kind, each.form, each.layout)
        except RecordError:
            continue  # of a time of which forms are read no more: as if there were none
        found[head.kind, head.key, each.number] = form
        if each.number == head.number and head.row is not None:
            found[head.kind, head.key, 0] = each.number, form
    return found
