"""What the browser of an editor tells of a form that is open, twice a minute and on leaving it."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import Resolver404, ResolverMatch, path, resolve
from django.views.decorators.http import require_POST

from policies.admin.based import entry_told
from policies.admin.pages import RecordAdmin
from portal.editing.drafts.forms import FormPages, draft_told
from portal.record.drafting import name_of
from portal.unsaved.models import OpenForm, Unsaved

# The fields that a browser adds to those of the form: whose page it is, and what it tells of it.
PATH, TYPED, LEAVING, DISCARD = "kept_path", "kept_typed", "kept_leaving", "kept_discard"
OWN = (PATH, TYPED, LEAVING, DISCARD)
DRAFTS = FormPages(admin.site)
# The names of the addresses of its forms (portal/editing/drafts/addresses.py).
FORMS = ("draft", "draft-rows", "draft-place", "draft-place-rows")


def form_told(request: HttpRequest) -> tuple[str, str]:
    """The address of the form that a browser tells of, and what its entry or draft is called.

    Raises Http404 where it is none, and PermissionDenied where who asks may not save it.
    """
    address = request.POST.get(PATH, "")
    try:
        match = resolve(address)
    except Resolver404:
        raise Http404 from None
    if match.url_name in FORMS:
        return address, draft_of(request, match.kwargs["pk"])
    return address, entry_of(request, match)


def draft_of(request: HttpRequest, pk: int) -> str:
    """What the draft of a form is called."""
    draft = DRAFTS.draft(request, pk)
    if not DRAFTS.may_write(request, draft):
        raise PermissionDenied
    return draft_told(draft)


def entry_of(request: HttpRequest, match: ResolverMatch) -> str:
    """What the entry is called that a form is of, or a row of it; empty of a new one."""
    page = getattr(match.func, "model_admin", None)
    if not isinstance(page, RecordAdmin) or not match.url_name.endswith(
        ("_add", "_change", "_group")
    ):
        raise Http404
    object_id = match.kwargs.get("object_id")
    obj = page.get_object(request, unquote(object_id)) if object_id else None
    may = (
        page.has_change_permission(request, obj) if object_id else page.has_add_permission(request)
    )
    if not may:
        raise PermissionDenied
    return entry_told(obj)


@require_POST
def told(request: HttpRequest) -> HttpResponse:
    """Keep what is typed so far, and say who else has a form of the entry open.

    Sent by a button it is given up instead, and the page is shown as it is stored.
    """
    address, entry = form_told(request)
    user = request.user.pk
    if DISCARD in request.POST:
        Unsaved.objects.forget(user, address)
        return HttpResponseRedirect(address)
    kept = False
    if TYPED in request.POST:
        sent = request.POST.copy()
        for name in OWN:
            sent.pop(name, None)
        kept = Unsaved.objects.keep(user, address, sent)
    if LEAVING in request.POST:
        OpenForm.objects.left(user, entry)
    elif entry:
        OpenForm.objects.seen(user, name_of(request.user), entry)
    return JsonResponse({"kept": kept, "others": OpenForm.objects.others(user, entry)})


urlpatterns = [path("", admin.site.admin_view(told), name="unsaved")]
