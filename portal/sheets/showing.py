"""What a table would change, cell by cell in words, for whoever is to confirm it."""

import dataclasses
from collections.abc import Iterator, Sequence

from portal.record.asking import Question, questions
from portal.record.schema import EntrySchema
from portal.record.wording import Targets, Wording, default_of, value_in
from portal.sheets.edits import DELETED, MADE, SET, EntryEdit, RowEdit
from portal.sheets.places import Held, held_in, opened, row_name
from portal.sheets.proposing import Chosen, Proposal, name_of_key, propose


@dataclasses.dataclass(frozen=True)
class CellShown:
    """One cell that changes, or a whole row that comes or goes, with what it says."""

    sheet: str
    number: int
    row: str
    label: str
    old: str
    new: str
    deed: str


@dataclasses.dataclass(frozen=True)
class EntryShown:
    """One entry with what changes in it, and what has to be decided."""

    name: str
    key: str
    cells: list[CellShown]
    questions: list[tuple[str, Question]]
    moved: bool


def choice_name(proposal: Proposal, name: str) -> str:
    """What the choice between the sides of a clash is called in the form."""
    return f"choice {name_of_key(proposal.key)} {name}"


def shown(edits: Sequence[EntryEdit], chosen: Chosen, using: str) -> list[EntryShown]:
    """What some edits change."""
    proposals = propose(edits, chosen, using)
    targets = Targets(
        (each.schema, form) for each in proposals for form in (each.base, each.mine, each.now)
    )
    words = Wording(targets)
    return [_entry(words, each) for each in proposals]


def _entry(words: Wording, proposal: Proposal) -> EntryShown:
    schema, edit = proposal.schema, proposal.edit
    form = proposal.base or proposal.mine or proposal.now or {}
    held = held_in(schema, opened(schema, proposal.base or {}))
    cells = [cell for row in edit.rows for cell in _cells(words, schema, held, row)]
    forms = (proposal.base, proposal.mine, proposal.now)
    asked = [
        (choice_name(proposal, each.clash.name), each)
        for each in questions(schema, proposal.clashes, forms)
    ]
    moved = bool(edit.base) and edit.base != proposal.number
    return EntryShown(words.entry(schema, form), edit.key, cells, asked, moved)


def _cells(words: Wording, schema: EntrySchema, held: dict, row: RowEdit) -> Iterator[CellShown]:
    name = row_name(tuple(row.path))
    if row.deed == SET:
        place: Held = held[tuple(row.path)]
        for field_name, new in row.values.items():
            field = place.schema.by_name[field_name]
            sides = value_in(field, place.row), default_of(field) if new is None else new
            said = [words.value(place.schema, field, each, place.beside or ()) for each in sides]
            label = words.label(field)
            yield CellShown(row.sheet, row.number, name, label, *said, row.deed)
        return
    if row.deed == DELETED:
        place = held[tuple(row.path)]
        text = told(words, place.schema, place.row)
        yield CellShown(row.sheet, row.number, name, "", text, "", row.deed)
    elif row.deed == MADE:
        own = schema
        for part in lists_in(schema, row.path):
            own = own.children[part]
        yield CellShown(row.sheet, row.number, name, "", "", told(words, own, row.values), row.deed)


def lists_in(schema: EntrySchema, path: Sequence[str]) -> Iterator[str]:
    """The lists on the path to a new row, without the names of rows between."""
    steps = iter(path)
    for name in steps:
        yield name
        schema = schema.children[name]
        if not schema.one:
            next(steps, None)


def told(words: Wording, schema: EntrySchema, row: dict) -> str:
    """All that a row says, as one text."""
    return " / ".join(f"{label}: {value}" for label, value in words.told(schema, row))
