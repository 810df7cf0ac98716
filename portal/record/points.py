"""Points in the life of the record: the end of a day, or one of its versions.

What the record knew at a point is another clock than the day in the world (`portal.lists.days`).
"""

import dataclasses
import datetime
import re
import unicodedata

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.changes.models import Version
from portal.dates.clock import NIGHT, day_begins, day_of, today
from portal.dates.edtf import bounds, describe
from portal.dates.written import read
from portal.record.models import Batch

# A version as people write it, folded: v12, version 12, 収録版12. 第12版 is none: that is how pages
# of changes call the twelfth revision of an entry.
VERSION = re.compile(r"(?:v|version|ver\.|(?:収録)?版) ?(\d{1,15})")
# A number that is no year and no day in figures: a version is meant.
NUMBER = re.compile(r"\d{1,3}|\d{5,7}")


@dataclasses.dataclass(frozen=True)
class Point:
    """A point of the record: `asked` is how it stands in addresses, v12 or a date in EDTF form.

    A date means the end of its last day.
    """

    asked: str

    @property
    def version(self) -> int | None:
        """The version that is meant; None where a day is."""
        return int(self.asked[1:]) if self.asked.startswith("v") else None

    @property
    def day(self) -> datetime.date | None:
        """The day at whose end the record is meant; None where a version is."""
        return None if self.asked.startswith("v") else bounds(self.asked)[1]

    @property
    def first_day(self) -> datetime.date | None:
        """The day with which a time begins from it on; None where a version is."""
        return None if self.day is None else bounds(self.asked)[0]

    @property
    def place(self) -> int:
        """Where it stands among points of its sort."""
        return self.version if self.day is None else self.day.toordinal()

    @property
    def words(self) -> str:
        """The point in the active language."""
        if self.version is not None:
            return gettext("version %(number)s") % {"number": self.version}
        return describe(self.day.isoformat())

    @property
    def moment(self) -> str:
        """The same as a moment: of a day its end."""
        if self.day is None:
            return self.words
        return gettext("the end of %(day)s") % {"day": self.words}

    @property
    def after(self) -> Q:
        """Revisions that were made behind it; of a version those too of which visitors saw
        nothing, from the first batch on that they saw.
        """
        if self.version is not None:
            first = Batch.objects.first_behind(self.version)
            hidden = Q(batch__version=None, batch__gt=models.Subquery(first))
            return Q(batch__version__gt=self.version) | hidden
        return Q(batch__made_at__gte=day_begins(self.day + NIGHT))


def point_of(written: str) -> Point:
    """The point that a text means. Raises ValidationError where it means none, or one to come."""
    folded = unicodedata.normalize("NFKC", written).strip().casefold()
    if found := VERSION.fullmatch(folded):
        return Point(f"v{int(found[1])}")
    if NUMBER.fullmatch(folded):
        words = _("“%(date)s” is no date. A version is written v%(number)s.")
        raise ValidationError(words, params={"date": written, "number": int(folded)})
    date = read(written)
    validate_closed(date)
    validate_come(date)
    return Point(date)


def validate_closed(edtf: str) -> None:
    """Raise ValidationError for a date with an open end: nobody knows on which day that is."""
    if None in bounds(edtf):
        words = _("“%(date)s” is open at one end. Name a day, month or year, or a version.")
        raise ValidationError(words, params={"date": edtf})


def validate_come(edtf: str) -> None:
    """Raise ValidationError for a date that has not begun: nobody knows the record of then."""
    if bounds(edtf)[0] > today():
        raise ValidationError(_("“%(date)s” has not come yet."), params={"date": edtf})


def validate_made(point: Point, using: str) -> None:
    """Raise ValidationError for a version that a database has not come to yet."""
    newest = Version.objects.using(using).current().number
    if point.version is not None and not 0 < point.version <= newest:
        words = _("There is no version %(number)s of the record; it is at version %(newest)s.")
        raise ValidationError(words, params={"number": point.version, "newest": newest})


def validate_kept(point: Point, using: str) -> None:
    """Raise ValidationError for a point of which a database keeps nothing: one before its first
    batch, or a version that there is not yet.
    """
    validate_made(point, using)
    batches = Batch.objects.using(using)
    made = batches.order_by("made_at").values_list("made_at", flat=True)
    if point.version is not None:
        first = batches.first_behind(point.version).first()
        if (made if first is None else made.filter(pk__lt=first)).exists():
            return
    elif made.filter(made_at__lt=day_begins(point.day + NIGHT)).exists():
        return
    first = made.first()
    day = today() if first is None else day_of(first)
    words = _("The record begins on %(day)s: of %(date)s nothing is kept.")
    params = {"day": describe(day.isoformat()), "date": point.words}
    raise ValidationError(words, params=params)
