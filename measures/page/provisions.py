"""The provisions of a measure as they stand one below the other."""

from collections.abc import Iterator

from measures.models import Measure


def nested_provisions(measure: Measure) -> list:
    """The top provisions, each with the lines below it in printed order as `lines`."""
    rows = list(measure.provisions.all())
    below: dict[int, list] = {}
    for row in rows:
        if row.parent_id:
            below.setdefault(row.parent_id, []).append(row)

    def lines(row) -> Iterator:
        for child in below.get(row.pk, []):
            yield child
            yield from lines(child)

    tops = [row for row in rows if not row.parent_id]
    for top in tops:
        top.lines = list(lines(top))
    return tops
