"""The lists of the site, in the order in which the data page names them."""

from measures.views import LISTS as MEASURE_LISTS
from policies.views import LISTS as POLICY_LISTS
from portal.pages.pillars.views import PILLARS

LISTS = (*MEASURE_LISTS, *POLICY_LISTS[:3], PILLARS, *POLICY_LISTS[3:])
