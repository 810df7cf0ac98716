"""An entry as it stood at a point of the record, and beside another: what the record knew.

This is another clock than the day that lists are asked for (`portal.lists.days`): that one is the
day in the world, this one the day of the record.
"""

import dataclasses
from collections.abc import Mapping

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.changes.tracking import written_to
from portal.dates.clock import day_of
from portal.dates.edtf import describe
from portal.dates.written import LONGEST
from portal.lists.faults import clipped
from portal.record.differences import Difference, differences
from portal.record.models import Revision
from portal.record.points import Point, point_of, validate_made
from portal.record.schema import schema_of, upgraded

# The question by its name in addresses.
AS_OF = "as_of"


def said_twice(data: Mapping) -> list[str]:
    """The questions of an address that are asked more than once."""
    lists = data.lists() if isinstance(data, QueryDict) else ()
    return [name for name, values in lists if len(values) > 1]


def twice(name: str) -> str:
    """That a question is to be asked once, in the active language."""
    words = gettext("“%(name)s” is asked more than once: say it once.")
    return words % {"name": clipped(name)}


class PointField(forms.CharField):
    """A point of the record as people write it; its value is the `Point`."""

    def to_python(self, value):
        written = super().to_python(value)
        return point_of(written) if written else None

    def validate(self, value):
        super().validate(value)
        if value is not None:
            validate_made(value, written_to(None))

    def run_validators(self, value):
        """None: they look at texts, and this is none any more."""


class AsOfForm(forms.Form):
    """The point of the record that is asked for, and a second one to set beside it."""

    as_of = PointField(label=_("As the record stood on"), max_length=LONGEST)
    beside = PointField(label=_("Compared with"), required=False, max_length=LONGEST)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)

    def clean(self):
        for name in self.fields.keys() & said_twice(self.data):
            self.add_error(name, twice(name))
        return super().clean()


@dataclasses.dataclass(frozen=True)
class Kept:
    """An entry as the record held it at a point; `form` is None where it held none."""

    point: Point
    revision: Revision | None
    form: dict | None

    @property
    def words(self) -> str:
        """The point in the active language."""
        return self.point.words


def kept_at(kind: str, key: str, point: Point) -> Kept:
    """An entry as visitors could see it at a point."""
    found = Revision.objects.of(kind, key)
    if later := found.filter(point.after).order_by("number").first():
        found = found.filter(number__lt=later.number)
    revision = found.order_by("-number").first()
    if revision is None:
        return Kept(point, None, None)
    form = upgraded(kind, revision.form, revision.layout)
    return Kept(point, revision, form if schema_of(kind).is_shown(form) else None)


def first_day(kind: str, key: str) -> str:
    """The first day of which the record knows an entry, in the active language."""
    first = Revision.objects.of(kind, key).last()
    return describe(day_of(first.batch.made_at).isoformat()) if first else ""


def told_between(kind: str, old: Kept | None, new: Kept) -> list[Difference]:
    """What differs between two days; without the first, all that the form of the other says."""
    before = {} if old is None else old.form
    return differences(schema_of(kind), before, new.form, public=True)
