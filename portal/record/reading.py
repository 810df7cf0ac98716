"""A record read from its files: as forms, or at once into an empty database."""

import pathlib
import re
from collections.abc import Callable, Iterable, Iterator

import yaml
from django.db import IntegrityError, models, transaction

from portal.changes.models import Version
from portal.changes.tracking import loading, written_to
from portal.record import history
from portal.record.building import Builder, Row
from portal.record.edits import Key
from portal.record.models import Batch
from portal.record.revising import revise_all
from portal.record.schema import EntrySchema, RecordError, RecordFile, plainly

# How deep lists and mappings stand in each other; an entry needs six levels.
DEEPEST = 50
BRACKETS = re.compile(r"[\[\]{}]")
UNREADABLE = (OSError, UnicodeDecodeError, yaml.YAMLError)


class StrictYamlLoader(yaml.CSafeLoader):
    """Reads numbers and dates as they are written, and refuses a name given twice."""

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key, _value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else id(key)
            if name in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{name!r} stands here twice", key.start_mark
                )
            seen.add(name)
        return super().construct_mapping(node, deep)

    def construct_object(self, node, deep=False):
        # What is named once and stands in many places can make a short file a very long one.
        if node in self.constructed_objects:
            raise yaml.constructor.ConstructorError(
                None, None, "an alias stands for this; write it out at each place", node.start_mark
            )
        return super().construct_object(node, deep)

    def construct_as_written(self, node):
        """A scalar as the text that was written, not as the type YAML would guess."""
        return node.value


for kind in ("int", "float", "timestamp"):
    StrictYamlLoader.add_constructor(
        f"tag:yaml.org,2002:{kind}", StrictYamlLoader.construct_as_written
    )


def read_yaml(path: pathlib.Path):
    """What a file holds. Raises one of `UNREADABLE`."""
    text = path.read_text(encoding="utf-8")
    if (depth := depth_of(text)) > DEEPEST:
        raise yaml.YAMLError(f"lists in lists, {depth} deep; no entry is more than {DEEPEST} deep")
    return yaml.load(text, Loader=StrictYamlLoader)


