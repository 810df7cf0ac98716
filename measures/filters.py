"""What may be asked of the lists of measures and of everything that hangs on them."""

from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from measures.models import (
    Agreement,
    BudgetLine,
    ExportControl,
    Indicator,
    Measure,
    Milestone,
    Relation,
    Stage,
    TradeRemedy,
)
from policies.dates import fiscal_year_label
from policies.filters import Day
from policies.models import Issue, Organisation, Partner, Pillar, SourceDocument, Subject
from portal.browse.filters import MultiChoice, MultiKey, Questions, Search, within

# Everything on the page of a measure that people search for.
MEASURE_TEXTS = (
    "title_ja",
    "title_en",
    "summary_ja",
    "summary_en",
    "names__name",
    "provisions__heading_ja",
    "provisions__text_ja",
    "provisions__text_en",
    "milestones__label_ja",
    "milestones__phrase",
    "citations__phrase",
    "subjects__subject__name_ja",
    "subjects__subject__name_en",
    "subjects__subject__aliases__name",
    "partners__partner__name_ja",
    "partners__partner__name_en",
    "partners__partner__aliases__name",
    "organisations__organisation__name_ja",
    "organisations__organisation__name_en",
    "organisations__organisation__abbreviation",
    "organisations__organisation__aliases__name",
    "targets__printed",
    "targets__label_ja",
    "budget_lines__printed",
    "printed_totals__printed",
)


def of_measure(*paths: str) -> tuple[str, ...]:
    """The texts by which a row is found through its measure, and its own."""
    return ("measure__title_ja", "measure__title_en", "measure__names__name", "phrase", *paths)


def used(model, path: str, measure: str):
    """The entries of a vocabulary that published measures use; `measure` is the path to them."""
    return model.objects.filter(
        **{f"{path}__isnull": False, f"{measure}__published": True}
    ).distinct()


def measures_with(path: str):
    """The published measures that have rows of a kind."""
    return Measure.objects.published().filter(**{f"{path}__isnull": False}).distinct()


def sources(path: str = "section__document") -> MultiKey:
    return MultiKey(
        field_name=path, key="slug", label=_("Source"), queryset=SourceDocument.objects.all()
    )


def jurisdictions(path: str) -> MultiKey:
    """Whose act it is, joint acts without Japan among them."""
    return MultiKey(
        field_name=path,
        key="code",
        label=_("Jurisdiction"),
        none=_("Joint, without Japan"),
        queryset=used(Partner, "jurisdiction_measures", "jurisdiction_measures"),
    )


