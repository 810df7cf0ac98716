"""What is told first of partners, organisations, issues, indicators and pillars."""

from collections.abc import Iterator

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from measures.facts import FactValue
from measures.lists.agreements import AGREEMENTS
from measures.lists.budgets import BUDGETS
from measures.lists.export_controls import EXPORT_CONTROLS
from measures.lists.measures import MEASURES
from measures.lists.suspended import suspended_at, suspended_in_words
from measures.models import Agreement, DataPoint, Indicator
from policies.models import Issue, Organisation, Partner, Pillar
from portal.pages.answers.values import Answered, Counts, Reading, Told, told
from portal.pages.entities.home import HOME, Standing, standings
from portal.rows.bundle import PkListParam, RowBundle

SOURCE = "section__document"


def _asked(model: type[models.Model]) -> models.QuerySet:
    return model.objects.filter(pk__in=PkListParam())


def _newest_points() -> models.QuerySet:
    """Of each indicator the newest value, of one period the first in print."""
    own = DataPoint.objects.filter(indicator=models.OuterRef("pk")).order_by(
        models.F("period_from").desc(nulls_last=True), "position", "pk"
    )
    newest = models.Subquery(own.values("pk")[:1])
    keys = _asked(Indicator).annotate(newest=newest).values("newest")
    return DataPoint.objects.filter(pk__in=keys)


def _counted_points() -> models.Subquery:
    own = DataPoint.objects.filter(indicator=models.OuterRef("pk")).order_by()
    count = own.values("indicator").annotate(n=models.Count("pk")).values("n")
    return models.functions.Coalesce(models.Subquery(count), 0)


# What is read of each kind, by a statement that is put together once.
PARTNERS = RowBundle(lambda: {"partners": _asked(Partner)})
ORGANISATIONS = RowBundle(lambda: {"organisations": _asked(Organisation).select_related("parent")})
ISSUES = RowBundle(lambda: {"issues": _asked(Issue).select_related("speaker", SOURCE)})
PILLARS = RowBundle(lambda: {"pillars": _asked(Pillar).select_related("framework", SOURCE)})
INDICATORS = RowBundle(
    lambda: {
        "indicators": _asked(Indicator)
        .annotate(point_count=_counted_points())
        .select_related(SOURCE),
        "newest": _newest_points().select_related("indicator", SOURCE),
    }
)


# Partners: what holds between Japan and them.


def of_partners(found: dict[str, list], counts: Counts) -> Answered:
    """Partners with what stands between Japan and them, as their pages say it, and measures."""
    partners = found["partners"]
    standing = standings(partners, counts.using)
    return {
        each.pk: (each, list(_of_partner(each, standing[each.pk], counts))) for each in partners
    }


def _of_partner(partner: Partner, standing: list[Standing], counts: Counts) -> Iterator[Told]:
    for number, each in enumerate(standing, start=1):
        address = f"{partner.get_absolute_url()}#japan-{number}"
        every = suspended_at(EXPORT_CONTROLS, counts.stamp, counts.using)
        keys = {row.measure_id for row in each.every}
        stopped = [one for one in every if one.measure in keys]
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


def of_organisations(found: dict[str, list], counts: Counts) -> Answered:
    """Organisations with what they belong to, their measures and the money in their charge."""
    return {
        each.pk: (each, list(_of_organisation(each, counts))) for each in found["organisations"]
    }


def _of_organisation(organisation: Organisation, counts: Counts) -> Iterator[Told]:
    if parent := organisation.parent:
        value = FactValue(str(parent), address=parent.get_absolute_url())
        yield from told(_("Belongs to"), [value])
    yield from told(_("Measures"), [counts.of(MEASURES, organisation=organisation.slug)])
    yield from told(_("Budget lines"), [counts.of(BUDGETS, ministry=organisation.slug)])


def of_issues(found: dict[str, list], counts: Counts) -> Answered:
    """Issues with who says so, and how many measures answer them."""
    return {each.pk: (each, list(_of_issue(each, counts))) for each in found["issues"]}


def _of_issue(issue: Issue, counts: Counts) -> Iterator[Told]:
    if speaker := issue.speaker:
        value = FactValue(str(speaker), row=issue, address=speaker.get_absolute_url())
        yield from told(_("Said by"), [value])
    yield from told(_("Measures that address it"), [counts.of(MEASURES, issue=issue.slug)])


def of_indicators(found: dict[str, list], _counts: Counts) -> Answered:
    """Indicators with their newest value, or with the reason why they have none."""
    newest = {point.indicator_id: point for point in found["newest"]}
    return {each.pk: (each, list(_of_indicator(each, newest))) for each in found["indicators"]}


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


def of_pillars(found: dict[str, list], counts: Counts) -> Answered:
    """Pillars with their scheme, and their measures."""
    return {each.pk: (each, list(_of_pillar(each, counts))) for each in found["pillars"]}


def _of_pillar(pillar: Pillar, counts: Counts) -> Iterator[Told]:
    scheme = pillar.framework
    value = FactValue(str(scheme), row=pillar, address=scheme.get_absolute_url())
    yield from told(_("Framework"), [value])
    yield from told(_("Measures"), [counts.of(MEASURES, pillar=f"{scheme.slug}/{pillar.slug}")])


READINGS = {
    Partner: Reading(PARTNERS, of_partners),
    Organisation: Reading(ORGANISATIONS, of_organisations),
    Issue: Reading(ISSUES, of_issues),
    Indicator: Reading(INDICATORS, of_indicators),
    Pillar: Reading(PILLARS, of_pillars),
}
