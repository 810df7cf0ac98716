"""The order of rows, changed without typing positions."""

from collections.abc import Sequence

from django.db import models


def place(rows: Sequence[models.Model], moving: Sequence[models.Model], at: int) -> None:
    """Put some of the rows before the place `at` of the others; only what moves is written."""
    left = [row for row in rows if row not in moving]
    for position, row in enumerate([*left[:at], *moving, *left[at:]]):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])
