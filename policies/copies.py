"""Who sees the attached copies of documents: everybody, or editors alone (`COPIES`).

A copy is a text of others. Where the site is public, showing it may be publishing it, which is for
somebody to decide; the index, which answers everybody, then knows nothing of it either.
"""

from django.conf import settings
from django.http import HttpRequest

# What of an attached copy is found by the search.
SEARCHED = ("attached__text",) if settings.COPIES == "public" else ()


def shown_to(request: HttpRequest) -> bool:
    """Whether who asks sees what attached copies say."""
    return settings.COPIES == "public" or request.user.is_staff
