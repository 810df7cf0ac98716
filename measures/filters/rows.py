"""What may be asked of citations, relations, roles, statements and data points."""

from django.utils.translation import gettext_lazy as _

from measures.filters.parts import (
    by_name,
    of_measure,
    one_measure,
)
from measures.models import (
    Citation,
    DataPoint,
    Indicator,
    Measure,
    MeasureOrganisation,
    MeasurePartner,
    MeasureSubject,
    Relation,
    Statement,
)
from policies.filters import organisations, partners, sources, subjects
from portal.lists.filters import ChoiceFacet, RelatedFacet, Search
from portal.lists.filterset import ListFilterSet


class CitationQuestions(ListFilterSet):
    model = Citation

    q = of_measure(section=False)
    measure = one_measure()
    source = sources()


class MeasureSubjectQuestions(ListFilterSet):
    model = MeasureSubject

    q = by_name("subject", "number")
    measure = one_measure()
    subject = subjects()
    source = sources()


class MeasureOrganisationQuestions(ListFilterSet):
    model = MeasureOrganisation

    q = by_name("organisation")
    role = ChoiceFacet(label=_("Role"), choices=MeasureOrganisation.Role)
    measure = one_measure()
    organisation = organisations()
    source = sources()


class MeasurePartnerQuestions(ListFilterSet):
    model = MeasurePartner

    q = by_name("partner")
    role = ChoiceFacet(label=_("Role"), choices=MeasurePartner.Role)
    measure = one_measure()
    partner = partners()
    source = sources()


class StatementQuestions(ListFilterSet):
    model = Statement

    q = Search(
        titles=("value_ja", "value_en", "discrepancy__topic_ja", "discrepancy__topic_en"),
        texts=("phrase",),
        refs={"discrepancy__measure": False},
    )
    measure = RelatedFacet(
        field_name="discrepancy__measure",
        key="slug",
        label=_("Measure"),
        queryset=Measure.objects.published(),
    )
    source = sources()


class RelationQuestions(ListFilterSet):
    model = Relation

    q = Search(
        titles=("reason_ja", "reason_en"),
        texts=("phrase",),
        refs={"source": False, "target": False},
    )
    kind = ChoiceFacet(label=_("Relation"), choices=Relation.Kind)
    source = sources()


class IndicatorQuestions(ListFilterSet):
    model = Indicator

    q = Search(
        titles=("title_ja", "title_en"), texts=("basis_ja", "missing_ja", "points__label_ja")
    )
    source = sources()


class DataPointQuestions(ListFilterSet):
    model = DataPoint

    q = Search(titles=("label_ja", "label_en"), texts=("printed",), refs={"indicator": False})
    indicator = RelatedFacet(
        key="slug",
        label=_("Indicator"),
        queryset=Indicator.objects.all(),
    )
    partner = partners()
    source = sources()
