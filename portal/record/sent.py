"""What a form asks and says of a change: of which kind it is, and why."""

from django.http import HttpRequest

from portal.record.models import Batch

# Reasons that are offered.
REASONS = 3


def asked_of(
    request: HttpRequest,
    *,
    required: bool,
    reason_required: bool = False,
    kind: str = "",
    reason: str = "",
) -> dict:
    """What stands beside the button that saves: kinds of changes, the reason, reasons of before.

    `kind` and `reason` stand there before anything is said.
    """
    return {
        "kinds": Batch.Kind.choices,
        "kind": request.POST.get("batch_kind", kind),
        "reason": request.POST.get("batch_reason", reason),
        "reasons": Batch.objects.reasons_of(request.user, REASONS),
        "required": required,
        "reason_required": reason_required,
    }


def said(request: HttpRequest, via: str = Batch.Via.FORM) -> Batch:
    """Who makes a change, of which kind, and why; the kind is empty where it is none."""
    kind, reason = kind_asked(request), reason_of(request)
    return Batch(user=request.user, via=via, kind=kind, reason=reason)


def reason_of(request: HttpRequest) -> str:
    """Why a change is made, as it was typed; empty where nothing was."""
    return text_of(request, "batch_reason")


def kind_asked(request: HttpRequest) -> str:
    """What was said of the kind of change; empty where it is none."""
    asked = request.POST.get("batch_kind", "")
    return asked if asked in Batch.Kind.values else ""


def text_of(request: HttpRequest, name: str) -> str:
    """A text that was typed."""
    return request.POST.get(name, "").replace("\0", "").strip()


def typed(request: HttpRequest, *names: str) -> dict[str, str]:
    """What stands in fields of a form that is shown, by name; empty where nothing was typed yet."""
    return {name: request.POST.get(name, "") for name in names}
