"""From public pages to the forms behind them: for who may edit, on no page for visitors."""

import re

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from measures.models import Indicator, Measure, Milestone
from policies.models import (
    Framework,
    Issue,
    Organisation,
    Partner,
    Pillar,
    Section,
    SourceDocument,
    Subject,
)
from tests.accounts.people import EDITOR, READER, STAFF, VIEWER, come
from tests.cases import for_each

pytestmark = pytest.mark.django_db

ENTRIES = (
    *(Measure, Indicator, SourceDocument, Section, Framework, Pillar, Issue),
    *(Partner, Organisation, Subject),
)
FORM = re.compile(r' href="(/admin/[^"]+/change/)"')


def form_of(row) -> str:
    """The address of the form of a row."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def forms(client: Client, address: str) -> list[str]:
    """The forms that a page leads to."""
    page = client.get(address)
    assert page.status_code == 200, address
    return FORM.findall(page.content.decode())


def shown(model):
    """An entry that visitors see."""
    return model.objects.order_by("pk").filter(**dict.fromkeys(model.SHOWN_IF, True)).first()


@for_each("model", ENTRIES, ids=lambda model: model.__name__)
def test_the_head_of_a_page_leads_to_the_form_of_its_entry(model):
    entry = shown(model)
    address = entry.get_absolute_url()
    client = come(EDITOR)
    for path in (address, f"/en{address}"):
        assert forms(client, path)[0] == form_of(entry)


def test_each_row_leads_to_its_own_form():
    Measure.objects.update(published=True)
    milestone = Milestone.objects.order_by("pk").first()
    found = forms(come(EDITOR), milestone.measure.get_absolute_url())
    assert form_of(milestone) in found
    assert {form_of(row) for row in milestone.measure.citations.all()} <= set(found)


def test_each_row_on_the_page_of_its_section_does_too():
    Measure.objects.update(published=True)
    milestone = Milestone.objects.order_by("pk").first()
    assert form_of(milestone) in forms(come(EDITOR), milestone.section.get_absolute_url())


@pytest.mark.parametrize("who", [READER, STAFF, VIEWER])
def test_who_may_not_edit_is_led_to_no_form(who):
    assert forms(come(who), shown(Measure).get_absolute_url()) == []


def test_kept_pages_hold_no_form_whoever_came_first(settings):
    """An editor's page is never kept, nor is an editor given a kept one."""
    local = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "edit-links"}
    settings.CACHES = settings.CACHES | {"pages": local}
    caches["pages"].clear()
    address, editor = shown(Measure).get_absolute_url(), come(EDITOR)
    answer = editor.get(address)
    assert FORM.search(answer.content.decode())
    assert "ETag" not in answer
    first = Client().get(address)
    again = Client().get(address)
    assert first["ETag"] == again["ETag"]
    assert first.content == again.content
    assert FORM.findall(first.content.decode()) == []
    assert forms(editor, address)
    caches["pages"].clear()


def test_what_visitors_are_sent_is_what_remains_of_an_editors_page():
    """Byte for byte: the links and nothing else are what an editor's page has more."""
    address = shown(Measure).get_absolute_url()
    visitor = Client().get(address).content.decode()
    editor = come(EDITOR).get(address).content.decode()
    link = re.compile(
        r'<p class="button-row no-print"><a class="button button--small" href="/admin/[^"]+">[^<]*'
        r'</a></p>| <a class="cite-link" href="/admin/[^"]+">[^<]*</a>'
    )
    judging = re.compile(r'<div class="judge no-print">.*?</div>\s*', re.S)
    assert link.search(editor)
    assert judging.sub("", link.sub("", editor)).split() == visitor.split()
