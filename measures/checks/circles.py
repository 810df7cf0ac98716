"""Checks of rows and entries that stand below themselves."""

from collections.abc import Iterator

from django.db import models

from measures.checks.batches import Batch
from portal.findings.fault import Fault
from portal.record.nesting import circle_in, circles, references


def of_model(model: type[models.Model], _batch: Batch) -> Iterator[Fault]:
    """Entries that stand below themselves: pages that draw what is above first show none."""
    for circle in circles(model):
        what = " → ".join(map(str, circle))
        yield Fault(circle[0], what, None, references(model)[0].name, what)


def inside(batch: Batch) -> Iterator[Fault]:
    """Rows of one entry that stand below themselves, by whichever fields they name each other."""
    named: dict[tuple, dict[int, set[int]]] = {}
    rows = {}
    for entry, row in batch.rows:
        model = type(row)
        if row is not entry and (above := keys_above(row)):
            named.setdefault((entry, model), {})[row.pk] = above
            rows[model, row.pk] = row
    for (entry, model), leading in named.items():
        while circle := circle_in(leading):
            found = [rows[model, pk] for pk in circle]
            what = " → ".join(map(str, found))
            yield Fault(entry, what, found[0], references(model)[0].name, what)
            for pk in circle:
                leading.pop(pk, None)


def keys_above(row: models.Model) -> set[int]:
    """The primary keys of the rows of its kind that a row names above it."""
    above: set[int] = set()
    for field in references(type(row)):
        if field.many_to_many:
            above |= {each.pk for each in getattr(row, field.name).all()}
        elif (key := getattr(row, field.attname)) is not None:
            above.add(key)
    return above
