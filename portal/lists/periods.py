"""When: the days that rows tell of, and the window of days that a list can be asked for."""

import dataclasses
import datetime
import functools
import operator
from collections.abc import Mapping

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from portal.dates.edtf import bounds, describe, validate_first_day, validate_last_day
from portal.dates.written import read
from portal.lists.filters import REFUSED_SWITCH, Part
from portal.lists.hierarchy import YES

# The two ends of a window, and whether what has no date is asked for, by their names in addresses.
SINCE, UNTIL, UNDATED = PARTS = "since", "until", "undated"


@dataclasses.dataclass(frozen=True)
class Period:
    """The days that a row tells of: found in every window that they reach into.

    `first` and `last` are the plain days of a date in EDTF form, the widest that it can mean. An
    end that is open or not known has no day, and may lie anywhere; a row with neither has no
    date. `rows` names the related rows that have the days where the row itself has none: one of
    them must reach into the window.
    """

    first: str
    last: str
    rows: str = ""

    @property
    def without(self) -> Q:
        """Rows without a date."""
        return Q(**{f"{self.first}__isnull": True, f"{self.last}__isnull": True})

    def within(self, since: datetime.date | None, until: datetime.date | None) -> Q:
        """Rows with a day from `since` to `until`; None leaves that side of the window open."""
        asked = ~self.without
        if since:
            asked &= Q(**{f"{self.last}__gte": since}) | Q(**{f"{self.last}__isnull": True})
        if until:
            asked &= Q(**{f"{self.first}__lte": until}) | Q(**{f"{self.first}__isnull": True})
        return asked

    def narrow(
        self, entries: models.QuerySet, asked: Q | None, undated: bool = False
    ) -> models.QuerySet:
        """The entries that meet what is asked themselves, or of which one of the rows does.

        With `undated` those too that have no date, or no row with one.
        """
        wanted = [] if asked is None else [self._met(entries, asked)]
        if undated:
            wanted.append(self._missing(entries))
        return entries.filter(functools.reduce(operator.or_, wanted)) if wanted else entries

    def _met(self, entries: models.QuerySet, asked: Q) -> Q:
        """What is asked, as a condition of the entries."""
        if not self.rows:
            return asked
        found, owner = self._related(entries)
        return Q(pk__in=found.filter(asked).values(owner))

    def _missing(self, entries: models.QuerySet) -> Q:
        """That there is no date, as a condition of the entries."""
        return ~self._met(entries, ~self.without) if self.rows else self.without

    def undated(self, entries: models.QuerySet, every: BitMap) -> BitMap:
        """Of some entries those without a date, or without a row that has one."""
        if not self.rows:
            return every & BitMap(entries.filter(self.without).values_list("pk", flat=True))
        # The rows are read, not the entries without: that would look for the rows of each.
        found, owner = self._related(entries)
        rows = found.using(entries.db).filter(~self.without)
        return every - BitMap(rows.values_list(owner, flat=True))

    def _related(self, entries: models.QuerySet) -> tuple[models.QuerySet, str]:
        """The related rows of all entries, and the field in which they name theirs."""
        relation = entries.model._meta.get_field(self.rows)
        return relation.related_model._base_manager.order_by(), relation.field.attname


class WindowPart(Part):
    """A question of a window: one of its ends, or whether what has no date is asked for too."""

    def __init__(self, *args, period: Period, **kwargs):
        self.period = period
        super().__init__(*args, parts=PARTS, **kwargs)

    @staticmethod
    def window(values: Mapping[str, str]) -> tuple[datetime.date | None, datetime.date | None]:
        """The first and the last day of the window; None where nothing is asked."""
        return bounds(values.get(SINCE, ""))[0], bounds(values.get(UNTIL, ""))[1]

    def filter(self, qs, value):
        since, until = self.window(value)
        asked = self.period.within(since, until) if since or until else None
        return self.period.narrow(qs, asked, bool(value.get(UNDATED)))

    def check(self, values):
        since, until = self.window(values)
        if since and until and since > until:
            words = _("It ends before since=%(since)s begins, so no day lies between them.")
            raise ValidationError({UNTIL: ValidationError(words, params=values)})

    def untold(self, entries, every):
        return self.period.undated(entries.order_by(), every)

    def untold_words(self, count):
        words = ngettext(
            "(%(counter)s more without a date)", "(%(counter)s more without a date)", count
        )
        return words % {"counter": count}

    @property
    def untold_way(self):
        return UNDATED, YES


class DayField(forms.CharField):
    """A date as people write it; its value is the date in EDTF form."""

    def to_python(self, value):
        written = super().to_python(value)
        return read(written) if written else written


class Day(WindowPart, django_filters.CharFilter):
    """One end of a window of days, in any precision, written as people write it.

    The window begins with the first day that `since` can mean, and ends with the last of `until`.
    """

    field_class = DayField
    dated = True

    def __init__(self, *args, end: bool = False, **kwargs):
        super().__init__(
            *args, validators=[validate_last_day if end else validate_first_day], **kwargs
        )

    def words(self, value, others):
        return describe(read(value))


class Undated(WindowPart, django_filters.ChoiceFilter):
    """Whether rows without a date are asked for: beside those of a window, else alone."""

    input = "checkbox"

    def __init__(self, *args, **kwargs):
        super().__init__(
            *args,
            choices=[(YES, _("Without a date"))],
            error_messages={"invalid_choice": REFUSED_SWITCH},
            **kwargs,
        )

    def words(self, value, others):
        if SINCE in others or UNTIL in others:
            return gettext("in these days, or not stated")
        return gettext("not stated")


def window(
    period: Period, since: str = _("Since"), until: str = _("Until")
) -> tuple[Day, Day, Undated]:
    """The questions `since`, `until` and `undated` of a list, with words: one condition."""
    return (
        Day(period=period, label=since),
        Day(period=period, end=True, label=until),
        Undated(period=period, label=_("Date")),
    )
