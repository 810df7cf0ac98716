"""How many measures are suspended, as of when, and for how many the end has passed: in words."""

import datetime
from collections.abc import Collection
from typing import NamedTuple

from django.utils.translation import gettext, ngettext

from measures.models import Measure
from measures.passed import UNSEEN
from portal.changes.models import Stamp
from portal.dates.clock import today
from portal.dates.edtf import as_of_words, bounds
from portal.lists.declaration import ListPage


class Suspended(NamedTuple):
    """A measure that is suspended: its export control (0 where it is none), the day its status is
    of, and the days given in advance that no document saw; days in ISO 8601."""

    measure: int
    control: int
    as_of: str
    days: Collection[str]


def suspended_at(listing: ListPage, stamp: Stamp, using: str) -> list[Suspended]:
    """Those of a version, read once for it by the state of a list."""

    def read() -> list[Suspended]:
        stopped = Measure.objects.using(using).published().filter(status=Measure.Status.SUSPENDED)
        rows = list(stopped.values_list("slug", "pk", "export_control__pk", "status_as_of"))
        days: dict[str, set[str]] = {}
        for slug, last in UNSEEN.rows(using, slugs=[slug for slug, *_rest in rows]):
            days.setdefault(slug, set()).add(str(last))
        return [
            Suspended(key, control or 0, as_of, days.get(slug, ()))
            for slug, key, control, as_of in rows
        ]

    return listing.facet_index(using).at(stamp).answers.get(("suspended",), read)


def spanned(dates: Collection[str]) -> str:
    """The time in EDTF form from the first to the last of some dates, as precise as these are.

    Empty where there are none, or where neither its first nor its last day is known.
    """
    if not dates:
        return ""
    lasting = {each: bounds(each) for each in dates}
    earliest, latest = datetime.date.min, datetime.date.max
    first = min(lasting, key=lambda each: (lasting[each][0] or earliest, each)).split("/")[0]
    last = max(lasting, key=lambda each: (lasting[each][1] or latest, each)).split("/")[-1]
    if first != last:
        return f"{first}/{last}"
    return "" if first == ".." else first


def suspended_in_words(suspended: Collection[Suspended]) -> str:
    """That so many are suspended, as of when, and for how many of them the end has passed."""
    number = len(suspended)
    if not number:
        return gettext("none of them suspended")
    words = ngettext("%(n)s of them suspended", "%(n)s of them suspended", number) % {"n": number}
    if as_of := spanned({each.as_of for each in suspended if each.as_of}):
        words = gettext("%(finding)s (%(as_of)s)") % {"finding": words, "as_of": as_of_words(as_of)}
    day = today().isoformat()
    over = sum(any(last < day for last in each.days) for each in suspended)
    if not over:
        return words
    passed = ngettext(
        "for %(counter)s the time given has passed; nothing later is recorded here",
        "for %(counter)s the time given has passed; nothing later is recorded here",
        over,
    ) % {"counter": over}
    return gettext(", ").join((words, passed))
