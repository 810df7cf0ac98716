"""What is told first of subjects, partners, organisations, issues, indicators and pillars."""

from collections.abc import Collection, Iterator

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from measures.facts import FactValue, when
from measures.lists.agreements import AGREEMENTS
from measures.lists.budgets import BUDGETS
from measures.lists.export_controls import EXPORT_CONTROLS, suspended_in_words
from measures.lists.measures import MEASURES
from measures.models import Agreement, BudgetLine, DataPoint, Indicator, Measure, PrintedTotal
from measures.models.budget import ADDED
from policies.models import Issue, Organisation, Partner, Pillar, Subject
from portal.dates.edtf import fiscal_years_short
from portal.pages.answers.values import Counts, Told, told
from portal.pages.entities.home import HOME, Standing, standings

SOURCE = "section__document"
Answers = dict[int, tuple[models.Model, list[Told]]]


# Subjects: what is printed as their total, and how much there is of each kind.


def totals(pks: Collection[int], using: str) -> dict[int, list[PrintedTotal]]:
    """The printed totals of whole subjects, one of each programme: the exact one, else a rough."""
    found = PrintedTotal.objects.using(using).published().filter(subject__in=pks, fiscal_year=None)
    rows = found.select_related("measure", SOURCE).order_by("-approximate", "measure__slug", "-pk")
    by_programme = {(row.subject_id, row.measure_id): row for row in rows}
    grouped: dict[int, list[PrintedTotal]] = {}
    for (subject, _measure), row in sorted(
        by_programme.items(), key=lambda each: each[1].measure.slug
    ):
        grouped.setdefault(subject, []).append(row)
    return grouped


def years(pks: Collection[int], using: str) -> dict[tuple[int, int], str]:
    """By subject and programme the fiscal years of the lines that are added up, in words."""
    lines = BudgetLine.objects.using(using).published().filter(ADDED, subject__in=pks)
    last = models.functions.Coalesce("fiscal_year_until", "fiscal_year")
    spans = (
        lines.order_by()
        .values_list("subject", "measure")
        .annotate(first=models.Min("fiscal_year"), last=models.Max(last))
    )
    return {
        (subject, measure): fiscal_years_short(first, last)
        for subject, measure, first, last in spans
        if first is not None
    }


def newest_lines(pks: Collection[int], using: str) -> dict[int, BudgetLine]:
    """The newest budget line of each subject."""
    lines = BudgetLine.objects.using(using).published()
    own = lines.filter(subject=models.OuterRef("pk")).order_by(
        models.F("fiscal_year").desc(nulls_last=True), "measure__slug", "position", "pk"
    )
    newest = Subject.objects.using(using).filter(pk__in=pks)
    keys = newest.annotate(line=models.Subquery(own.values("pk")[:1])).values("line")
    found = lines.filter(pk__in=keys).select_related("measure", SOURCE)
    return {line.subject_id: line for line in found}


def of_subjects(pks: Collection[int], using: str, counts: Counts) -> Answers:
    """Subjects with their printed total, else the newest amount; measures, lines, controls."""
    subjects = Subject.objects.using(using).filter(pk__in=pks)
    printed = totals(pks, using)
    spans = years(pks, using) if printed else {}
    rest = [pk for pk in pks if pk not in printed]
    newest = newest_lines(rest, using) if rest else {}
    return {
        subject.pk: (subject, list(_of_subject(subject, printed, spans, newest, counts)))
        for subject in subjects
    }


