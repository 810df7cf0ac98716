"""The models of what governments do."""

from measures.models.budget import BudgetLine, Obligations, PrintedTotal, Stage
from measures.models.details import Citation, Provision, Target
from measures.models.discrepancies import Discrepancy, Statement
from measures.models.identifiers import MeasureIdentifier
from measures.models.indicators import DataPoint, Indicator
from measures.models.measure import Measure
from measures.models.milestone import Milestone
from measures.models.purpose import Purpose
from measures.models.related import RelatedVerdict
from measures.models.relations import Relation
from measures.models.roles import (
    Answer,
    MeasureName,
    MeasureOrganisation,
    MeasurePartner,
    MeasurePillar,
    MeasureSubject,
    PillarGap,
)
from measures.models.status import MeasureStatus
from measures.models.trade import Agreement, ExportControl, TradeRemedy

__all__ = [
    "Agreement",
    "Answer",
    "BudgetLine",
    "Citation",
    "DataPoint",
    "Discrepancy",
    "ExportControl",
    "Indicator",
    "Measure",
    "MeasureIdentifier",
    "MeasureName",
    "MeasureOrganisation",
    "MeasurePartner",
    "MeasurePillar",
    "MeasureStatus",
    "MeasureSubject",
    "Milestone",
    "Obligations",
    "PillarGap",
    "PrintedTotal",
    "Provision",
    "Purpose",
    "RelatedVerdict",
    "Relation",
    "Stage",
    "Statement",
    "Target",
    "TradeRemedy",
]
