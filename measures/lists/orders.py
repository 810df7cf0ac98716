"""Building blocks: the orders of lists whose rows belong to a measure."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from measures.models.budget import CURRENCY
from policies.lists.orders import PRINTED, name_sort, newest_source, placed
from portal.lists.declaration import Sort

# Measure by measure as printed; behind another order.
ROW = ("measure__slug", *PRINTED)
# Amounts are compared inside one currency alone; the yen comes first.
LARGEST = Sort(
    "amount",
    _("Largest amount first"),
    lambda: (placed("currency", [CURRENCY]), "currency", F("amount").desc(), *ROW),
)


def by_measure(*then: str, path: str = "measure__") -> Sort:
    """By the title of the measure, and there as printed."""
    own = (f"{path}slug", *(then or PRINTED))
    return name_sort(*own, path=path, label=_("By measure"))


def measure_sorts(*others: Sort, path: str = "measure__") -> tuple[Sort, ...]:
    """The orders of rows that are read measure by measure: that first, then by source."""
    return (by_measure(path=path), *others, newest_source("pk"))
