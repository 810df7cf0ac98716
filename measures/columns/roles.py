"""The columns of the rows that link measures to subjects, organisations and partners."""

from django.db.models import Value
from django.utils.translation import gettext_lazy as _

from measures.columns.parts import of_measure
from measures.models import MeasureOrganisation, MeasurePartner
from policies.columns import entry, evidence
from portal.lists.columns import Column, bilingual, label

MEASURE_SUBJECTS = (
    *of_measure(),
    Column("number", _("Printed number"), "number", _("Number as printed."), cell="optional"),
    Column(
        "subject", _("Subject"), bilingual("subject__name"), _("What it is about."), cell="entry"
    ),
    Column(
        "subject_slug",
        _("Subject, address name"),
        "subject__slug",
        _("Address name of the subject."),
    ),
    Column(
        "group",
        _("Printed group"),
        bilingual("group"),
        _("The heading under which the source lists it."),
        cell="optional",
    ),
    Column("note", _("Note"), bilingual("note"), _("What sets it apart."), cell="optional"),
    *evidence(),
    entry("measure", "measure__slug", anchor=(Value("subjects"),)),
)

MEASURE_ORGANISATIONS = (
    *of_measure(),
    Column(
        "organisation",
        _("Organisation"),
        bilingual("organisation__name"),
        _("Who has a part in the measure."),
        cell="entry",
    ),
    Column(
        "organisation_slug",
        _("Organisation, address name"),
        "organisation__slug",
        _("Address name of the organisation."),
    ),
    Column(
        "role", _("Role"), label("role", MeasureOrganisation.Role), _("Which part."), cell="text"
    ),
    Column("role_code", _("Role, code"), "role", _("The role as a fixed code.")),
    *evidence(),
    entry("measure", "measure__slug", anchor=(Value("organisations"),)),
)

MEASURE_PARTNERS = (
    *of_measure(),
    Column(
        "partner",
        _("Country or region"),
        bilingual("partner__name"),
        _("Which country, region or group has a part in the measure."),
        cell="entry",
    ),
    Column("partner_code", _("Country or region, code"), "partner__code", _("Its code.")),
    Column("role", _("Role"), label("role", MeasurePartner.Role), _("Which part."), cell="text"),
    Column("role_code", _("Role, code"), "role", _("The role as a fixed code.")),
    *evidence(),
    entry("measure", "measure__slug", anchor=(Value("partners"),)),
)
