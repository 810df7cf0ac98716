"""Days that the sources gave for something to come, and that are over without word of it."""

import dataclasses
import datetime
from collections.abc import Collection, Iterable, Iterator

from django.db.models import DateField, Max, Min, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Least
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from measures.models import Citation, ExportControl, Measure, Milestone, Target, TradeRemedy
from measures.models.choices import LAPSED
from measures.models.milestone import PHASES, MilestonePhase
from policies.as_of import as_of
from policies.models import Evidence
from portal.dates.clock import today
from portal.dates.edtf import bounds, describe, machine_readable
from portal.rows.kept import AskedWords, KeptStatement

NEVER = datetime.date.max


@dataclasses.dataclass(frozen=True)
class GivenDay:
    """A day that a row gave in advance, in EDTF form, and what it was given for."""

    row: Evidence
    date: str
    what: str

    @property
    def in_words(self) -> str:
        """The day, in the active language."""
        return describe(self.date)

    @property
    def for_machines(self) -> str:
        """The day for an HTML `time` element, where it is plain enough."""
        return machine_readable(self.date)

    @property
    def passed(self) -> str:
        """That the day is over, and that the documents recorded here end before it."""
        told = {"what": self.what, "date": describe(self.date)}
        return (
            gettext(
                "%(what)s (%(date)s) has passed. The documents recorded here say nothing of what "
                "came after."
            )
            % told
        )


def of_milestone(row: Milestone) -> GivenDay:
    """When something is planned or due."""
    return GivenDay(row, row.date, row.label)


def of_target(row: Target) -> GivenDay:
    """When a target is due."""
    return GivenDay(row, row.due, gettext("The time given for “%(t)s”") % {"t": row.label})


def of_control(row: ExportControl) -> GivenDay:
    """When the suspension of an export control ends."""
    return GivenDay(row, row.suspended_until, gettext("The end of the suspension"))


def of_remedy(row: TradeRemedy) -> GivenDay:
    """When a duty ends."""
    return GivenDay(row, row.duty_period, gettext("The end of the duty"))


def given_in_advance(measure: Measure) -> Iterator[GivenDay]:
    """The days that the rows of a measure give for something planned, due or ending.

    None where the measure has lapsed: what was given for it is not waited for.
    """
    if measure.status in LAPSED:
        return
    for row in measure.milestones.all():
        if row.phase == MilestonePhase.DUE and row.date:
            yield of_milestone(row)
    for row in measure.targets.all():
        if row.due:
            yield of_target(row)
    control = getattr(measure, "export_control", None)
    if control and control.suspended_until:
        yield of_control(control)
    remedy = getattr(measure, "trade_remedy", None)
    if remedy and remedy.duty_period:
        yield of_remedy(remedy)


def _unseen() -> QuerySet:
    """The days given in advance that no document cited for their measure saw, of some measures."""
    first, *others = (
        rows.filter(measure__slug__in=AskedWords("slugs")).values_list("measure__slug", last)
        for rows, last in _unseen_rows()
    )
    return first.union(*others, all=True)


def _unseen_rows() -> Iterator[tuple[QuerySet, str]]:
    """The rows that give such days, kind by kind, each kind with its field of the day's end."""
    due = Milestone.objects.filter(kind__in=PHASES[MilestonePhase.DUE])
    cited = Citation.objects.filter(measure=OuterRef("measure")).order_by().values("measure")
    seen = cited.annotate(day=Max("section__document__date_from")).values("day")
    for rows, last in (
        (due, "date_until"),
        (Target.objects.all(), "due_until"),
        (ExportControl.objects.all(), "suspended_until_to"),
        (TradeRemedy.objects.all(), "duty_until"),
    ):
        open_ones = rows.order_by().exclude(measure__status__in=LAPSED)
        yield open_ones.filter(**{f"{last}__gt": Subquery(seen)}), last


def first_unseen(measure: str = "pk") -> Least:
    """The first of these days of a measure, that a row names in a field; `NEVER` without any.

    Rows that are read anyway tell with it what `note_passed` asks for.
    """
    days = []
    for rows, last in _unseen_rows():
        own = rows.filter(measure=OuterRef(measure)).values("measure")
        first = Subquery(own.annotate(first=Min(last)).values("first"))
        days.append(Coalesce(first, Value(NEVER), output_field=DateField()))
    return Least(*days, output_field=DateField())


# A list of twenty measures asks it for each page.
UNSEEN = KeptStatement(_unseen)


def passed_among(slugs: Collection[str], using: str | None = None) -> set[str]:
    """Those of some measures, by address name, that have a day of `passed_days` today."""
    day = today().isoformat()
    return {slug for slug, last in UNSEEN.rows(using, slugs=slugs) if str(last) < day}


def note_passed(measures: Iterable[Measure]) -> None:
    """Tells measures that a page shows, as `day_passed`, whether they have such a day."""
    shown = list(measures)
    passed = passed_among({each.slug for each in shown}) if shown else set()
    for each in shown:
        each.day_passed = each.slug in passed


def tell_passed(measure: Measure, first: datetime.date) -> None:
    """Tells a measure the same by its `first_unseen`."""
    measure.day_passed = first < today()


def passed_note(*, passed: bool) -> SafeString:
    """What stands beside the status of a measure that has such a day; nothing for others."""
    if not passed:
        return SafeString("")
    words = gettext("The time given has passed; nothing later is recorded here.")
    return format_html('<span class="passed">{}</span>', words)


def passed_days(measure: Measure, day: datetime.date | None = None) -> list[GivenDay]:
    """Those of a measure, read with its rows, that are over on `day` (today where not given).

    A day that a document cited here saw itself is none: it had its chance to say what came of it.
    """
    day = day or today()
    # One that is still being read may have said so too: its silence is not claimed either.
    seen = as_of((row.section.document for row in measure.citations.all()), unread=True).day
    found = []
    for given in given_in_advance(measure):
        last = bounds(given.date)[1]
        if last is not None and seen < last < day:
            found.append(given)
    return found
