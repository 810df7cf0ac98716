"""What the pages of drafts are sent: kinds of changes, reasons, notes, moments."""

import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext

from portal.record.models import Batch
from portal.record.schema import RecordError


def said(request: HttpRequest) -> Batch:
    """Who makes a change, of which kind, and why; the kind is empty where it is none."""
    kind, reason = kind_asked(request), text_of(request, "batch_reason")
    return Batch(user=request.user, via=Batch.Via.FORM, kind=kind, reason=reason)


def kind_asked(request: HttpRequest) -> str:
    """What was said of the kind of change; empty where it is none."""
    asked = request.POST.get("batch_kind", "")
    return asked if asked in Batch.Kind.values else ""


def text_of(request: HttpRequest, name: str) -> str:
    """A text that was typed."""
    return request.POST.get(name, "").replace("\0", "").strip()


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
