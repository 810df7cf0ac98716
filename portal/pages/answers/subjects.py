"""What is told first of subjects: their printed total, else their newest amount, and counts.

What is asked of them is put together once. With those of the other kinds (`entities.py`, `rows.py`,
`measures/loading.py`) a search page takes 42.4 ms of processor time so, and 51.5 where the ORM
writes each anew (medians of 15 words in turns, 1,000 measures, SQLite).
"""

from collections.abc import Iterable, Iterator

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from measures.facts import FactValue, when
from measures.lists.budgets import BUDGETS
from measures.lists.export_controls import EXPORT_CONTROLS
from measures.lists.measures import MEASURES
from measures.lists.suspended import suspended_at, suspended_in_words
from measures.models import BudgetLine, PrintedTotal
from measures.models.budget import ADDED
from policies.models import Subject
from portal.dates.edtf import fiscal_years_short
from portal.pages.answers.values import Answered, Counts, Reading, Told, told
from portal.rows.bundle import PkListParam, RowBundle

SOURCE = "section__document"


def _parts() -> dict[str, models.QuerySet]:
    totals = PrintedTotal.objects.published().filter(subject__in=PkListParam(), fiscal_year=None)
    return {
        "subjects": Subject.objects.filter(pk__in=PkListParam()),
        "totals": totals.select_related("measure", SOURCE).annotate(
            first=_year(models.Min, "fiscal_year"),
            last=_year(models.Max, models.functions.Coalesce("fiscal_year_until", "fiscal_year")),
        ),
        "newest": _newest_lines().select_related("measure", SOURCE),
    }


def _newest_lines() -> models.QuerySet:
    """The newest budget line of each subject."""
    lines = BudgetLine.objects.published()
    own = lines.filter(subject=models.OuterRef("pk")).order_by(
        models.F("fiscal_year").desc(nulls_last=True), "measure__slug", "position", "pk"
    )
    asked = Subject.objects.filter(pk__in=PkListParam())
    keys = asked.annotate(line=models.Subquery(own.values("pk")[:1])).values("line")
    return lines.filter(pk__in=keys)


def _year(function: type[models.Aggregate], year: models.Expression | str) -> models.Subquery:
    """The first or last year of the lines that are added up of a total's subject and programme."""
    own = {"subject": models.OuterRef("subject"), "measure": models.OuterRef("measure")}
    lines = BudgetLine.objects.published().filter(ADDED, **own).order_by()
    return models.Subquery(lines.values("subject").annotate(year=function(year)).values("year"))


READ = RowBundle(_parts)


def by_subject(totals: Iterable[PrintedTotal]) -> dict[int, list[PrintedTotal]]:
    """The printed totals of whole subjects, one of each programme: the exact one, else a rough."""
    chosen: dict[tuple[int, int], PrintedTotal] = {}
    for total in sorted(totals, key=lambda each: (each.approximate, each.pk)):
        chosen.setdefault((total.subject_id, total.measure_id), total)
    grouped: dict[int, list[PrintedTotal]] = {}
    for total in sorted(chosen.values(), key=lambda each: each.measure.slug):
        grouped.setdefault(total.subject_id, []).append(total)
    return grouped


def years(total: PrintedTotal) -> str:
    """The fiscal years of the lines that a total is about and that are added up, in words."""
    return "" if total.first is None else fiscal_years_short(total.first, total.last)


def of_subjects(found: dict[str, list], counts: Counts) -> Answered:
    """Subjects with their printed total, else the newest amount; measures, lines, controls."""
    printed = by_subject(found["totals"])
    newest = {line.subject_id: line for line in found["newest"] if line.subject_id not in printed}
    return {
        subject.pk: (subject, list(_of_subject(subject, printed, newest, counts)))
        for subject in found["subjects"]
    }


SUBJECTS = Reading(READ, of_subjects)


def _of_subject(
    subject: Subject,
    printed: dict[int, list[PrintedTotal]],
    newest: dict[int, BudgetLine],
    counts: Counts,
) -> Iterator[Told]:
    found = printed.get(subject.pk, [])
    yield from told(
        _("Printed total"),
        [
            FactValue(
                total.shown,
                row=total,
                address=f"{total.measure.get_absolute_url()}#budgets",
                note=gettext(", ").join(filter(None, [years(total), str(total.measure)])),
            )
            for total in found
        ],
    )
    if line := newest.get(subject.pk):
        value = FactValue(line.shown, row=line, address=line.get_absolute_url(), note=when(line))
        yield from told(_("Newest amount"), [value])
    yield from told(_("Measures"), [counts.of(MEASURES, subject=subject.slug)])
    yield from told(_("Budget lines"), [counts.of(BUDGETS, subject=subject.slug)])
    controls = counts.of(EXPORT_CONTROLS, subject=subject.slug)
    yield from told(
        _("Export controls"), [controls and suspended(controls, counts, subject=subject.slug)]
    )


def suspended(controls: FactValue, counts: Counts, **asked: str) -> FactValue:
    """A count of export controls, with how many of them are suspended."""
    found = counts.rows(EXPORT_CONTROLS, **asked)
    every = suspended_at(EXPORT_CONTROLS, counts.stamp, counts.using)
    note = suspended_in_words([each for each in every if each.control in found])
    return FactValue(controls.words, address=controls.address, note=note)
