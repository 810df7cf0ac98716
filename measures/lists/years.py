"""In which calendar year something happened."""

from django.db.models import F
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _

from measures.models import Agreement
from portal.lists.filters import ChoiceFacet


def agreement_years():
    """The years in which agreements begin that visitors may see, newest first, and no year."""
    for year in Agreement.objects.published().years():
        yield str(year), str(year)
    yield ChoiceFacet.NONE, _("Without a date")


class AgreementYear(ChoiceFacet):
    """The years in which agreements begin, and those without a date."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, choices=agreement_years, **kwargs)

    def group(self):
        return ExtractYear(F(self.field_name))
