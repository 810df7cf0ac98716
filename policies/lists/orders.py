"""Building blocks: the orders of lists.

Each names a unique field last, so that a page never shows a row twice.
"""

from django.db.models import Case, F, Value, When
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from policies.models.naming import name_order
from portal.lists.columns import Column, Label
from portal.lists.declaration import Sort

# The rows of a measure as they are printed.
PRINTED = ("position", "pk")
# The places of a document as they are printed.
SECTION = ("section__document__slug", "section__position")
WITHOUT_LAST = _("By name, those without measures last")


def newest(path: str, *then: str, name: str = "newest", label: Label = "") -> Sort:
    """The latest day at a field path first, rows without one last."""
    words = label or _("Newest first")
    return Sort(name, words, (F(path).desc(nulls_last=True), *then))


def oldest(path: str, *then: str, name: str = "oldest", label: Label = "") -> Sort:
    """The earliest day first, rows without one last."""
    words = label or _("Oldest first")
    return Sort(name, words, (F(path).asc(nulls_last=True), *then))


def name_sort(*then: str, path: str = "", name: str = "name", label: Label = "") -> Sort:
    """Names in their order, 五十音 or the alphabet; a row that names nothing comes last."""
    words = label or _("By name")

    def order() -> tuple:
        key = name_order(path)
        return (F(key).asc(nulls_last=True) if path else key, *then)

    return Sort(name, words, order)


def most(column: Column, *then: str, label: Label) -> Sort:
    """Those of which a column counts most first, and by name where it counts as many."""
    return Sort(column.name, label, lambda: (column.expression().desc(), name_order(), *then))


def used_by_name(column: Column, *then: str, label: Label) -> Sort:
    """Names in their order, those last of which a column counts nothing."""

    def order() -> tuple:
        counted = When(GreaterThan(column.expression(), 0), then=Value(0))
        return (Case(counted, default=Value(1)), name_order(), *then)

    return Sort("name", label, order)


def by_kind(choices: type, *then: str, path: str = "kind", name: str = "kind") -> Sort:
    """By the values of a choice field in the order in which they are declared, then by name."""
    return Sort(name, _("By kind"), lambda: (placed(path, choices), name_order(), *then))


def placed(path: str, values) -> Case:
    """The place of a value among some values, or the choices that an enumeration declares."""
    known = getattr(values, "values", values)
    whens = (When(**{path: value}, then=Value(place)) for place, value in enumerate(known))
    return Case(*whens, default=Value(len(known)))


def newest_source(*then: str, name: str = "source") -> Sort:
    """By the document a row was read from, the newest first, and there as printed."""
    newest_document = F("section__document__date_from").desc(nulls_last=True)
    return Sort(name, _("Newest source first"), (newest_document, *SECTION, *then))
