"""No row stands below itself: forms, loads and checks see every circle, of every kind of row."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from measures.checks import keeping
from measures.models import BudgetLine, Measure, Provision, Relation
from measures.record import FILES
from policies.models import Organisation, Partner, Pillar, PillarRelation, Section, Subject
from portal.findings.models import Finding
from portal.record.nesting import check_nesting, references
from portal.record.reading import Loader
from portal.record.schema import RecordError
from portal.record.writing import dump
from tests.forms import Form
from tests.policies.test_models import make

pytestmark = [pytest.mark.django_db, pytest.mark.empty, pytest.mark.ignore_template_errors]

# Each field by which a row names one of its kind, and what both rows belong to.
CASES = {
    (Organisation, "parent"): "",
    (Subject, "parent"): "",
    (Subject, "broader"): "",
    (Section, "parent"): "document",
    (Pillar, "parent"): "framework",
    (Pillar, "also_under"): "framework",
    (Provision, "parent"): "measure",
    (BudgetLine, "part_of"): "measure",
    (Partner, "members"): "",
    (Partner, "part_of"): "",
}
# What a row is that may name another by the field.
GIVEN = {(Partner, "part_of"): {"kind": "place"}}
every_case = pytest.mark.parametrize(
    ("model", "field"), CASES, ids=lambda each: getattr(each, "__name__", each)
)
SENTENCE = "“%(value)s” leads back to this entry, which cannot stand below itself."


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def rows(model: type[models.Model], field: str, number: int = 3) -> list[models.Model]:
    """Rows of one entry, none below another."""
    owner = CASES[model, field]
    given = GIVEN.get((model, field), {})
    first = make(model, **given)
    given |= {owner: getattr(first, owner)} if owner else {}
    return [first, *(make(model, **given) for _each in range(number - 1))]


def told(row: models.Model, language: str = "ja") -> str:
    """What is said of a row that leads back, in the language of the page."""
    with translation.override(language):
        return gettext(SENTENCE) % {"value": row}


def circles() -> list[Finding]:
    """What the checks find of rows that stand below themselves, in the whole record."""
    return [each for each in keeping.walk() if each.code.startswith("circle")]


def name(row: models.Model, field: str, above: models.Model) -> None:
    """Let a row name another past every form."""
    if row._meta.get_field(field).many_to_many:
        getattr(row, field).add(above)
    else:
        type(row)._base_manager.filter(pk=row.pk).update(**{field: above})


def check(row: models.Model, field: str, above: models.Model) -> None:
    """What is asked before a row is saved that is to name another."""
    if row._meta.get_field(field).many_to_many:
        check_nesting(row, field, [above.pk])
    else:
        setattr(row, field, above)
        row.clean()


def test_every_way_to_name_one_of_its_kind_has_a_case():
    found = {
        (model, field.name)
        for label in ("policies", "measures")
        for model in apps.get_app_config(label).get_models()
        for field in references(model)
    }
    assert found == CASES.keys()


@every_case
def test_a_circle_is_refused_in_words_that_name_the_other(model, field):
    first, second, third = rows(model, field)
    name(first, field, second)
    name(second, field, third)
    with pytest.raises(ValidationError) as error:
        check(third, field, first)
    assert error.value.message_dict == {field: [told(first, "en")]}


@every_case
def test_what_is_no_circle_is_taken(model, field):
    first, second, third = rows(model, field)
    name(first, field, second)
    name(third, field, second)
    check(third, field, first)


@every_case
def test_a_circle_written_past_the_forms_is_found(model, field):
    first, second, third = rows(model, field)
    name(third, field, first)  # below the circle, not in it
    name(first, field, second)
    assert circles() == []
    name(second, field, first)
    (fault,) = circles()
    assert fault.what in {f"{one} → {other} → {one}" for one, other in permuted(first, second)}
    with translation.override("ja"):  # as findings are kept
        assert fault.address in {each.get_absolute_url() for each in (first, second)}


def permuted(first, second) -> list[tuple]:
    return [(first, second), (second, first)]


def test_a_circle_through_both_fields_of_a_pillar_is_found_and_refused():
    first, second, _third = rows(Pillar, "parent")
    name(first, "parent", second)
    with pytest.raises(ValidationError, match="leads back"):
        check_nesting(second, "also_under", [first.pk])
    name(second, "also_under", first)
    assert len(circles()) == 1


def test_two_circles_are_two_faults():
    for _each in range(2):
        first, second, _third = rows(Subject, "parent")
        name(first, "parent", second)
        name(second, "parent", first)
    assert len(circles()) == 2


@every_case
def test_a_load_names_the_row_that_closes_a_circle(model, field, tmp_path):
    with transaction.atomic():
        first, second, third = rows(model, field)
        for row, above in ((first, second), (second, third), (third, first)):
            name(row, field, above)
        dump(tmp_path, FILES)
        transaction.set_rollback(True)
    assert not model._base_manager.exists()
    with pytest.raises(RecordError) as error:
        Loader(tmp_path, FILES).load()
    (fault,) = error.value.faults
    assert f": {field}: “" in fault
    assert fault.endswith("leads back to this entry, which cannot stand below itself.")


# ---- the pages of the admin


def page(client, row: models.Model, *group: str) -> tuple[str, Form]:
    """The address of the page that edits a row, or a group of rows on it, and its form."""
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_{'group' if group else 'change'}"
    url = reverse(name, args=[row.pk, *group])
    return url, Form(client.get(url).content.decode(), f"{row._meta.model_name}_form")


@pytest.mark.both
@every_case
def test_the_page_of_a_row_refuses_a_circle(model, field, admin_client):
    first, second, _third = rows(model, field)
    name(first, field, second)
    url, form = page(admin_client, second)
    form.typed[field] = [first.pk] if model._meta.get_field(field).many_to_many else first.pk
    answer = admin_client.post(url, form.typed)
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors == {field: [told(first)]}
    assert circles() == []


INLINE = {
    (Section, "parent"): "sections",
    (Pillar, "parent"): "pillars",
    (Pillar, "also_under"): "pillars",
    (Provision, "parent"): "provisions",
    (BudgetLine, "part_of"): "budget_lines",
}


@pytest.mark.parametrize(
    ("model", "field"), INLINE, ids=lambda each: getattr(each, "__name__", each)
)
def test_a_page_of_many_rows_refuses_a_circle_that_they_make_together(model, field, admin_client):
    """Each of two rows is fine by itself as long as the other is not saved."""
    first, second, _third = rows(model, field)
    owner = getattr(first, CASES[model, field])
    if CASES[model, field] == "measure":
        given = {"section": first.section, "phrase": "語", "supports": ["title"]}
        owner.citations.create(**given)
    prefix = INLINE[model, field]
    url, form = page(admin_client, owner, prefix)
    keys = {form.typed[f"{prefix}-{number}-id"]: number for number in range(3)}
    for row, above in permuted(first, second):
        many = model._meta.get_field(field).many_to_many
        form.typed[f"{prefix}-{keys[str(row.pk)]}-{field}"] = [above.pk] if many else above.pk
    answer = admin_client.post(url, form.typed)
    assert answer.status_code == 200
    formsets = [each.formset for each in answer.context["inline_admin_formsets"]]
    (formset,) = [each for each in formsets if each.prefix == prefix]
    assert {field: [told(second)]} in formset.errors
    assert {field: [told(first)]} in formset.errors
    assert circles() == []


def test_a_page_of_many_rows_takes_what_is_no_circle(admin_client):
    first, second, third = rows(Section, "parent")
    name(first, "parent", second)
    url, form = page(admin_client, first.document, "sections")
    number = next(each for each in range(3) if form.typed[f"sections-{each}-id"] == str(third.pk))
    form.typed[f"sections-{number}-parent"] = first.pk
    assert admin_client.post(url, form.typed).status_code == 302
    third.refresh_from_db()
    assert third.parent == first


# ---- a row that names itself


@every_case
def test_the_page_of_a_row_refuses_the_row_itself(model, field, admin_client):
    row, _second, _third = rows(model, field)
    url, form = page(admin_client, row)
    form.typed[field] = [row.pk] if model._meta.get_field(field).many_to_many else row.pk
    answer = admin_client.post(url, form.typed)
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors.keys() == {field}
    assert "同時に" not in answer.text


@pytest.mark.parametrize(
    ("model", "field"), INLINE, ids=lambda each: getattr(each, "__name__", each)
)
def test_a_page_of_many_rows_refuses_one_that_names_itself(model, field, admin_client):
    row, _second, _third = rows(model, field)
    prefix = INLINE[model, field]
    url, form = page(admin_client, cited(getattr(row, CASES[model, field])), prefix)
    keys = {form.typed[f"{prefix}-{number}-id"]: number for number in range(3)}
    many = model._meta.get_field(field).many_to_many
    form.typed[f"{prefix}-{keys[str(row.pk)]}-{field}"] = [row.pk] if many else row.pk
    assert [field] in [list(each) for each in faults_of(admin_client.post(url, form.typed), prefix)]


def cited(entry: models.Model) -> models.Model:
    """The entry; a measure with what it cannot be saved without."""
    if isinstance(entry, Measure):
        section = make(Section)
        entry.citations.create(section=section, phrase="語", supports=["title"])
    return entry


def faults_of(answer, prefix: str) -> list[dict]:
    """What stands at each row of a page."""
    assert answer.status_code == 200
    assert "同時に" not in answer.text
    formsets = [each.formset for each in answer.context["inline_admin_formsets"]]
    return next(each.errors for each in formsets if each.prefix == prefix)


@pytest.mark.parametrize(("model", "group"), [(Relation, ["relations"]), (PillarRelation, [])])
def test_a_relation_of_an_entry_to_itself_is_refused_at_its_field(model, group, admin_client):
    row = make(model)
    words = "それ自身と関係づけることはできません"
    url, form = page(admin_client, row)
    form.typed["target"] = row.source.pk
    faults = admin_client.post(url, form.typed).context["adminform"].form.errors
    assert faults.keys() == {"target"}
    assert words in faults["target"][0]
    url, form = page(admin_client, cited(row.source), *group)
    form.typed["relations-0-target"] = row.source.pk
    [faults] = [each for each in faults_of(admin_client.post(url, form.typed), "relations") if each]
    assert faults.keys() == {"target"}
    assert words in faults["target"][0]
