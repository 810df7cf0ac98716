"""What earlier versions of the record said: a value that differs today may have been true then."""

from collections.abc import Iterator
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext

from measures.models import BudgetLine, Milestone, PrintedTotal, Target
from portal.mentions.mention import Kind, Mention
from portal.money import YEN
from portal.pages.check.agreeing import same, same_day, same_number
from portal.pages.check.matching import Match
from portal.pages.check.values import Value
from portal.pages.check.verdicts import Judged, Note, Verdict
from portal.record.models import Revision

# How the rows are called in the form of a measure, and the field with their value.
FORMS = {
    BudgetLine: ("budget_lines", "amount"),
    PrintedTotal: ("printed_totals", "amount"),
    Target: ("targets", "value"),
    Milestone: ("milestones", "date"),
}
Pair = tuple[Match, Judged]


def superseded(pairs: list[Pair], using: str) -> Iterator[Pair]:
    """The findings, those that differ judged by what the record said before."""
    slugs = {
        value.row.measure.slug
        for _match, judged in pairs
        for value in judged.values
        if judged.verdict == Verdict.DIFFERS and type(value.row) in FORMS
    }
    revisions = former_forms(slugs, using) if slugs else {}
    for match, judged in pairs:
        told = (said(match.mention, value, revisions) for value in judged.values)
        found = judged.verdict == Verdict.DIFFERS and next(filter(None, told), None)
        yield match, before(judged, found) if found else judged


def before(judged: Judged, number: int) -> Judged:
    """The verdict on what a former version of an entry said."""
    words = gettext("Revision of the entry: %(number)s.") % {"number": number}
    return Judged(Verdict.SUPERSEDED, judged.values, (Note.FORMER,), words)


def former_forms(slugs: set[str], using: str) -> dict[str, list[Revision]]:
    """The former revisions of some measures that visitors could see, the latest first."""
    asked = Revision.objects.using(using).filter(
        entry__kind="measure", entry__key__in=slugs, number__lt=models.F("entry__number")
    )
    found: dict[str, list[Revision]] = {}
    for revision in asked.exclude(form=None).select_related("entry").order_by("-number"):
        if revision.form.get("published", True):
            found.setdefault(revision.entry.key, []).append(revision)
    return found


def said(mention: Mention, value: Value, revisions: dict[str, list[Revision]]) -> int | None:
    """The number of the latest revision in which a row said what a mention says; None for none.

    What the row says still was not said before: the mention errs in something else, as its unit.
    """
    if type(value.row) not in FORMS or same(mention, value):
        return None
    rows, field = FORMS[type(value.row)]
    for revision in revisions.get(value.row.measure.slug, ()):
        for row in revision.form.get(rows, ()):
            if row.get("code") == value.row.code and is_same(mention, row.get(field), value):
                return revision.number
    return None


def is_same(mention: Mention, told, value: Value) -> bool:
    """Whether a mention says what a row said then."""
    if told in (None, ""):
        return False
    if value.kind == Kind.DATE:
        return mention.kind == Kind.DATE and same_day(mention, str(told))
    scale = YEN.get(value.row.unit_ja, 1) if isinstance(value.row, Target) else 1
    return same_number(mention, Decimal(str(told)) * scale, value.step)