def _of_subject(
    subject: Subject,
    printed: dict[int, list[PrintedTotal]],
    spans: dict[tuple[int, int], str],
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
                note=gettext(", ").join(
                    filter(None, [spans.get((subject.pk, total.measure_id)), str(total.measure)])
                ),
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
    number = len(counts.rows(EXPORT_CONTROLS, status=Measure.Status.SUSPENDED.value, **asked))
    note = suspended_in_words(number)
    return FactValue(controls.words, address=controls.address, note=note)


# Partners: what holds between Japan and them.


def of_partners(pks: Collection[int], using: str, counts: Counts) -> Answers:
    """Partners with what stands between Japan and them, as their pages say it, and measures."""
    partners = list(Partner.objects.using(using).filter(pk__in=pks))
    standing = standings(partners, using)
    return {
        each.pk: (each, list(_of_partner(each, standing[each.pk], counts))) for each in partners
    }


def _of_partner(partner: Partner, standing: list[Standing], counts: Counts) -> Iterator[Told]:
    for number, each in enumerate(standing, start=1):
        address = f"{partner.get_absolute_url()}#japan-{number}"
        stopped = sum(row.measure.status == Measure.Status.SUSPENDED for row in each.every)
        note = suspended_in_words(stopped) if stopped else ""
        value = FactValue(str(each.count), address=address, note=note)
        yield from told(capfirst(each.short), [value])
    yield from told(_("Measures"), [counts.of(MEASURES, partner=partner.code)])


def newest_agreement(partner: Partner, using: str, counts: Counts) -> list[Told]:
    """The newest dated agreement between Japan and a partner."""
    if partner.code == HOME:
        return []
    keys = counts.rows(AGREEMENTS, partner=partner.code, jurisdiction=HOME)
    found = Agreement.objects.using(using).published().filter(pk__in=list(keys))
    row = found.filter(date_from__isnull=False).for_list().first()
    if row is None:
        return []
    address = row.measure.get_absolute_url()
    value = FactValue(str(row.measure), row=row, address=address, note=row.date_in_words)
    return told(_("Newest agreement with Japan"), [value])


# Organisations, issues, indicators, pillars.


def of_organisations(pks: Collection[int], using: str, counts: Counts) -> Answers:
    """Organisations with what they belong to, their measures and the money in their charge."""
    found = Organisation.objects.using(using).filter(pk__in=pks).select_related("parent")
    return {each.pk: (each, list(_of_organisation(each, counts))) for each in found}


def _of_organisation(organisation: Organisation, counts: Counts) -> Iterator[Told]:
    if parent := organisation.parent:
        value = FactValue(str(parent), address=parent.get_absolute_url())
        yield from told(_("Belongs to"), [value])
    yield from told(_("Measures"), [counts.of(MEASURES, organisation=organisation.slug)])
    yield from told(_("Budget lines"), [counts.of(BUDGETS, ministry=organisation.slug)])


def of_issues(pks: Collection[int], using: str, counts: Counts) -> Answers:
    """Issues with who says so, and how many measures answer them."""
    found = Issue.objects.using(using).filter(pk__in=pks).select_related("speaker", SOURCE)
    return {each.pk: (each, list(_of_issue(each, counts))) for each in found}


def _of_issue(issue: Issue, counts: Counts) -> Iterator[Told]:
    if speaker := issue.speaker:
        value = FactValue(str(speaker), row=issue, address=speaker.get_absolute_url())
        yield from told(_("Said by"), [value])
    yield from told(_("Measures that address it"), [counts.of(MEASURES, issue=issue.slug)])


def newest_points(pks: Collection[int], using: str) -> dict[int, DataPoint]:
    """Of each indicator the newest value, of one period the first in print."""
    points = DataPoint.objects.using(using)
    own = points.filter(indicator=models.OuterRef("pk")).order_by(
        models.F("period_from").desc(nulls_last=True), "position", "pk"
    )
    asked = Indicator.objects.using(using).filter(pk__in=pks)
    keys = asked.annotate(newest=models.Subquery(own.values("pk")[:1])).values("newest")
    found = points.filter(pk__in=keys).select_related("indicator", SOURCE)
    return {point.indicator_id: point for point in found}


def of_indicators(pks: Collection[int], using: str, _counts: Counts) -> Answers:
    """Indicators with their newest value, or with the reason why they have none."""
    newest = newest_points(pks, using)
    asked = Indicator.objects.using(using).filter(pk__in=pks).select_related(SOURCE)
    numbered = asked.annotate(point_count=models.Count("points"))
    return {each.pk: (each, list(_of_indicator(each, newest))) for each in numbered}


def _of_indicator(indicator: Indicator, newest: dict[int, DataPoint]) -> Iterator[Told]:
    point = newest.get(indicator.pk)
    address = indicator.get_absolute_url()
    if point is None:
        words = gettext("No values recorded")
        value = FactValue(words, row=indicator, note=indicator.missing)
        yield from told(_("Newest value"), [value])
        return
    names = [point.label, point.series, point.period_in_words]
    note = gettext(", ").join(dict.fromkeys(filter(None, names)))
    value = FactValue(point.printed, row=point, address=point.get_absolute_url(), note=note)
    yield from told(_("Newest value"), [value])
    count = FactValue(str(indicator.point_count), address=f"{address}#points-h")
    yield from told(_("Values"), [count])


def of_pillars(pks: Collection[int], using: str, counts: Counts) -> Answers:
    """Pillars with their scheme, and their measures."""
    found = Pillar.objects.using(using).filter(pk__in=pks).select_related("framework", SOURCE)
    return {each.pk: (each, list(_of_pillar(each, counts))) for each in found}


def _of_pillar(pillar: Pillar, counts: Counts) -> Iterator[Told]:
    scheme = pillar.framework
    value = FactValue(str(scheme), row=pillar, address=scheme.get_absolute_url())
    yield from told(_("Framework"), [value])
    yield from told(_("Measures"), [counts.of(MEASURES, pillar=f"{scheme.slug}/{pillar.slug}")])
