"""The columns of export controls, trade remedies and agreements."""

from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from measures.columns.parts import joined, of_measure
from measures.models import (
    Agreement,
    ExportControl,
    Measure,
    MeasureOrganisation,
    MeasurePartner,
    TradeRemedy,
)
from policies.columns import edtf, entry, evidence
from portal.dates.edtf import describe
from portal.lists.columns import TEXT, Column, Kind, bilingual, label


def targets_of():
    """Towards whom a measure is directed."""
    return joined(
        MeasurePartner,
        bilingual("partner__name"),
        measure="measure",
        role=MeasurePartner.Role.TARGET,
    )


def towards():
    """The targets of an export control, or the words for all destinations."""
    everyone = When(all_destinations=True, then=Value(gettext("all destinations")))
    return Case(everyone, default=targets_of()(), output_field=TEXT)


def since():
    """When a control took effect, else when it was announced."""
    return Coalesce(NullIf(F("effective"), Value("")), F("announced"))


def suspending(value):
    """A value of the suspending event, where visitors may see it."""

    def expression():
        seen = When(suspended_by__published=True, then=value())
        return Case(seen, default=Value(""), output_field=TEXT)

    return expression


EXPORT_CONTROLS = (
    *of_measure(cell="entry"),
    Column(
        "imposed_by",
        _("Imposed by"),
        bilingual("jurisdiction__name"),
        _("Who imposes it."),
        cell="text",
    ),
    Column(
        "imposed_by_code", _("Imposed by, code"), "jurisdiction__code", _("Code of who imposes it.")
    ),
    Column(
        "towards",
        _("Towards"),
        towards,
        _("Towards whom it is directed; all destinations where it is directed at everyone."),
        cell="text",
    ),
    Column("items", _("Controlled items"), bilingual("items"), _("What is controlled.")),
    Column(
        "effect",
        _("Effect"),
        label("effect", ExportControl.Effect),
        _("What it does."),
        cell="text",
    ),
    Column("effect_code", _("Effect, code"), "effect", _("The effect as a fixed code.")),
    Column(
        "since_edtf",
        _("In effect since"),
        since,
        _("When it took effect, else when it was announced, in EDTF form."),
        cell="words",
        words=describe,
    ),
    *edtf(
        "announced", _("Announced"), "announced", _("When it was announced, in EDTF form."), cell=""
    ),
    *edtf(
        "effective", _("Effective"), "effective", _("When it took effect, in EDTF form."), cell=""
    ),
    *edtf(
        "suspended",
        _("Suspended from"),
        "suspended",
        _("First day of the suspension, in EDTF form."),
        cell="optional-words",
    ),
    Column(
        "suspended_until_edtf",
        _("Suspended until"),
        "suspended_until",
        _("End of the suspension, in EDTF form."),
        words=describe,
    ),
    Column(
        "suspended_by",
        _("Suspended by"),
        suspending(bilingual("suspended_by__title")),
        _("The event that suspended it."),
        cell="optional",
    ),
    Column(
        "suspended_by_slug",
        _("Suspended by, address name"),
        suspending(lambda: F("suspended_by__slug")),
        _("Address name of that event."),
    ),
    Column(
        "suspension",
        _("Words on the suspension"),
        bilingual("suspension"),
        _("What the source says of the suspension."),
    ),
    *edtf("ended", _("Ended"), "ended", _("When it ended, in EDTF form."), cell="optional-words"),
    Column(
        "status",
        _("Status"),
        label("measure__status", Measure.Status),
        _("Where it stands at the date of the source."),
        cell="status",
    ),
    Column("status_code", _("Status, code"), "measure__status", _("The status as a fixed code.")),
    *evidence(),
    entry("measure", "measure__slug"),
)


TRADE_REMEDIES = (
    *of_measure(),
    Column(
        "product",
        _("Product"),
        bilingual("product__name"),
        _("The product concerned."),
        cell="entry",
    ),
    Column(
        "product_slug",
        _("Product, address name"),
        "product__slug",
        _("Address name of the product."),
    ),
    Column(
        "kind",
        _("Kind"),
        label("kind", TradeRemedy.Kind),
        _("Anti-dumping or countervailing."),
        cell="text",
    ),
    Column(
        "procedure",
        _("Procedure"),
        label("procedure", TradeRemedy.Procedure),
        _("A duty, or an investigation."),
        cell="text",
    ),
    Column(
        "procedure_code", _("Procedure, code"), "procedure", _("The procedure as a fixed code.")
    ),
    Column(
        "imposed_by",
        _("Imposed by"),
        bilingual("jurisdiction__name"),
        _("Who imposes it."),
        cell="text",
    ),
    Column("targets", _("Towards"), targets_of(), _("Towards whom it is directed."), cell="text"),
    Column(
        "duty_period_edtf",
        _("Duty period"),
        "duty_period",
        _("Period of the definitive duty, in EDTF form."),
        cell="optional-words",
        words=describe,
    ),
    Column(
        "duty_from",
        _("Duty, first day"),
        "duty_from",
        _("First day it can mean, ISO 8601."),
        Kind.DATE,
    ),
    Column(
        "duty_until",
        _("Duty, last day"),
        "duty_until",
        _("Last day it can mean, ISO 8601."),
        Kind.DATE,
    ),
    Column(
        "investigation_start_edtf",
        _("Investigation opened"),
        "investigation_start",
        _("First day of the investigation, in EDTF form."),
        cell="optional-words",
        words=describe,
    ),
    Column(
        "applicants",
        _("Applicants"),
        joined(
            MeasureOrganisation,
            bilingual("organisation__name"),
            measure="measure",
            role=MeasureOrganisation.Role.APPLICANT,
        ),
        _("Who applied for it."),
        cell="optional",
    ),
    Column(
        "status",
        _("Status"),
        label("measure__status", Measure.Status),
        _("Where it stands at the date of the source."),
        cell="status",
    ),
    Column("status_code", _("Status, code"), "measure__status", _("The status as a fixed code.")),
    *evidence(),
    entry("measure", "measure__slug"),
)


AGREEMENTS = (
    *edtf("date", _("Date"), "date", _("Date in EDTF form.")),
    Column(
        "date_until",
        _("Date, last day"),
        "date_until",
        _("Last day it can mean, ISO 8601."),
        Kind.DATE,
    ),
    *of_measure(cell="entry"),
    Column(
        "partners",
        _("Partners"),
        joined(MeasurePartner, bilingual("partner__name"), measure="measure"),
        _("Countries, regions and groups with a part in it."),
        cell="optional",
    ),
    Column(
        "level",
        _("Level"),
        label("level", Agreement.Level),
        _("Summit, ministerial or working level."),
        cell="text",
    ),
    Column("level_code", _("Level, code"), "level", _("The level as a fixed code.")),
    Column(
        "form",
        _("Form"),
        label("form", Agreement.Form),
        _("Treaty, statement, dialogue …"),
        cell="text",
    ),
    Column("form_code", _("Form, code"), "form", _("The form as a fixed code.")),
    Column("venue", _("Venue"), bilingual("venue"), _("Where it took place."), cell="optional"),
    Column(
        "summary",
        _("Summary"),
        bilingual("measure__summary"),
        _("In the words of this site."),
        cell="long",
    ),
    *evidence(),
    entry("measure", "measure__slug"),
)
