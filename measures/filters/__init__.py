"""What may be asked of the lists of measures and of everything that hangs on them."""

from measures.filters.lists import (
    AgreementQuestions,
    BudgetQuestions,
    ExportControlQuestions,
    MeasureQuestions,
    MilestoneQuestions,
    ProvisionQuestions,
    TargetQuestions,
    TradeRemedyQuestions,
)
from measures.filters.rows import (
    CitationQuestions,
    DataPointQuestions,
    IndicatorQuestions,
    MeasureOrganisationQuestions,
    MeasurePartnerQuestions,
    MeasureSubjectQuestions,
    RelationQuestions,
    StatementQuestions,
)

__all__ = [
    "AgreementQuestions",
    "BudgetQuestions",
    "CitationQuestions",
    "DataPointQuestions",
    "ExportControlQuestions",
    "IndicatorQuestions",
    "MeasureOrganisationQuestions",
    "MeasurePartnerQuestions",
    "MeasureQuestions",
    "MeasureSubjectQuestions",
    "MilestoneQuestions",
    "ProvisionQuestions",
    "RelationQuestions",
    "StatementQuestions",
    "TargetQuestions",
    "TradeRemedyQuestions",
]
