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
from portal.browse.filters import MultiChoice, MultiKey, Search
from portal.browse.questions import Questions


class CitationQuestions(Questions):
    model = Citation

    q = of_measure(section=False)
    measure = one_measure()
    source = sources()


class MeasureSubjectQuestions(Questions):
    model = MeasureSubject

    q = by_name("subject", "number")
    measure = one_measure()
    subject = subjects()
    source = sources()


class MeasureOrganisationQuestions(Questions):
    model = MeasureOrganisation

    q = by_name("organisation")
    role = MultiChoice(label=_("Role"), choices=MeasureOrganisation.Role)
    measure = one_measure()
    organisation = organisations()
    source = sources()


class MeasurePartnerQuestions(Questions):
    model = MeasurePartner

    q = by_name("partner")
    role = MultiChoice(label=_("Role"), choices=MeasurePartner.Role)
    measure = one_measure()
    partner = partners()
    source = sources()


class StatementQuestions(Questions):
    model = Statement

    q = Search(
        titles=("value_ja", "value_en", "discrepancy__topic_ja", "discrepancy__topic_en"),
        texts=("phrase",),
        refs={"discrepancy__measure": False},
    )
    measure = MultiKey(
        field_name="discrepancy__measure",
        key="slug",
        label=_("Measure"),
        queryset=Measure.objects.published(),
    )
    source = sources()


class RelationQuestions(Questions):
    model = Relation

    q = Search(
        titles=("reason_ja", "reason_en"),
        texts=("phrase",),
        refs={"source": False, "target": False},
    )
    kind = MultiChoice(label=_("Relation"), choices=Relation.Kind)
    source = sources()


class IndicatorQuestions(Questions):
    model = Indicator

    q = Search(
        titles=("title_ja", "title_en"), texts=("basis_ja", "missing_ja", "points__label_ja")
    )
    source = sources()


class DataPointQuestions(Questions):
    model = DataPoint

    q = Search(titles=("label_ja", "label_en"), texts=("printed",), refs={"indicator": False})
    indicator = MultiKey(
        key="slug",
        label=_("Indicator"),
        queryset=Indicator.objects.all(),
    )
    partner = partners()
    source = sources()
