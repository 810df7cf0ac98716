"""What an export control, a trade remedy or an agreement says in short."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from measures.facts import Fact, FactValue
from measures.models import (
    ExportControl,
    Measure,
    MeasureOrganisation,
    MeasurePartner,
    TradeRemedy,
)
from policies.models import Evidence
from portal.lists.columns import Label


def of_detail(
    name: str, *told: tuple[Label, Callable[[Measure, Evidence], object]]
) -> tuple[Fact, ...]:
    """Facts of the export control, trade remedy or agreement of a measure, each a value of it."""

    def fact(title: Label, value: Callable[[Measure, Evidence], object]) -> Fact:
        def items(measure: Measure) -> Iterable[FactValue]:
            row = getattr(measure, name, None)
            if row is not None and (words := value(measure, row)):
                yield FactValue(str(words), row=row)

        return Fact(title, items, missing="not-stated")

    return tuple(fact(title, value) for title, value in told)


def partners_with(measure: Measure, role: str) -> str:
    """The partners of one role, joined."""
    return gettext(", ").join(
        str(row.partner) for row in measure.partners.all() if row.role == role
    )


def controlled(measure: Measure, control: ExportControl) -> str:
    """Towards whom an export control is directed."""
    if control.all_destinations:
        return gettext("All destinations")
    return partners_with(measure, MeasurePartner.Role.TARGET)


def applicants(measure: Measure, _remedy: TradeRemedy) -> str:
    """Who asked for a trade remedy, joined."""
    role = MeasureOrganisation.Role.APPLICANT
    return gettext(", ").join(
        str(row.organisation) for row in measure.organisations.all() if row.role == role
    )


DETAIL_FACTS = {
    "export_control": of_detail(
        "export_control",
        (_("Imposed by"), lambda _measure, control: control.jurisdiction),
        (_("Towards"), controlled),
        (_("Controlled items"), lambda _measure, control: control.items),
        (_("Effect"), lambda _measure, control: control.get_effect_display()),
        (_("Announced"), lambda _measure, control: control.announced_in_words),
        (_("Effective"), lambda _measure, control: control.effective_in_words),
        (_("Suspended from"), lambda _measure, control: control.suspended_in_words),
        (_("Suspended until"), lambda _measure, control: control.suspended_until_in_words),
        (_("Words on the suspension"), lambda _measure, control: control.suspension),
        (_("Ended"), lambda _measure, control: control.ended_in_words),
    ),
    "trade_remedy": of_detail(
        "trade_remedy",
        (_("Kind"), lambda _measure, remedy: remedy.get_kind_display()),
        (_("Procedure"), lambda _measure, remedy: remedy.get_procedure_display()),
        (_("Product"), lambda _measure, remedy: remedy.product),
        (_("Imposed by"), lambda _measure, remedy: remedy.jurisdiction),
        (
            _("Towards"),
            lambda measure, _remedy: partners_with(measure, MeasurePartner.Role.TARGET),
        ),
        (_("Duty period"), lambda _measure, remedy: remedy.duty_period_in_words),
        (_("Investigation opened"), lambda _measure, remedy: remedy.investigation_start_in_words),
        (_("Applicants"), applicants),
    ),
    "agreement": of_detail(
        "agreement",
        (_("Level"), lambda _measure, agreement: agreement.get_level_display()),
        (_("Form"), lambda _measure, agreement: agreement.get_form_display()),
        (_("Date"), lambda _measure, agreement: agreement.date_in_words),
        (_("Venue"), lambda _measure, agreement: agreement.venue),
    ),
}
