"""Checks of names: places that a title claims, and recorded names that a text cuts at their ・."""

from collections.abc import Iterator

from django.db import models

from measures.checks.batches import Batch
from measures.checks.names import CutNames
from measures.models import Measure
from portal.findings.fault import Fault


def places_without_a_row(batch: Batch) -> Iterator[Fault]:
    """Titles that name a place which no row of the measure has, and no heading it was read under.

    A place inside another name of the measure, as that of a declaration, is part of that name.
    """
    for measure in batch.entries:
        for place in sorted(batch.asking.names.places.of(measure.title_ja)):
            if not any(place in told for told in told_places(batch, measure)):
                yield Fault(measure, place, field="title_ja", value=place)


def told_places(batch: Batch, measure: Measure) -> Iterator[str]:
    """What the rows of a measure say that may hold a place: names, venues, phrases, headings."""
    for row in measure.partners.all():
        yield from batch.asking.names.places.around(row.partner_id)
    if measure.jurisdiction_id:
        yield from batch.asking.names.places.around(measure.jurisdiction_id)
    yield from (row.name for row in measure.names.all())
    for entry, row in batch.evidence:
        if entry == measure:
            yield row.phrase
            yield row.section.title_ja
            yield getattr(row, "venue_ja", "")


def cut_names(batch: Batch) -> Iterator[Fault]:
    """Texts that hold one half of a recorded name with a ・ apart from the other.

    That is the name of a body, or one of the measure that says it. What stands so in a name that
    is recorded as well is printed so.
    """
    own = {entry: set(names_of(entry)) for entry in batch.entries if batch.model is Measure}
    cuts = {entry: CutNames(names) for entry, names in own.items()}
    for entry, row in batch.rows:
        for field, text in texts_of(row):
            for names in filter(None, (batch.asking.names.bodies, cuts.get(entry))):
                for name, found in names.found_in(text):
                    if not any(found in other for other in own.get(entry, ())):
                        yield Fault(entry, f"{name}: {found}", row, field, f"{name}/{found}")


def names_of(measure: Measure) -> Iterator[str]:
    """The Japanese title of a measure and its other names."""
    yield measure.title_ja
    for row in measure.names.all():
        yield row.name


def texts_of(row: models.Model) -> Iterator[tuple[str, str]]:
    """The Japanese texts of a row, each with its field."""
    for field in row._meta.fields:
        if field.name.endswith("_ja") and (text := getattr(row, field.name)):
            yield field.name, text
