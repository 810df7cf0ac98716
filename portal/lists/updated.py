"""In which version of the record the entry of a row last changed."""

import dataclasses

from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from portal.lists.columns import Column, Kind
from portal.lists.values import Fixed
from portal.record.models import Revision
from portal.record.owners import owners_of
from portal.record.points import Point

NUMBER = models.PositiveBigIntegerField()


class UpdatedVersion(models.Expression):
    """The version in which the entry of the row asked for last changed, whatever its model is.

    As of a `point` it is the last one up to then.
    """

    def __init__(self, point: Point | None = None):
        super().__init__(output_field=NUMBER)
        self.point = point

    def resolve_expression(self, query=None, *args, **options):
        """What it says, of the model that the query asks for."""
        found = [self.of(kind, way) for kind, way in owners_of(query.model)]
        several = Coalesce(*found) if len(found) > 1 else found[0]
        return several.resolve_expression(query, *args, **options)

    def of(self, kind: str, way: str) -> Subquery:
        """The version of an entry of a kind, to whose row a path leads."""
        rows = Revision.objects.filter(entry__kind=kind, entry__row=OuterRef(way))
        rows = rows.filter(batch__version__isnull=False).order_by("-number")
        if self.point is not None:
            rows = rows.exclude(self.point.after)
        return Subquery(rows.values("batch__version")[:1], output_field=NUMBER)


UPDATED = Column(
    "updated_version",
    "",
    Fixed(UpdatedVersion),
    _(
        "The version of the record in which the entry of the row last changed, in whatever part of "
        "it. Which of its rows changed is told by changes.csv."
    ),
    Kind.INTEGER,
)


def as_of_then(columns: list[Column], point: Point) -> list[Column]:
    """The same columns of the record as it stood at a point."""
    then = dataclasses.replace(UPDATED, value=Fixed(lambda: UpdatedVersion(point)))
    return [then if column.name == UPDATED.name else column for column in columns]
