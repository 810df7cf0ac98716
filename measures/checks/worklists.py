"""What there is to do for editors, read from what is kept: no question to the whole record."""

import dataclasses
import datetime
from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from measures.checks.listed import CHECKS, Check
from measures.models import Measure
from portal.dates.clock import today
from portal.findings.models import Finding, KeptCheck, OutdatedEntry
from portal.remarks.models import Remark
from portal.search.models import Unanswered

# Findings of a check that the page of coverage shows; the list has them all.
SHOWN = 20
# Months after which a measure that nobody touched is looked at again.
MONTHS = 12
# Checks with a worklist of their own, in the order in which they are drawn. The others share one
# for each check that found something.
FIRST = ("phrase-lost", "total-differs", "silent-section", "day-passed")


@dataclasses.dataclass(frozen=True)
class CheckFindings:
    """What one check found: how many, and the first of them."""

    check: Check
    count: int
    first: list[Finding]

    @property
    def title(self) -> str | Promise:
        """What the check is called."""
        return self.check.title

    @property
    def more(self) -> bool:
        """Whether there are others."""
        return self.count > len(self.first)

    @property
    def address(self) -> str:
        """The list of them all."""
        return address_of(self.check.code)


def address_of(code: str) -> str:
    """The list of what a check found, each with the way to the form where it is mended."""
    return f"{reverse('admin:findings_finding_changelist')}?code={code}"


def findings_by_check() -> list[CheckFindings]:
    """Every check with what it found that is to be mended today."""
    rows = Finding.objects.open(today())
    counts = rows.counts()
    return [
        CheckFindings(
            check,
            counts.get(check.code, 0),
            list(rows.of_check(check.code)[:SHOWN]) if counts.get(check.code) else [],
        )
        for check in CHECKS
    ]


def asked() -> dict[str, object]:
    """Whether the record was looked through at all, and which checks may find something else."""
    kept = dict(KeptCheck.objects.values_list("code", "outdated"))
    return {
        "unasked": not kept,
        "put_off": OutdatedEntry.objects.count(),
        "outdated": [str(check.title) for check in CHECKS if kept.get(check.code)],
    }


@dataclasses.dataclass(frozen=True)
class Worklist:
    """Something to do: what, how much of it, and the list that leads to the forms."""

    name: str | Promise
    count: int
    address: str
    note: str = ""


def worklists() -> list[Worklist]:
    """All that there is to do, the first things first; what is done is left out of the checks."""
    counts = Finding.objects.open(today()).counts()
    return [
        *of_checks([check for check in CHECKS if check.code in FIRST], counts),
        *of_remarks(),
        *of_measures(today()),
        *of_searches(),
        *of_checks(
            [check for check in CHECKS if check.code not in FIRST and check.code in counts], counts
        ),
    ]


def of_checks(checks: Iterable[Check], counts: dict[str, int]) -> Iterator[Worklist]:
    """A worklist for each of some checks."""
    for check in sorted(checks, key=lambda each: each.code not in FIRST):
        yield Worklist(check.title, counts.get(check.code, 0), address_of(check.code))


def of_measures(day: datetime.date) -> Iterator[Worklist]:
    """Measures that nobody has touched for long: an index tells how many."""
    last = months_before(day, MONTHS)
    count = Measure.objects.filter(updated_on__lt=last).count()
    address = f"{reverse('admin:measures_measure_changelist')}?updated_on__lt={last}"
    note = ngettext("not changed for %(n)s month", "not changed for %(n)s months", MONTHS)
    yield Worklist(_("Measures to look at again"), count, address, note % {"n": MONTHS})


def of_remarks() -> Iterator[Worklist]:
    """What readers and divisions pointed out and nobody has looked at yet."""
    address = f"{reverse('admin:remarks_remark_changelist')}?state=open"
    note = gettext("each with the way to the form of the value")
    yield Worklist(_("Values pointed out"), Remark.objects.open().count(), address, note)


def of_searches() -> Iterator[Worklist]:
    """Words that people looked for in vain."""
    address = reverse("admin:search_unanswered_changelist")
    note = gettext("each with the way to another name")
    yield Worklist(_("Searches without result"), Unanswered.objects.count(), address, note)


def months_before(day: datetime.date, months: int) -> datetime.date:
    """The first of the month that lies some months before a day."""
    number = day.year * 12 + day.month - 1 - months
    return datetime.date(number // 12, number % 12 + 1, 1)
