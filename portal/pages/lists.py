"""The lists of the site, and the tables without a page, in the order of the data page."""

from measures.lists.agreements import AGREEMENTS
from measures.lists.budgets import BUDGETS
from measures.lists.citations import CITATIONS
from measures.lists.data_points import DATA_POINTS
from measures.lists.discrepancies import DISCREPANCIES
from measures.lists.export_controls import EXPORT_CONTROLS
from measures.lists.indicators import INDICATORS
from measures.lists.measure_organisations import MEASURE_ORGANISATIONS
from measures.lists.measure_partners import MEASURE_PARTNERS
from measures.lists.measure_pillars import MEASURE_PILLARS
from measures.lists.measure_subjects import MEASURE_SUBJECTS
from measures.lists.measures import MEASURES
from measures.lists.printed_totals import PRINTED_TOTALS
from measures.lists.provisions import PROVISIONS
from measures.lists.purposes import PURPOSES
from measures.lists.relations import RELATIONS
from measures.lists.tables import TABLES as MEASURE_TABLES
from measures.lists.targets import TARGETS
from measures.lists.timeline import MILESTONES, TIMELINE
from measures.lists.trade_remedies import TRADE_REMEDIES
from policies.lists.organisations import ORGANISATIONS
from policies.lists.partners import PARTNERS, PLACES
from policies.lists.sections import SECTIONS
from policies.lists.sources import SOURCES
from policies.lists.subjects import SUBJECTS
from policies.lists.tables import TABLES as POLICY_TABLES
from policies.lists.terms import TERMS
from portal.pages.caveats.table import CAVEATS
from portal.pages.dictionary import dictionary
from portal.pages.issues import ISSUES
from portal.pages.network import NETWORK
from portal.pages.pillars.list_page import PILLARS

LISTS = (
    MEASURES,
    PROVISIONS,
    TIMELINE,
    MILESTONES,
    BUDGETS,
    PRINTED_TOTALS,
    EXPORT_CONTROLS,
    TRADE_REMEDIES,
    AGREEMENTS,
    TARGETS,
    INDICATORS,
    DATA_POINTS,
    MEASURE_SUBJECTS,
    MEASURE_ORGANISATIONS,
    MEASURE_PARTNERS,
    MEASURE_PILLARS,
    PURPOSES,
    CITATIONS,
    DISCREPANCIES,
    RELATIONS,
    PARTNERS,
    PLACES,
    SUBJECTS,
    ORGANISATIONS,
    PILLARS,
    SOURCES,
    SECTIONS,
    ISSUES,
    TERMS,
)
# All rows of the record, each in one table; a list that repeats another is left out.
RECORD = (
    *(listing for listing in LISTS if not listing.view),
    *MEASURE_TABLES,
    *POLICY_TABLES,
)
# What tells of them: what has to be known, how they are joined, then all codes and columns.
TOLD = (CAVEATS, *NETWORK)
DICTIONARY = (*TOLD, *dictionary((*RECORD, *TOLD)))
# What has no page and is taken away by itself.
TABLES = (*MEASURE_TABLES, *POLICY_TABLES, *DICTIONARY)
