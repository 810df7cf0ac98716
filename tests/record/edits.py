"""Random edits of forms, each the same for the same seed."""

import copy
import functools
import random

import yaml
from django.conf import settings

from measures.record import FILES
from portal.record.matching import folded, key_fields, spread
from portal.record.reading import StrictYamlLoader
from portal.record.schema import EntrySchema, RecordFile

BY_PATH = {file.path: file for file in FILES}
# Words that no form holds.
WORDS = [f"new-{number}" for number in range(100_000)]


def read(file: RecordFile) -> list[dict]:
    """The forms of one file or folder of the bundled record."""
    path = settings.BASE_DIR / "fixtures" / file.path
    found = []
    for each in sorted(path.glob("*.yaml")) if file.folder else [path]:
        content = yaml.load(each.read_text(encoding="utf-8"), Loader=StrictYamlLoader)
        found += content if isinstance(content, list) else [content]
    return found


@functools.cache
def forms(path: str) -> tuple[dict, ...]:
    """The same by its path, read once. Nobody alters them."""
    return tuple(read(BY_PATH[path]))


def lists(schema: EntrySchema, form: dict) -> list[tuple[EntrySchema, list]]:
    """All lists of rows in a form, with how their rows are written."""
    found = []
    for name, child in schema.children.items():
        rows = form.get(name)
        if rows and not child.one:
            found.append((child, rows))
        for row in ([rows] if child.one else rows) if rows else ():
            if isinstance(row, dict):
                found += lists(child, row)
    return found


def mappings(schema: EntrySchema, form: dict) -> list[tuple[EntrySchema, dict]]:
    """The entry and all its rows that are mappings."""
    found = [(schema, form)]
    for name, child in schema.children.items():
        rows = form.get(name, [])
        for row in [rows] if child.one and rows else rows:
            if isinstance(row, dict):
                found += mappings(child, row)
    return found


class Editor:
    """Edits a form as people do, by the dice of one seed."""

    def __init__(self, seed: int):
        self.dice = random.Random(seed)
        self.words = iter(self.dice.sample(WORDS, 500))

    def edited(self, schema: EntrySchema, form: dict, times: int) -> dict:
        """A copy of a form with some edits."""
        form = copy.deepcopy(form)
        for _time in range(times):
            deed = self.dice.choice((self.change, self.change, self.delete, self.add, self.move))
            deed(schema, form)
        return form

    def change(self, schema: EntrySchema, form: dict) -> None:
        """Another value for one field."""
        own, row = self.dice.choice(mappings(schema, form))
        many = {field.name for field in own.fields() if field.many_to_many}
        names = [name for name in row if name not in own.children]
        name = self.dice.choice(names)
        if name in many:
            row[name] = sorted({*row[name][1:], next(self.words)})
        else:
            row[name] = next(self.words)

    def delete(self, schema: EntrySchema, form: dict) -> None:
        """One row less."""
        if found := lists(schema, form):
            _own, rows = self.dice.choice(found)
            if len(rows) > 1:
                del rows[self.dice.randrange(len(rows))]

    def add(self, schema: EntrySchema, form: dict) -> None:
        """A row like another, with a name of its own."""
        if found := lists(schema, form):
            own, rows = self.dice.choice(found)
            row = copy.deepcopy(spread(own, self.dice.choice(rows)))
            for name in key_fields(own) or ("phrase", "value_ja"):
                row[name] = next(self.words)
            rows.insert(self.dice.randrange(len(rows) + 1), folded(own, row))

    def move(self, schema: EntrySchema, form: dict) -> None:
        """A row at another place."""
        if found := lists(schema, form):
            _own, rows = self.dice.choice(found)
            rows.insert(self.dice.randrange(len(rows)), rows.pop(self.dice.randrange(len(rows))))
