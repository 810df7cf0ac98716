"""What others know entries by: columns of measures, and one table of all."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from measures.models import MeasureIdentifier
from policies.lists.identifiers import COMPARED_ON, PARTNER_CODES, identifier_column
from policies.models import OrganisationIdentifier, Partner, SubjectIdentifier
from portal.lists.columns import Column, Kind
from portal.lists.declaration import Table

NUMBERS = tuple(
    identifier_column(name, header, meaning, MeasureIdentifier, "measure", scheme)
    for name, header, meaning, scheme in (
        (
            "law_number",
            _("Law number"),
            _("With Arabic figures; empty where nobody has checked it."),
            MeasureIdentifier.Scheme.LAW_NUMBER,
        ),
        (
            "law_id",
            _("Law id (e-Gov)"),
            _("15 signs of the law search of e-Gov; empty where nobody has checked it."),
            MeasureIdentifier.Scheme.LAW_ID,
        ),
        (
            "budget_project_ids",
            _("Budget project ids"),
            _("Of the review of projects; empty where nobody has checked them."),
            MeasureIdentifier.Scheme.PROJECT,
        ),
    )
)
ROWS = (
    ("measure", "slug", MeasureIdentifier),
    ("organisation", "slug", OrganisationIdentifier),
    ("subject", "slug", SubjectIdentifier),
)


def identifiers(using: str) -> Iterable[tuple]:
    """Each identifier of each entry that visitors see, with the place it was checked at."""
    for kind, key, model in ROWS:
        rows = model.objects.using(using).published().order_by(f"{kind}__{key}", "pk")
        told = ("scheme", "value", "place_ja", "place_en", "checked_on")
        for entry, *rest in rows.values_list(f"{kind}__{key}", *told):
            yield (kind, entry, *rest)
    partners = Partner.objects.using(using).order_by("code")
    for code, *values in partners.values_list("code", *PARTNER_CODES):
        for value, (scheme, place) in zip(values, PARTNER_CODES.values(), strict=True):
            if value:
                yield ("partner", code, scheme, value, *place, COMPARED_ON)


IDENTIFIERS = Table(
    name="identifiers",
    title=_("Identifiers of others"),
    lead=_("By what registers and standards know entries, each with the place it was checked at."),
    lines=identifiers,
    columns=(
        Column("entry_kind", "", "entry_kind", _("Measure, organisation, subject or partner.")),
        Column("entry_key", "", "entry_key", _("Its slug, of partners the code.")),
        Column("scheme", "", "scheme", _("Whose identifier it is.")),
        Column("identifier", "", "value", _("The identifier.")),
        Column("checked_at_ja", "", "place_ja", _("Where it was checked.")),
        Column("checked_at_en", "", "place_en", _("Where it was checked.")),
        Column("checked_on", "", "checked_on", _("On which day."), Kind.DATE),
    ),
    key=("entry_kind", "entry_key", "scheme", "identifier"),
)
