"""What hangs on a partner, a subject or an organisation: the newest of each kind, and how many.

Everything comes in one statement. Each part holds at most `SHOWN` of its rows, however many there
are; every row knows the `total`.
"""

import dataclasses
from collections.abc import Callable, Mapping

from django.db import models

from measures.models import (
    Agreement,
    BudgetLine,
    ExportControl,
    Measure,
    MeasureOrganisation,
    MeasurePartner,
    MeasureStatus,
    MeasureSubject,
    Milestone,
)
from policies.models import Issue, Organisation, Partner, Section, Subject
from portal.rows.bundle import CappedCount, PkParam, RowBundle

# Rows of each kind on a page, and dated events of each lane.
SHOWN = 50
SOURCE = "section__document"
NEWEST_EVENT = ("-date_from", "measure__slug", "position", "pk")


@dataclasses.dataclass
class CappedRows:
    """Rows of one kind: those shown, and how many there are."""

    rows: list
    total: int

    @property
    def left_out(self) -> int:
        """How many are not shown."""
        return self.total - len(self.rows)


class Measures(CappedRows):
    """Parts in measures: of a measure there may be several rows."""

    @property
    def left_out(self) -> int:
        return self.total - len({row.measure.pk for row in self.rows})


def capped(found: models.QuerySet, shown: models.QuerySet, order: tuple) -> models.QuerySet:
    """`shown`, narrowed to the first `SHOWN` rows of `found`, each with the `total` of `found`."""
    ordered = found.order_by(*order)
    first = ordered.values("pk")[:SHOWN]
    total = CappedCount(found.order_by().values("pk"))
    return shown.filter(pk__in=first).annotate(total=total)


class EntityRows:
    """The parts of the pages of one kind of entity.

    `role` is the model of the rows that give it a part in a measure, `key` their field that names
    the entity.
    """

    def __init__(self, role: type[models.Model], key: str):
        self.role, self.key = role, key

    @property
    def roles(self) -> models.QuerySet:
        """The parts that the entity has in published measures."""
        return self.role.objects.published().filter(**{self.key: PkParam()}).order_by()

    @property
    def named(self) -> models.QuerySet:
        """The measures in which it has a part."""
        return self.roles.values("measure")

    def measures(self) -> models.QuerySet:
        """Its parts in the newest measures; `total` counts measures, not parts."""
        found = Measure.objects.published().filter(pk__in=self.named)
        newest = found.newest().values("pk")[:SHOWN]
        rows = self.role.objects.for_entity().filter(**{self.key: PkParam()}, measure__in=newest)
        return rows.annotate(total=CappedCount(found.order_by().values("pk")))

    def own(self) -> models.QuerySet:
        """The newest measures that are its acts."""
        found = Measure.objects.published().filter(jurisdiction=PkParam())
        shown = Measure.objects.with_headline()
        order = (models.F("headline_from").desc(nulls_last=True), "slug")
        return capped(found, shown, order)

    def own_statuses(self) -> models.QuerySet:
        """The newest status of each of its newest acts."""
        newest = models.Q(
            value=models.F("measure__status"), as_of=models.F("measure__status_as_of")
        )
        shown = MeasureStatus.objects.filter(newest, measure__in=self.own().values("pk"))
        return shown.select_related(SOURCE).annotate(total=models.Value(0))

    def events(self, **conditions) -> models.QuerySet:
        """The latest dated events of some measures; `total` counts those without a date too."""
        found = Milestone.objects.published().filter(**conditions)
        dated = found.filter(date_from__isnull=False).order_by(*NEWEST_EVENT)
        shown = Milestone.objects.select_related("measure__jurisdiction", SOURCE)
        rows = shown.filter(pk__in=dated.values("pk")[:SHOWN])
        return rows.annotate(total=CappedCount(found.order_by().values("pk")))

    def agreements(self, **conditions) -> models.QuerySet:
        """The newest agreements."""
        return self._details(Agreement, "date_from", **conditions)

    def export_controls(self, **conditions) -> models.QuerySet:
        """The newest export controls."""
        return self._details(ExportControl, "begins_from", **conditions)

    def _details(self, model: type[models.Model], order: str, **conditions) -> models.QuerySet:
        shown = model.objects.select_related("measure", SOURCE)
        newest = (models.F(order).desc(nulls_last=True), "measure__slug")
        return capped(model.objects.published().filter(**conditions), shown, newest)

    def money(self, **conditions) -> models.QuerySet:
        """The newest budget lines."""
        shown = BudgetLine.objects.select_related("measure", "subject", SOURCE)
        newest = (models.F("fiscal_year").desc(nulls_last=True), "measure__slug", "position", "pk")
        return capped(BudgetLine.objects.published().filter(**conditions), shown, newest)

    def issues(self, **conditions) -> models.QuerySet:
        """Issues, in the order of the documents."""
        shown = Issue.objects.select_related(SOURCE)
        order = ("section__document__slug", "section__position", "slug")
        return capped(Issue.objects.filter(**conditions), shown, order)

    def sections(self) -> models.QuerySet:
        """The sections where its parts were read, newest document first."""
        found = Section.objects.filter(pk__in=self.roles.values("section"))
        order = (models.F("document__date_from").desc(nulls_last=True), "document", "position")
        return capped(found, Section.objects.select_related("document"), order)


