"""Building blocks: what several rows of a measure say, and which measure a row belongs to."""

from django.db.models import OuterRef
from django.utils.translation import gettext_lazy as _

from measures.models import Measure, MeasurePartner, Obligations
from measures.statuses import status_cell
from portal.lists.columns import Column, Joined, Kind, Label, bilingual, flag, label
from portal.money import print_in_words


def joined(model, value, measure: str = "pk", **conditions):
    """What the rows of `model` of one measure say, one after the other, as printed."""

    def expression():
        rows = model.objects.filter(measure=OuterRef(measure), **conditions)
        return Joined(rows.order_by("position", "pk"), value() if callable(value) else value)

    return expression


def measure_columns(path: str = "measure", cell: str = "long") -> tuple[Column, ...]:
    """Which measure a row belongs to."""
    return (
        Column(
            "measure",
            _("Measure"),
            bilingual(f"{path}__title"),
            _("Title of the measure."),
            cell=cell,
            leads=("measure", "measure_slug"),
        ),
        Column(
            "measure_slug",
            _("Measure, address name"),
            f"{path}__slug",
            _("Address name of the measure."),
        ),
    )


def targets_of():
    """Towards whom a measure is directed."""
    return joined(
        MeasurePartner,
        bilingual("partner__name"),
        measure="measure",
        role=MeasurePartner.Role.TARGET,
    )


def amount_columns(printed: Label) -> tuple[Column, ...]:
    """An amount of money: as a number, and as the source prints it, which `printed` tells of."""
    return (
        Column("amount", _("Amount"), "amount", _("In the currency's base unit."), Kind.INTEGER),
        Column("currency", _("Currency"), "currency", _("ISO 4217 code; the unit of the amount.")),
        Column(
            "printed",
            _("As printed"),
            "printed",
            printed,
            cell="printed",
            beside=lambda row: print_in_words(row["c_printed"], row["c_amount"], row["c_currency"]),
        ),
        Column(
            "approximate",
            _("About"),
            flag("approximate", _("about")),
            _("Filled where the source says “about” (約)."),
        ),
        Column(
            "obligations",
            _("Contract authorisations"),
            label("obligations", Obligations),
            _("How the amount counts contract authorisations."),
        ),
    )


STATUS_DAY = _("The day that the source says the status of, in EDTF form.")


def status_columns() -> tuple[Column, ...]:
    """The status of the measure that a row belongs to."""
    return (
        Column(
            "status",
            _("Status"),
            label("measure__status", Measure.Status),
            _("Where it stands at the date of the source."),
            cell="status",
            draw=status_cell,
        ),
        Column(
            "status_code", _("Status, code"), "measure__status", _("The status as a fixed code.")
        ),
        Column("status_as_of", _("Status as of"), "measure__status_as_of", STATUS_DAY),
    )
