"""Of which entry a row is: by its model, the kinds of entries that hold such rows, and the way."""

from collections.abc import Iterator

from django.db import models

from portal.record.schema import EntrySchema, kinds


def owners_of(model: type[models.Model]) -> list[tuple[str, str]]:
    """The kinds of entries that rows of a model belong to, each with the path that leads there.

    The path of an entry itself is `pk`. Nothing of a model that no form holds.
    """
    return [
        (kind, path)
        for kind, file in kinds().items()
        for held, path in _walk(file.schema, "")
        if held is model
    ]


def _walk(schema: EntrySchema, path: str) -> Iterator[tuple[type[models.Model], str]]:
    yield schema.model, path or "pk"
    for child in schema.children.values():
        yield from _walk(child, f"{child.parent}__{path}" if path else child.parent)
