"""The record as YAML: one mapping per entry, its rows nested in it, names instead of numbers.

An `EntrySchema` says how a model is written. Everything else is read from the model itself: fields
in the order they are declared, defaults left out, foreign keys as the readable key of their target
(`meti-2026-04/14`), positions as the order of the list. So a file holds no redundancy, and loading
then dumping gives the same bytes.
"""

import dataclasses
import decimal
import functools
import pathlib
from collections.abc import Callable, Iterable, Iterator

import yaml
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction

from policies.models import (
    Clause,
    DocumentWords,
    Footnote,
    Framework,
    Issue,
    Organisation,
    Partner,
    Pillar,
    PillarRelation,
    Section,
    SourceDocument,
    Subject,
    Synonym,
    SynonymMeaning,
    Term,
    TermWord,
)
from policies.models.base import Evidence
from policies.models.fields import UpdatedOnField
from policies.models.nesting import check_nesting, references
from portal.changes.tracking import loading

EVIDENCE = [field.name for field in Evidence._meta.local_fields]


class RecordError(Exception):
    """What is wrong with the files of a record: a line for each fault, each naming its place."""

    def __init__(self, faults: list[str]):
        self.faults = faults
        super().__init__("\n".join(faults))


@dataclasses.dataclass(frozen=True)
class EntrySchema:
    """How one model is written.

    `parent` is the foreign key to the entry that holds the row. `children` maps a reverse name
    to the form of its rows. `local` is the field that names a row among its siblings, `plain`
    the field of a row that is written as a bare string where no other is filled. `one` marks a
    single row, not a list. `elsewhere` are fields that are filled where such rows stand in the
    files of other models.
    """

    model: type[models.Model]
    parent: str = ""
    children: dict[str, "EntrySchema"] = dataclasses.field(default_factory=dict)
    local: str = ""
    plain: str = ""
    one: bool = False
    elsewhere: frozenset[str] = frozenset()

    def fields(self) -> list[models.Field]:
        """The fields that are written, as declared; evidence last.

        What the site keeps by itself from other fields is not: nobody edits it.
        """
        written = [
            field
            for field in (*self.model._meta.fields, *self.model._meta.many_to_many)
            if field.editable
            and not field.primary_key
            and field.name not in {self.parent, "position", *self.elsewhere}
        ]
        last = EVIDENCE if issubclass(self.model, Evidence) else ()
        return sorted(written, key=lambda field: field.name in last)

    def name_of(self, data) -> str:
        """What to call a row in a message."""
        name = self.local or self.plain or self.model.__dict__.get("KEY", ("",))[-1]
        return str(data.get(name, "")) if isinstance(data, dict) else str(data)


@dataclasses.dataclass(frozen=True)
class RecordFile:
    """Where the entries of one form live: a file with a list, or a folder with a file each."""

    path: str
    form: EntrySchema

    @property
    def folder(self) -> bool:
        """Whether each entry has a file of its own."""
        return not self.path.endswith(".yaml")


def aliases(model: type[models.Model], parent: str) -> dict[str, EntrySchema]:
    """Other names, written as a list of strings; a mapping where one has a reading."""
    return {
        "aliases": EntrySchema(model._meta.get_field("aliases").related_model, parent, plain="name")
    }


FILES = (
    RecordFile("partners.yaml", EntrySchema(Partner, children=aliases(Partner, "partner"))),
    RecordFile(
        "organisations.yaml",
        EntrySchema(Organisation, children=aliases(Organisation, "organisation")),
    ),
    RecordFile("subjects.yaml", EntrySchema(Subject, children=aliases(Subject, "subject"))),
    RecordFile(
        "sources",
        EntrySchema(
            SourceDocument,
            children={
                "sections": EntrySchema(
                    Section,
                    "document",
                    children={
                        "footnotes": EntrySchema(Footnote, "section", local="code"),
                        "checklist": EntrySchema(Clause, "section"),
                    },
                    local="code",
                )
            },
        ),
    ),
    RecordFile(
        "frameworks",
        EntrySchema(
            Framework,
            children={
                "pillars": EntrySchema(
                    Pillar,
                    "framework",
                    children={"relations": EntrySchema(PillarRelation, "source")},
                    local="slug",
                )
            },
        ),
    ),
    RecordFile("issues", EntrySchema(Issue)),
    RecordFile("terms.yaml", EntrySchema(Term, children={"words": EntrySchema(TermWord, "term")})),
    RecordFile(
        "synonyms.yaml",
        EntrySchema(
            Synonym, children={"means": EntrySchema(SynonymMeaning, "synonym", plain="name")}
        ),
    ),
    RecordFile("words.yaml", EntrySchema(DocumentWords)),
)


