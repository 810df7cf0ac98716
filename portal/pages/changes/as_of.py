"""An entry as it stood in the record on a day, and beside another day: what the record knew.

This is another clock than the day that lists are asked for (`portal.lists.days`): that one is the
day in the world, this one the day of the record.
"""

import dataclasses
import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.dates.clock import at_home, day_begins, today
from portal.dates.edtf import bounds, describe, validate_last_day
from portal.dates.written import LONGEST
from portal.lists.periods import DayField
from portal.record.differences import Difference, differences
from portal.record.models import Revision
from portal.record.schema import schema_of, upgraded

# The question by its name in addresses.
AS_OF = "as_of"


def validate_come(edtf: str) -> None:
    """Raise ValidationError for a date that has not begun: nobody knows the record of then."""
    if bounds(edtf)[0] > today():
        raise ValidationError(_("“%(date)s” has not come yet."), params={"date": edtf})


class AsOfForm(forms.Form):
    """The day of the record that is asked for, and a second one to set beside it."""

    as_of = DayField(
        label=_("As the record stood on"),
        max_length=LONGEST,
        validators=[validate_last_day, validate_come],
    )
    beside = DayField(
        label=_("Compared with"),
        required=False,
        max_length=LONGEST,
        validators=[validate_last_day, validate_come],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)


@dataclasses.dataclass(frozen=True)
class Kept:
    """An entry as the record held it at the end of a day; `form` is None where it held none."""

    day: datetime.date
    revision: Revision | None
    form: dict | None

    @property
    def words(self) -> str:
        """The day in the active language."""
        return describe(self.day.isoformat())


def kept_on(kind: str, key: str, edtf: str) -> Kept:
    """An entry as visitors could see it at the end of a date in EDTF form."""
    day = bounds(edtf)[1]
    moment = day_begins(day + datetime.timedelta(days=1))
    revision = Revision.objects.of(kind, key).filter(batch__made_at__lt=moment).first()
    if revision is None:
        return Kept(day, None, None)
    form = upgraded(kind, revision.form, revision.layout)
    return Kept(day, revision, form if schema_of(kind).is_shown(form) else None)


def first_day(kind: str, key: str) -> str:
    """The first day of which the record knows an entry, in the active language."""
    first = Revision.objects.of(kind, key).last()
    return describe(at_home(first.batch.made_at).date().isoformat()) if first else ""


def told_between(kind: str, old: Kept | None, new: Kept) -> list[Difference]:
    """What differs between two days; without the first, all that the form of the other says."""
    before = {} if old is None else old.form
    return differences(schema_of(kind), before, new.form, public=True)
