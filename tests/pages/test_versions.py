"""The versions of the record, with what changed in each."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from measures.models import Measure
from policies.models import SourceDocument
from portal.changes.models import Version
from portal.pages.changes import versions
from portal.record.models import Batch
from portal.record.revising import batch
from tests.markup import Page, common_faults

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def change(slug: str, reason: str, **values) -> int:
    """One change of a measure; the version that it makes."""
    with batch(kind=Batch.Kind.WORLD, reason=reason):
        row = Measure.objects.get(slug=slug)
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
    return Version.objects.current().number


def newest() -> versions.VersionTold:
    """What is told of the newest version."""
    return versions.told_of(Batch.objects.of_versions()[:1])[0]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_tells_each_version_and_leads_to_what_changed(language):
    number = change("talks", "会談の終了", title_ja="長い会談")
    with override(language):
        address, changes = reverse("versions"), reverse("changes")
    text = Client().get(address).text
    assert common_faults(Page(text)) == []
    assert f'id="v{number}"' in text
    assert "会談の終了" in text
    assert f'href="{changes}?version={number}"' in text
    assert Client().get(f"{changes}?version={number}").text.count('class="section change"') == 1
    assert Client().get(f"{changes}?version={number - 1}").text.count('class="section change"') == 0


def test_entries_are_counted_by_what_became_of_them():
    change("talks", "", title_ja="長い会談")
    assert [(each.added, each.changed, each.removed) for each in newest().counts] == [(0, 1, 0)]
    change("act", "", published=True)
    assert [(each.added, each.changed, each.removed) for each in newest().counts] == [(1, 0, 0)]
    change("act", "", published=False)
    assert [(each.added, each.changed, each.removed) for each in newest().counts] == [(0, 0, 1)]


def test_of_a_change_of_what_is_hidden_not_even_the_reason_is_told():
    change("act", "見えない理由ズンダ", published=True)
    change("act", "隠す理由ズンダ", published=False)
    assert "ズンダ" not in Client().get(reverse("versions")).text


def test_each_version_is_as_of_the_documents_that_it_held():
    before = newest().as_of.date
    with batch():
        document = SourceDocument.objects.first()
        document.date = "2027-03"
        document.save()
    assert newest().as_of.date == "2027-03" != before
    [_newest, former, *_others] = versions.told_of(Batch.objects.of_versions())
    assert former.as_of.date == before


def test_the_first_version_is_the_beginning_and_counts_nothing():
    last = versions.told_of(Batch.objects.of_versions())[-1]
    assert last.is_first
    assert last.counts == []


@pytest.mark.parametrize(("query", "status"), [("page=x", 400), ("colour=b", 400), ("page=9", 404)])
def test_what_is_not_understood_is_refused(query, status):
    assert Client().get(f"{reverse('versions')}?{query}").status_code == status
