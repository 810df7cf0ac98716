"""Dates in EDTF form as a database reads them: their first and last day, and how precise they are.

They say what `portal.dates.edtf.bounds` says of the same text.
"""

from django.db import models
from django.db.models import Case, DateField, F, Func, IntegerField, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, Left, Length, StrIndex, Substr
from django.db.models.lookups import Exact, GreaterThan, LessThan
from django.utils.translation import gettext_lazy as _

TEXT = TextField()
# By the number of a season: its first and last month, and how many years later the last is.
SEASONS = {
    "21": ("03", "05", 0),
    "22": ("06", "08", 0),
    "23": ("09", "11", 0),
    "24": ("12", "02", 1),
}
OPEN = ".."


class Precision(models.TextChoices):
    """How precise a date is; an interval is as precise as its ends."""

    __codelist__ = "date_precision"

    DAY = "day", _("day")
    MONTH = "month", _("month")
    SEASON = "season", _("season")
    YEAR = "year", _("year")
    INTERVAL = "interval", _("interval")


class MonthEnd(Func):
    """The last day of a month that is written as 2026-04."""

    template = (
        "TO_CHAR(TO_DATE(%(expressions)s || '-01', 'YYYY-MM-DD')"
        " + INTERVAL '1 month' - INTERVAL '1 day', 'YYYY-MM-DD')"
    )
    output_field = TEXT

    def as_sqlite(self, compiler, connection):
        template = "DATE(%(expressions)s || '-01', '+1 month', '-1 day')"
        return self.as_sql(compiler, connection, template=template)


def precision(edtf):
    """How precise a date in EDTF form is; empty for none."""
    edtf = _text(edtf)
    kinds = (
        When(Exact(edtf, Value("")), then=Value("")),
        When(_is_interval(edtf), then=Value(Precision.INTERVAL.value)),
        *_by_length(edtf, Value(Precision.DAY.value), Value(Precision.YEAR.value)),
        When(_is_season(edtf), then=Value(Precision.SEASON.value)),
    )
    return Case(*kinds, default=Value(Precision.MONTH.value), output_field=TEXT)


def first_day(edtf):
    """The first day that a date can mean; nothing where it is empty or open."""
    edtf = _text(edtf)
    slash = StrIndex(edtf, Value("/"))
    begun = When(_is_interval(edtf), then=Left(edtf, slash - 1))
    part = Case(begun, default=edtf, output_field=TEXT)
    months = {number: Value(f"-{first}-01") for number, (first, _last, _years) in SEASONS.items()}
    seasons = (When(_is_season(part, each), then=_year(part, end)) for each, end in months.items())
    day = Left(part, 10)
    return _day(
        part,
        *_by_length(part, day, _year(part, Value("-01-01"))),
        *seasons,
        default=Concat(Left(part, 7), Value("-01"), output_field=TEXT),
    )


def last_day(edtf):
    """The last day that a date can mean; nothing where it is empty or open."""
    edtf = _text(edtf)
    part = Substr(edtf, StrIndex(edtf, Value("/")) + 1)
    seasons = (
        When(_is_season(part, number), then=MonthEnd(_year(part, Value(f"-{last}"), years)))
        for number, (_first, last, years) in SEASONS.items()
    )
    return _day(
        part,
        *_by_length(part, Left(part, 10), _year(part, Value("-12-31"))),
        *seasons,
        default=MonthEnd(Left(part, 7)),
    )


def _text(edtf):
    value = F(edtf) if isinstance(edtf, str) else edtf
    return Coalesce(value, Value(""), output_field=TEXT)


def _is_interval(edtf):
    return GreaterThan(StrIndex(edtf, Value("/")), Value(0))


def _is_season(part, number: str = ""):
    """Whether what stands where a month does is a season, or that of a number."""
    place = Substr(part, 6, 2)
    return Exact(place, Value(number)) if number else GreaterThan(place, Value("12"))


def _by_length(part, day, year) -> tuple[When, When]:
    """A day has ten characters and a year four; a mark that it is uncertain may follow."""
    length = Length(part)
    return (
        When(GreaterThan(length, Value(9)), then=day),
        When(LessThan(length, Value(6)), then=year),
    )


def _year(part, rest: Value, later: int = 0):
    year = Left(part, 4)
    if later:
        year = Cast(Cast(year, IntegerField()) + Value(later), TEXT)
    return Concat(year, rest, output_field=TEXT)


def _day(part, *whens: When, default):
    nothing = (
        When(Exact(part, Value(each)), then=Value(None, output_field=TEXT)) for each in ("", OPEN)
    )
    return Cast(Case(*nothing, *whens, default=default, output_field=TEXT), DateField())
