"""No text of the record can harm a CSV: the database refuses it, the forms say why."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import translation

from policies.models import Subject
from policies.models.fields import CodesField, RuledField, plain_text
from tests.policies.test_models import make

pytestmark = [pytest.mark.django_db, pytest.mark.both]

MODELS = [
    model for label in ("policies", "measures") for model in apps.get_app_config(label).get_models()
]
# Texts that no list and no download shows: a reader's own copy.
UNSHOWN = {
    "policies.Attachment.file_name",
    "policies.Attachment.sha256",
    "policies.Attachment.former_sha256",
    "policies.CopyFile.sha256",
    "policies.CopyPage.text",
    "policies.SectionText.text",
}
# What a spreadsheet takes for the start of a formula, and what ends a line or a cell.
SIGNS = (
    "=",
    "+",
    "-",
    "@",
    "＝",
    "＋",
    "－",
    "＠",
    "\ufeff=",
    " =",
    "\u3000=",
    "\u00a0+",
    "\t",
    "\r",
)
BREAKS = ("\n", "\r", "\t", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029")
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("https://evil.example")')
HARMLESS = ("", "a=b", "1-1", "a@b", "（-5）", "−5", "a＝", "a+", " a", "あ\u3000い", '"', "'=1")
LANGUAGES = ("ja", "en")


def texts(model) -> list[models.Field]:
    """The fields of a model that hold text which visitors may take away; no fixed choices."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, kinds)
        and not field.choices
        and f"{model._meta.label}.{field.name}" not in UNSHOWN
    ]


every_model = pytest.mark.parametrize(
    "model", [model for model in MODELS if texts(model)], ids=lambda model: model.__name__
)


def latest(model) -> models.Model:
    """A row of the record, or one made for the test where the record has none."""
    return model._base_manager.order_by("pk").last() or make(model)


def refused(model, field: models.Field, value) -> bool:
    """Whether the database takes `value` from no one, whatever the forms say."""
    pk = latest(model).pk
    try:
        with transaction.atomic():
            model._base_manager.filter(pk=pk).update(**{field.name: value})
    except IntegrityError:
        return True
    return False


def hostile(field: models.Field) -> list:
    """What the field must not hold, as long as its column at most."""
    cut = [f"{sign}abc"[: field.max_length] for sign in SIGNS]
    cut += [f"a{mark}b"[: field.max_length] for mark in BREAKS]
    cut += [text[: field.max_length] for text in FORMULAS]
    return [*([text] for text in cut), "=1", {}] if isinstance(field, CodesField) else cut


@every_model
def test_no_column_takes_a_formula_or_a_line_break(model):
    taken = [
        (field.name, value)
        for field in texts(model)
        for value in hostile(field)
        if not refused(model, field, value)
    ]
    assert taken == []


@every_model
def test_every_column_takes_what_it_holds(model):
    row = latest(model)
    fields = texts(model)
    assert [f.name for f in fields if refused(model, f, getattr(row, f.attname))] == []


def test_every_text_is_plain_by_its_kind_of_field():
    other = [
        f"{model._meta.label}.{field.name}"
        for model in MODELS
        for field in texts(model)
        if not isinstance(field, RuledField)
    ]
    assert other == []


def test_the_forms_refuse_what_the_database_refuses():
    """The same rule in two places: they agree, sign by sign."""
    field = Subject._meta.get_field("note_ja")
    harmful = [*(f"{sign}x" for sign in SIGNS), *(f"x{mark}y" for mark in BREAKS), *FORMULAS]
    for text in (*harmful, *HARMLESS):
        try:
            plain_text(text)
        except ValidationError:
            spoken = True
        else:
            spoken = False
        assert (refused(Subject, field, text), spoken) == (text in harmful,) * 2, ascii(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_choice_is_called_by_a_formula(language):
    with translation.override(language):
        labels = [
            str(label)
            for model in MODELS
            for field in model._meta.fields
            for _value, label in field.choices or ()
        ]
    assert len(labels) > 150
    for label in labels:
        plain_text(label)
        assert label == label.strip() != ""
