"""Checks of values that stand beside each other: a print and its amount, days and their order."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from measures.checks.batches import Batch
from measures.legislative_steps import LEGISLATION, STEPS
from measures.models import DataPoint, Measure, Milestone, Target
from measures.models.budget import Amount
from policies.models.fields import EdtfField
from policies.models.identifiers import Identifier
from portal.dates.clock import today
from portal.dates.edtf import bounds, days
from portal.findings.fault import Fault, told
from portal.search.corpus import CORPORA
from portal.search.models import Name, Rank
from portal.search.prints import fits
from portal.search.query import key
from portal.search.text import fold

Status, Kind = Measure.Status, Milestone.Kind
# What is certain of a measure once an event has happened.
IMPLIED = {
    Kind.CABINET_DECISION: Status.CABINET_DECISION,
    Kind.ENACTED: Status.ENACTED,
    Kind.PROMULGATED: Status.ENACTED,
    Kind.EFFECTIVE: Status.IN_FORCE,
    Kind.HELD: Status.HELD,
    Kind.SUSPENDED: Status.SUSPENDED,
    Kind.SHELVED: Status.SHELVED,
    Kind.ENDED: Status.ENDED,
    Kind.REJECTED: Status.REJECTED,
}
# A bill of one of these is one no longer.
PASSED = {Status.ENACTED, Status.IN_FORCE}
# A summary longer than the first is no summary, one longer than the second a slip of the hand.
LONG, LONGEST = {"ja": 300, "en": 600}, 2000
# Years outside the first are a slip; outside the second they are seldom meant.
POSSIBLE, LIKELY = (1868, 2100), (1945, 30)


def prints(batch: Batch) -> Iterator[Fault]:
    """Amounts and figures that are not what is printed beside them."""
    for entry, row in batch.rows:
        if isinstance(row, Amount):
            value, field, unit = row.amount, "amount", ""
        elif isinstance(row, (Target, DataPoint)):
            value, field, unit = row.value, "value", row.unit_ja
        else:
            continue
        if value is not None and not fits(row.printed, value, unit):
            words = _("printed is “%(printed)s”, entered %(value)s")
            what = told(words, {"printed": row.printed, "value": f"{value:f}" if unit else value})
            yield Fault(entry, what, row, field, f"{row.printed}/{value}/{unit}")


def bad_dates(batch: Batch) -> Iterator[Fault]:
    """Dates that are not in EDTF form (written past the forms)."""
    for entry, row in batch.rows:
        for field in row._meta.fields:
            if isinstance(field, EdtfField):
                date = getattr(row, field.name)
                try:
                    bounds(date)
                except ValidationError as error:
                    yield Fault(entry, " ".join(error.messages), row, field.name, date)


def order_of_days(measure: Measure) -> Iterator[Fault]:
    """Export controls that end before they begin, or begin before they were announced."""
    row = getattr(measure, "export_control", None)
    if row is None:
        return
    for earlier, later in (
        ("announced", "effective"),
        ("announced", "ended"),
        ("effective", "ended"),
        ("announced", "suspended"),
        ("suspended", "suspended_until"),
    ):
        first, last = days(getattr(row, earlier))[0], days(getattr(row, later))[1]
        if first and last and last < first:
            words = _("%(later)s (%(last)s) lies before %(earlier)s (%(first)s)")
            given = {
                "later": row._meta.get_field(later).verbose_name,
                "last": getattr(row, later),
                "earlier": row._meta.get_field(earlier).verbose_name,
                "first": getattr(row, earlier),
            }
            value = f"{given['first']}/{given['last']}"
            yield Fault(measure, told(words, given), row, later, value)


def outdated_status(measure: Measure) -> Iterator[Fault]:
    """Statuses that are older than an event after which another one holds."""
    statuses = [row for row in measure.statuses.all() if row.newest]
    if not statuses or statuses[0].as_of_from is None:
        return
    status = statuses[0]
    later = [
        row
        for row in measure.milestones.all()
        if row.date_from
        and status.as_of_from < row.date_from <= today()
        and IMPLIED.get(row.kind, measure.status) != measure.status
    ]
    if later:
        newest = max(later, key=lambda row: row.date_from)
        words = _("“%(status)s” is older than %(event)s")
        what = told(words, {"status": status, "event": newest})
        yield Fault(measure, what, status, "value", f"{status.value}/{status.as_of}/{newest.code}")


def bills_of_laws(measure: Measure) -> Iterator[Fault]:
    """Bills that have passed: what was a bill is a law now."""
    if measure.kind == Measure.Kind.BILL and measure.status in PASSED:
        what = told(_("a bill whose status is “%(status)s”"), {"status": Label(measure, "status")})
        yield Fault(measure, what, field="kind", value=measure.status)


def steps_without_event(measure: Measure) -> Iterator[Fault]:
    """Bills and laws whose status says that they were passed, and no event of it is recorded."""
    if measure.kind not in LEGISLATION or measure.status != Status.ENACTED:
        return
    kinds = {kind for status, kinds in STEPS if status in PASSED for kind in kinds}
    if not any(row.kind in kinds for row in measure.milestones.all()):
        status = next((row for row in measure.statuses.all() if row.newest), None)
        words = _("no event tells when it was passed")
        yield Fault(measure, words, status, "value", Status.ENACTED)


class Label:
    """What a choice of a row is called, in the language in which it is read."""

    def __init__(self, row: models.Model, field: str):
        self.row, self.field = row, field

    def __str__(self):
        return str(getattr(self.row, f"get_{self.field}_display")())


def long_summaries(measure: Measure) -> Iterator[Fault]:
    """Summaries that are too long for one."""
    yield from summaries(measure, LONG, LONGEST)


def endless_summaries(measure: Measure) -> Iterator[Fault]:
    """Summaries so long that something else was pasted."""
    yield from summaries(measure, dict.fromkeys(LONG, LONGEST))


def summaries(measure: Measure, limits, most: int | None = None) -> Iterator[Fault]:
    """Summaries longer than the limit of their language, and not longer than `most`."""
    for language, limit in limits.items():
        field = f"summary_{language}"
        length = len(getattr(measure, field))
        if limit < length and (most is None or length <= most):
            what = told(
                _("%(length)s characters; a summary has at most %(limit)s"),
                {"length": f"{length:,}", "limit": f"{limit:,}"},
            )
            yield Fault(measure, what, field=field, value=str(length))


def impossible_years(measure: Measure) -> Iterator[Fault]:
    """Events in a year that nothing of the record can have."""
    yield from years_outside(measure, POSSIBLE)


def unlikely_years(measure: Measure) -> Iterator[Fault]:
    """Events in a year that is possible, but seldom meant."""
    first, ahead = LIKELY
    for fault in years_outside(measure, (first, today().year + ahead)):
        if POSSIBLE[0] <= fault.row.year <= POSSIBLE[1]:
            yield fault


def years_outside(measure: Measure, years: tuple[int, int]) -> Iterator[Fault]:
    """The events of a measure that do not begin in one of some years."""
    for row in measure.milestones.all():
        if row.year is not None and not years[0] <= row.year <= years[1]:
            what = told(
                _("the year %(year)s: between %(first)s and %(last)s is likely"),
                {"year": row.year, "first": years[0], "last": years[1]},
            )
            yield Fault(measure, what, row, "date", row.date)


def same_titles(batch: Batch) -> Iterator[Fault]:
    """Measures that have the title of another one, written alike or otherwise."""
    titles: dict[str, list[tuple[Measure, str]]] = {}
    for measure in batch.entries:
        for field in ("title_ja", "title_en"):
            titles.setdefault(key(fold(getattr(measure, field))), []).append((measure, field))
    titles.pop("", None)
    for word, pk in titled(titles):
        for measure, field in titles[word]:
            if measure.pk != pk:
                other = Measure.objects.get(pk=pk)
                what = told(_("“%(title)s” is the title of another measure"), {"title": other})
                first, second = sorted((measure, other), key=lambda each: each.slug)
                yield Fault(first, what, field=field, value=word, other=second)


def titled(words) -> Iterator[tuple[str, int]]:
    """The measures whose titles fold to one of some words, each beside the word.

    The index knows those that visitors see; of the others there are few, and they are read.
    """
    number = CORPORA[Measure].number(Name.objects.db)
    known = Name.objects.filter(corpus=number, folded__in=list(words), rank=Rank.TITLE)
    yield from known.values_list("folded", "row").order_by("folded", "row")
    for pk, *titles in Measure.objects.filter(published=False).values_list(
        "pk", "title_ja", "title_en"
    ):
        yield from ((word, pk) for word in {key(fold(each)) for each in titles} if word in words)


def shared(batch: Batch) -> Iterator[Fault]:
    """Identifiers of entries that others of their kind have too, which are known by them alone."""
    for entry in batch.entries:
        for row in entry.identifiers.all():
            same = row._meta.model.objects.filter(scheme=row.scheme, value=row.value)
            for other in same.exclude(pk=row.pk).order_by("pk"):
                yield told_of_both(row, other, entry._meta.model_name)


def told_of_both(row: Identifier, other: Identifier, owner: str) -> Fault:
    """That two entries have one identifier, told of the first of them; `owner` names the entry."""
    (one, entry), (_other, second) = sorted(
        ((each, getattr(each, owner)) for each in (row, other)), key=lambda pair: pair[1].slug
    )
    words = _("“%(value)s” is an identifier of “%(other)s” too")
    what = told(words, {"value": row.value, "other": second})
    return Fault(entry, what, one, "value", row.value, second)
