"""An entry under another key: all that names it follows, and its former key leads to the new one.

So does the key of each entry whose own key is made of it. What others say of it is not changed by
that, so the day of their last change stays.
"""

import functools
import json
import operator
import re
from collections.abc import Iterator, Mapping

from django.apps import apps
from django.db import models
from django.db.models.functions import Cast
from django.db.models.lookups import Contains
from django.utils.translation import gettext

from portal.changes.models import Recorded
from portal.changes.tracking import changed, written_to
from portal.record import trees
from portal.record.applying import apply
from portal.record.edits import Applied, Edit, Key
from portal.record.models import Batch, Entry, Revision
from portal.record.schema import EntrySchema, RecordError, kinds, plainly, schema_of
from portal.record.wording import is_beside

Model = type[models.Model]
# Signs that may stand in an address name, or between two of them.
INSIDE = "[0-9A-Za-z-]"
# The fields in which an address may stand.
TEXTS = (models.CharField, models.TextField, models.JSONField)


class Renaming:
    """One key being replaced by another, in the forms of all who name it.

    `addresses` are the address of the entry's page on this site before and after, without language
    and slashes at the ends; texts that name it name the new one.
    """

    def __init__(self, kind: str, old: str, new: str, addresses: tuple[str, str] = ("", "")):
        self.kind, self.old, self.new = kind, old, new
        self.address, self.to_address = addresses
        self.models = {
            schema.model for _path, schema in schema_of(kind).walk() if hasattr(schema.model, "KEY")
        }
        self.pattern = re.compile(rf"(?<!{INSIDE}){re.escape(self.address)}(?!{INSIDE})")

    def key(self, model: Model, key: str) -> str:
        """A readable key of a row of a model, as it is then."""
        first, slash, rest = key.partition("/")
        return f"{self.new}{slash}{rest}" if model in self.models and first == self.old else key

    def text(self, value):
        """A text, or what is made of texts, as it names the entry then."""
        if isinstance(value, str):
            return self.pattern.sub(self.to_address, value) if self.address else value
        if isinstance(value, list):
            return [self.text(each) for each in value]
        if isinstance(value, dict):
            return {name: self.text(each) for name, each in value.items()}
        return value

    def form(self, schema: EntrySchema, form):
        """A form as it names the entry then."""
        if not isinstance(form, dict):
            return self.text(form)
        found = {}
        for name, value in form.items():
            if child := schema.children.get(name):
                many = isinstance(value, list)
                found[name] = (
                    [self.form(child, each) for each in value] if many else self.form(child, value)
                )
            else:
                found[name] = self.value(schema, schema.by_name[name], value)
        in_order = getattr(schema.model, "form_in_order", None)
        return in_order(found) if in_order else found

    def value(self, schema: EntrySchema, field: models.Field, value):
        """A value of a row."""
        if not field.is_relation:
            return self.text(value)
        if isinstance(value, list):
            return sorted({self.key(field.related_model, str(each)) for each in value})
        if is_beside(schema, field, str(value)):
            return value
        return self.key(field.related_model, str(value))

    def own(self, form: dict) -> dict:
        """The form of the entry itself under its new key."""
        schema = schema_of(self.kind)
        return {**self.form(schema, form), schema.model.KEY[0]: self.new}

    def concerned(self, using: str) -> list[tuple[Entry, dict]]:
        """The heads of all other entries that name it by key or address, each with its form."""
        head = Entry.objects.using(using).get(kind=self.kind, key=self.old)
        named = naming(self.kind, head.row, using)
        saying = holding(self.address, using) if self.address else {}
        rows = {
            kind: named.get(kind, set()) | saying.get(kind, set()) for kind in {*named, *saying}
        }
        heads = Entry.objects.using(using).of_rows(rows).exclude(pk=head.pk)
        found = []
        held = Revision.objects.using(using).current().exclude(form=None).order_by("pk")
        for each in held.filter(entry__in=heads.order_by()).select_related("entry"):
            of = each.entry
            # What holds the address may hold it as a part of another.
            if of.row in named.get(of.kind, ()) or self.pattern.search(
                json.dumps(each.form, ensure_ascii=False)
            ):
                found.append((of, each.form))
        return found


def holding(text: str, using: str) -> dict[str, set[int]]:
    """The entries of which a text holds another, itself or in a row, by kind: one statement for the
    rows. Large and small letters may be taken for the same.
    """
    held: dict[Model, set[int]] = {}
    for label, pk in _rows_holding(text, using):
        held.setdefault(apps.get_model(label), set()).add(pk)
    found: dict[str, set[int]] = {}
    for model, pks in held.items():
        _add_owners(found, model, pks, using)
    return found


def _rows_holding(text: str, using: str) -> Iterator[tuple[str, int]]:
    """The rows of all entries of which a field of text holds a text: label of the model, and key.

    Fields are compared as text: what a field takes for no value of its own is no fault here.
    """
    schemas = {
        schema.model: schema for file in kinds().values() for _at, schema in file.schema.walk()
    }
    asked = []
    for model, schema in schemas.items():
        fields = [field for field in schema.by_name.values() if isinstance(field, TEXTS)]
        if fields:
            tests = [Contains(Cast(field.name, models.TextField()), text) for field in fields]
            holds = functools.reduce(operator.or_, map(models.Q, tests))
            rows = model._base_manager.using(using).filter(holds).order_by()
            label = models.Value(model._meta.label_lower, models.CharField())
            asked.append(rows.annotate(of_model=label).values_list("of_model", "pk"))
    yield from asked[0].union(*asked[1:], all=True)


