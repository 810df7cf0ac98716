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
from policies.record import File, Form

FILES = (
    *record.FILES,
    File("pillar-gaps.yaml", Form(PillarGap)),
    File(
        "indicators",
        Form(Indicator, children={"points": Form(DataPoint, "indicator", local="code")}),
    ),
    File(
        "measures",
        Form(
            Measure,
            children={
                "names": Form(MeasureName, "measure"),
                "citations": Form(Citation, "measure"),
                "organisations": Form(MeasureOrganisation, "measure"),
                "partners": Form(MeasurePartner, "measure"),
                "subjects": Form(MeasureSubject, "measure"),
                "pillars": Form(MeasurePillar, "measure"),
                "answers": Form(Answer, "measure"),
                "provisions": Form(Provision, "measure", local="code"),
                "milestones": Form(Milestone, "measure", local="code"),
                "budget_lines": Form(BudgetLine, "measure", local="code"),
                "printed_totals": Form(PrintedTotal, "measure", local="code"),
                "targets": Form(Target, "measure", local="code"),
                "export_control": Form(ExportControl, "measure", one=True),
                "trade_remedy": Form(TradeRemedy, "measure", one=True),
                "agreement": Form(Agreement, "measure", one=True),
                "relations": Form(Relation, "source"),
                "discrepancies": Form(
                    Discrepancy, "measure", children={"statements": Form(Statement, "discrepancy")}
                ),
            },
        ),
    ),
    # Last, as it speaks of measures. Who decided and when is not part of the record.
    File("related.yaml", Form(RelatedVerdict, local="second")),
)
