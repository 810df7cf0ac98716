"""Why a form was refused: every fault in words, with the control it is about."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.forms import BaseForm, BaseFormSet, BoundField
from django.utils.text import capfirst


class Fault(NamedTuple):
    """One fault of a form: the sentence, what it is about, the id to lead to where there is one."""

    message: str
    where: str = ""
    place: str = ""


def faults_of(form: BaseForm, formsets: Iterable[BaseFormSet] = (), place: str = "") -> list[Fault]:
    """All faults of a page in the order of its fields; those of no one field lead to `place`."""
    found = list(faults_of_form(form, "", place))
    for formset in formsets:
        group = formset.model._meta
        found += (
            Fault(message, capfirst(str(group.verbose_name_plural)), f"{formset.prefix}-group")
            for message in formset.non_form_errors()
        )
        for number, row in enumerate(formset.forms):
            name = f"{capfirst(str(group.verbose_name))} #{number + 1}"
            found += faults_of_form(row, name, f"{formset.prefix}-{number}")
    return found


def faults_of_form(form: BaseForm, name: str = "", place: str = "") -> Iterator[Fault]:
    """The faults of one form; what is about no field of it leads to the form itself."""
    for message in form.non_field_errors():
        yield Fault(in_short(message) if place else message, name, place)
    for field in form:
        where = " ".join(
            filter(None, (name, str(field.label).rstrip(":：") if field.label else ""))
        )
        for message in field.errors:
            yield Fault(in_short(message), where, place_of(field) or place)


def in_short(message: str) -> str:
    """A message as it is told of a page: what is asked there has its tick where it leads."""
    return getattr(message, "sentence", message)


def place_of(field: BoundField) -> str:
    """The id of the control that a field is typed into; ticks have one each, the first counts."""
    return "" if field.is_hidden else field.id_for_label or f"{field.auto_id}_0"
