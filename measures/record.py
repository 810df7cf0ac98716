"""The forms of measures and indicators, added to those of the frame of reference."""

from measures.models import (
    Agreement,
    Answer,
    BudgetLine,
    Citation,
    DataPoint,
    Discrepancy,
    ExportControl,
    Indicator,
    Measure,
    MeasureName,
    MeasureOrganisation,
    MeasurePartner,
    MeasurePillar,
    MeasureSubject,
    Milestone,
    PillarGap,
    PrintedTotal,
    Provision,
    RelatedVerdict,
    Relation,
    Statement,
    Target,
    TradeRemedy,
)
from policies import record
from policies.record import EntrySchema, RecordFile

FILES = (
    *record.FILES,
    RecordFile("pillar-gaps.yaml", EntrySchema(PillarGap)),
    RecordFile(
        "indicators",
        EntrySchema(
            Indicator, children={"points": EntrySchema(DataPoint, "indicator", local="code")}
        ),
    ),
    RecordFile(
        "measures",
        EntrySchema(
            Measure,
            children={
                "names": EntrySchema(MeasureName, "measure"),
                "citations": EntrySchema(Citation, "measure"),
                "organisations": EntrySchema(MeasureOrganisation, "measure"),
                "partners": EntrySchema(MeasurePartner, "measure"),
                "subjects": EntrySchema(MeasureSubject, "measure"),
                "pillars": EntrySchema(MeasurePillar, "measure"),
                "answers": EntrySchema(Answer, "measure"),
                "provisions": EntrySchema(Provision, "measure", local="code"),
                "milestones": EntrySchema(Milestone, "measure", local="code"),
                "budget_lines": EntrySchema(BudgetLine, "measure", local="code"),
                "printed_totals": EntrySchema(PrintedTotal, "measure", local="code"),
                "targets": EntrySchema(Target, "measure", local="code"),
                "export_control": EntrySchema(ExportControl, "measure", one=True),
                "trade_remedy": EntrySchema(TradeRemedy, "measure", one=True),
                "agreement": EntrySchema(Agreement, "measure", one=True),
                "relations": EntrySchema(Relation, "source"),
                "discrepancies": EntrySchema(
                    Discrepancy,
                    "measure",
                    children={"statements": EntrySchema(Statement, "discrepancy")},
                ),
            },
        ),
    ),
    # Last, as it speaks of measures. Who decided and when is not part of the record.
    RecordFile("related.yaml", EntrySchema(RelatedVerdict, local="second")),
)
