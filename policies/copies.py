"""Who sees the attached copies of documents: everybody, who is signed in, or editors (`COPIES`).

A copy is a text of others. Where the site is public, showing it may be publishing it, which is for
somebody to decide; the index, which answers everybody, then knows nothing of it either.
"""

from django.conf import settings
from django.http import HttpRequest

# What of an attached copy is found by the search.
SEARCHED = ("attached__text",) if settings.COPIES == "public" else ()


# Who has it may change documents, and so read them.
EDITS = "policies.change_sourcedocument"


def shown_to(request: HttpRequest) -> bool:
    """Whether who asks sees what attached copies say: texts, passages, pictures of their pages."""
    if settings.COPIES == "public":
        return True
    return request.user.is_staff and (settings.COPIES == "staff" or request.user.has_perm(EDITS))