def key_of(instance: models.Model) -> str:
    """The readable key of an entry: the values its model names in KEY, joined by slashes."""
    values = []
    for path in instance.KEY:
        value = instance
        for name in path.split("__"):
            value = getattr(value, name)
        values.append(value)
    return "/".join(values)


@dataclasses.dataclass
class Row:
    """A row being loaded: its form, its data, the place to name, and the key of its parent."""

    form: EntrySchema
    data: dict
    place: str
    parent: models.Model | None
    parent_key: str
    position: int
    instance: models.Model | None = None

    @property
    def key(self) -> str:
        """The readable key of the row, its parent's before its own."""
        name = self.form.name_of(self.data)
        return f"{self.parent_key}/{name}" if self.parent_key else name


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


class Loader:
    """Loads the files of a record: all of it, or nothing and a list of every fault found.

    Entries of a file come first, then their rows, then the rows of those, so that a row may
    name any entry of its own file or of a file before it.
    """

    def __init__(self, folder: pathlib.Path, files: Iterable[RecordFile]):
        self.folder, self.files = folder, tuple(files)
        self.keys: dict[type[models.Model], dict[str, int]] = {}
        self.counts: dict[str, int] = {}
        self.faults: list[str] = []

    @loading()
    def load(self) -> dict[str, int]:
        """Load every file; the number of rows by model. Raises RecordError, changing nothing."""
        for file in self.files:
            rows = list(self.read(file))
            while rows:
                created = self.create([row for row in rows if self.build(row)])
                for row in created:
                    self.link(row)
                rows = [child for row in created for child in self.children(row)]
        if self.faults:
            raise RecordError(self.faults)
        return self.counts

    def read(self, file: RecordFile) -> Iterator[Row]:
        """The entries of one file or folder."""
        path = self.folder / file.path
        if file.folder and not path.is_dir():
            self.faults.append(f"{file.path}: no such folder")
        for each in sorted(path.glob("*.yaml")) if file.folder else [path]:
            where = str(each.relative_to(self.folder))
            try:
                content = yaml.load(each.read_text(encoding="utf-8"), Loader=StrictYamlLoader)
            except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
                self.faults.append(f"{where}: {error}")
                continue
            for number, data in enumerate(content if isinstance(content, list) else [content]):
                place = f"{where}: {file.form.name_of(data)}"
                yield Row(file.form, data, place, None, "", number)

    def children(self, row: Row) -> Iterator[Row]:
        """The rows nested in `row`."""
        for name, form in row.form.children.items():
            if name not in row.data:
                continue
            nested = row.data[name]
            nested = [nested] if form.one else self.listed(row, name, nested)
            for number, data in enumerate(nested):
                place = f"{row.place} › {name}[{number + 1}] {form.name_of(data)}".rstrip()
                yield Row(form, data, place, row.instance, row.key, number)

    def build(self, row: Row) -> bool:
        """Fill the row without what links it to its siblings; False where it has a fault."""
        form = row.form
        if form.plain and not isinstance(row.data, dict):
            row.data = {form.plain: row.data}
        if not isinstance(row.data, dict):
            self.faults.append(f"{row.place}: expected names and values, found {row.data!r}")
            return False
        fields = {field.name: field for field in form.fields()}
        for name in sorted(row.data.keys() - fields.keys() - form.children.keys(), key=str):
            self.faults.append(f"{row.place}: unknown field {name!r}")
        instance = form.model()
        if form.parent:
            setattr(instance, form.parent, row.parent)
        if hasattr(instance, "position"):
            instance.position = row.position
        for name, value in row.data.items():
            field = fields.get(name)
            if field is None or field.many_to_many or field.related_model is form.model:
                continue
            if field.is_relation:
                setattr(instance, field.attname, self.resolve(row, field, value))
            elif self.fits(row, field, value):
                setattr(instance, name, value)
        # What a key led to exists; to ask the database again would take as long as all the rest.
        known = {
            field.name
            for field in form.model._meta.fields
            if field.is_relation and getattr(instance, field.attname) is not None
        }
        rules = functools.partial(
            instance.full_clean, exclude=known, validate_unique=False, validate_constraints=False
        )
        row.instance = instance
        return self.passes(row, rules)

    def create(self, rows: list[Row]) -> list[Row]:
        """Write rows that were built, those of a model together; the rows that are written.

        One by one the bundled record took 12.4 s of a processor, so 7.9.
        """
        by_model: dict[type[models.Model], list[Row]] = {}
        for row in rows:
            by_model.setdefault(row.form.model, []).append(row)
        written = []
        for model, built in by_model.items():
            kept = built
            try:
                with transaction.atomic():
                    model._default_manager.bulk_create([row.instance for row in built])
            except IntegrityError:
                # One of them is refused: which, and why, is told where each is written alone.
                for row in built:
                    row.instance.pk = None
                kept = [row for row in built if self.save(row)]
            written += kept
            self.counts[model._meta.label] = self.counts.get(model._meta.label, 0) + len(kept)
        for row in written:
            if row.form.local or "KEY" in vars(row.form.model):
                self.keys.setdefault(row.form.model, {})[row.key] = row.instance.pk
        return written

    def link(self, row: Row) -> None:
        """Set what a row says of its siblings, and its many-to-many fields."""
        changed = []
        for field in row.form.fields():
            value = row.data.get(field.name)
            if value in (None, [], ""):
                continue
            if field.many_to_many:
                listed = self.listed(row, field.name, value)
                resolved = [self.resolve(row, field, each) for each in listed]
                targets = [target for target in resolved if target]
                getattr(row.instance, field.name).add(*targets)
                if field in references(row.form.model):
                    rule = functools.partial(check_nesting, row.instance, field.name, targets)
                    self.passes(row, rule)
            elif field.related_model is row.form.model:
                setattr(row.instance, field.attname, self.resolve(row, field, value))
                changed.append(field.name)
        if changed and self.passes(row, row.instance.clean):
            self.save(row, update_fields=changed)

    def resolve(self, row: Row, field: models.Field, value) -> int | None:
        """The primary key behind a readable key; a fault where there is none."""
        known = self.keys.get(field.related_model, {})
        pk = known.get(f"{row.parent_key}/{value}") or known.get(str(value))
        if pk is None:
            name = field.related_model._meta.model_name
            self.faults.append(f"{row.place}: {field.name}: no {name} {str(value)!r}")
        return pk

    def listed(self, row: Row, name: str, value) -> list:
        """The value where it is a list; nothing and a fault where it is not."""
        if isinstance(value, list):
            return value
        self.faults.append(f"{row.place}: {name}: expected a list, found {value!r}")
        return []

    def fits(self, row: Row, field: models.Field, value) -> bool:
        """Whether a value is of the field's kind: yes, no, lists and mappings are no text."""
        fitting = isinstance(field, (models.BooleanField, models.JSONField)) or not isinstance(
            value, (bool, list, dict)
        )
        if not fitting:
            self.faults.append(f"{row.place}: {field.name}: expected text, found {value!r}")
        return fitting

    def save(self, row: Row, **options) -> bool:
        """Save the row; False and a fault where the database refuses it."""
        instance = row.instance
        try:
            with transaction.atomic():
                instance.save(**options)
        except IntegrityError as error:
            # The rules of the database have words of their own.
            worded = not all(
                [
                    self.passes(row, instance.validate_unique),
                    self.passes(row, instance.validate_constraints),
                ]
            )
            if not worded:
                self.faults.append(f"{row.place}: {error}")
            return False
        return True

    def passes(self, row: Row, rules: Callable[[], None]) -> bool:
        """Whether a row keeps `rules`; a fault for each field that breaks one, in its words."""
        try:
            rules()
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                field = "" if name == NON_FIELD_ERRORS else f"{name}: "
                self.faults.append(f"{row.place}: {field}{' '.join(messages)}")
            return False
        return True


