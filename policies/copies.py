"""Who sees the attached copies of documents: everybody, who is signed in, or editors (`COPIES`).

A copy is a text of others. Where the site is public, showing it may be publishing it, which is for
somebody to decide; the index, which answers everybody, then knows nothing of it either.
"""

from django.conf import settings
from django.http import HttpRequest

from policies.models import Attachment

# What of an attached copy is found by the search.
SEARCHED = ("attached__text",) if settings.COPIES == "public" else ()


# Who has it may change documents, and so read them.
EDITS = "policies.change_sourcedocument"


def shown_to(request: HttpRequest) -> bool:
    """Whether who asks sees what attached copies say: texts, passages, pictures of their pages."""
    if settings.COPIES == "public":
        return True
    return request.user.is_staff if settings.COPIES == "staff" else may_edit(request)


def may_edit(request: HttpRequest) -> bool:
    """Whether who asks may change documents."""
    return request.user.is_staff and request.user.has_perm(EDITS)


def shows_file(request: HttpRequest, sha256: str) -> bool:
    """Whether who asks sees the pages of a file: that of a copy, or of one that it replaced.

    The latter is for editors alone, who look at both side by side.
    """
    if shown_to(request) and Attachment.objects.with_file(sha256).exists():
        return True
    return may_edit(request) and Attachment.objects.that_replaced(sha256).exists()
