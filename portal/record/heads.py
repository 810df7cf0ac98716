"""How the heads of entries are asked for."""

from django.db import models

from portal.record.states import State


class EntryQuerySet(models.QuerySet):
    def at(self, keys):
        """The entries of these kinds and keys, in the order in which all lock them."""
        wanted: dict[str, list[str]] = {}
        for kind, key in keys:
            wanted.setdefault(kind, []).append(key)
        return self._any_of("key__in", wanted)

    def of_rows(self, rows):
        """The entries of which rows are given by kind, in the order in which all lock them."""
        return self._any_of("row__in", rows)

    def there(self):
        """The entries that the record holds, visitors may see them or not."""
        return self.filter(state__in=(State.HERE, State.WITHDRAWN))

    def revised(self):
        """The entries that were something else before, those that are gone among them."""
        return self.filter(number__gt=1)

    def withdrawn(self, kinds):
        """The entries of some kinds that were withdrawn, by kind and key."""
        return self.filter(state=State.WITHDRAWN, kind__in=kinds).order_by("kind", "key")

    def _any_of(self, lookup, wanted):
        found = models.Q(pk__in=())
        for kind, values in wanted.items():
            found |= models.Q(kind=kind, **{lookup: list(values)})
        return self.filter(found).order_by("pk")
