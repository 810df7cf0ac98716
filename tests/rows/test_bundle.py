"""A bundle gives the rows that its querysets give, value by value, in one statement."""

import datetime

import pytest
from django.db import connection, models

from measures.models import (
    BudgetLine,
    Citation,
    DataPoint,
    ExportControl,
    Measure,
    MeasureSubject,
    Milestone,
    Provision,
)
from policies.coverage import READ_FROM, entries_of
from policies.models import Section, SectionText
from portal.rows.bundle import CappedCount, PkParam, RowBundle

pytestmark = [pytest.mark.django_db, pytest.mark.bundled, pytest.mark.both]


def values(row: models.Model) -> dict:
    """Every value of a row, and of the rows that it holds, with its type."""
    found = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        found[field.attname] = (type(value), value)
        if field.is_relation and field.is_cached(row) and getattr(row, field.name) is not None:
            found[field.name] = values(getattr(row, field.name))
    return found


def parts() -> dict[str, models.QuerySet]:
    """Parts in which every kind of field occurs: days, times, figures, lists, yes and no."""
    source = "section__document"
    number = MeasureSubject.objects.order_by().filter(subject=models.OuterRef("subject"))
    return {
        "citations": Citation.objects.filter(measure=PkParam()).select_related(
            f"{source}__publisher"
        ),
        "subjects": MeasureSubject.objects.filter(measure=PkParam())
        .select_related("measure", "subject")
        .annotate(shared=CappedCount(number.values("pk")[:3])),
        "provisions": Provision.objects.filter(measure=PkParam()).select_related("speaker", source),
        "milestones": Milestone.objects.filter(measure=PkParam()),
        "lines": BudgetLine.objects.filter(measure=PkParam()).select_related("subject", "part_of"),
        "control": ExportControl.objects.filter(measure=PkParam()).select_related("suspended_by"),
        "points": DataPoint.objects.filter(indicator=PkParam()).select_related(
            "indicator", "partner"
        ),
    }


BUNDLE = RowBundle(parts)


def asked(queryset: models.QuerySet, pk: int) -> list[models.Model]:
    """The rows that a part gives by itself."""
    owner = "indicator" if queryset.model is DataPoint else "measure"
    order = ["pk"] if queryset.model is ExportControl else ["position", "pk"]
    rows = queryset.model.objects.filter(**{owner: pk}).order_by(*order)
    rows.query.select_related = queryset.query.select_related
    return list(rows)


def test_rows_are_those_of_the_querysets(django_assert_num_queries):
    seen = set()
    for pk in Measure.objects.order_by("pk").values_list("pk", flat=True)[:80]:
        with django_assert_num_queries(1):
            found = BUNDLE.read(pk)
        for name, queryset in parts().items():
            alone = asked(queryset, pk)
            assert [values(row) for row in found[name]] == [values(row) for row in alone]
            assert [row._state.adding for row in found[name]] == [False] * len(alone)
            seen |= {name} if alone else set()
    assert seen == set(parts()), "a part that never has a row proves nothing"


def test_a_row_that_a_key_does_not_lead_to_is_none():
    line = BudgetLine.objects.filter(part_of=None).first()
    [found] = [row for row in BUNDLE.read(line.measure_id)["lines"] if row.pk == line.pk]
    assert found.part_of is None


def test_what_is_added_comes_along_and_is_counted_no_further_than_asked():
    row = MeasureSubject.objects.filter(subject__slug="semiconductors").first()
    found = {each.pk: each for each in BUNDLE.read(row.measure_id)["subjects"]}
    assert MeasureSubject.objects.filter(subject=row.subject).count() > 3
    assert found[row.pk].shared == 3


def test_rows_that_lead_to_the_same_entry_share_it():
    measure = Measure.objects.get(slug="espa-2022")
    documents = [row.section.document for row in BUNDLE.read(measure.pk)["citations"]]
    assert len({id(each) for each in documents}) == len({each.pk for each in documents})
    assert len(documents) > len({each.pk for each in documents})


def test_the_same_entry_keeps_the_joins_of_each_part(django_assert_num_queries):
    """A section that one part reads with its publisher is not the one another reads without."""
    measure = Measure.objects.get(slug="espa-2022")
    found = BUNDLE.read(measure.pk)
    assert found["provisions"]
    with django_assert_num_queries(0):
        assert all(str(row.section.document.publisher) for row in found["citations"])
        assert all(row.section.mark for row in found["provisions"])


def test_a_time_of_day_knows_its_zone():
    row = MeasureSubject.objects.select_related("measure").first()
    found = BUNDLE.read(row.measure_id)["subjects"][0].measure.updated_at
    assert found == row.measure.updated_at
    assert found.utcoffset() == datetime.timedelta(0)


def test_a_bundle_of_nothing_is_empty():
    assert BUNDLE.read(0) == {name: [] for name in parts()}


# ---- a section


def test_a_section_is_read_in_one_statement(django_assert_num_queries):
    for section in Section.objects.for_detail().filter(document__slug="meti-2026-04"):
        with django_assert_num_queries(1):
            groups = list(entries_of(section, None))
            for group in groups:
                for entry in group.entries:
                    assert str(entry)
                    assert entry.get_absolute_url().startswith("/")
        found = {(type(entry), entry.pk) for group in groups for entry in group.entries}
        wanted = {
            (model, pk)
            for model in {type(row) for rows in READ_FROM.read(section.pk).values() for row in rows}
            for pk in model.objects.published().filter(section=section).values_list("pk", flat=True)
        }
        assert found == wanted


def test_the_passages_of_a_section_are_those_of_its_copy():
    row = Citation.objects.select_related("section").first()
    SectionText.objects.create(section=row.section, text=f"前の文。{row.phrase}が続く。")
    section = Section.objects.for_detail().get(pk=row.section_id)
    entries = [each for group in entries_of(section, None) for each in group.entries]
    [found] = [each for each in entries if isinstance(each, Citation) and each.pk == row.pk]
    assert found.passage.phrase == row.phrase
    assert found.passage.before.endswith("前の文。")


def test_statements_are_built_once():
    BUNDLE.read(1)
    before = BUNDLE._statements[connection.alias]
    BUNDLE.read(2)
    assert BUNDLE._statements[connection.alias] is before