def _of_partner() -> dict[str, models.QuerySet]:
    of = EntityRows(MeasurePartner, "partner")
    return {
        "measures": of.measures(),
        "own": of.own(),
        "own_statuses": of.own_statuses(),
        "own_events": of.events(measure__jurisdiction=PkParam()),
        "events": of.events(measure__in=of.named),
        "agreements": of.agreements(measure__in=of.named),
        "imposed": of.export_controls(jurisdiction=PkParam()),
        "directed": of.export_controls(measure__in=of.named),
        "issues": of.issues(partners=PkParam()),
        "sections": of.sections(),
    }


def _of_subject() -> dict[str, models.QuerySet]:
    of = EntityRows(MeasureSubject, "subject")
    return {
        "measures": of.measures(),
        "events": of.events(measure__in=of.named),
        "directed": of.export_controls(measure__in=of.named),
        "money": of.money(subject=PkParam()),
        "issues": of.issues(subjects=PkParam()),
        "sections": of.sections(),
    }


def _of_organisation() -> dict[str, models.QuerySet]:
    of = EntityRows(MeasureOrganisation, "organisation")
    return {
        "measures": of.measures(),
        "events": of.events(measure__in=of.named),
        "money": of.money(ministries=PkParam()),
        "issues": of.issues(speaker=PkParam()),
        "sections": of.sections(),
    }


BUNDLES = {
    Partner: RowBundle(_of_partner),
    Subject: RowBundle(_of_subject),
    Organisation: RowBundle(_of_organisation),
}


def _latest(day: str) -> Callable[[models.Model], tuple]:
    """Sorts by a day, the latest first, rows without one last."""

    def key(row: models.Model) -> tuple:
        found = getattr(row, day)
        return found is None, -found.toordinal() if found else 0, row.pk

    return key


# How the rows of a part are sorted on the page; others stay as they were read.
SORTED = {
    "measures": lambda row: (*_latest("headline_from")(row)[:2], row.measure.slug, row.pk),
    "own": _latest("headline_from"),
    "own_statuses": lambda row: row.pk,
    "own_events": _latest("date_from"),
    "events": _latest("date_from"),
    "agreements": _latest("date_from"),
    "imposed": _latest("begins_from"),
    "directed": _latest("begins_from"),
    "money": lambda row: (-(row.fiscal_year or 0), row.measure.slug, row.position, row.pk),
    "issues": lambda row: (row.section.document.slug, row.section.position, row.slug),
    "sections": lambda row: (row.document.slug, row.position),
}


def rows_of_entity(entity: models.Model) -> Mapping[str, CappedRows]:
    """What hangs on a partner, subject or organisation, part by part."""
    found = {}
    for name, rows in BUNDLES[type(entity)].read(entity.pk).items():
        rows.sort(key=SORTED[name])
        total = rows[0].total if rows else 0
        found[name] = (Measures if name == "measures" else CappedRows)(rows, total)
    if "own" in found:
        statuses = {row.measure_id: row for row in found.pop("own_statuses").rows}
        for measure in found["own"].rows:
            measure.newest = statuses.get(measure.pk)
    return found
