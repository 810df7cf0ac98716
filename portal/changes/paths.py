"""Field paths, such as `subjects__subject__aliases__name`: the fields and models they pass."""

from collections.abc import Iterator

from django.contrib.admin.utils import get_fields_from_path
from django.db import models

Model = type[models.Model]
# What is done with a row when what it refers to goes: it goes as well, or keeps that from going.
STANDING = (models.CASCADE, models.PROTECT, models.RESTRICT)


def fields_on(model: Model, path: str) -> list[models.Field]:
    """The fields that a path passes, in order; `pk` at its end is none of them."""
    *steps, last = path.split("__")
    names = steps if last == "pk" else [*steps, last]
    return get_fields_from_path(model, "__".join(names)) if names else []


def relations_along(model: Model, path: str) -> Iterator[tuple[str, Model, bool]]:
    """Each model on a path, the path up to it, and whether its own foreign key leads back."""
    prefix = []
    for field in fields_on(model, path):
        if field.is_relation:
            prefix.append(field.name)
            back = field.one_to_many or (field.one_to_one and field.auto_created)
            yield "__".join(prefix), field.related_model, back


def relations_read(model: Model, path: str) -> Iterator[tuple[str, Model, bool]]:
    """Those of `relations_along` whose rows decide what a path leads to.

    The primary key at the end of a foreign key stands in the row that has it, and goes with that
    row: what is saved of the row that it leads to changes nothing of it.
    """
    known = [*relations_along(model, path)]
    if known and path.endswith("__pk") and stands_with(fields_on(model, path)[-1]):
        known.pop()
    yield from known


def stands_with(field: models.Field) -> bool:
    """Whether a row has a foreign key here and is never left without what it leads to."""
    return isinstance(field, models.ForeignKey) and field.remote_field.on_delete in STANDING


def passes_many(model: Model, path: str) -> bool:
    """Whether a field path can lead from one row to many."""
    return any(field.one_to_many or field.many_to_many for field in fields_on(model, path))
