"""Building blocks: what several rows of a measure say, and which measure a row belongs to."""

import functools
from collections.abc import Callable

from django.db.models import Case, OuterRef, Value, When
from django.db.models.expressions import Expression
from django.utils.translation import gettext_lazy as _

from measures.models import Measure, MeasurePartner, Obligations
from measures.models.choices import DONE, UNDER_WAY
from measures.statuses import note_passed_rows, status_cell
from policies.lists.columns import edtf_column
from portal.lists.columns import TEXT, Column, Kind, Label
from portal.lists.values import Codes, Several, bilingual, flag, label
from portal.money import print_in_words

# How the data profile names the organisations, partners and subjects of several rows.
ORGANISATIONS = functools.partial(Codes, path="organisation__slug", refers="organisations.slug")
PARTNERS = functools.partial(Codes, path="partner__code", refers="partners.code")
SUBJECTS = functools.partial(Codes, path="subject__slug", refers="subjects.slug")


def joined(model, value, codes: Codes | None = None, measure: str = "pk", **conditions) -> Several:
    """What the rows of `model` of one measure say, one after the other, as printed."""

    def rows():
        found = model.objects.filter(measure=OuterRef(measure), **conditions)
        return found.order_by("position", "pk")

    return Several(rows, value, codes)


def measure_columns(path: str = "measure", cell: str = "long") -> tuple[Column, ...]:
    """Which measure a row belongs to."""
    return (
        Column(
            "measure",
            _("Measure"),
            bilingual(f"{path}__title", "measures.slug"),
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


def targets_of() -> Several:
    """Towards whom a measure is directed."""
    return joined(
        MeasurePartner,
        bilingual("partner__name"),
        PARTNERS("target_codes"),
        measure="measure",
        role=MeasurePartner.Role.TARGET,
    )


def amount_columns(printed: Label) -> tuple[Column, ...]:
    """An amount of money: as a number, and as the source prints it, which `printed` tells of."""
    return (
        Column(
            "amount",
            _("Amount"),
            "amount",
            _("In the currency's base unit."),
            Kind.INTEGER,
            unit="{currency}",
        ),
        Column("currency", _("Currency"), "currency", _("ISO 4217 code; the unit of the amount.")),
        Column(
            "printed",
            _("As printed"),
            "printed",
            printed,
            cell="printed",
            beside=lambda row: print_in_words(row["c_printed"], row["c_amount"], row["c_currency"]),
            needs=("amount", "currency"),
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


def status_label(measure: str = "") -> Callable[[], Expression]:
    """What the status at a path of measures is called, which depends on their kind."""
    in_words = label(f"{measure}status", Measure.Status)

    def value():
        done = {f"{measure}status": Measure.Status.IN_FORCE, f"{measure}kind__in": sorted(DONE)}
        worded = When(**done, then=Value(str(UNDER_WAY)))
        return Case(worded, default=in_words(), output_field=TEXT)

    return value


def status_day(path: str) -> Column:
    """The day that a status is of."""
    meaning = _("The day that the source says the status of, in EDTF form.")
    return edtf_column("status_as_of", _("Status as of"), path, meaning, header_name="status_as_of")


def status_columns() -> tuple[Column, ...]:
    """The status of the measure that a row belongs to."""
    return (
        Column(
            "status",
            _("Status"),
            status_label("measure__"),
            _("Where it stands at the date of the source."),
            cell="status",
            draw=status_cell,
            needs=("status_code", "status_as_of", "measure_slug"),
            reads=note_passed_rows,
        ),
        Column(
            "status_code",
            _("Status, code"),
            "measure__status",
            _("The status as a fixed code."),
            choices=Measure.Status,
        ),
        status_day("measure__status_as_of"),
    )
