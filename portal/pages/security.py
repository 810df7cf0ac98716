"""Where a weakness of the site is reported (RFC 9116)."""

import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from portal.dates.clock import today

# So long the contact is good for who has read the file; RFC 9116 asks for less than a year.
DAYS = 90
TEXT = "text/plain; charset=utf-8"


def security(request: HttpRequest) -> HttpResponse:
    """The contact that the setting names, or 404 and a sentence.

    As long as the site is served with this setting the contact holds, so the day on which the file
    expires lies always so many days ahead.
    """
    if not settings.SECURITY_CONTACT:
        return HttpResponse("No contact is told here.\n", status=404, content_type=TEXT)
    expires = today() + datetime.timedelta(DAYS)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires.isoformat()}T00:00:00Z",
        "Preferred-Languages: ja, en",
        f"Canonical: {request.build_absolute_uri(reverse('security-txt'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=TEXT)
