"""Every field of every form of an entry is changed, read back, and brought back by its history.

Forms and fields are found on the pages. All fields of a form are changed in one post; what the form
refuses together is left as it was, and at the end it is asked how much that was.
"""

import dataclasses
import itertools
import json
import re

import pytest
from django import forms
from django.contrib import admin
from django.db import models
from django.urls import reverse

from measures.models import Measure
from policies.models import SourceDocument
from policies.models.fields import EdtfField
from portal.record.models import Revision
from portal.record.schema import kinds
from portal.record.writing import write
from tests.cases import for_each
from tests.forms import Form

# The stock templates of the admin read variables that are not always there.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

# The entries of the small record with the most rows.
FULL = {Measure: "act", SourceDocument: "paper"}
SAID = {"batch_kind": "editorial", "batch_reason": "every field"}
# Fields that say how the others are read, or stand in a pair with another: changed alone they are
# refused, which is tested with the rules of their models. With its pillar a gap is another one.
BOUND = re.compile(
    r"reading|inferred|inference|occurrence|currency|position|DELETE|(^|-)id$|^pillar$"
)
TRIES = 8
TEXTS = {forms.CharField, forms.URLField}


@dataclasses.dataclass
class Changed:
    """What was changed on a page, and what it refused."""

    url: str
    given: dict[str, object]
    refused: set[str]


def whole(entry: models.Model) -> str:
    """All that the record says of an entry, but for the day of its last change."""
    found = write(type(entry)._default_manager.get(pk=entry.pk))
    found.pop("updated_on", None)
    return json.dumps(found, ensure_ascii=False, default=str)


def fields_of(answer) -> dict[str, tuple[forms.BaseForm, str]]:
    """The fields of all forms of a page, by the names of their controls."""
    shown = answer.context["adminform"].form
    rows = [row for each in answer.context["inline_admin_formsets"] for row in each.formset.forms]
    return {
        each.add_prefix(name): (each, name)
        for each in (shown, *(row for row in rows if row.instance.pk))
        for name, field in each.fields.items()
        if is_of_row(each, name) and not isinstance(field, forms.models.InlineForeignKeyField)
    }


def is_of_row(form: forms.BaseForm, name: str) -> bool:
    """Whether a field is one of the row, and none of those that tell it from all others."""
    names = {each.name for each in (*form.instance._meta.fields, *form.instance._meta.many_to_many)}
    return name in names and name not in getattr(form.instance, "KEY", ())


def other(form: forms.BaseForm, name: str, now) -> object:
    """Another value of a field; None where there is none."""
    field, column = form.fields[name], field_of(form, name)
    if isinstance(field, forms.BooleanField):
        return None if now else "on"
    if isinstance(field, forms.ModelMultipleChoiceField):
        kept = [now] if isinstance(now, str) else list(now or ())
        more = [str(each.pk) for each in field.queryset[:9]]
        return [*kept, *[pk for pk in more if pk not in kept][:1]]
    if isinstance(field, forms.ModelChoiceField):
        return next((str(each.pk) for each in field.queryset[:9] if str(each.pk) != now), None)
    if isinstance(field, forms.MultipleChoiceField | forms.ChoiceField):
        words = [str(value) for value, _words in field.choices if value]
        return next((value for value in words if value != now and value not in (now or ())), None)
    if isinstance(column, EdtfField):
        return "2024-05-06" if now else None
    if isinstance(column, models.IntegerField | models.DecimalField):
        return str(float(now) + 1).removesuffix(".0") if now else None
    if isinstance(column, models.DateField):
        return "2024-05-06"
    if isinstance(column, models.URLField):
        return f"{now}a" if now else None
    return f"{now}{' more' if name.endswith('_en') else '追'}" if now else None


def field_of(form: forms.BaseForm, name: str) -> models.Field | None:
    """The column behind a field of a form."""
    return next((each for each in form.instance._meta.fields if each.name == name), None)


def changed(client, url: str, name: str) -> Changed:
    """Change all that can be changed on a page, in as few posts as its rules let it be."""
    answer = client.get(url)
    page, found = Form(answer.text, name), fields_of(answer)
    # One row of each kind stands for all.
    wanted = {
        each: value
        for each, (form, field) in found.items()
        if not form.fields[field].disabled and not BOUND.search(each)
        if "-" not in each or each == next(one for one in found if same(one, each))
        if (value := other(form, field, page.typed.get(each)))
        not in (None, [], page.typed.get(each))
    }
    refused: set[str] = set()
    for _try in range(TRIES):
        sent = page.typed | wanted | SAID
        answer = client.post(url, sent)
        if answer.status_code == 302:
            return Changed(url, wanted, refused)
        ticks = re.findall(r'name="accept_finding" value="(\w+)"', answer.text)
        if not {*ticks} <= {*page.typed.get("accept_finding", ())}:
            page.typed["accept_finding"] = ticks
            continue
        left = refused_of(fields_of(answer), wanted)
        refused |= left
        wanted = {each: value for each, value in wanted.items() if each not in left}
    raise AssertionError((url, refused, wanted))


