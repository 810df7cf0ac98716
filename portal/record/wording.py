"""Forms in words: what fields are called, what values mean, what rows and targets are named.

Titles of what a form names by readable keys are read from the database, in one query for each
model, whatever the number of forms.
"""

import decimal
from collections.abc import Iterable, Iterator

from django.db import models
from django.utils.formats import number_format
from django.utils.text import Truncator, capfirst
from django.utils.translation import get_language, gettext

from portal.changes.tracking import shown
from portal.money import yen_in_full
from portal.record.matching import Row, key_fields, spread
from portal.record.schema import NOTHING, EntrySchema, in_file, key_of, plainly
from portal.record.tracing import present_keys

Model = type[models.Model]
# How much of a text names a row, and from which number on thousands are set apart: no year is.
NAME_LENGTH, GROUPED = 40, 10_000


def named(schema: EntrySchema, row: Row) -> Iterator[tuple[models.Field, str]]:
    """What a row names by readable keys, without rows that stand beside it or below."""
    for field in schema.fields():
        value = row.get(field.name)
        if field.is_relation and value:
            for key in map(str, value if field.many_to_many else [value]):
                if not is_beside(schema, field, key):
                    yield field, key


def is_beside(schema: EntrySchema, field: models.Field, key: str) -> bool:
    """Whether a key names a row of the same list, by its code alone."""
    return bool(schema.local) and field.related_model is schema.model and "/" not in key


def all_named(schema: EntrySchema, form: Row | None) -> Iterator[tuple[models.Field, str]]:
    """What a form names, with all its rows."""
    if form is not None:
        yield from named(schema, form)
        for name, child in schema.children.items():
            for row in rows_of(child, form.get(name)):
                yield from all_named(child, row)


def rows_of(schema: EntrySchema, value) -> list[Row]:
    """The rows that stand under a name, also where there may be but one."""
    listed = ([value] if value else []) if schema.one else value or []
    return [spread(schema, row) for row in listed]


def value_in(field: models.Field, row: Row):
    """What a row holds in a field, as forms have it: its default where that is left out."""
    value = row.get(field.name)
    return default_of(field) if value is None else value


def default_of(field: models.Field):
    """What forms leave out of a field; None where that is nothing."""
    default = None if field.is_relation else field.get_default()
    return None if default in NOTHING else plainly(in_file(default))


def keyed(model: Model, keys: Iterable[str]) -> models.QuerySet:
    """The rows of a model behind some readable keys."""
    *first, last = model.KEY
    parted: dict[tuple[str, ...], list[str]] = {}
    for key in keys:
        *before, name = key.split("/")
        if len(before) == len(first):
            parted.setdefault(tuple(before), []).append(name)
    found = models.Q(pk__in=[])
    for before, names in parted.items():
        found |= models.Q(**dict(zip(first, before, strict=True)), **{f"{last}__in": names})
    joins = [path.rpartition("__")[0] for path in model.KEY if "__" in path]
    rows = model._base_manager.filter(found)
    return rows.select_related(*joins) if joins else rows


class Targets:
    """What forms name by readable keys: the titles of it, and what of it visitors may not see."""

    def __init__(self, forms: Iterable[tuple[EntrySchema, Row | None]]):
        wanted: dict[Model, set[str]] = {}
        for schema, form in forms:
            for field, key in all_named(schema, form):
                wanted.setdefault(field.related_model, set()).add(key)
        self.titles: dict[tuple[Model, str], str] = {}
        self.hidden: set[tuple[Model, str]] = set()
        self.present: dict[tuple[Model, str], str] = {}
        for model, keys in wanted.items():
            self._read(model, keys)

    def _read(self, model: Model, keys: set[str]) -> None:
        found = {key_of(row): row for row in keyed(model, sorted(keys))}
        if missing := keys - found.keys():
            self._follow(model, missing, found)
        visible = {row.pk for row in found.values()}
        if getattr(model, "SHOWN_IF", ()):
            visible = set(shown(model).filter(pk__in=visible).values_list("pk", flat=True))
            # What is gone may never have been seen.
            self.hidden |= {(model, key) for key in keys - found.keys()}
        for key, row in found.items():
            self.titles[model, key] = str(row)
            if row.pk not in visible:
                self.hidden.add((model, key))

    def _follow(self, model: Model, keys: set[str], found: dict[str, models.Model]) -> None:
        """Find what former keys lead to now."""
        moved = present_keys(model, keys)
        there = {key_of(row): row for row in keyed(model, sorted(moved.values()))}
        for key, present in moved.items():
            if present in there:
                found[key], self.present[model, key] = there[present], present

    def now(self, model: Model, value):
        """What names targets, each named by the key that it has now."""
        if isinstance(value, list):
            return [self.now(model, each) for each in value]
        return self.present.get((model, value), value)

    def title(self, model: Model, key: str) -> str:
        """What a target is called; its key where there is none any more."""
        return self.titles.get((model, key), key)

    def hides(self, schema: EntrySchema, row: Row) -> bool:
        """Whether a row names what visitors may not see."""
        return any((field.related_model, key) in self.hidden for field, key in named(schema, row))


