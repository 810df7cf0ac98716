"""Where the readable keys in a form lead: to rows that are being written, or to others."""

from collections.abc import Collection

from django.db import models

from portal.record.building import Builder, Row
from portal.record.models import Entry
from portal.record.schema import kinds

# Keys that one statement looks for.
MANY = 200


class Finder(Builder):
    """A builder that finds in the database what is not among the rows being written.

    `going` are rows that nothing may lead to any more, by model.
    """

    def __init__(self, using: str):
        super().__init__(using)
        self.going: dict[type[models.Model], set[int]] = {}
        self.known: dict[tuple[type[models.Model], str], int | None] = {}

    def find(self, model, key):
        if (found := super().find(model, key)) is not None:
            return found
        if (model, key) not in self.known:
            self.look_up(model, [key])
        return self.known[model, key]

    def look_up(self, model: type[models.Model], keys: Collection[str]) -> None:
        """Find the rows of a model that some keys name, all in one statement."""
        names = getattr(model, "KEY", ())
        rows = model._base_manager.using(self.using)
        asked = sorted({key for key in keys if (model, key) not in self.known})
        for key in asked:
            self.known[model, key] = None
        for start in range(0, len(asked), MANY):
            wanted = models.Q(pk__in=())
            for key in asked[start : start + MANY]:
                parts = key.split("/") if len(names) > 1 else [key]
                if len(parts) == len(names):
                    wanted |= models.Q(**dict(zip(names, parts, strict=True)))
            if names and wanted:
                for pk, *parts in rows.filter(wanted).values_list("pk", *names):
                    if pk not in self.going.get(model, ()):
                        self.known[model, "/".join(parts)] = pk

    def look_ahead(self, rows: Collection[Row]) -> None:
        """Find what some rows name, so that they need not ask one by one."""
        wanted: dict[type[models.Model], set[str]] = {}
        for row in rows:
            for field in row.named():
                value = row.data.get(field.name)
                if field.is_relation and field.related_model is not row.schema.model and value:
                    values = value if isinstance(value, list) else [value]
                    own = self.keys.get(field.related_model, {})
                    fresh = {str(each) for each in values} - own.keys()
                    wanted.setdefault(field.related_model, set()).update(fresh)
        for model, keys in wanted.items():
            self.look_up(model, keys)

    def resolve(self, row: Row, field, value):
        """The row behind a key; behind the key that its entry has now, where that was moved.

        The data then name the new key.
        """
        model, value = field.related_model, str(value)
        pk = self.keys.get(model, {}).get(f"{row.parent_key}/{value}") or self.find(model, value)
        if pk is not None:
            return pk
        moved = self.moved(model, value)
        if moved is None:
            return super().resolve(row, field, value)
        held = row.data[field.name]
        row.data[field.name] = (
            sorted(moved if each == value else each for each in held)
            if isinstance(held, list)
            else moved
        )
        return self.find(model, moved)

    def moved(self, model: type[models.Model], key: str) -> str | None:
        """The key to which the entry of a former key has moved, if it has."""
        kind, seen = model._meta.model_name, set()
        while kind in kinds() and key not in seen:
            seen.add(key)
            found = Entry.objects.using(self.using).filter(kind=kind, key=key, row=None)
            to = found.values_list("moved_to", flat=True).first()
            if not to:
                break
            key = to
        return key if len(seen) > 1 and self.find(model, key) else None
