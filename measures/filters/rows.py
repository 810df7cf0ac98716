"""What may be asked of citations, relations, roles, statements and data points."""

from django.utils.translation import gettext_lazy as _

from measures.filters.parts import (
    measures_with,
    of_measure,
    sources,
    used,
)
from measures.models import (
    Indicator,
    MeasureOrganisation,
    MeasurePartner,
    Relation,
)
from policies.models import Organisation, Partner, Subject
from portal.browse.filters import MultiChoice, MultiKey, Questions, Search


class CitationQuestions(Questions):
    q = Search(texts=of_measure("section__heading"))
    measure = MultiKey(key="slug", label=_("Measure"), queryset=measures_with("citations"))
    source = sources()


class MeasureSubjectQuestions(Questions):
    q = Search(
        texts=of_measure("subject__name_ja", "subject__name_en", "subject__aliases__name", "number")
    )
    measure = MultiKey(key="slug", label=_("Measure"), queryset=measures_with("subjects"))
    subject = MultiKey(
        key="slug", label=_("Subject"), queryset=used(Subject, "measures", "measures__measure")
    )
    source = sources()


class MeasureOrganisationQuestions(Questions):
    q = Search(
        texts=of_measure(
            "organisation__name_ja", "organisation__name_en", "organisation__aliases__name"
        )
    )
    role = MultiChoice(label=_("Role"), choices=MeasureOrganisation.Role)
    measure = MultiKey(key="slug", label=_("Measure"), queryset=measures_with("organisations"))
    organisation = MultiKey(
        key="slug",
        label=_("Organisation"),
        queryset=used(Organisation, "measures", "measures__measure"),
    )
    source = sources()


class MeasurePartnerQuestions(Questions):
    q = Search(texts=of_measure("partner__name_ja", "partner__name_en", "partner__aliases__name"))
    role = MultiChoice(label=_("Role"), choices=MeasurePartner.Role)
    measure = MultiKey(key="slug", label=_("Measure"), queryset=measures_with("partners"))
    partner = MultiKey(
        key="code",
        label=_("Country or region"),
        queryset=used(Partner, "measures", "measures__measure"),
    )
    source = sources()


class StatementQuestions(Questions):
    q = Search(
        texts=(
            "value_ja",
            "value_en",
            "discrepancy__topic_ja",
            "discrepancy__topic_en",
            "discrepancy__measure__title_ja",
        )
    )
    measure = MultiKey(
        field_name="discrepancy__measure",
        key="slug",
        label=_("Measure"),
        queryset=measures_with("discrepancies"),
    )
    source = sources()


class RelationQuestions(Questions):
    q = Search(
        texts=(
            "source__title_ja",
            "source__title_en",
            "target__title_ja",
            "target__title_en",
            "reason_ja",
            "phrase",
        )
    )
    kind = MultiChoice(label=_("Relation"), choices=Relation.Kind)
    source = sources()


class IndicatorQuestions(Questions):
    q = Search(texts=("title_ja", "title_en", "basis_ja", "missing_ja", "points__label_ja"))
    source = sources()


class DataPointQuestions(Questions):
    q = Search(
        texts=("indicator__title_ja", "indicator__title_en", "label_ja", "label_en", "printed")
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
