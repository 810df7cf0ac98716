"""In which calendar year something happened."""

from django.db.models import F, Q
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _

from measures.models import Agreement
from portal.lists.filters import ChoiceFacet

# The value of rows without a date.
NONE = "null"


def agreement_years():
    """The years in which agreements begin that visitors may see, newest first, and no year."""
    for year in Agreement.objects.published().years():
        yield str(year), str(year)
    yield NONE, _("Without a date")


class AgreementYear(ChoiceFacet):
    """The years in which agreements begin, and those without a date."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, choices=agreement_years, **kwargs)

    def group(self):
        return ExtractYear(F(self.field_name))

    def filter(self, qs, value):
        if not value:
            return qs
        years = [each for each in value if each != NONE]
        asked = Q(**{f"{self.field_name}__year__in": years})
        if len(years) < len(value):
            asked |= Q(**{f"{self.field_name}__isnull": True})
        return qs.filter(asked)
