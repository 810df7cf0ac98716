"""One measure with every row that hangs on it."""

from collections import defaultdict
from collections.abc import Mapping

from django.db import models

from measures.models.budget import BudgetLine, PrintedTotal
from measures.models.details import Citation, Provision, Target
from measures.models.measure import Measure
from measures.models.milestone import Milestone
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
from measures.models.sharing import (
    FROM_LAWS,
    ORGANISATIONS,
    PARTNERS,
    PILLARS,
    SECTIONS,
    SUBJECTS,
    TO_LAWS,
)
from measures.models.trade import Agreement, ExportControl, TradeRemedy
from policies.models.bundle import Asked, Bundle

SOURCE = "section__document"
# What a measure has at most one of.
DETAILS = ("export_control", "trade_remedy", "agreement")


def _parts() -> Mapping[str, models.QuerySet]:
    asked = Asked()

    def rows(model: type[models.Model], *joins: str, **given) -> models.QuerySet:
        return model.objects.filter(**given or {"measure": asked}).select_related(SOURCE, *joins)

    lines_and_ministries = BudgetLine.ministries.through.objects
    return {
        "names": rows(MeasureName),
        "citations": rows(Citation, f"{SOURCE}__publisher").annotate(shared=SECTIONS.counted()),
        "organisations": rows(MeasureOrganisation, "organisation").annotate(
            shared=ORGANISATIONS.counted()
        ),
        "partners": rows(MeasurePartner, "partner").annotate(shared=PARTNERS.counted()),
        "subjects": rows(MeasureSubject, "subject").annotate(shared=SUBJECTS.counted()),
        "pillars": rows(MeasurePillar, "pillar__framework").annotate(shared=PILLARS.counted()),
        "answers": rows(Answer, "issue"),
        "provisions": rows(Provision, "speaker"),
        "milestones": rows(Milestone),
        "budget_lines": rows(BudgetLine, "subject"),
        "ministries": lines_and_ministries.filter(budgetline__measure=asked).select_related(
            "organisation"
        ),
        "printed_totals": rows(PrintedTotal, "subject"),
        "targets": rows(Target),
        "export_control": rows(ExportControl, "jurisdiction", "suspended_by"),
        "trade_remedy": rows(TradeRemedy, "jurisdiction", "product"),
        "agreement": rows(Agreement),
        "relations": rows(Relation, "target", source=asked).annotate(
            shared=TO_LAWS.counted("target") + FROM_LAWS.counted("target")
        ),
        "reverse_relations": rows(Relation, "source", target=asked).annotate(
            shared=TO_LAWS.counted("source") + FROM_LAWS.counted("source")
        ),
        "discrepancies": Discrepancy.objects.filter(measure=asked),
        "statements": rows(Statement, discrepancy__measure=asked),
        "verdicts": RelatedVerdict.objects.of(asked),
    }


PARTS = Bundle(_parts)


def whole(measure: Measure) -> Measure:
    """The measure with every row of every kind, as if each had been prefetched.

    Rows that say what it shares with others know how many rows say the same (`shared`, see
    `measures.models.sharing`). `verdicts` holds what editors said of what it was found to share.
    """
    found = PARTS.read(measure.pk)
    measure.verdicts = found.pop("verdicts")
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
            relation.set_cached_value(measure, rows[0] if rows else None)
        else:
            _hold(measure, name, rows)
    for line in measure.budget_lines.all():
        _hold(line, "ministries", ministries[line.pk])
    for discrepancy in measure.discrepancies.all():
        _hold(discrepancy, "statements", told[discrepancy.pk])
    return measure


def _hold(entry: models.Model, name: str, rows: list) -> None:
    """Let `entry.name.all()` give these rows: the same place that a prefetch puts them in."""
    held = getattr(entry, name).all()
    held._result_cache = rows
    if not hasattr(entry, "_prefetched_objects_cache"):
        entry._prefetched_objects_cache = {}
    entry._prefetched_objects_cache[name] = held