def dump(folder: pathlib.Path, files: Iterable[RecordFile]) -> list[pathlib.Path]:
    """Write the whole record into `folder`; the files written. Stale entry files go."""
    written = []
    for file in files:
        path = folder / file.path
        entries = [write(file.form, entry) for entry in ordered(file.form)]
        if file.folder:
            path.mkdir(parents=True, exist_ok=True)
            for entry in entries:
                written.append(path / f"{entry[file.form.model.KEY[0]]}.yaml")
                written[-1].write_text(to_yaml(entry), encoding="utf-8")
            for stale in set(path.glob("*.yaml")) - set(written):
                stale.unlink()
        else:
            written.append(path)
            path.write_text(to_yaml(entries), encoding="utf-8")
    return written


def ordered(form: EntrySchema) -> list[models.Model]:
    """All entries of a form with everything nested in them, by key.

    They are sorted here because databases differ in how they sort text.
    """
    entries = form.model.objects.prefetch_related(*prefetches(form)).order_by("pk")
    return sorted(entries, key=lambda entry: key_of(entry).split("/"))


def prefetches(form: EntrySchema, prefix: str = "") -> Iterator[str]:
    """Names of all rows and relations below a form, for prefetching."""
    for field in form.fields():
        if field.is_relation:
            yield f"{prefix}{field.name}"
    for name, child in form.children.items():
        yield f"{prefix}{name}"
        yield from prefetches(child, f"{prefix}{name}__")


