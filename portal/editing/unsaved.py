"""What the browser of an editor tells of a form that is open, twice a minute and on leaving it."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import Resolver404, path, resolve
from django.views.decorators.http import require_POST

from policies.admin.based import entry_told
from policies.admin.pages import RecordAdmin
from portal.record.drafting import name_of
from portal.unsaved.models import OpenForm, Unsaved

# The fields that a browser adds to those of the form: whose page it is, and what it tells of it.
PATH, TYPED, LEAVING, DISCARD = "kept_path", "kept_typed", "kept_leaving", "kept_discard"
OWN = (PATH, TYPED, LEAVING, DISCARD)


def form_told(request: HttpRequest) -> tuple[str, models.Model | None]:
    """The address of the form that a browser tells of, and the row that it is of.

    Raises Http404 where it is none, and PermissionDenied where who asks may not save it.
    """
    address = request.POST.get(PATH, "")
    try:
        match = resolve(address)
    except Resolver404:
        raise Http404 from None
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
    return address, obj


@require_POST
def told(request: HttpRequest) -> HttpResponse:
    """Keep what is typed so far, and say who else has a form of the entry open.

    Sent by a button it is given up instead, and the page is shown as it is stored.
    """
    address, obj = form_told(request)
    user, entry = request.user.pk, entry_told(obj)
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
