"""What a row that is typed must not repeat, of rows that stand on another page of the entry.

The form of a row asks no rule that names its entry, and a page of rows compares those on it alone:
the database would refuse the rest, which reads as if somebody else had saved.
"""

from collections.abc import Iterator, Sequence

from django.contrib import admin
from django.db import models
from django.forms import BaseInlineFormSet, BaseModelForm
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext

from policies.admin.asking import Question
from portal.changes import aside

Values = tuple


def check_once(formset: BaseInlineFormSet, others: models.QuerySet) -> None:
    """A row that says what one of `others` says, where one alone may, is told which that is."""
    for names in once_among(formset.model, formset.fk.name):
        asked = {values_in(form.instance, names): form for form in typed(formset, names)}
        for other in with_values(others, names, asked):
            if form := asked.get(values_in(other, names)):
                form.add_error(names[0], taken_by(other))


def once_among(model: type[models.Model], owner: str) -> Iterator[Sequence[str]]:
    """The fields that no two rows of one owner have alike, rule by rule."""
    for rule in model._meta.constraints:
        if isinstance(rule, models.UniqueConstraint) and owner in rule.fields:
            names = [name for name in rule.fields if name != owner]
            if names and rule.condition is None:
                yield names


def typed(formset: BaseInlineFormSet, names: Sequence[str]) -> Iterator[BaseModelForm]:
    """The rows of a page that are good by themselves and in which one of some fields changed."""
    for form in formset.forms:
        is_good = form.is_valid() and not form.cleaned_data.get("DELETE")
        if is_good and {*names} & {*form.changed_data}:
            yield form


def values_in(row: models.Model, names: Sequence[str]) -> Values:
    """What a row says in some fields; keys of what it names."""
    return tuple(getattr(row, row._meta.get_field(name).attname) for name in names)


def with_values(
    rows: models.QuerySet, names: Sequence[str], wanted: dict[Values, BaseModelForm]
) -> models.QuerySet:
    """Those of some rows that say in some fields what is wanted; what is empty is never alike."""
    found = models.Q(pk__in=[])
    for values in wanted:
        if None not in values:
            found |= models.Q(**dict(zip(names, values, strict=True)))
    return rows.filter(found)


def taken_by(other: models.Model) -> str:
    """That a row says the same already, with the way to it where it has a page of its own."""
    words = gettext("“%(row)s”, on another page of these rows, says the same already.")
    sentence = words % {"row": other}
    made = other.pk >= aside.FIRST_KEY  # a row of a draft has no page of its own here
    if made or not admin.site.is_registered(type(other)):
        return sentence
    meta = other._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[other.pk])
    told = Question(
        format_html('{} <a href="{}">{}</a>', sentence, address, gettext("To that row"))
    )
    told.sentence = sentence
    return told