class Wording:
    """The words of forms of one kind, in the active language.

    What a field says that is `for_editors` is not told to the public.
    """

    def __init__(self, targets: Targets, *, public: bool = False):
        self.targets, self.public = targets, public

    def tells(self, field: models.Field) -> bool:
        """Whether it is told what a field says."""
        return not (self.public and getattr(field, "for_editors", False))

    def label(self, field: models.Field) -> str:
        """What a form calls a field."""
        return capfirst(str(field.verbose_name))

    def value(
        self,
        schema: EntrySchema,
        field: models.Field,
        value,
        beside: Iterable[Row] = (),
        row: Row | None = None,
    ) -> str:
        """What a value means; empty for none. `beside` are the rows it may name by their codes,
        `row` is the one that it stands in, if that is known: an amount is told with its currency.
        """
        if value in (None, "", []):
            return ""
        if isinstance(value, list):
            return gettext(", ").join(self._one(schema, field, each, beside) for each in value)
        if row is not None and (name := getattr(schema.model, "MONEY", {}).get(field.name)):
            return in_money(value, value_in(schema.by_name[name], row))
        return self._one(schema, field, value, beside)

    def _one(self, schema: EntrySchema, field: models.Field, value, beside: Iterable[Row]) -> str:
        if field.is_relation:
            return self._target(schema, field, str(value), beside)
        if isinstance(field, models.BooleanField):
            return gettext("yes") if value in (True, "true") else gettext("no")
        if field.choices:
            return str({str(key): words for key, words in field.flatchoices}.get(value, value))
        if hasattr(field, "in_words"):
            return str(field.in_words(value))
        if isinstance(field, (models.IntegerField, models.DecimalField)):
            return in_digits(value)
        return str(value)

    def _target(
        self, schema: EntrySchema, field: models.Field, key: str, beside: Iterable[Row]
    ) -> str:
        if is_beside(schema, field, key):
            row = next((row for row in beside if row.get(schema.local) == key), None)
            return self.row(schema, row) if row else key
        return self.targets.title(field.related_model, key)

    def row(self, schema: EntrySchema, row: Row) -> str:
        """What a row is called: by its text where it has a code, else by what names it.

        Without a text by the values of `CALLED_ELSE`, where its model has that; by its code last.
        """
        names = [schema.plain] if schema.plain else key_fields(schema)
        if schema.local or not names:
            text = shortened(self._text(schema, row))
            return text or self._values(schema, row) or str(row.get(schema.local, ""))
        words = (
            _bilingual(row, name.removesuffix("_ja"))
            if name.endswith("_ja")
            else self.value(schema, schema.by_name[name], row.get(name))
            for name in names
        )
        return shortened(" ".join(filter(None, words)))

    def _values(self, schema: EntrySchema, row: Row) -> str:
        names = getattr(schema.model, "CALLED_ELSE", ())
        words = (self.value(schema, schema.by_name[name], row.get(name)) for name in names)
        return " ".join(filter(None, words))

    def entry(self, schema: EntrySchema, form: Row) -> str:
        """What an entry is called."""
        own = [path.partition("__")[0] for path in schema.model.KEY]
        words = (
            self.value(schema, schema.by_name[name], form.get(name)) for name in dict.fromkeys(own)
        )
        return self._text(schema, form) or " ".join(filter(None, words))

    def _text(self, schema: EntrySchema, row: Row) -> str:
        """The first text of a row that is told in both languages, its source's words left out;
        where its model says so the first of those by which it is called.
        """
        called = getattr(schema.model, "CALLED_BY", None)
        if called is not None:
            return next(filter(None, (_called(row, name) for name in called)), "")
        last = getattr(schema.model, "WRITTEN_LAST", ())
        for field in schema.fields():
            name = field.name.removesuffix("_ja")
            if name != field.name and field.name not in last and row.get(field.name):
                return _bilingual(row, name)
        return ""

    def told(
        self, schema: EntrySchema, row: Row, beside: Iterable[Row] = ()
    ) -> list[tuple[str, str]]:
        """All that a row says of itself: names of fields and values.

        The public is not told its code, which is how addresses and files name it.
        """
        return [
            (self.label(field), self.value(schema, field, row[field.name], beside, row))
            for field in schema.fields()
            if row.get(field.name) not in (None, "", [])
            and self.tells(field)
            and not (self.public and field.name == schema.local)
        ]


def _bilingual(row: Row, name: str) -> str:
    english = row.get(f"{name}_en", "") if get_language() == "en" else ""
    return str(english or row.get(f"{name}_ja", ""))


def _called(row: Row, name: str) -> str:
    """What a row says in a field of that name, or in the active language in one of two."""
    return _bilingual(row, name) or str(row.get(name, ""))


def shortened(text: str) -> str:
    """So much of a text as names a row."""
    return Truncator(text).chars(NAME_LENGTH)


def in_money(value, currency: str) -> str:
    """An amount of money with its currency; what is no number as it is."""
    digits = str(value)
    return yen_in_full(int(digits), currency) if digits.isdecimal() else digits


def in_digits(value) -> str:
    """A number with thousands set apart, where it is large; what is none as it is."""
    try:
        number = decimal.Decimal(str(value))
    except decimal.InvalidOperation:
        return str(value)
    return number_format(number, force_grouping=True) if abs(number) >= GROUPED else str(value)
