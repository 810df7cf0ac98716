"""How the entries of the record are written: one mapping each, their rows nested in it.

An `EntrySchema` says how a model is written. Everything else is read from the model itself: fields
in the order they are declared, defaults left out, foreign keys as the readable key of their target
(`meti-2026-04/14`), positions as the order of the list. What an entry is written as is its form,
and a kind is the name of its model. A site connects its files in one place.
"""

import dataclasses
import decimal
import functools
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import models

# The day and the moment at which the content of an entry last changed. The day is part of the
# form; it says when the rest changed and is no change of its own.
DAY, MOMENT = "updated_on", "updated_at"
NOTHING = (None, "", [], {})


class RecordError(Exception):
    """What is wrong with a record: a line for each fault, each naming its place."""

    def __init__(self, faults: list[str]):
        self.faults = faults
        super().__init__("\n".join(faults))


@dataclasses.dataclass(frozen=True)
class EntrySchema:
    """How one model is written.

    `parent` is the foreign key to the entry that holds the row. `children` maps a reverse name
    to the schema of its rows. `local` is the field that names a row among its siblings, `plain`
    the field of a row that is written as a bare string where no other is filled. `one` marks a
    single row, not a list. `elsewhere` are fields that are filled where such rows stand in the
    files of other models. `last` are the fields that are written after all others. `required` are
    the children that an entry has at least one row of.
    """

    model: type[models.Model]
    parent: str = ""
    children: dict[str, "EntrySchema"] = dataclasses.field(default_factory=dict, hash=False)
    local: str = ""
    plain: str = ""
    one: bool = False
    elsewhere: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()

    def fields(self) -> list[models.Field]:
        """The fields that are written, as declared; those of `WRITTEN_LAST` last.

        What the site keeps by itself from other fields is not: nobody edits it.
        """
        return list(self.by_name.values())

    @functools.cached_property
    def by_name(self) -> dict[str, models.Field]:
        """The same fields by name."""
        written = [
            field
            for field in (*self.model._meta.fields, *self.model._meta.many_to_many)
            if field.editable
            and not field.primary_key
            and field.name not in {self.parent, "position", *self.elsewhere}
        ]
        last = getattr(self.model, "WRITTEN_LAST", ())
        ordered = sorted(written, key=lambda field: field.name in last)
        return {field.name: field for field in ordered}

    @functools.cached_property
    def placed(self) -> bool:
        """Whether its rows have a position; others stand in the order they were made in."""
        return any(field.name == "position" for field in self.model._meta.fields)

    @property
    def kind(self) -> str:
        """The name of the model, by which an entry is told from those of other models."""
        return self.model._meta.model_name

    @functools.cached_property
    def own_flags(self) -> list[str]:
        """The fields of an entry that all have to be set for visitors to see it."""
        return [name for name in getattr(self.model, "SHOWN_IF", ()) if "__" not in name]

    def is_shown(self, form: dict | None) -> bool:
        """Whether visitors see an entry of this form, as far as it says so itself."""
        return form is not None and all(
            form.get(name, self.by_name[name].get_default()) for name in self.own_flags
        )

    def name_of(self, data) -> str:
        """What to call a row in a message."""
        name = self.local or self.plain or self.model.__dict__.get("KEY", ("",))[-1]
        return str(data.get(name, "")) if isinstance(data, dict) else str(data)

    def key_of_form(self, form: dict) -> str:
        """The readable key of the entry that a form tells of."""
        names = dict.fromkeys(path.partition("__")[0] for path in self.model.KEY)
        return "/".join(str(form.get(name, "")) for name in names)

    def walk(self, path: str = "") -> Iterator[tuple[str, "EntrySchema"]]:
        """The schema and all below it, each with the path from the entry to its rows."""
        yield path, self
        for name, child in self.children.items():
            yield from child.walk(f"{path}__{name}" if path else name)


@dataclasses.dataclass(frozen=True)
class RecordFile:
    """Where the entries of one schema live: a file with a list, or a folder with a file each.

    What a file `beside` the entries holds is none: it has no revisions, and is not applied.
    """

    path: str
    schema: EntrySchema
    beside: bool = False

    @property
    def folder(self) -> bool:
        """Whether each entry has a file of its own."""
        return not self.path.endswith(".yaml")


