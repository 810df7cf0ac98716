"""The columns of the lists of measures and of everything that hangs on them."""

from measures.columns.budget import BUDGETS
from measures.columns.indicators import DATA_POINTS, INDICATORS
from measures.columns.measure import (
    CITATIONS,
    MEASURES,
    MILESTONES,
    PROVISIONS,
    RELATIONS,
    STATEMENTS,
)
from measures.columns.roles import MEASURE_ORGANISATIONS, MEASURE_PARTNERS, MEASURE_SUBJECTS
from measures.columns.targets import TARGETS
from measures.columns.trade import AGREEMENTS, EXPORT_CONTROLS, TRADE_REMEDIES

__all__ = [
    "AGREEMENTS",
    "BUDGETS",
    "CITATIONS",
    "DATA_POINTS",
    "EXPORT_CONTROLS",
    "INDICATORS",
    "MEASURES",
    "MEASURE_ORGANISATIONS",
    "MEASURE_PARTNERS",
    "MEASURE_SUBJECTS",
    "MILESTONES",
    "PROVISIONS",
    "RELATIONS",
    "STATEMENTS",
    "TARGETS",
    "TRADE_REMEDIES",
]