def depth_of(text: str) -> int:
    """How deep the lists and mappings of a text stand in each other, at most.

    Asked before it is parsed, which takes the stack of the process, and that may not be enough.
    """
    depth = most = 0
    for line in text.splitlines():
        most = max(most, depth + (len(line) - len(line.lstrip(" -"))) // 2)
        for sign in BRACKETS.findall(line):
            depth = max(depth + (1 if sign in "[{" else -1), 0)
            most = max(most, depth)
    return most


def entries_in(
    folder: pathlib.Path, file: RecordFile, faults: list[str]
) -> Iterator[tuple[str, object]]:
    """What one file or folder holds, each with its place; what cannot be read is a fault.

    So is a file that stands under another name than its entry would be written to, and an entry
    that stands in two places.
    """
    path = folder / file.path
    if file.folder and not path.is_dir():
        faults.append(f"{file.path}: no such folder")
    if file.folder:
        faults += [
            f"{each.relative_to(folder)}: this file is not read; name it {each.stem}.yaml"
            for each in sorted(path.glob("*"))
            if each.suffix != ".yaml" and each.suffix.lower() in {".yml", ".yaml"}
        ]
    places: dict[str, str] = {}
    for each in sorted(path.glob("*.yaml")) if file.folder else [path]:
        where = str(each.relative_to(folder))
        try:
            content = read_yaml(each)
        except UNREADABLE as error:
            faults.append(f"{where}: {error}")
            continue
        for data in content if isinstance(content, list) else [content]:
            place = f"{where}: {file.schema.name_of(data)}"
            key = file.schema.key_of_form(data) if isinstance(data, dict) else ""
            if key and key in places:
                faults.append(f"{place}: this entry stands in {places[key]} already")
            elif key and file.folder and key != each.stem:
                faults.append(f"{place}: the file of this entry is called {key}.yaml")
            places.setdefault(key, where)
            yield place, data


def forms_in(
    folder: pathlib.Path, files: Iterable[RecordFile], *, partly: bool = False
) -> dict[Key, dict]:
    """The forms of all entries that the files of a folder hold. Raises RecordError.

    With `partly` the folder may lack files.
    """
    forms: dict[Key, dict] = {}
    faults: list[str] = []
    for file in files:
        if file.beside or (partly and not (folder / file.path).exists()):
            continue
        for place, data in entries_in(folder, file, faults):
            if not isinstance(data, dict):
                faults.append(f"{place}: expected names and values")
                continue
            forms[file.schema.kind, file.schema.key_of_form(data)] = plainly(data)
    if faults:
        raise RecordError(faults)
    return forms


def rows_of(schema: EntrySchema, data: object) -> int:
    """How many rows a row is with all that is nested in it, as far as that can be read."""
    if not isinstance(data, dict):
        return 1
    lists = (
        (child, [data[name]] if child.one else data[name])
        for name, child in schema.children.items()
        if name in data
    )
    return 1 + sum(
        rows_of(child, row) for child, rows in lists if isinstance(rows, list) for row in rows
    )


class Loader(Builder):
    """Loads the files of a record: all of it, or nothing and a list of every fault found.

    Entries of a file come first, then their rows, then the rows of those, so that a row may
    name any entry of its own file or of a file before it. `advance` is called with the number of
    rows that were read since it was last called.
    """

    def __init__(
        self,
        folder: pathlib.Path,
        files: Iterable[RecordFile],
        using: str | None = None,
        advance: Callable[[int], None] = lambda _number: None,
    ):
        super().__init__(written_to(using))
        self.folder, self.files, self.advance = folder, tuple(files), advance
        self.counts: dict[str, int] = {}
        # What the files hold, once they were read: each entry with its place.
        self.entries: dict[RecordFile, list[tuple[str, object]]] = {}
        # Rows that stand in the files and have a fault of their own, by model.
        self.faulty: dict[type[models.Model], set[str]] = {}

    def read(self, told: Callable[[int], None] = lambda _number: None) -> int:
        """Read every file; how many rows they hold. Raises RecordError.

        `told` is called once for each file or folder.
        """
        for file in self.files:
            self.entries[file] = list(entries_in(self.folder, file, self.faults))
            told(1)
        # Of what could not be read, everything that leads to it would seem to be wrong.
        if self.faults:
            raise RecordError(self.faults)
        return sum(
            rows_of(file.schema, data)
            for file, found in self.entries.items()
            for _at, data in found
        )

    def load(self) -> dict[str, int]:
        """Load every file; the number of rows by model. Raises RecordError, changing nothing.

        What the entries were before is read too where the folder tells it; each has a revision
        in the end.
        """
        if not self.entries:
            self.read()
        with loading(self.using):
            for file, found in self.entries.items():
                self.load_entries(file, found)
            if self.faults:
                raise RecordError(self.faults)
            history.read(self.folder, self.using)
            version = Version.objects.using(self.using).current().number + 1
            batch = Batch(via=Batch.Via.LOAD, version=version)
            revise_all(batch, self.using)
        return self.counts

    def load_entries(self, file: RecordFile, entries: Iterable[tuple[str, object]]) -> None:
        """Load what one file or folder holds."""
        rows = [
            Row(file.schema, data, place, None, number)
            for number, (place, data) in enumerate(entries)
        ]
        while rows:
            created = self.create([row for row in rows if self.build(row)])
            self.advance(len(rows))
            for row in rows:
                if row.instance is None or row.instance.pk is None:
                    self.note_faulty(row)
            for row in created:
                self.link(row)
            rows = [child for row in created for child in self.children(row)]

    def note_faulty(self, row: Row) -> None:
        """Remember a row that is not written, with all in it: who names them has no fault."""
        if not isinstance(row.data, dict):
            return
        if row.is_named:
            self.faulty.setdefault(row.schema.model, set()).add(row.key)
        for child in self.children(row):
            self.note_faulty(child)

    def resolve(self, row, field, value):
        """The row behind a key; no fault where that stands in the files and has one of its own."""
        return None if self.is_faulty(row, field, value) else super().resolve(row, field, value)

    def is_faulty(self, row: Row, field: models.Field, value) -> bool:
        """Whether a value names a row that stands in the files and is not written."""
        faulty = self.faulty.get(field.related_model, ())
        return f"{row.parent_key}/{value}" in faulty or str(value) in faulty

    def build(self, row: Row) -> bool:
        """Fill a new row without what links it to its siblings; False where it has a fault."""
        if not self.opened(row):
            return False
        # What hangs on a row with a fault cannot be looked at, and is no fault of its own.
        if any(
            field.is_relation and self.is_faulty(row, field, row.data.get(field.name))
            for field in row.named()
            if not field.many_to_many
        ):
            return False
        row.instance = row.schema.model()
        return self.fill(row)

    def children(self, row: Row) -> Iterator[Row]:
        """The rows nested in `row`."""
        for name, schema in row.schema.children.items():
            if name not in row.data:
                continue
            nested = row.data[name]
            nested = [nested] if schema.one else self.listed(row, name, nested)
            for number, data in enumerate(nested):
                place = f"{row.place} › {name}[{number + 1}] {schema.name_of(data)}".rstrip()
                yield Row(schema, data, place, row, number)

    def create(self, rows: list[Row]) -> list[Row]:
        """Write rows that were built, those of a model together; the rows that are written.

        One by one the bundled record took 12.4 s of a processor, so 7.9.
        """
        by_model: dict[type[models.Model], list[Row]] = {}
        for row in rows:
            by_model.setdefault(row.schema.model, []).append(row)
        written = []
        for model, built in by_model.items():
            kept = built
            try:
                with transaction.atomic(using=self.using):
                    model._default_manager.using(self.using).bulk_create(
                        [row.instance for row in built]
                    )
            except IntegrityError:
                # One of them is refused: which, and why, is told where each is written alone.
                for row in built:
                    row.instance.pk = None
                kept = [row for row in built if self.save(row)]
            written += kept
            self.counts[model._meta.label] = self.counts.get(model._meta.label, 0) + len(kept)
        for row in written:
            self.remember(row)
        return written
