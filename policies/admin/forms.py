"""The forms of the admin: light selects, rows that come last."""

import itertools

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from policies.admin.elsewhere import check_once
from portal.record.moving import used_before
from portal.record.nesting import check_nesting, references
from portal.record.schema import kinds
from portal.record.tracing import head_of
from portal.rows.internals import ChangedAlone, held_target


class PreloadedSelect:
    """A select that shows what its row holds without asking the database for it.

    The stock one asks once per field and row, which is hundreds of queries on a large entry.
    """

    row = None  # given by RecordForm
    within = None  # the entry whose rows are offered, where not all are
    choices_at = ""  # where it is asked what there is to choose, where that is not the site's place

    def get_url(self):
        address = self.choices_at or super().get_url()
        return address if self.within is None else f"{address}?within={self.within}"

    def optgroups(self, name, value, attr=None):
        chosen = [pk for pk in value if pk not in ("", None)]
        held = {str(each.pk): str(each) for each in self.held()} if chosen else {}
        if not chosen or not held.keys() >= set(chosen):
            return super().optgroups(name, value, attr)
        options = [(pk, label) for pk, label in held.items() if pk in chosen]
        if not self.is_required and not self.allow_multiple_selected:
            options.insert(0, ("", ""))
        return [
            (None, [self.create_option(name, pk, label, pk != "", index)], index)
            for index, (pk, label) in enumerate(options)
        ]

    def held(self):
        """What the row of this select points at, read from memory where it is there."""
        if self.row is None or self.row.pk is None:
            return []
        if self.allow_multiple_selected:
            return getattr(self.row, self.field.name).all()
        return [target] if (target := getattr(self.row, self.field.name, None)) else []


class HeldChoiceField(forms.ModelChoiceField):
    """A choice that asks for what was chosen only where that is not what the row holds."""

    held = None  # given by RecordForm

    def to_python(self, value):
        if self.held is not None and value == str(self.held.pk):
            return self.held
        return super().to_python(value)


class HeldSelect(PreloadedSelect, AutocompleteSelect):
    pass


class HeldSelectMultiple(PreloadedSelect, AutocompleteSelectMultiple):
    """Each value has its own cross; the one that clears all would stand in the list as no item."""

    def build_attrs(self, base_attrs, extra_attrs=None):
        """The attributes of the stock select, without the cross that clears all."""
        return super().build_attrs(base_attrs, extra_attrs) | {"data-allow-clear": "false"}


class RecordForm(ChangedAlone, forms.ModelForm):
    """A form that puts a new row last unless told otherwise and leaves stable names alone.

    `held_back` is what `policies.admin.asking` has to say of the rows of a page: for the prefix of
    a form its fields, each with a message.
    """

    stable = ()
    held_back = {}
    comes_last = False  # whether the position was left empty

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, PreloadedSelect):
                widget.row = self.instance
            if isinstance(field, HeldChoiceField):
                field.held = self.held(name)
            field.disabled |= name in self.stable and self.instance.pk is not None
        if "position" in self.fields:
            self.fields["position"].required = False
            self.fields["position"].help_text = _("Left empty, the row comes last.")
            if self.instance.pk is None:
                self.initial["position"] = None

    def held(self, name: str) -> models.Model | None:
        """What the row points at, where it was read with it."""
        return held_target(self.instance, name)

    def clean(self):
        cleaned = super().clean()
        if "position" in self.fields and cleaned.get("position") is None:
            self.comes_last = True
            cleaned["position"] = self.next_position(cleaned)
        self.check_circles(cleaned)
        self.check_name(cleaned)
        return cleaned

    def check_name(self, cleaned):
        """A new entry gets no name that another had: its address leads there."""
        model = self._meta.model
        kind, name = model._meta.model_name, getattr(model, "KEY", ("",))[0]
        if self.instance.pk is None and kind in kinds() and cleaned.get(name):
            head = head_of(kind, str(cleaned[name]))
            if head is not None and head.row is None:
                self.add_error(name, used_before(head.key))

    def full_clean(self):
        """Clean the form; then say what the checks found of it once it was saved, for a trial."""
        super().full_clean()
        for field, message in self.held_back.get(self.prefix, ()):
            self.add_error(field if field in self.fields else None, message)

    def check_circles(self, cleaned):
        """No row leads back to itself by what a many-to-many field is about to name."""
        for field in references(self._meta.model):
            if field.many_to_many and field.name in cleaned:
                above = [row.pk for row in cleaned[field.name]]
                try:
                    check_nesting(self.instance, field.name, above)
                except ValidationError as error:
                    self.add_error(None, error)

    def next_position(self, cleaned) -> int:
        """The position behind the last of the rows beside this one."""
        model = self._meta.model
        # Rows stand in the order of the entry that they hang on, then of their position.
        before = itertools.takewhile(lambda name: name != "position", model._meta.ordering)
        for owner in [model._meta.get_field(name).name for name in before]:
            entry = cleaned.get(owner) or getattr(self.instance, owner, None)
            if entry is not None and entry.pk is not None:
                rows = model._default_manager.order_by().filter(**{owner: entry})
                last = rows.aggregate(last=models.Max("position"))["last"]
                return 0 if last is None else last + 1
        return 0