def naming(kind: str, pk: int, using: str) -> dict[str, set[int]]:
    """The entries that name an entry or a row of it, by kind; itself may be among them."""
    rows: dict[Model, set[int]] = {}
    for node in trees.read(schema_of(kind), [pk], using):
        for each in node.walk():
            rows.setdefault(type(each.instance), set()).add(each.instance.pk)
    found: dict[str, set[int]] = {}
    for model, pks in rows.items():
        for related, names in _leading_to(model, pks, using):
            _add_owners(found, related, names, using)
    return found


def _add_owners(found: dict[str, set[int]], model: Model, pks: set[int], using: str) -> None:
    """Add the entries that some rows of a model are, or belong to."""
    if model._meta.model_name in kinds():
        found.setdefault(model._meta.model_name, set()).update(pks)
    elif issubclass(model, Recorded):
        for owner, owners in changed(model, pks, using).revised.items():
            found.setdefault(owner._meta.model_name, set()).update(owners)


def _leading_to(model: Model, pks: set[int], using: str) -> Iterator[tuple[Model, set[int]]]:
    """The rows of each model that name some rows of a model by one of their fields."""
    for relation in model._meta.get_fields(include_hidden=True):
        own = relation.many_to_many and not relation.auto_created
        if own and relation.related_model is model and relation.remote_field.symmetrical:
            field = relation
        elif relation.auto_created and not relation.concrete:
            field = relation.field
        else:
            continue
        other = field.model
        if not other._meta.auto_created:
            rows = other._base_manager.using(using).filter(**{f"{field.name}__in": pks})
            if names := set(rows.order_by().values_list("pk", flat=True)):
                yield other, names


def check_unused(kind: str, key: str, using: str | None = None) -> None:
    """Raise RecordError where a key was used before: it is never given to another entry."""
    if Entry.objects.using(written_to(using)).filter(kind=kind, key=key).exists():
        raise RecordError([used_before(key)])


def used_before(key: str) -> str:
    """That a key was used before, in words."""
    return gettext(
        "“%(key)s” was used before: an address that led to one entry never leads to another."
    ) % {"key": key}


def renamed(renaming: Renaming, using: str | None = None) -> dict[Key, Edit]:
    """What every entry is to be so that one has another key."""
    using = written_to(using)
    kind = renaming.kind
    head = Entry.objects.using(using).get(kind=kind, key=renaming.old)
    own = Revision.objects.using(using).current().get(entry=head)
    edits = {
        (kind, renaming.old): Edit(None, head.number, renaming.new),
        (kind, renaming.new): Edit(
            renaming.own(own.form), number_at(kind, renaming.new, using), keeps_day=True
        ),
    }
    for other, form in renaming.concerned(using):
        edits |= rewritten(renaming, other, form, using)
    for name, field in schema_of(kind).by_name.items():
        if field.many_to_many and field.remote_field.symmetrical:
            retell(edits, kind, name, renaming.new)
    return edits


def retell(edits: dict[Key, Edit], kind: str, name: str, new: str) -> None:
    """Let of an entry and each that it is linked to the first tell so, by the keys they have.

    Those among them that are not edited tell it as they did.
    """
    own = edits[kind, new].form
    linked = set(own.get(name, ()))
    linked |= {
        key for (_kind, key), edit in edits.items() if edit.form and new in edit.form.get(name, ())
    }
    for key in linked:
        if (kind, key) not in edits:
            continue
        first, last = sorted((key, new))
        for each, other, is_first in ((first, last, True), (last, first, False)):
            form = edits[kind, each].form
            form[name] = sorted({*form.get(name, ())} - {other} | ({other} if is_first else set()))


def rewritten(renaming: Renaming, head: Entry, form: dict, using: str) -> dict[Key, Edit]:
    """What an entry that names another is to be when that has another key."""
    schema = schema_of(head.kind)
    new = plainly(renaming.form(schema, form))
    key = schema.key_of_form(new)
    if key == head.key:
        return {(head.kind, key): Edit(new, head.number, keeps_day=True)}
    return {
        (head.kind, head.key): Edit(None, head.number, key),
        (head.kind, key): Edit(new, number_at(head.kind, key, using), keeps_day=True),
    }


def number_at(kind: str, key: str, using: str) -> int | None:
    """The number of the revision that a key is at; None of a key never used."""
    found = Entry.objects.using(using).filter(kind=kind, key=key)
    return found.values_list("number", flat=True).first()


def rename(renaming: Renaming, batch: Batch, using: str | None = None) -> Applied:
    """Give an entry another key. Raises RecordError where that was used before, or is no key."""
    check_unused(renaming.kind, renaming.new, using)
    return apply(renamed(renaming, using), batch, using)


def restored_moves(edits: Mapping[Key, Edit]) -> dict[Key, Edit]:
    """The same edits, in which an entry that goes back to a former key is the same row.

    So what a renaming did is undone by another: the key that it gave leads to the former one.
    """
    found = dict(edits)
    back = Entry.objects.at(edits).filter(state=Entry.State.MOVED)
    for head in back:
        to = head.kind, head.moved_to
        goes = found.get(to)
        if goes and goes.form is None and found[head.kind, head.key].form is not None:
            found[to] = Edit(None, goes.base, head.key)
    return found
