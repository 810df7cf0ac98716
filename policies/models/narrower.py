"""Entries of which some are narrower than others: who asks for one means these as well."""

from collections.abc import Mapping

from django.db import models

from policies.models.naming import NamedQuerySet
from portal.rows.within import Within


class NestedQuerySet(NamedQuerySet):
    """Entries that stand below others of their kind.

    `ABOVE` are the fields that lead to those right above an entry, each with what has to be true
    for that.
    """

    ABOVE: tuple[tuple[str, Mapping[str, object]], ...] = (("parent", {}),)

    def broader_pairs(self, key: str = "pk") -> models.QuerySet:
        """Every entry that has one above it with each right above it, both by a field."""
        first, *others = (
            self.filter(**{f"{path}__isnull": False}, **conditions)
            .order_by()
            .values_list(key, f"{path}__{key}")
            for path, conditions in self.ABOVE
        )
        return first.union(*others, all=True)

    def within(self, entry: models.Model) -> models.QuerySet:
        """An entry and all that are narrower, the entry itself first."""
        found = self.filter(pk__in=Within(entry.pk, self.model.objects.broader_pairs()))
        first = models.Case(models.When(pk=entry.pk, then=0), default=1)
        return found.order_by(first, *self.model._meta.ordering)
