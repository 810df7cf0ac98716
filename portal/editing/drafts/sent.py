"""What the pages of drafts are sent: names of bundles and moments."""

import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext

from portal.record.schema import RecordError
from portal.record.sent import text_of


def bundle_asked(request: HttpRequest) -> str:
    """The name of a bundle: one that was typed, or one that was chosen; empty for none."""
    return (text_of(request, "new_bundle") or text_of(request, "bundle"))[:60]


def moment_of(text: str) -> datetime.datetime | None:
    """A moment that was typed, on the clocks of Japan; None where none was. Raises RecordError."""
    if not text.strip():
        return None
    try:
        found = parse_datetime(text.strip())
    except ValueError:
        found = None
    if found is None:
        raise RecordError([gettext("“%(text)s” is no day and time.") % {"text": text}])
    return timezone.make_aware(found) if timezone.is_naive(found) else found
