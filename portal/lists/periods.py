"""When: the days that rows tell of, and the window of days that a list can be asked for."""

import dataclasses
import datetime
from collections.abc import Mapping

import django_filters
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from pyroaring import BitMap

from portal.dates.edtf import bounds, validate_first_day, validate_last_day
from portal.lists.filters import Part

# The two ends of a window, by their names in addresses.
SINCE, UNTIL = "since", "until"


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
    def dated(self) -> Q:
        """Rows with a date."""
        return Q(**{f"{self.first}__isnull": False}) | Q(**{f"{self.last}__isnull": False})

    def within(self, since: datetime.date | None, until: datetime.date | None) -> Q:
        """Rows with a day from `since` to `until`; None leaves that side of the window open."""
        asked = self.dated
        if since:
            asked &= Q(**{f"{self.last}__gte": since}) | Q(**{f"{self.last}__isnull": True})
        if until:
            asked &= Q(**{f"{self.first}__lte": until}) | Q(**{f"{self.first}__isnull": True})
        return asked

    def narrow(self, entries: models.QuerySet, asked: Q) -> models.QuerySet:
        """The entries that meet what is asked themselves, or of which one of the rows does."""
        if not self.rows:
            return entries.filter(asked)
        found, owner = self._related(entries)
        return entries.filter(pk__in=found.filter(asked).values(owner))

    def undated(self, entries: models.QuerySet, every: BitMap) -> BitMap:
        """Of some entries those without a date, or without a row that has one."""
        if not self.rows:
            return every & BitMap(entries.exclude(self.dated).values_list("pk", flat=True))
        # The rows are read, not the entries without: that would look for the rows of each.
        found, owner = self._related(entries)
        rows = found.using(entries.db).filter(self.dated)
        return every - BitMap(rows.values_list(owner, flat=True))

    def _related(self, entries: models.QuerySet) -> tuple[models.QuerySet, str]:
        """The related rows of all entries, and the field in which they name theirs."""
        relation = entries.model._meta.get_field(self.rows)
        return relation.related_model._base_manager.order_by(), relation.field.attname


class Day(Part, django_filters.CharFilter):
    """One end of a window of days, in any precision: 2026, 2026-03 or 2026-03-19.

    The window begins with the first day that `since` can mean, and ends with the last of `until`.
    """

    def __init__(self, *args, period: Period, end: bool = False, **kwargs):
        self.period = period
        validators = [validate_last_day if end else validate_first_day]
        super().__init__(
            *args, parts=(SINCE, UNTIL), max_length=40, validators=validators, **kwargs
        )

    @staticmethod
    def window(values: Mapping[str, str]) -> tuple[datetime.date | None, datetime.date | None]:
        """The first and the last day of the window; None where nothing is asked."""
        return bounds(values.get(SINCE, ""))[0], bounds(values.get(UNTIL, ""))[1]

    def filter(self, qs, value):
        since, until = self.window(value)
        if since is None and until is None:
            return qs
        return self.period.narrow(qs, self.period.within(since, until))

    def check(self, values):
        since, until = self.window(values)
        if since and until and since > until:
            raise ValidationError(
                _("It ends before since=%(since)s begins; no day lies between them."),
                params=values,
            )

    def untold(self, entries, every):
        return self.period.undated(entries.order_by(), every)

    def untold_words(self, count):
        words = ngettext(
            "(%(counter)s more without a date)", "(%(counter)s more without a date)", count
        )
        return words % {"counter": count}


def window(period: Period, since: str = _("Since"), until: str = _("Until")) -> tuple[Day, Day]:
    """The questions `since` and `until` of a list, with their words: one condition."""
    return Day(period=period, label=since), Day(period=period, end=True, label=until)