class PillarChoice(MultiChoice):
    """Any of several pillars, named `framework/pillar`: a slug is unique in its framework."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, choices=pillars, **kwargs)

    def group(self):
        return Concat(F("pillars__pillar__framework__slug"), Value("/"), F("pillars__pillar__slug"))

    def filter(self, qs, value):
        if not value:
            return qs
        asked = Q()
        for each in value:
            framework, _slash, pillar = each.partition("/")
            asked |= Q(framework__slug=framework, slug=pillar)
        return within(qs, pillars__pillar__in=Pillar.objects.filter(asked))


def pillars():
    """Pillars that hold measures, with their framework."""
    found = used(Pillar, "measures", "measures__measure").select_related("framework")
    for pillar in found.order_by("framework__section__position", "framework__slug", "position"):
        yield f"{pillar.framework.slug}/{pillar.slug}", f"{pillar}（{pillar.framework}）"


def fiscal_years():
    """The fiscal years of the budget lines, newest first."""
    years = BudgetLine.objects.order_by("-fiscal_year").values_list("fiscal_year", flat=True)
    for year in years.published().filter(fiscal_year__isnull=False).distinct():
        yield year, fiscal_year_label(year)


class MeasureQuestions(Questions):
    q = Search(texts=MEASURE_TEXTS)
    kind = MultiChoice(label=_("Kind"), choices=Measure.Kind)
    status = MultiChoice(label=_("Status"), choices=Measure.Status)
    jurisdiction = jurisdictions("jurisdiction")
    partner = MultiKey(
        field_name="partners__partner",
        key="code",
        label=_("Country or region"),
        queryset=used(Partner, "measures", "measures__measure"),
    )
    subject = MultiKey(
        field_name="subjects__subject",
        key="slug",
        label=_("Subject"),
        queryset=used(Subject, "measures", "measures__measure"),
    )
    organisation = MultiKey(
        field_name="organisations__organisation",
        key="slug",
        label=_("Organisation"),
        queryset=used(Organisation, "measures", "measures__measure"),
    )
    pillar = PillarChoice(field_name="pillars__pillar", label=_("Pillar"))
    issue = MultiKey(
        field_name="answers__issue",
        key="slug",
        label=_("Issue answered"),
        queryset=used(Issue, "answers", "answers__measure"),
    )
    source = sources("citations__section__document")
    since = Day(field_name="milestones__date_from", label=_("Events since"))
    until = Day(field_name="milestones__date_from", end=True, label=_("Events until"))


class ProvisionQuestions(Questions):
    q = Search(texts=of_measure("heading_ja", "text_ja", "text_en", "number"))
    measure = MultiKey(key="slug", label=_("Measure"), queryset=measures_with("provisions"))
    source = sources()


class MilestoneQuestions(Questions):
    q = Search(texts=of_measure("label_ja", "label_en", "date"))
    kind = MultiChoice(label=_("Kind"), choices=Milestone.Kind)
    measure_kind = MultiChoice(
        field_name="measure__kind", label=_("Kind of measure"), choices=Measure.Kind
    )
    jurisdiction = jurisdictions("measure__jurisdiction")
    partner = MultiKey(
        field_name="measure__partners__partner",
        key="code",
        label=_("Country or region"),
        queryset=used(Partner, "measures", "measures__measure"),
    )
    subject = MultiKey(
        field_name="measure__subjects__subject",
        key="slug",
        label=_("Subject"),
        queryset=used(Subject, "measures", "measures__measure"),
    )
    source = sources()
    since = Day(field_name="date_from", label=_("Since"))
    until = Day(field_name="date_from", end=True, label=_("Until"))


class BudgetQuestions(Questions):
    q = Search(
        texts=of_measure(
            "subject__name_ja", "subject__name_en", "subject__aliases__name", "label_ja", "printed"
        )
    )
    measure = MultiKey(key="slug", label=_("Programme"), queryset=measures_with("budget_lines"))
    subject = MultiKey(
        key="slug",
        label=_("Subject"),
        queryset=used(Subject, "budget_lines", "budget_lines__measure"),
    )
    stage = MultiChoice(label=_("Stage"), choices=Stage)
    fiscal_year = MultiChoice(label=_("Fiscal year"), choices=fiscal_years)
    ministry = MultiKey(
        field_name="ministries",
        key="slug",
        label=_("Ministry"),
        queryset=used(Organisation, "budget_lines", "budget_lines__measure"),
    )
    source = sources()


class ExportControlQuestions(Questions):
    q = Search(texts=of_measure("items_ja", "items_en"))
    jurisdiction = MultiKey(
        key="code",
        label=_("Imposed by"),
        queryset=used(Partner, "export_controls", "export_controls__measure"),
    )
    target = MultiKey(
        field_name="measure__partners__partner",
        key="code",
        label=_("Country or region"),
        queryset=used(Partner, "measures__measure__export_control", "measures__measure"),
    )
    effect = MultiChoice(label=_("Effect"), choices=ExportControl.Effect)
    status = MultiChoice(field_name="measure__status", label=_("Status"), choices=Measure.Status)
    subject = MultiKey(
        field_name="measure__subjects__subject",
        key="slug",
        label=_("Subject"),
        queryset=used(Subject, "measures__measure__export_control", "measures__measure"),
    )
    suspended_by = MultiKey(
        key="slug", label=_("Suspended by"), queryset=measures_with("suspended_controls")
    )
    source = sources()
    since = Day(field_name="begins_from", label=_("Since"))
    until = Day(field_name="begins_from", end=True, label=_("Until"))


class TradeRemedyQuestions(Questions):
    q = Search(texts=of_measure("product__name_ja", "product__name_en", "product__aliases__name"))
    procedure = MultiChoice(label=_("Procedure"), choices=TradeRemedy.Procedure)
    kind = MultiChoice(label=_("Kind"), choices=TradeRemedy.Kind)
    status = MultiChoice(field_name="measure__status", label=_("Status"), choices=Measure.Status)
    target = MultiKey(
        field_name="measure__partners__partner",
        key="code",
        label=_("Towards"),
        queryset=used(Partner, "measures__measure__trade_remedy", "measures__measure"),
    )
    jurisdiction = MultiKey(
        key="code",
        label=_("Imposed by"),
        queryset=used(Partner, "trade_remedies", "trade_remedies__measure"),
    )
    applicant = MultiKey(
        field_name="measure__organisations__organisation",
        key="slug",
        label=_("Applicant"),
        queryset=used(Organisation, "measures__measure__trade_remedy", "measures__measure"),
    )
    source = sources()


class AgreementQuestions(Questions):
    q = Search(texts=of_measure("measure__summary_ja", "venue_ja", "measure__provisions__text_ja"))
    partner = MultiKey(
        field_name="measure__partners__partner",
        key="code",
        label=_("Country or region"),
        queryset=used(Partner, "measures__measure__agreement", "measures__measure"),
    )
    level = MultiChoice(label=_("Level"), choices=Agreement.Level)
    form = MultiChoice(label=_("Form"), choices=Agreement.Form)
    jurisdiction = jurisdictions("measure__jurisdiction")
    source = sources()
    since = Day(field_name="date_from", label=_("Since"))
    until = Day(field_name="date_from", end=True, label=_("Until"))


class TargetQuestions(Questions):
    q = Search(texts=of_measure("label_ja", "label_en", "counts_ja", "printed"))
    measure = MultiKey(key="slug", label=_("Measure"), queryset=measures_with("targets"))
    jurisdiction = jurisdictions("measure__jurisdiction")
    source = sources()


class CitationQuestions(Questions):
    q = Search(texts=of_measure("section__heading"))
    measure = MultiKey(key="slug", label=_("Measure"), queryset=measures_with("citations"))
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
