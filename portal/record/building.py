"""A row made from what a form says of it, whether a whole record is loaded or one form applied."""

import dataclasses
import functools
import reprlib
from collections.abc import Callable, Collection, Iterator

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction

from portal.record.nesting import check_nesting, references
from portal.record.schema import EntrySchema

# How a value is shown in a message; a file may hold a list of any length and depth.
SHORT = reprlib.Repr()
SHORT.maxlevel, SHORT.maxlist, SHORT.maxdict, SHORT.maxstring, SHORT.maxother = 3, 10, 10, 200, 200


@dataclasses.dataclass
class Row:
    """A row being written: its schema, its data, the place to name, and what it hangs on.

    `names` are the fields to set; None says those that the data fills.
    """

    schema: EntrySchema
    data: dict
    place: str
    parent: "Row | None"
    position: int | None
    names: Collection[str] | None = None
    instance: models.Model | None = None

    @property
    def parent_key(self) -> str:
        """The readable key of what the row hangs on."""
        return self.parent.key if self.parent else ""

    @property
    def key(self) -> str:
        """The readable key of the row, its parent's before its own."""
        if self.parent is None and "KEY" in vars(self.schema.model):
            return self.schema.key_of_form(self.data)
        name = self.schema.name_of(self.data)
        return f"{self.parent_key}/{name}" if self.parent_key else name

    def named(self) -> Iterator[models.Field]:
        """The fields to set."""
        for name, field in self.schema.by_name.items():
            if name in (self.data if self.names is None else self.names):
                yield field

    @property
    def is_named(self) -> bool:
        """Whether other rows can name it."""
        return bool(self.schema.local) or "KEY" in vars(self.schema.model)


class Builder:
    """Fills rows and collects every fault. `resolve` says where keys lead."""

    def __init__(self, using: str):
        self.using = using
        self.faults: list[str] = []
        self.keys: dict[type[models.Model], dict[str, int]] = {}

    def find(self, model: type[models.Model], key: str) -> int | None:
        """The primary key of the row that a readable key names."""
        return self.keys.get(model, {}).get(key)

    def remember(self, row: Row) -> None:
        """Let other rows name this one."""
        if row.is_named:
            self.keys.setdefault(row.schema.model, {})[row.key] = row.instance.pk

    def opened(self, row: Row) -> bool:
        """Whether the data of a row are names and values that its schema knows; else faults."""
        schema = row.schema
        if schema.plain and not isinstance(row.data, dict):
            row.data = {schema.plain: row.data}
        if not isinstance(row.data, dict):
            self.faults.append(f"{row.place}: expected names and values, found {shown(row.data)}")
            return False
        known = schema.by_name.keys() | schema.children.keys()
        for name in sorted(row.data.keys() - known, key=str):
            self.faults.append(f"{row.place}: unknown field {name!r}")
        return True

    def fill(self, row: Row) -> bool:
        """Fill the row without what links it to its siblings; False where it has a fault."""
        schema, instance = row.schema, row.instance
        if schema.parent:
            setattr(instance, schema.parent, row.parent.instance)
        if row.position is not None and schema.placed:
            instance.position = row.position
        for field in row.named():
            if field.many_to_many or field.related_model is schema.model:
                continue
            if field.name not in row.data:
                setattr(instance, field.attname, field.get_default())
            elif field.is_relation:
                setattr(instance, field.attname, self.resolve(row, field, row.data[field.name]))
            elif self.fits(row, field, row.data[field.name]):
                setattr(instance, field.name, row.data[field.name])
        # What a key led to exists; to ask the database again would take as long as all the rest.
        known = {
            field.name
            for field in schema.model._meta.fields
            if field.is_relation and getattr(instance, field.attname) is not None
        }
        rules = functools.partial(
            instance.full_clean, exclude=known, validate_unique=False, validate_constraints=False
        )
        return self.passes(row, rules)

    def link(self, row: Row) -> None:
        """Set what a row says of its siblings, and its many-to-many fields."""
        changed = []
        for field in row.named():
            value = row.data.get(field.name)
            if field.many_to_many:
                self.link_many(row, field, value)
            elif field.related_model is row.schema.model:
                found = None if value in (None, "") else self.resolve(row, field, value)
                if found != getattr(row.instance, field.attname):
                    setattr(row.instance, field.attname, found)
                    changed.append(field.name)
        if changed and self.passes(row, row.instance.clean):
            self.save(row, update_fields=changed)

    def link_many(self, row: Row, field: models.ManyToManyField, value) -> None:
        """Link a row to what a many-to-many field names."""
        listed = self.listed(row, field.name, value or [])
        resolved = [self.resolve(row, field, each) for each in listed]
        targets = [target for target in resolved if target]
        getattr(row.instance, field.name).add(*targets)
        if field in references(row.schema.model):
            rule = functools.partial(check_nesting, row.instance, field.name, targets)
            self.passes(row, rule)

    def resolve(self, row: Row, field: models.Field, value) -> int | None:
        """The primary key behind a readable key; a fault where there is none."""
        model = field.related_model
        pk = self.find(model, f"{row.parent_key}/{value}") or self.find(model, str(value))
        if pk is None:
            self.faults.append(
                f"{row.place}: {field.name}: no {model._meta.model_name} {shown(str(value))}"
            )
        return pk

    def listed(self, row: Row, name: str, value) -> list:
        """The value where it is a list; nothing and a fault where it is not."""
        if isinstance(value, list):
            return value
        self.faults.append(f"{row.place}: {name}: expected a list, found {shown(value)}")
        return []

    def fits(self, row: Row, field: models.Field, value) -> bool:
        """Whether a value is of the field's kind: yes, no, lists and mappings are no text."""
        fitting = isinstance(field, (models.BooleanField, models.JSONField)) or not isinstance(
            value, (bool, list, dict)
        )
        if not fitting:
            self.faults.append(f"{row.place}: {field.name}: expected text, found {shown(value)}")
        return fitting

    def save(self, row: Row, **options) -> bool:
        """Save the row; False and a fault where the database refuses it."""
        instance = row.instance
        try:
            with transaction.atomic(using=self.using):
                instance.save(using=self.using, **options)
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


def shown(value) -> str:
    """A value as a message shows it, cut where it is long or nested deep."""
    return SHORT.repr(value)