def refused_of(found: dict, wanted: dict) -> set[str]:
    """What is left as it was: what has an error; of forms with one as a whole first all but texts,
    which most rules are about.
    """
    left = {each for each in wanted if each in found and found[each][0].has_error(found[each][1])}
    whole_forms = {id(form) for form, _name in found.values() if form.non_field_errors()}
    of_these = {each for each in wanted if each in found and id(found[each][0]) in whole_forms}
    fields = {each: type(found[each][0].fields[found[each][1]]) for each in of_these}
    no_texts = {each for each, field in fields.items() if field not in TEXTS}
    return left or no_texts or of_these or set(wanted)


def same(one: str, each: str) -> bool:
    """Whether two controls are of the same field in two rows."""
    return re.sub(r"-\d+-", "-", one) == re.sub(r"-\d+-", "-", each)


def pages_of(client, entry: models.Model) -> list[str]:
    """The page of an entry, and of each group of its rows."""
    names = f"{entry._meta.app_label}_{entry._meta.model_name}"
    own = reverse(f"admin:{names}_change", args=[entry.pk])
    stem = own.removesuffix("change/")
    page = admin.site.get_model_admin(type(entry))
    groups = [each.group for each in page.split_off(client.get(own).wsgi_request)]
    return [own, *(f"{stem}{group}/" for group in groups)]


def entry_of(model: type[models.Model]) -> models.Model:
    """The entry of the small record that is changed."""
    key = FULL.get(model)
    rows = model._default_manager.order_by("pk")
    return rows.get(slug=key) if key else rows.first()


@for_each("kind", sorted(kinds()))
def test_what_is_changed_is_kept_and_comes_back(kind, admin_client):
    entry = entry_of(kinds()[kind].schema.model)
    form, before = f"{kind}_form", whole(entry)
    made = [changed(admin_client, url, form) for url in pages_of(admin_client, entry)]
    for each in made:
        typed = Form(admin_client.get(each.url).text, form).typed
        lost = {name for name, value in each.given.items() if not is_told(typed.get(name), value)}
        assert not lost, (each.url, lost)
    given = sum(len(each.given) for each in made)
    refused = [name for each in made for name in each.refused]
    assert given > len(refused) / 3, refused
    assert whole(entry) != before
    names = f"admin:{entry._meta.app_label}_{kind}_restore"
    head = Revision.objects.current_of_row(kind, entry.pk)
    answer = admin_client.post(
        reverse(names, args=[entry.pk, 1]), {"seen": str(head.number)} | SAID
    )
    assert answer.status_code == 302, answer.context["faults"]
    assert whole(entry) == before


def is_told(typed, given) -> bool:
    """Whether a form says what it was given, of a number also with the zeros behind its point."""
    return values(typed) == values(given)


def values(typed) -> set[str]:
    """What a control says, one value or several."""
    several = [typed] if isinstance(typed, str) else typed or ()
    return {re.sub(r"(\.\d*?)0+$", r"\1", each).removesuffix(".") for each in several}


@for_each("group", ["milestones", "citations", "names"])
def test_rows_that_are_moved_and_removed_come_back(group, admin_client):
    entry = Measure.objects.get(slug="act")
    before = whole(entry)
    url = reverse("admin:measures_measure_group", args=[entry.pk, group])
    form = Form(admin_client.get(url).text, "measure_form")
    keys = [name for name in form.typed if re.fullmatch(rf"{group}-\d+-id", name)]
    rows = [name.removesuffix("-id") for name in keys]
    places = {f"{one}-position": str(len(rows) - number) for number, one in enumerate(rows)}
    gone = {f"{rows[-1]}-DELETE": "on"} if len(rows) > 1 else {}
    ticked = set(itertools.chain(places, gone)) & {*form.typed, *gone}
    sent = form.typed | {name: {**places, **gone}[name] for name in ticked} | SAID
    answer = admin_client.post(url, sent)
    if ticks := re.findall(r'name="accept_finding" value="(\w+)"', answer.text):
        answer = admin_client.post(url, sent | {"accept_finding": ticks})
    assert answer.status_code == 302
    restore = reverse("admin:measures_measure_restore", args=[entry.pk, 1])
    head = Revision.objects.current_of_row("measure", entry.pk)
    admin_client.post(restore, {"seen": str(head.number)} | SAID)
    assert whole(entry) == before
