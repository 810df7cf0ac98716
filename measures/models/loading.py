"""Measures with the rows that hang on them: with all, or with those that a list shows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db import models

from measures.models.budget import BudgetLine, PrintedTotal
from measures.models.details import Citation, Provision, Target
from measures.models.measure import Measure
from measures.models.milestone import Milestone
from measures.models.rarity import (
    FROM_LAWS,
    ORGANISATIONS,
    PARTNERS,
    PILLARS,
    SECTIONS,
    SUBJECTS,
    TO_LAWS,
)
from measures.models.related import RelatedVerdict
from measures.models.relations import Discrepancy, Relation, Statement
from measures.models.roles import (
    Answer,
    MeasureName,
    MeasureOrganisation,
    MeasurePartner,
    MeasurePillar,
    MeasureSubject,
)
from measures.models.trade import Agreement, ExportControl, TradeRemedy
from portal.rows.bundle import PkListParam, PkParam, RowBundle
from portal.rows.internals import hold, hold_one

SOURCE = "section__document"
# What a measure has at most one of.
DETAILS = ("export_control", "trade_remedy", "agreement")


# Parts whose rows know how many others say the same, and how these are counted.
SHARED = {
    "citations": SECTIONS.counted,
    "organisations": ORGANISATIONS.counted,
    "partners": PARTNERS.counted,
    "subjects": SUBJECTS.counted,
    "pillars": PILLARS.counted,
    "relations": lambda: TO_LAWS.counted("target") + FROM_LAWS.counted("target"),
    "reverse_relations": lambda: TO_LAWS.counted("source") + FROM_LAWS.counted("source"),
}


def _rows(asked: models.Expression, among: str = "") -> dict[str, models.QuerySet]:
    """What hangs on the measures asked for; `among` is the lookup where they are several."""

    def rows(model: type[models.Model], *joins: str, by: str = "measure") -> models.QuerySet:
        found = model.objects.filter(**{f"{by}{among}": asked})
        return found.select_related(SOURCE, *joins)

    return {
        "names": rows(MeasureName),
        "citations": rows(Citation, f"{SOURCE}__publisher"),
        "organisations": rows(MeasureOrganisation, "organisation"),
        "partners": rows(MeasurePartner, "partner"),
        "subjects": rows(MeasureSubject, "subject"),
        "pillars": rows(MeasurePillar, "pillar__framework"),
        "answers": rows(Answer, "issue"),
        "provisions": rows(Provision, "speaker"),
        "milestones": rows(Milestone),
        "budget_lines": rows(BudgetLine, "subject"),
        "ministries": BudgetLine.ministries.through.objects.filter(
            **{f"budgetline__measure{among}": asked}
        ).select_related("organisation"),
        "printed_totals": rows(PrintedTotal, "subject"),
        "targets": rows(Target),
        "export_control": rows(ExportControl, "jurisdiction", "suspended_by"),
        "trade_remedy": rows(TradeRemedy, "jurisdiction", "product"),
        "agreement": rows(Agreement),
        "relations": rows(Relation, "target", by="source"),
        "reverse_relations": rows(Relation, "source", by="target"),
        "discrepancies": Discrepancy.objects.filter(**{f"measure{among}": asked}),
        "statements": rows(Statement, by="discrepancy__measure"),
    }


def _parts() -> Mapping[str, models.QuerySet]:
    asked = PkParam()
    found = _rows(asked)
    for name, counted in SHARED.items():
        found[name] = found[name].annotate(shared=counted())
    return found | {"verdicts": RelatedVerdict.objects.of(asked)}


def _listed() -> Mapping[str, models.QuerySet]:
    asked = PkListParam()
    cited = Citation.objects.filter(measure=models.OuterRef("pk")).order_by()
    count = cited.values("measure").annotate(n=models.Count("pk")).values("n")
    own = Citation.objects.filter(measure=models.OuterRef("measure")).order_by("position", "pk")
    return {
        "measures": Measure.objects.published()
        .filter(pk__in=asked)
        .with_headline()
        .annotate(citation_count=models.Subquery(count))
        .select_related("jurisdiction"),
        "names": MeasureName.objects.filter(measure__in=asked),
        "leads": MeasureOrganisation.objects.leading().filter(measure__in=asked),
        "first_citations": Citation.objects.filter(
            measure__in=asked, pk=models.Subquery(own.values("pk")[:1])
        ).select_related(SOURCE),
    }


PARTS = RowBundle(_parts)
TOGETHER = RowBundle(lambda: _rows(PkListParam(), "__in"))
LISTED = RowBundle(_listed)


def load_for_page(measure: Measure) -> Measure:
    """The measure with every row of every kind, as if each had been prefetched.

    Rows that say what it shares with others know how many rows say the same (`shared`, see
    `measures.models.rarity`). `verdicts` holds what editors said of what it was found to share.
    """
    found = PARTS.read(measure.pk)
    measure.verdicts = found.pop("verdicts")
    return _attach_rows(measure, found)


def load_for_comparison(measures: list[Measure]) -> list[Measure]:
    """The measures, each with every row of every kind, read in one statement for all of them.

    What rows share with others is not counted, and verdicts of editors are left out.
    """
    found = TOGETHER.read([measure.pk for measure in measures])
    for measure in measures:
        _attach_rows(measure, {name: _own(measure, name, rows) for name, rows in found.items()})
    return measures


def load_result_rows(keys: Sequence[int], using: str | None = None) -> list[Measure]:
    """The measures of these primary keys that visitors may see, as a list shows them, in no order.

    Each has its headline (see `with_headline`), its other names as `called`, the organisations
    that lead it as `leads`, its `first_citation` or None, and how many citations it has beside
    that as `more_citations`.
    """
    found = LISTED.read(list(keys), using)
    names, leads, citations = (
        _by_measure(found[part]) for part in ("names", "leads", "first_citations")
    )
    for measure in found["measures"]:
        measure.called, measure.leads = names[measure.pk], leads[measure.pk]
        measure.first_citation = next(iter(citations[measure.pk]), None)
        measure.more_citations = max(0, (measure.citation_count or 0) - 1)
    return found["measures"]


def _by_measure(rows: list) -> defaultdict[int, list]:
    """Rows of several measures by the primary key of their measure."""
    found = defaultdict(list)
    for row in rows:
        found[row.measure_id].append(row)
    return found


def _own(measure: Measure, name: str, rows: list) -> list:
    """Of rows of several measures those of one; what hangs on a row finds that row by itself."""
    if name in {"ministries", "statements"}:
        return rows
    owner = Measure._meta.get_field(name).field.attname
    return [row for row in rows if getattr(row, owner) == measure.pk]


def _attach_rows(measure: Measure, found: dict[str, list]) -> Measure:
    """The measure with the rows of every part where a prefetch would put them."""
    ministries, told = defaultdict(list), defaultdict(list)
    for row in sorted(found.pop("ministries"), key=lambda row: row.organisation.slug):
        ministries[row.budgetline_id].append(row.organisation)
    for row in found.pop("statements"):
        told[row.discrepancy_id].append(row)
    for name, rows in found.items():
        relation = Measure._meta.get_field(name)
        for row in rows:
            setattr(row, relation.field.name, measure)
        if name in DETAILS:
            hold_one(measure, name, rows[0] if rows else None)
        else:
            hold(measure, name, rows)
    for line in measure.budget_lines.all():
        hold(line, "ministries", ministries[line.pk])
    for discrepancy in measure.discrepancies.all():
        hold(discrepancy, "statements", told[discrepancy.pk])
    return measure
