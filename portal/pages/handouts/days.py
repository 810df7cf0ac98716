"""What changed in a list between two points of the record, as a document of old and new."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from portal.handouts.document import DOCX, document
from portal.lists.changed import Compared
from portal.lists.faults import Fault
from portal.lists.formats import LONGEST_DOCUMENT
from portal.lists.side_by_side import attached, told
from portal.lists.views import refusal
from portal.pages.handouts.about import site


def changed_document(request: HttpRequest, compared: Compared) -> HttpResponse:
    """What differs as a document; refused where it is long, with the CSV offered."""
    if len(compared.rows) > LONGEST_DOCUMENT:
        csv = request.build_absolute_uri(compared.former.csv_address)
        return refusal([Fault(too_long(len(compared.rows), csv), "")])
    handout, _beside = told(request, compared)
    return attached(compared, document(handout, site()), DOCX, "docx")


def too_long(count: int, csv: str) -> str:
    """That a document does not hold so much that differs, and what does."""
    words = gettext(
        "A document holds at most %(most)s rows; here %(count)s differ. Narrow it down, or "
        "download all of them as CSV:"
    ) % {"most": LONGEST_DOCUMENT, "count": count}
    return f"{words} {csv}"
