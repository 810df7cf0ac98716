"""What may be asked of citations, relations, roles, statements and data points."""

from django.utils.translation import gettext_lazy as _

from measures.filters.parts import (
    measures_with,
    of_measure,
    sources,
    used,
)
from measures.models import (
    Citation,
    DataPoint,
    Indicator,
    MeasureOrganisation,
    MeasurePartner,
    MeasureSubject,
    Relation,
    Statement,
)
from policies.models import Organisation, Partner, Subject
from portal.browse.filters import MultiChoice, MultiKey, Search
from portal.browse.questions import Questions


class CitationQuestions(Questions):
    model = Citation

    q = of_measure("section__heading")
    measure = MultiKey(key="slug", label=_("Measure"), queryset=measures_with("citations"))
    source = sources()


class MeasureSubjectQuestions(Questions):
    model = MeasureSubject

    q = of_measure("subject__name_ja", "subject__name_en", "subject__aliases__name", "number")
    measure = MultiKey(key="slug", label=_("Measure"), queryset=measures_with("subjects"))
    subject = MultiKey(
        key="slug", label=_("Subject"), queryset=used(Subject, "measures", "measures__measure")
    )
    source = sources()


class MeasureOrganisationQuestions(Questions):
    model = MeasureOrganisation

    q = of_measure("organisation__name_ja", "organisation__name_en", "organisation__aliases__name")
    role = MultiChoice(label=_("Role"), choices=MeasureOrganisation.Role)
    measure = MultiKey(key="slug", label=_("Measure"), queryset=measures_with("organisations"))
    organisation = MultiKey(
        key="slug",
        label=_("Organisation"),
        queryset=used(Organisation, "measures", "measures__measure"),
    )
    source = sources()


class MeasurePartnerQuestions(Questions):
    model = MeasurePartner

    q = of_measure("partner__name_ja", "partner__name_en", "partner__aliases__name")
    role = MultiChoice(label=_("Role"), choices=MeasurePartner.Role)
    measure = MultiKey(key="slug", label=_("Measure"), queryset=measures_with("partners"))
    partner = MultiKey(
        key="code",
        label=_("Country or region"),
        queryset=used(Partner, "measures", "measures__measure"),
    )
    source = sources()


class StatementQuestions(Questions):
    model = Statement

    q = Search(
        titles=("value_ja", "value_en", "discrepancy__topic_ja", "discrepancy__topic_en"),
        texts=("discrepancy__measure__title_ja", "phrase"),
    )
    measure = MultiKey(
        field_name="discrepancy__measure",
        key="slug",
        label=_("Measure"),
        queryset=measures_with("discrepancies"),
    )
    source = sources()


class RelationQuestions(Questions):
    model = Relation

    q = Search(
        titles=("source__title_ja", "source__title_en", "target__title_ja", "target__title_en"),
        texts=("reason_ja", "reason_en", "phrase"),
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

    q = Search(
        titles=("label_ja", "label_en"),
        texts=("indicator__title_ja", "indicator__title_en", "printed"),
    )
    indicator = MultiKey(
        key="slug",
        label=_("Indicator"),
        queryset=Indicator.objects.filter(points__isnull=False).distinct(),
    )
    partner = MultiKey(
        key="code",
        label=_("Country or region"),
        queryset=Partner.objects.filter(data_points__isnull=False).distinct(),
    )
    source = sources()
