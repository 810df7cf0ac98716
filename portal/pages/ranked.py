"""The kinds of entries that the search over everything puts in one order."""

from measures.models import (
    BudgetLine,
    DataPoint,
    ExportControl,
    Indicator,
    Measure,
    Milestone,
    PrintedTotal,
    Provision,
    Target,
)
from policies.models import Issue, Organisation, Partner, Pillar, Section, Subject, Synonym, Term
from portal.search.corpus import Corpus
from portal.search.ranking import RankedKind

# Words that people type: who asks for one also finds what it means.
SYNONYMS = Corpus(Synonym, ("word",), ("means__name",), ("word", "means__name"), synonyms=True)
# What a find counts, and what stands first where scores are equal.
KINDS = (
    RankedKind(Measure, 1.0, "slug"),
    RankedKind(Subject, 0.97, "slug"),
    RankedKind(Partner, 0.97, "code"),
    RankedKind(Organisation, 0.9, "slug"),
    RankedKind(Issue, 0.85, "slug"),
    RankedKind(Indicator, 0.8, "slug"),
    RankedKind(Pillar, 0.75, "slug"),
    RankedKind(Section, 0.6, "code"),
    RankedKind(Term, 0.6, "slug"),
)
# The rows through which an entry can be found, and how many are told that hold as much: a figure
# may stand beside its former one.
ROWS = {
    **dict.fromkeys((PrintedTotal, BudgetLine, Provision, Milestone), 1),
    Target: 3,
    **dict.fromkeys((ExportControl, DataPoint), 1),
}
