"""What may be asked of measures, provisions, events, money, trade and targets."""

from django.utils.translation import gettext_lazy as _

from measures.filters.parts import (
    MEASURE_NAMES,
    MEASURE_TEXTS,
    AddedChoice,
    PillarChoice,
    fiscal_years,
    jurisdictions,
    of_measure,
    one_measure,
)
from measures.filters.years import AgreementYear
from measures.models import (
    Agreement,
    BudgetLine,
    ExportControl,
    Measure,
    MeasureOrganisation,
    MeasurePartner,
    Milestone,
    Provision,
    Stage,
    Target,
    TradeRemedy,
)
from policies.filters import organisations, partners, sources, subjects
from policies.models import Issue
from portal.lists.filters import ChoiceFacet, RelatedFacet, Search
from portal.lists.filterset import ListFilterSet
from portal.lists.periods import Period, window


class MeasureQuestions(ListFilterSet):
    model = Measure

    q = Search(titles=MEASURE_NAMES, texts=MEASURE_TEXTS, names=MEASURE_NAMES)
    kind = ChoiceFacet(label=_("Kind"), choices=Measure.Kind)
    status = ChoiceFacet(label=_("Status"), choices=Measure.Status)
    jurisdiction = jurisdictions("jurisdiction")
    partner = partners("partners__partner")
    subject = subjects("subjects__subject")
    organisation = organisations("organisations__organisation")
    pillar = PillarChoice(field_name="pillars__pillar", label=_("Pillar"))
    fiscal_year = ChoiceFacet(
        field_name="budget_lines__fiscal_year", label=_("Fiscal year"), choices=fiscal_years
    )
    issue = RelatedFacet(
        field_name="answers__issue",
        key="slug",
        label=_("Issue answered"),
        queryset=Issue.objects.all(),
    )
    source = sources("citations__section__document")
    since, until = window(
        Period("date_from", "date_until", rows="milestones"), _("Events since"), _("Events until")
    )


class ProvisionQuestions(ListFilterSet):
    model = Provision

    q = of_measure("heading_ja", "text_ja", "text_en", "number")
    measure = one_measure()
    source = sources()


class MilestoneQuestions(ListFilterSet):
    model = Milestone

    q = of_measure("label_ja", "label_en", "date")
    kind = ChoiceFacet(label=_("Kind"), choices=Milestone.Kind)
    measure_kind = ChoiceFacet(
        field_name="measure__kind", label=_("Kind of measure"), choices=Measure.Kind
    )
    jurisdiction = jurisdictions("measure__jurisdiction")
    partner = partners("measure__partners__partner")
    subject = subjects("measure__subjects__subject")
    organisation = organisations("measure__organisations__organisation")
    source = sources()
    since, until = window(Period("date_from", "date_until"))


class BudgetQuestions(ListFilterSet):
    model = BudgetLine

    q = of_measure("label_ja", "printed", subject=False)
    measure = RelatedFacet(key="slug", label=_("Programme"), queryset=Measure.objects.published())
    subject = subjects(none=_("No subject stated"))
    stage = ChoiceFacet(label=_("Stage"), choices=Stage)
    fiscal_year = ChoiceFacet(label=_("Fiscal year"), choices=fiscal_years)
    ministry = organisations("ministries", _("Ministry"), none=_("No ministry stated"))
    added = AddedChoice(label=_("In the sums"))
    source = sources()


class ExportControlQuestions(ListFilterSet):
    model = ExportControl

    q = of_measure("items_ja", "items_en")
    jurisdiction = partners("jurisdiction", _("Imposed by"))
    target = partners("measure__partners__partner")
    effect = ChoiceFacet(label=_("Effect"), choices=ExportControl.Effect)
    status = ChoiceFacet(field_name="measure__status", label=_("Status"), choices=Measure.Status)
    subject = subjects("measure__subjects__subject")
    suspended_by = RelatedFacet(
        key="slug", label=_("Suspended by"), queryset=Measure.objects.published()
    )
    source = sources()
    since, until = window(
        Period("begins_from", "ended_until"), _("In place on or after"), _("In place on or before")
    )


class TradeRemedyQuestions(ListFilterSet):
    model = TradeRemedy

    q = of_measure(product=False)
    procedure = ChoiceFacet(label=_("Procedure"), choices=TradeRemedy.Procedure)
    kind = ChoiceFacet(label=_("Kind"), choices=TradeRemedy.Kind)
    status = ChoiceFacet(field_name="measure__status", label=_("Status"), choices=Measure.Status)
    target = partners(
        "measure__partners__partner",
        _("Towards"),
        measure__partners__role=MeasurePartner.Role.TARGET,
    )
    jurisdiction = partners("jurisdiction", _("Imposed by"))
    applicant = organisations(
        "measure__organisations__organisation",
        _("Applicant"),
        measure__organisations__role=MeasureOrganisation.Role.APPLICANT,
    )
    source = sources()


class AgreementQuestions(ListFilterSet):
    model = Agreement

    q = of_measure("venue_ja", whole=True)
    partner = partners("measure__partners__partner")
    level = ChoiceFacet(label=_("Level"), choices=Agreement.Level)
    year = AgreementYear(field_name="date_from", label=_("Year"))
    form = ChoiceFacet(label=_("Form"), choices=Agreement.Form)
    jurisdiction = jurisdictions("measure__jurisdiction")
    source = sources()
    since, until = window(Period("date_from", "date_until"))


class TargetQuestions(ListFilterSet):
    model = Target

    q = of_measure("label_ja", "label_en", "counts_ja", "printed")
    measure = RelatedFacet(key="slug", label=_("Measure"), queryset=Measure.objects.published())
    jurisdiction = jurisdictions("measure__jurisdiction")
    source = sources()