def write(form: EntrySchema, instance: models.Model):
    """The mapping (or bare string) that a row is written as."""
    data = {}
    for field in form.fields():
        value = getattr(instance, field.name)
        if field.many_to_many:
            value = sorted(key_of(target) for target in value.all())
            if field.remote_field.symmetrical:  # told once, by the first of the two
                value = [key for key in value if key > key_of(instance)]
        elif field.is_relation and value is not None:
            value = reference(form, instance, field, value)
        elif isinstance(value, decimal.Decimal):
            value = int(value) if value == value.to_integral_value() else float(value)
        if value not in (None, "", []) and not is_left_out(field, value):
            data[field.name] = value
    for name, child in form.children.items():
        if child.one:
            rows = [row] if (row := getattr(instance, name, None)) else []
        else:
            rows = getattr(instance, name).all()
        nested = [write(child, row) for row in rows]
        if nested:
            data[name] = nested[0] if child.one else nested
    return data[form.plain] if data.keys() == {form.plain} else data


def is_left_out(field: models.Field, value) -> bool:
    """Whether a value is left out because it is the default of its field.

    The day of a change is told even where it is today: loaded on another day it would be another.
    """
    if field.is_relation or isinstance(field, UpdatedOnField):
        return False
    return value == field.get_default()


def reference(form: EntrySchema, instance: models.Model, field: models.Field, target) -> str:
    """The key of `target`; its local name alone where it stands beside `instance`."""
    if form.local and field.related_model is form.model:
        parent = f"{form.parent}_id"
        if getattr(instance, parent) == getattr(target, parent):
            return getattr(target, form.local)
    return key_of(target)


def to_yaml(data) -> str:
    """YAML as people write it: no anchors, no sorting, no folded lines."""
    return yaml.dump(
        data, Dumper=PlainYamlDumper, allow_unicode=True, sort_keys=False, width=10**6, indent=2
    )


class PlainYamlDumper(yaml.CSafeDumper):
    """A dumper that repeats shared values instead of inventing anchors."""

    def ignore_aliases(self, data):
        return True
