"""A page of the admin that refuses what was typed gives all of it back, with the reason."""

import re

import pytest
from django.contrib import admin
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext

from measures.kinds import BY_NAME
from measures.models import BudgetLine, Measure, PrintedTotal, RelatedVerdict
from policies.admin.attachments import ReadOnly
from policies.admin.groups import Rows
from policies.models import Confirmation
from policies.models.fields import FIRST_YEAR, LAST_YEAR, POSSIBLE_YEARS, EdtfField
from tests.entries import everything
from tests.forms import Form

# The stock templates of the admin read variables that are not always there.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,
]

# The models whose rows are typed. What was confirmed is ticked on a sheet, and never changed.
TYPED = [
    model
    for model, page in admin.site._registry.items()
    if model._meta.app_label in {"policies", "measures"}
    and not isinstance(page, ReadOnly)
    and model is not Confirmation
]
DATES = ("2026/../2027", "0000-04/0001-03", "2026-13")
NUMBERS = ("20260", "0", "-1")
SLIPS = ("20260", "0", "-1", "1944", "2101", "99999", str(2**63))


def address(model: type[models.Model], page: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def opened(client, url: str, model: type[models.Model]) -> tuple:
    """The answer of a page, and its form as it would be sent."""
    answer = client.get(url)
    return answer, form_in(answer, model)


def form_in(answer, model: type[models.Model]) -> Form:
    """The form on a page, but for its token and ticket, of which every page has its own."""
    form = Form(answer.content.decode(), f"{model._meta.model_name}_form")
    form.typed.pop("csrfmiddlewaretoken")
    form.typed.pop("ticket")
    return form


def forms_of(answer) -> list:
    """The form of a page and those of the rows on it."""
    rows = [each.formset.forms for each in answer.context["inline_admin_formsets"]]
    return [answer.context["adminform"].form, *(form for forms in rows for form in forms)]


def fields_of(answer) -> dict[str, models.Field]:
    """The fields of a page that are typed into, rows on it among them, by their name on it."""
    found = {}
    for form in forms_of(answer):
        for name in form.fields:
            fields = {field.name: field for field in form._meta.model._meta.concrete_fields}
            if name in fields and not form.fields[name].disabled:
                found[form.add_prefix(name)] = fields[name]
    return found


def garbage(field: models.Field, turn: int) -> str | None:
    """What a slip or a joke types into a field; None for what is chosen, not typed."""
    if isinstance(field, EdtfField):
        return DATES[turn]
    if isinstance(field, models.ForeignKey) or field.choices:
        return None
    if isinstance(field, models.IntegerField | models.DecimalField):
        return NUMBERS[turn]
    if isinstance(field, models.CharField):
        return ("x" * 400, "=1", " ")[turn]
    if isinstance(field, models.TextField):
        return ("=1", " +1", "@x")[turn]
    return None


def lost(form: Form, answer, model: type[models.Model]) -> dict[str, tuple]:
    """What was typed and stands no longer on a page, with what stands there instead."""
    back = form_in(answer, model).typed
    return {
        name: (value, back.get(name))
        for name, value in form.typed.items()
        if back.get(name) != value
    }


def spoil(answer, form: Form, turn: int) -> int:
    """Types garbage into every field of a page that is typed into; into how many."""
    wrong = {
        name: value
        for name, field in fields_of(answer).items()
        if name in form.typed and (value := garbage(field, turn)) is not None
    }
    form.typed |= wrong
    return len(wrong)


def test_whatever_is_typed_comes_back(admin_client):
    """Every field wrong at once, rows on the page too: it answers, and holds what was typed."""
    _words, (first, second) = everything("typed", "語", 1)
    RelatedVerdict.objects.create(first=first, second=second, verdict="confirmed")
    for model in TYPED:
        row = model.objects.order_by("-pk").first()
        assert_all_comes_back(admin_client, model, address(model, "change", row.pk), turns=(0,))
        assert_all_comes_back(admin_client, model, address(model, "add"), turns=(1, 2))


def test_whatever_is_typed_into_rows_comes_back(admin_client):
    """On the page of every group of rows, in rows that are there and in one that is asked for."""
    everything("typed", "語", 1)
    seen = set()
    for model in TYPED:
        for inline in own_pages(model):
            key = inline.foreign_key.name
            row = inline.model.objects.exclude(**{key: None}).order_by("-pk").first()
            entry = getattr(row, key)
            url = address(model, "group", entry.pk, inline.group)
            assert_all_comes_back(admin_client, model, f"{url}?add=1", turns=(0, 1, 2))
            seen.add(inline.group)
    assert seen >= BY_NAME.keys()


def own_pages(model: type[models.Model]) -> list[Rows]:
    """The inlines of a model that have pages of their own."""
    inlines = [each(model, admin.site) for each in admin.site.get_model_admin(model).inlines]
    return [each for each in inlines if isinstance(each, Rows) and each.own_page]


def assert_all_comes_back(client, model: type[models.Model], url: str, turns: tuple) -> None:
    """On one page, in these ways to slip: between both pages of a model it is each of them."""
    answer = client.get(url)
    for turn in turns:
        form = form_in(answer, model)
        assert spoil(answer, form, turn), url
        refused = client.post(url, form.typed)
        assert refused.status_code == 200, url
        assert refused.context["errors"], url
        assert lost(form, refused, model) == {}, url


def budget_line() -> BudgetLine:
    """A line on the page of a measure that has every kind of row."""
    everything("typed", "語", 1)
    return BudgetLine.objects.order_by("-pk").first()


@pytest.mark.both
@pytest.mark.parametrize("name", ["budget_lines", "printed_totals"])
def test_a_slip_in_a_fiscal_year_loses_nothing_on_the_page_of_a_measure(admin_client, name):
    """In the row that is there, and in a new one for each way to slip."""
    measure = budget_line().measure
    row = getattr(measure, name).first()
    url = address(Measure, "group", measure.pk, name)
    answer, form = opened(admin_client, url, Measure)
    formset = formset_of(answer, name)
    (place,) = [each.prefix for each in formset.forms if each.instance.pk == row.pk]
    new = [
        form.row(name, printed="3円", code=f"new-{number}", fiscal_year=year)
        for number, year in enumerate(SLIPS)
    ]
    form.typed |= {f"{place}-fiscal_year": SLIPS[0]}
    form.typed |= {f"{place}-stage": "initial", f"{place}-printed": "改めた額"}
    refused = admin_client.post(url, form.typed)
    assert refused.status_code == 200
    for each in (place, *new):
        (found,) = [row for row in formset_of(refused, name).forms if row.prefix == each]
        assert found.errors["fiscal_year"] == [gettext(POSSIBLE_YEARS)]
    assert lost(form, refused, Measure) == {}
    row.refresh_from_db()
    assert row.printed != "改めた額"


@pytest.mark.parametrize("model", [BudgetLine, PrintedTotal], ids=["line", "total"])
def test_a_slip_in_a_fiscal_year_loses_nothing_on_the_page_of_the_row(admin_client, model):
    budget_line()
    row = model.objects.order_by("-pk").first()
    for url in (address(model, "change", row.pk), address(model, "add")):
        _answer, form = opened(admin_client, url, model)
        form.typed |= {"fiscal_year": "20260", "stage": "initial", "printed": "改めた額"}
        refused = admin_client.post(url, form.typed)
        assert refused.status_code == 200
        assert refused.context["adminform"].form.errors["fiscal_year"] == [gettext(POSSIBLE_YEARS)]
        assert lost(form, refused, model) == {}


def formset_of(answer, prefix: str):
    formsets = [each.formset for each in answer.context["inline_admin_formsets"]]
    return next(formset for formset in formsets if formset.prefix == prefix)


def test_the_words_name_the_years_that_are_possible():
    assert {str(FIRST_YEAR), str(LAST_YEAR)} <= set(re.findall(r"\d+", gettext(POSSIBLE_YEARS)))
