"""What hangs on a partner, a subject or an organisation: the newest of each kind, and how many.

Everything comes in one statement. Each part holds at most `SHOWN` of its rows, however many there
are; every row knows the `total`. With what hangs on narrower entities each row knows by which of
them it came.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence

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
    PrintedTotal,
    Provision,
)
from measures.passed import first_unseen, tell_passed
from policies.models import Issue, Organisation, Partner, Section, Subject
from portal.rows.bundle import (
    Array,
    CappedCount,
    FirstPkParam,
    PkArray,
    PkListParam,
    RowBundle,
)

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
    """The parts of the pages of one kind of entity, for one of them and those narrower.

    `role` is the model of the rows that give an entity a part in a measure, `key` their field that
    names the entity. Every part is annotated with the primary keys of the entities by which a row
    came (`by`), but for acts: those are of the first alone.
    """

    def __init__(self, role: type[models.Model], key: str):
        self.role, self.key = role, key

    @property
    def roles(self) -> models.QuerySet:
        """The parts that the entities have in published measures."""
        among = {f"{self.key}__in": PkListParam()}
        return self.role.objects.published().filter(**among).order_by()

    @property
    def named(self) -> models.QuerySet:
        """The measures in which they have a part."""
        return self.roles.values("measure")

    def by(self, owner: str, outer: str = "pk", **part: str) -> PkArray:
        """The entities that the parts name of which `owner` is the row at hand, or its `outer`.

        `part` is what else the parts have to be.
        """
        own = self.roles.filter(**{owner: models.OuterRef(outer)}, **part)
        return PkArray(own, f"{self.key}_id")

    def measures(self) -> models.QuerySet:
        """Their parts in the newest measures; `total` counts measures, not parts."""
        found = Measure.objects.published().filter(pk__in=self.named)
        newest = found.newest().values("pk")[:SHOWN]
        among = {f"{self.key}__in": PkListParam()}
        rows = self.role.objects.for_entity().filter(**among, measure__in=newest)
        rows = rows.select_related(self.key)  # by which the address that cites a row names it
        total = CappedCount(found.order_by().values("pk"))
        by = one(f"{self.key}_id")
        return rows.annotate(total=total, by=by, first_unseen=first_unseen("measure"))

    def own(self) -> models.QuerySet:
        """The newest measures that are acts of the first."""
        found = Measure.objects.published().filter(jurisdiction=FirstPkParam())
        shown = Measure.objects.with_headline()
        order = (models.F("headline_from").desc(nulls_last=True), "slug")
        return capped(found, shown, order).annotate(first_unseen=first_unseen())

    def own_statuses(self) -> models.QuerySet:
        """The newest status of each of the newest acts of the first."""
        newest = models.Q(
            value=models.F("measure__status"), as_of=models.F("measure__status_as_of")
        )
        shown = MeasureStatus.objects.filter(newest, measure__in=self.own().values("pk"))
        return shown.select_related(SOURCE).annotate(total=models.Value(0))

    def events(self) -> models.QuerySet:
        """The latest dated events of their measures."""
        return self._events(measure__in=self.named).annotate(by=self.by("measure", "measure"))

    def own_events(self) -> models.QuerySet:
        """The latest dated events of the acts of the first."""
        return self._events(measure__jurisdiction=FirstPkParam())

    def _events(self, **conditions) -> models.QuerySet:
        """The latest dated events of some measures; `total` counts those without a date too."""
        found = Milestone.objects.published().filter(**conditions)
        dated = found.filter(date_from__isnull=False).order_by(*NEWEST_EVENT)
        shown = Milestone.objects.select_related("measure__jurisdiction", SOURCE)
        rows = shown.filter(pk__in=dated.values("pk")[:SHOWN])
        return rows.annotate(total=CappedCount(found.order_by().values("pk")))

    def agreements(self) -> models.QuerySet:
        """The newest agreements."""
        found = self._details(Agreement, "date_from", measure__in=self.named)
        return found.annotate(by=self.by("measure", "measure"))

    def export_controls(self, **part: str) -> models.QuerySet:
        """The newest export controls in which they have a part, such as being the target."""
        named = self.roles.filter(**part).values("measure")
        found = self._details(ExportControl, "begins_from", measure__in=named)
        return found.annotate(by=self.by("measure", "measure", **part))

    def imposed(self) -> models.QuerySet:
        """The newest export controls that are acts of the first."""
        return self._details(ExportControl, "begins_from", jurisdiction=FirstPkParam())

    def _details(self, model: type[models.Model], order: str, **conditions) -> models.QuerySet:
        shown = model.objects.select_related("measure", SOURCE)
        newest = (models.F(order).desc(nulls_last=True), "measure__slug")
        rows = capped(model.objects.published().filter(**conditions), shown, newest)
        return rows.annotate(first_unseen=first_unseen("measure"))

    def money(self, field: str) -> models.QuerySet:
        """The newest budget lines that name them in a field."""
        among, by = naming(BudgetLine, field)
        found = BudgetLine.objects.published().filter(among)
        return self._money(found).annotate(by=by)

    def totals(self, field: str) -> models.QuerySet:
        """The totals that sources print of them, which name them in a field: largest first."""
        among, by = naming(PrintedTotal, field)
        return self._totals(PrintedTotal.objects.published().filter(among)).annotate(by=by)

    def totals_of_measures(self) -> models.QuerySet:
        """The totals that sources print of measures in which they have a part: largest first."""
        found = PrintedTotal.objects.published().filter(measure__in=self.named)
        return self._totals(found).annotate(by=self.by("measure", "measure"))

    def _totals(self, found: models.QuerySet) -> models.QuerySet:
        shown = PrintedTotal.objects.select_related("measure", "subject", SOURCE)
        return capped(found, shown, ("currency", "-amount", "pk"))

    def money_of_measures(self) -> models.QuerySet:
        """The newest budget lines of measures in which they have a part."""
        found = BudgetLine.objects.published().filter(measure__in=self.named)
        return self._money(found).annotate(by=self.by("measure", "measure"))

    def _money(self, found: models.QuerySet) -> models.QuerySet:
        shown = BudgetLine.objects.select_related("measure", "subject", SOURCE)
        newest = (models.F("fiscal_year").desc(nulls_last=True), "measure__slug", "position", "pk")
        return capped(found, shown, newest)

    def issues(self, field: str) -> models.QuerySet:
        """Issues that name them in a field, in the order of the documents."""
        among, by = naming(Issue, field)
        shown = Issue.objects.select_related(SOURCE)
        order = ("section__document__slug", "section__position", "slug")
        return capped(Issue.objects.filter(among), shown, order).annotate(by=by)

    def sections(self) -> models.QuerySet:
        """The sections where their parts were read, newest document first."""
        found = Section.objects.filter(pk__in=self.roles.values("section"))
        order = (models.F("document__date_from").desc(nulls_last=True), "document", "position")
        shown = Section.objects.select_related("document")
        return capped(found, shown, order).annotate(by=self.by("section"))


def definitions() -> models.QuerySet:
    """The provisions that define the first of the subjects."""
    found = Provision.objects.published().defining(FirstPkParam())
    shown = Provision.objects.select_related("measure", SOURCE)
    return capped(found, shown, ("measure__slug", "position", "pk"))


def one(key: str) -> Array:
    """A single primary key as an array."""
    return Array(models.F(key), output_field=models.JSONField())


def naming(model: type[models.Model], name: str) -> tuple[models.Q, models.expressions.Combinable]:
    """Of rows that name entities in a field: which name those asked for, and whom of them."""
    field = model._meta.get_field(name)
    if not field.many_to_many:
        return models.Q(**{f"{name}__in": PkListParam()}), one(field.attname)
    owner, named = field.m2m_field_name(), field.m2m_reverse_field_name()
    links = field.remote_field.through.objects.filter(**{f"{named}__in": PkListParam()})
    own = links.filter(**{owner: models.OuterRef("pk")})
    return models.Q(pk__in=links.values(owner)), PkArray(own, f"{named}_id")


def _of_partner() -> dict[str, models.QuerySet]:
    of, target = EntityRows(MeasurePartner, "partner"), MeasurePartner.Role.TARGET
    return {
        "measures": of.measures(),
        "own": of.own(),
        "own_statuses": of.own_statuses(),
        "own_events": of.own_events(),
        "events": of.events(),
        "agreements": of.agreements(),
        "imposed": of.imposed(),
        "directed": of.export_controls(role=target),
        "totals": of.totals_of_measures(),
        "money": of.money_of_measures(),
        "issues": of.issues("partners"),
        "sections": of.sections(),
    }


def _of_subject() -> dict[str, models.QuerySet]:
    of = EntityRows(MeasureSubject, "subject")
    return {
        "measures": of.measures(),
        "events": of.events(),
        "directed": of.export_controls(),
        "totals": of.totals("subject"),
        "money": of.money("subject"),
        "issues": of.issues("subjects"),
        "sections": of.sections(),
        "definitions": definitions(),
    }


def _of_organisation() -> dict[str, models.QuerySet]:
    of = EntityRows(MeasureOrganisation, "organisation")
    return {
        "measures": of.measures(),
        "events": of.events(),
        "money": of.money("ministries"),
        "issues": of.issues("speaker"),
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
    "totals": lambda row: (row.currency, -row.amount, row.pk),
    "money": lambda row: (-(row.fiscal_year or 0), row.measure.slug, row.position, row.pk),
    "issues": lambda row: (row.section.document.slug, row.section.position, row.slug),
    "sections": lambda row: (row.document.slug, row.position),
    "definitions": lambda row: (row.measure.slug, row.position, row.pk),
}


# Parts that are acts: of the entity itself, never of what is narrower.
ACTS = {"own", "own_statuses", "own_events", "imposed"}
# Parts that are told of the entity itself alone.
ITS_OWN = {*ACTS, "definitions"}
# Parts whose rows stand with the status of their measure.
WITH_STATUS = {"measures", "imposed", "directed"}


def rows_of_entity(
    entity: models.Model, narrower: Sequence[models.Model] = ()
) -> Mapping[str, CappedRows]:
    """What hangs on a partner, subject or organisation, part by part, and on those narrower.

    A row that does not name the entity itself has in `through` the narrower ones that it names.
    """
    found = {}
    keys = [entity.pk, *(each.pk for each in narrower)]
    for name, rows in BUNDLES[type(entity)].read(keys).items():
        rows.sort(key=SORTED[name])
        for row in rows:
            own = name in ITS_OWN or entity.pk in row.by
            row.through = [] if own else [each for each in narrower if each.pk in row.by]
            if name in WITH_STATUS:
                tell_passed(row.measure, row.first_unseen)
        total = rows[0].total if rows else 0
        found[name] = (Measures if name == "measures" else CappedRows)(rows, total)
    if "own" in found:
        statuses = {row.measure_id: row for row in found.pop("own_statuses").rows}
        for measure in found["own"].rows:
            tell_passed(measure, measure.first_unseen)
            measure.newest = statuses.get(measure.pk)
            if measure.newest:
                measure.newest.measure = measure
    return found
