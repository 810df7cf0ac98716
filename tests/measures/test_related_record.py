"""Related measures of the bundled record, and how many questions its pages ask."""

import pytest
from django.db import models

from measures.loading import load_for_page
from measures.models import Indicator, Measure
from measures.related import LEAST_SCORE, SHOWN, similar_measures
from measures.shared import Shared
from policies.models import (
    Framework,
    Organisation,
    Partner,
    Pillar,
    Section,
    SourceDocument,
    Subject,
)
from tests.asking import BOUND, queries
from tests.sample import fullest, representatives

pytestmark = [pytest.mark.django_db, pytest.mark.bundled, pytest.mark.both]

DETAILS = (
    Measure.objects.published, Section.objects.all, Partner.objects.all, Subject.objects.all,
    Organisation.objects.all, Pillar.objects.all, Framework.objects.all, Indicator.objects.all,
    SourceDocument.objects.all,
)  # fmt: skip


def found(one: Measure) -> list:
    """What is computed for a measure, as its page does."""
    read = load_for_page(Measure.objects.for_detail().get(pk=one.pk))
    return similar_measures(read, Shared("default"))


def kinds_of_reasons(measures: models.QuerySet) -> set[str]:
    """The kinds of reasons that relations of these measures have, each of which is in order."""
    kinds = set()
    for one in measures:
        # Those that an editor confirmed stand before these, and the editor's note is their reason.
        confirmed = [row for row in found(one) if row.verdict]
        assert all(row.verdict.note or row.reasons for row in confirmed), one.slug
        rows = [row for row in found(one) if not row.verdict]
        assert len(rows) <= SHOWN
        named = {one.pk, *one.relations.values_list("target", flat=True)}
        named |= set(one.reverse_relations.values_list("source", flat=True))
        order = [(-row.score, row.other.slug) for row in rows]
        assert order == sorted(order), one.slug
        for row in rows:
            assert row.other.published
            assert row.other.pk not in named
            assert row.score >= LEAST_SCORE
            assert row.reasons
            kinds |= {reason.kind for reason in row.reasons}
    return kinds


ALL = {"subjects", "laws", "pillars", "sections", "partners", "organisations"}


def test_a_computed_relation_has_a_reason_and_no_typed_one():
    published = Measure.objects.published()
    assert kinds_of_reasons(published.filter(pk__in=representatives(published))) == ALL


@pytest.mark.crawl
def test_every_computed_relation_of_the_record_has_a_reason_and_no_typed_one():
    assert kinds_of_reasons(Measure.objects.published()) == ALL


def test_what_is_shared_is_shared_both_ways():
    """Reasons name things that both have, read from the rows and not from the computation."""
    roles = {
        "subjects": "subjects__subject", "partners": "partners__partner",
        "pillars": "pillars__pillar", "organisations": "organisations__organisation",
        "sections": "citations__section",
    }  # fmt: skip
    checked = 0
    for slug in ("espa-2022", "supply-chain-budget", "cn-heavy-rare-earths-2025-04"):
        for row in found(Measure.objects.get(slug=slug)):
            for reason in row.reasons:
                for thing in reason.things:
                    if reason.kind in roles:
                        asked = {roles[reason.kind]: thing.entry}
                        has = Measure.objects.filter(**asked).distinct()
                        assert {slug, row.other.slug} <= {each.slug for each in has}
                        checked += 1
    assert checked > 20


@pytest.mark.parametrize("entries", DETAILS, ids=lambda entries: entries.__self__.model.__name__)
def test_the_fullest_page_asks_few_questions(client, entries):
    address = entries().get(pk=fullest(entries())).get_absolute_url()
    assert queries(client, address) <= BOUND


@pytest.mark.crawl
@pytest.mark.parametrize("entries", DETAILS, ids=lambda entries: entries.__self__.model.__name__)
def test_a_page_asks_few_questions(client, entries):
    chosen = entries().filter(pk__in=representatives(entries()))
    counts = {each.get_absolute_url(): queries(client, each.get_absolute_url()) for each in chosen}
    assert {address: count for address, count in counts.items() if count > BOUND} == {}
