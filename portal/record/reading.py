"""A record read from its files: as forms, or at once into an empty database."""

import pathlib
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
from portal.record.schema import RecordError, RecordFile, plainly


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

    def construct_as_written(self, node):
        """A scalar as the text that was written, not as the type YAML would guess."""
        return node.value


for kind in ("int", "float", "timestamp"):
    StrictYamlLoader.add_constructor(
        f"tag:yaml.org,2002:{kind}", StrictYamlLoader.construct_as_written
    )


def entries_in(
    folder: pathlib.Path, file: RecordFile, faults: list[str]
) -> Iterator[tuple[str, object]]:
    """What one file or folder holds, each with its place; what cannot be read is a fault."""
    path = folder / file.path
    if file.folder and not path.is_dir():
        faults.append(f"{file.path}: no such folder")
    for each in sorted(path.glob("*.yaml")) if file.folder else [path]:
        where = str(each.relative_to(folder))
        try:
            content = yaml.load(each.read_text(encoding="utf-8"), Loader=StrictYamlLoader)
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            faults.append(f"{where}: {error}")
            continue
        for data in content if isinstance(content, list) else [content]:
            yield f"{where}: {file.schema.name_of(data)}", data


def forms_in(
    folder: pathlib.Path, files: Iterable[RecordFile], *, partly: bool = False
) -> dict[Key, dict]:
    """The forms of all entries that the files of a folder hold. Raises RecordError.

    With `partly` the folder may lack files.
    """
    forms: dict[Key, dict] = {}
    faults: list[str] = []
    for file in files:
        if partly and not (folder / file.path).exists():
            continue
        for place, data in entries_in(folder, file, faults):
            if not isinstance(data, dict):
                faults.append(f"{place}: expected names and values")
                continue
            key = (file.schema.kind, file.schema.key_of_form(data))
            if key in forms:
                faults.append(f"{place}: given twice")
            forms[key] = plainly(data)
    if faults:
        raise RecordError(faults)
    return forms


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

    def load(self) -> dict[str, int]:
        """Load every file; the number of rows by model. Raises RecordError, changing nothing.

        What the entries were before is read too where the folder tells it; each has a revision
        in the end.
        """
        with loading(self.using):
            for file in self.files:
                self.load_file(file)
            if self.faults:
                raise RecordError(self.faults)
            history.read(self.folder, self.using)
            version = Version.objects.using(self.using).current().number + 1
            batch = Batch(via=Batch.Via.LOAD, kind=Batch.Kind.EDITORIAL, version=version)
            revise_all(batch, self.using)
        return self.counts

    def load_file(self, file: RecordFile) -> None:
        """Load one file or folder."""
        rows = [
            Row(file.schema, data, place, None, number)
            for number, (place, data) in enumerate(entries_in(self.folder, file, self.faults))
        ]
        while rows:
            created = self.create([row for row in rows if self.build(row)])
            self.advance(len(rows))
            for row in created:
                self.link(row)
            rows = [child for row in created for child in self.children(row)]

    def build(self, row: Row) -> bool:
        """Fill a new row without what links it to its siblings; False where it has a fault."""
        if not self.opened(row):
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
