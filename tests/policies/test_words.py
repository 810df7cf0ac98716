"""Whatever a form puts on a row that it then refuses, the row can still be told in words.

A form puts what was typed on the row before the row's own rules are asked; the page that says
what is wrong names the row. What raised there would answer 500, and all that was typed is lost.
"""

import datetime
import decimal
from collections.abc import Iterator

from django.apps import apps
from django.db import models
from django.utils import translation
from django.utils.functional import cached_property

from policies.models.base import Bilingual, DateInWords
from policies.models.fields import EdtfField
from tests.cases import for_each

MODELS = [
    model for label in ("policies", "measures") for model in apps.get_app_config(label).get_models()
]
NUMBERS = (0, -1, 1, 1867, 20260, 10**9, 2**63 - 1, -(2**63), 10**30)
DATES = (
    *("", "x", "/", "//", "..", "../..", "2026/", "/2026", "2026/../2027", "2026-13", "2026-02-30"),
    *("0000", "0000-04/0001-03", "9999-04/10000-03", "20260-04", "2026-04/2020-03", "2026-99~"),
    *("2026-04/2027-03/2028-03", "２０２６", "2026-21-40", "\0", "令和8年", "2026-04-07/x"),
)
TEXTS = ("", " ", "x" * 500, "\0", "%s {0} %(value)s", "=1")
CODES = (None, [], {}, "x", 5, [5], [None], [[]], ["no-such-value"])
# What stands on a row only where a query has put it there.
ANNOTATED = {"headline_date", "headline_label_ja", "headline_label_en"}
# Properties that read the rows that hang on a row, which one that is not saved has none of.
OF_SAVED_ROWS = {"Framework.tree"}


def extremes(field: models.Field) -> Iterator:
    """Values that a form, a file or a query can put into a field, fitting or not."""
    if field.null:
        yield None
    if isinstance(field, EdtfField):
        yield from DATES
    elif field.choices:
        yield from ("", "no-such-value", *dict(field.flatchoices))
    elif isinstance(field, models.BooleanField):
        yield from (True, False)
    elif isinstance(field, models.IntegerField):
        yield from (None, *NUMBERS)
    elif isinstance(field, models.DecimalField):
        yield from (decimal.Decimal(number).scaleb(-4) for number in NUMBERS)
    elif isinstance(field, models.JSONField):
        yield from CODES
    elif isinstance(field, models.CharField | models.TextField):
        yield from TEXTS
    elif isinstance(field, models.DateTimeField):
        yield from (datetime.datetime.min, datetime.datetime.max)
    elif isinstance(field, models.DateField):
        yield from (datetime.date.min, datetime.date.max)
    elif not isinstance(field, models.ForeignKey | models.BinaryField | models.FileField):
        raise AssertionError(f"no extremes are known for {field}")


def unsaved(model: type[models.Model]) -> models.Model:
    """A row as a form makes it: nothing typed, and what it must point at not saved either."""
    made = model()
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and not field.null:
            setattr(made, field.name, unsaved(field.related_model))
    for name in ANNOTATED:
        if hasattr(model, "headline_date_in_words"):
            setattr(made, name, None)
    return made


def wordings(model: type[models.Model]) -> list[str]:
    """The names of all that a row says of itself without being asked for more."""
    found = []
    for owner in model.__mro__:
        for name, value in vars(owner).items():
            said = isinstance(value, property | cached_property | Bilingual | DateInWords)
            if said and owner is not models.Model and name != "pk" and not name.startswith("_"):
                found.append(name)
    found += [f"get_{field.name}_display" for field in model._meta.fields if field.choices]
    own = {f"{model.__name__}.{name}": name for name in dict.fromkeys(found)}
    return [name for full, name in own.items() if full not in OF_SAVED_ROWS]


def told(row: models.Model) -> list[str]:
    """What of a row cannot be told in words, and why not."""
    faults = []
    for language in ("ja", "en"):
        with translation.override(language):
            for name in ("__str__", *wordings(type(row))):
                try:
                    value = getattr(row, name)
                    value = value() if callable(value) else value
                    assert name != "__str__" or isinstance(value, str)
                except Exception as error:  # whatever it is, it would be an error of the site
                    faults.append(f"{type(row).__name__}.{name} ({language}): {error!r}")
    return faults


@for_each("model", MODELS, ids=lambda model: model.__name__)
def test_a_row_can_be_told_whatever_was_typed(model):
    empty = set(told(unsaved(model)))
    faults = [f"nothing typed: {fault}" for fault in sorted(empty)]
    for field in model._meta.concrete_fields:
        if field.primary_key or field.generated:
            continue
        for value in extremes(field):
            row = unsaved(model)
            setattr(row, field.attname, value)
            found = sorted(set(told(row)) - empty)
            faults += [f"{field.name}={value!r:.60}: {fault}" for fault in found]
    assert not faults, f"{len(faults)} faults:\n" + "\n".join(faults[:40])


def test_the_rows_have_much_to_say():
    said = {f"{model.__name__}.{name}" for model in MODELS for name in wordings(model)}
    assert {
        *("BudgetLine.fiscal_year_in_words", "BudgetLine.fiscal_year_short", "Measure.title"),
        *("PrintedTotal.scope_in_words", "Milestone.date_in_words", "Measure.get_kind_display"),
        *("Target.printed_in_words", "Relation.reverse_label", "Section.mark"),
    } <= said
    assert len(said) > 100
