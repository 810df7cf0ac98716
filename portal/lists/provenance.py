"""Where a file comes from, told in the file: the list, what was asked of it, and its address.

Files that were asked for differently, or of another version of the record, have different names,
so that they can be told apart on a disk.
"""

import dataclasses
import hashlib
import re
from collections.abc import Callable

from django.utils.text import Truncator
from django.utils.translation import get_language, gettext

from portal.changes.models import Stamp
from portal.lists.declaration import Table
from portal.lists.export import Workbook
from portal.lists.licences import licences
from portal.lists.request import ListRequest
from portal.record.models import Batch

# What stands in no name of a file.
UNNAMEABLE = re.compile(r'[\x00-\x1f\x7f\\/:*?"<>|]+')
# Characters of a file's name that tell in words what was asked; digits that tell it apart.
LONGEST, DIGITS = 60, 8
# What stands before the names of all files of the site.
SITE = "shirube"


class Record:
    """What is known of the record as a whole where the site is put together.

    `as_of` says in words as of when the record is at a version; without it nothing is told.
    """

    as_of: Callable[[Stamp], str] | None = None


RECORD = Record()


def file_names(list_request: ListRequest) -> tuple[str, str]:
    """The names of a file of a list: in ASCII, and as people read it; both without the ending.

    Both say the version of the record, or as of when the rows are, and end with a digest of what
    was asked, where something was. The first says the language too, which the second shows.
    """
    listing, past = list_request.listing, list_request.past
    profile = list_request.parameters.get("profile", "")
    points = [point.asked for point in past.points.values()]
    state = f"as-of-{'-'.join(points)}" if points else f"v{list_request.stamp.number}"
    end = [state, *digest(list_request)]
    sentence = [*list_request.filterset.sentence, *past.sentence]
    said = "_".join(f"{label}-{words}" for label, words in sentence)
    words = Truncator(UNNAMEABLE.sub("-", said)).chars(LONGEST)
    plain = (SITE, listing.name, profile, get_language(), *end)
    readable = (str(listing.title), words, profile, *end)
    return "_".join(filter(None, plain)), "_".join(filter(None, readable))


def names_of_table(table: Table, version: int) -> tuple[str, str]:
    """The same for a table without a page, which is one file whatever the language."""
    return f"{SITE}_{table.name}_data_v{version}", f"{table.title}_v{version}"


def digest(list_request: ListRequest) -> list[str]:
    """What was asked, in a few digits; nothing where all rows were asked for in their order."""
    query = list_request.query_string(page=None, profile=None)
    asked = "&".join(sorted(filter(None, query.split("&"))))
    return [digits_of(asked)] if asked else []


def digits_of(asked: str) -> str:
    """A question in a few digits, by which the names of files tell it from others."""
    return hashlib.sha256(asked.encode()).hexdigest()[:DIGITS]


def about(list_request: ListRequest, base: str) -> list[tuple[str, str]]:
    """What a file is: lines of a label and words. `base` is the scheme and host of the site."""
    query = list_request.query_string(page=None)
    address = f"{base}{list_request.page_path}" + (f"?{query}" if query else "")
    return [
        (gettext("List"), str(list_request.listing.title)),
        *list_request.filterset.sentence,
        *(list_request.past.sentence or as_of(list_request.stamp)),
        (gettext("Rows"), str(list_request.count)),
        (gettext("Version"), str(list_request.stamp)),
        (gettext("Address"), address),
        *licences(),
    ]


def as_of(stamp: Stamp) -> list[tuple[str, str]]:
    """As of when the record is, where no point of its past is asked for."""
    return [(gettext("As of"), RECORD.as_of(stamp))] if RECORD.as_of else []


def workbook(list_request: ListRequest, base: str, profile: str) -> Workbook:
    """The same for a workbook, and when the record became what it is."""
    made = Batch.objects.using(list_request.using).made_at(list_request.stamp.number)
    book = Workbook(about=about(list_request, base), profile=profile)
    return dataclasses.replace(book, made=made) if made else book
