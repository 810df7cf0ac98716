"""A statement that is kept gives what its queryset gives, for whatever it is asked."""

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from measures.loading import load_head
from measures.models import Measure, MeasureSubject, Relation
from measures.models.rarity import SUBJECTS
from portal.rows.kept import Asked, KeptStatement

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def asked() -> models.QuerySet:
    """Who has some subjects."""
    rows = MeasureSubject.objects.order_by().filter(subject__in=Asked("subjects"))
    return rows.values_list("subject_id", "measure__slug")


def test_a_kept_statement_gives_what_its_queryset_gives():
    kept = KeptStatement(asked)
    subjects = list(MeasureSubject.objects.order_by("pk").values_list("subject", flat=True))
    for some in (subjects[:1], subjects[:2], [], [10**9], subjects):
        found = MeasureSubject.objects.filter(subject__in=some)
        rows = found.values_list("subject_id", "measure__slug")
        with CaptureQueriesContext(connection) as questions:
            assert sorted(kept.rows(subjects=some)) == sorted(rows.all())
        assert len(questions) <= 2
    assert subjects


def test_who_has_what_is_asked_of_published_measures_alone():
    row = MeasureSubject.objects.first()
    owner = Measure.objects.filter(pk=row.measure_id)
    kept = KeptStatement(lambda: SUBJECTS.owners("subjects"))
    told = ("subjects", row.subject_id, row.measure_id)
    for published in (True, False):
        owner.update(published=published)
        assert (told in kept.rows(subjects=[row.subject_id])) is published


def test_the_head_of_a_measure_is_read_as_the_orm_reads_it():
    Measure.objects.update(published=True)
    for one in Measure.objects.published().for_detail():
        read = load_head(one.slug)
        assert read == one
        assert {**vars(read), "_state": 0} == {**vars(one), "_state": 0}
    assert load_head("nothing-of-that-name") is None


@pytest.mark.parametrize("language", ["ja", "en"])
def test_choices_are_told_as_django_tells_them(language):
    relation, told = Relation(), models.Model._get_FIELD_display
    field = Relation._meta.get_field("kind")
    with translation.override(language):
        for kind in (*Relation.Kind.values, "none-of-them", ""):
            relation.kind = kind
            assert relation.get_kind_display() == told(relation, field)


@pytest.mark.postgresql
def test_postgresql_plans_a_kept_statement_once():
    kept = KeptStatement(asked)
    with connection.cursor() as cursor:
        for _time in range(3):
            kept.rows(subjects=[1, 2])
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        planned = [each for (each,) in cursor.fetchall() if "measures_measuresubject" in each]
    assert len(planned) == 1