@dataclasses.dataclass(frozen=True)
class Upgrade:
    """How a form of a former layout of a kind becomes one of the next."""

    kind: str
    layout: str
    to: str
    change: Callable[[dict], dict]


# The files of the site, by kind in the order in which they are loaded.
_KINDS: dict[str, RecordFile] = {}
_UPGRADES: dict[tuple[str, str], Upgrade] = {}


def connect(files: Iterable[RecordFile], upgrades: Iterable[Upgrade] = ()) -> None:
    """Let these be the files of the record; what was connected before is forgotten.

    `upgrades` make forms of today of those that were kept under a former layout.
    """
    files = [file for file in files if not file.beside]
    found = {file.schema.kind: file for file in files}
    if len(found) != len(files):
        raise ImproperlyConfigured("Two files of the record hold entries of one kind.")
    _KINDS.clear()
    _KINDS.update(found)
    _UPGRADES.clear()
    _UPGRADES.update({(each.kind, each.layout): each for each in upgrades})
    layout.cache_clear()


def kinds() -> dict[str, RecordFile]:
    """The files of the record by kind, in the order in which they are loaded."""
    return _KINDS


def schema_of(kind: str) -> EntrySchema:
    """How entries of a kind are written."""
    return _KINDS[kind].schema


def key_of(instance: models.Model) -> str:
    """The readable key of an entry: the values its model names in KEY, joined by slashes."""
    values = []
    for path in instance.KEY:
        value = instance
        for name in path.split("__"):
            value = getattr(value, name)
        values.append(value)
    return "/".join(values)


def is_left_out(field: models.Field, value) -> bool:
    """Whether a value is left out because it is the default of its field.

    The day of a change is told even where it is today: loaded on another day it would be another.
    """
    if value in NOTHING:
        return True
    return not field.is_relation and field.name != DAY and value == field.get_default()


def plainly(form):
    """A form as a file of YAML gives it when it is read: numbers and days are text."""
    if isinstance(form, dict):
        plain = {name: plainly(value) for name, value in form.items()}
        return {name: value for name, value in plain.items() if value not in NOTHING}
    if isinstance(form, list):
        return [plainly(each) for each in form]
    return form if form is None or isinstance(form, bool) else str(form)


def tidied(schema: EntrySchema, form):
    """A plain form as it would be written: defaults left out, numbers and links as usual.

    What does not fit the schema is left as it is; whoever reads the form says so.
    """
    if not isinstance(form, dict):
        return form
    kept = {}
    for name, value in form.items():
        if child := schema.children.get(name):
            many = isinstance(value, list) and not child.one
            kept[name] = [tidied(child, e) for e in value] if many else tidied(child, value)
        elif field := schema.by_name.get(name):
            if (written := _tidied_value(field, value)) is not None:
                kept[name] = written
        else:
            kept[name] = value
    return kept[schema.plain] if kept.keys() == {schema.plain} else kept


def _tidied_value(field: models.Field, value):
    """A value as it is written, or None where it is left out."""
    if field.many_to_many:
        return sorted(value) if isinstance(value, list) else value
    if isinstance(field, models.IntegerField | models.DecimalField) and isinstance(value, str):
        try:
            number = field.to_python(value)
        except ValidationError:
            return value
        value = plainly(in_file(number))
        return None if is_left_out(field, number) else value
    return None if is_left_out(field, value) else value


def in_file(value):
    """A value of a field as files have it."""
    if isinstance(value, decimal.Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


@functools.cache
def layout(kind: str) -> str:
    """A fingerprint of what the forms of a kind can hold: names, and what is left out.

    A form that was kept under another is to be upgraded before it is read.
    """
    told = [
        [path, name, field.get_internal_type(), repr(plainly(_default(field)))]
        for path, schema in schema_of(kind).walk()
        for name, field in schema.by_name.items()
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:12]


def upgraded(kind: str, form: dict | None, kept_under: str) -> dict | None:
    """A form that was kept under a layout, as a form of today. Raises RecordError without a way."""
    while form is not None and kept_under != layout(kind):
        step = _UPGRADES.get((kind, kept_under))
        if step is None:
            raise RecordError([f"{kind}: no upgrade leads on from the layout {kept_under!r}"])
        form, kept_under = step.change(form), step.to
    return form


def _default(field: models.Field):
    return None if field.many_to_many or callable(field.default) else field.get_default()