def named(form: forms.ModelForm, name: str) -> list[int]:
    """The primary keys of the rows of its own kind that a valid form names in a field."""
    value = form.cleaned_data[name]
    if value is None:
        return []
    return [value.pk] if isinstance(value, models.Model) else [row.pk for row in value]


class HeldRows(forms.BaseInlineFormSet):
    """Rows of an entry: none that stands on the page is asked for again.

    Rows nobody touched are not checked anew: they were when they were saved.
    """

    def get_form_kwargs(self, index):
        return super().get_form_kwargs(index) | {"empty_permitted": True}

    def add_fields(self, form, index):
        super().add_fields(form, index)
        key = self.model._meta.pk.name
        if form.instance.pk is not None and key in form.fields:
            stock = form.fields[key]
            form.fields[key] = HeldChoiceField(
                stock.queryset, initial=stock.initial, required=False, widget=stock.widget
            )
            form.fields[key].held = form.instance


class RecordFormSet(HeldRows):
    """Rows with an order, of which one may be gone meanwhile."""

    gone = _(
        "Somebody deleted this row meanwhile. What you typed stands here: enter it in a new row if "
        "it is to stay."
    )

    def clean(self):
        super().clean()
        self.check_gone()
        check_once(self, self.elsewhere())
        self.put_last()
        self.check_circles([field.name for field in references(self.model)])

    def check_gone(self):
        """What was typed into a row that somebody deleted meanwhile is not passed over."""
        for form in self.initial_forms:
            if form.instance.pk is None and not form.cleaned_data.get("DELETE"):
                form.errors.pop(self.model._meta.pk.name, None)
                form.add_error(None, self.gone)

    def put_last(self):
        """Rows that come last stand behind all others, in the order in which they were entered."""
        told = [(form, getattr(form, "cleaned_data", {})) for form in self.forms]
        placed = [
            (form, values)
            for form, values in told
            if values.get("position") is not None and not values.get("DELETE")
        ]
        # Each knows a place behind all that are stored; on the page there may be places behind it.
        places = [values["position"] + (not form.comes_last) for form, values in placed]
        behind = itertools.count(max(places, default=0))
        for form, values in placed:
            if form.comes_last:
                values["position"] = form.instance.position = next(behind)

    def check_circles(self, fields):
        """No row leads back to itself by what all rows of the page are about to name."""
        changed = [
            form
            for form in self.forms
            if fields and form.instance.pk and form.cleaned_data.keys() >= set(fields)
        ]
        given = {
            form.instance.pk: {pk for name in fields for pk in named(form, name)}
            for form in changed
        }
        for form in changed:
            for name in fields:
                above = set(named(form, name)) - {form.instance.pk}
                if not form.has_error(name):
                    try:
                        check_nesting(form.instance, name, above, given)
                    except ValidationError as error:
                        form.add_error(None, error)

    def elsewhere(self) -> models.QuerySet:
        """The rows of the entry that do not stand on this page."""
        rows = self.model._default_manager
        if self.instance.pk is None:
            return rows.none()
        shown = [row.pk for row in self.get_queryset() if row.pk]
        return rows.filter(**{self.fk.name: self.instance}).exclude(pk__in=shown)

    def get_queryset(self):
        """Of a form that was sent, a row for each row of it: also for one that went meanwhile.

        Rows and forms are drawn side by side; were there fewer rows, typed ones would be left out.
        """
        rows = super().get_queryset()
        if not self.is_bound:
            return rows
        held = {str(row.pk): row for row in rows}
        names = (f"{self.add_prefix(number)}-{self.model._meta.pk.name}" for number in self.sent())
        return [held.get(self.data.get(name)) or self.model() for name in names]

    def sent(self) -> range:
        """The numbers of the rows that a form was drawn with."""
        return range(min(self.initial_form_count(), self.total_form_count()))

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if form.instance.pk is not None:  # what helps to fill a row in would repeat on every row
            for field in form.fields.values():
                field.help_text = ""


class KeptFormSet(RecordFormSet):
    """Of these rows an entry keeps one at least, on whatever page it stands."""

    def full_clean(self):
        if self.is_bound and self.elsewhere().exists():
            self.min_num = 0
        super().full_clean()
