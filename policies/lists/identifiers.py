"""Columns of what others know an entry by, and what the codes of partners were checked at."""

import datetime

from django.db.models import OuterRef

from policies.models.identifiers import Identifier
from portal.lists.columns import Column, Label
from portal.lists.values import Codes, Several

# Compared one by one with iso-codes, as pycountry 26.2.16 has it: 58 countries, of which Taiwan
# has no number of the United Nations, and 14 subdivisions.
ISO = ("ISO 3166（iso-codes、pycountry 26.2.16）", "ISO 3166 (iso-codes, pycountry 26.2.16)")
UNITED_NATIONS = ("国連統計部 M49", "United Nations Statistics Division, M49")
COMPARED_ON = datetime.date(2026, 11, 30)
# The fields of partners that hold codes of others, with the scheme and the place.
PARTNER_CODES = {
    "iso2": ("iso3166-1-alpha-2", ISO),
    "alpha3": ("iso3166-1-alpha-3", ISO),
    "m49": ("m49", UNITED_NATIONS),
    "iso3166_2": ("iso3166-2", ISO),
}


def identifier_column(
    name: str, header: Label, meaning: Label, model: type[Identifier], owner: str, scheme: str
) -> Column:
    """A column of the identifiers of one scheme; empty where nobody has checked one."""

    def rows():
        return model.objects.filter(**{owner: OuterRef("pk")}, scheme=scheme).order_by("pk")

    return Column(name, header, Several(rows, "value", Codes(name, "value")), meaning)
