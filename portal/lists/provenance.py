"""Where a file comes from, told in the file: the list, what was asked of it, and its address.

Files of one list that were asked for differently have different names, so that they can be told
apart on a disk.
"""

import hashlib
import re

from django.utils.text import Truncator, slugify
from django.utils.translation import gettext

from portal.lists.export import Workbook
from portal.lists.licences import licences
from portal.lists.request import ListRequest
from portal.record.models import Batch

# What stands in no name of a file.
UNNAMEABLE = re.compile(r'[\x00-\x1f\x7f\\/:*?"<>|]+')
# Characters of a file's name that tell what was asked.
LONGEST = 60


def name_parts(list_request: ListRequest) -> tuple[str, str]:
    """What was asked, for the name of a file: in ASCII, and in words. Empty without conditions.

    Where a name cannot say all of it, it ends with a digest of what was asked.
    """
    conditions, past = list_request.filterset.conditions, list_request.past
    if not conditions and not past:
        return "", ""
    asked = [f"{name}={value}" for name, values in conditions.items() for value in values]
    asked += [f"{name}={point.asked}" for name, point in past.points.items()]
    slug = "-".join(filter(None, (slugify(each.replace("=", "-")) for each in asked)))
    if len(slug) > LONGEST or any(not each.isascii() for each in asked):
        digest = hashlib.sha256("&".join(asked).encode()).hexdigest()[:6]
        slug = f"{slug[:LONGEST].rstrip('-')}-{digest}"
    sentence = [*list_request.filterset.sentence, *past.sentence]
    said = "_".join(f"{label}-{words}" for label, words in sentence)
    return f"_{slug}", f"_{Truncator(UNNAMEABLE.sub('-', said)).chars(LONGEST)}"


def about(list_request: ListRequest, base: str) -> list[tuple[str, str]]:
    """What a file is: lines of a label and words. `base` is the scheme and host of the site."""
    query = list_request.query_string(page=None)
    address = f"{base}{list_request.page_path}" + (f"?{query}" if query else "")
    return [
        (gettext("List"), str(list_request.listing.title)),
        *list_request.filterset.sentence,
        *list_request.past.sentence,
        (gettext("Rows"), str(list_request.count)),
        (gettext("Version"), str(list_request.stamp)),
        (gettext("Address"), address),
        *licences(),
    ]


def workbook(list_request: ListRequest, base: str, profile: str) -> Workbook:
    """The same for a workbook, and when the record became what it is."""
    made = Batch.objects.using(list_request.using).made_at(list_request.stamp.number)
    told = {"about": about(list_request, base), "profile": profile}
    return Workbook(**told, **({"made": made} if made else {}))
