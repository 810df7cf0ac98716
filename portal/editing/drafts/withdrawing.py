"""Entries that are withdrawn: the list of them, and the page on which one is, or comes back."""

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext

from measures.models.permissions import PUBLISH
from portal.editing.drafts.pages import PER_PAGE, Pages
from portal.editing.drafts.waiting import VIEW
from portal.record.gone import Gone, gone
from portal.record.models import Entry
from portal.record.schema import RecordError, kinds, schema_of
from portal.record.sent import asked_of, said
from portal.record.withdrawing import bring_back, withdraw
from portal.unsaved.returning import comes_back


class WithdrawalPages(Pages):
    """What is withdrawn, and how."""

    def listing(self, request: HttpRequest) -> HttpResponse:
        """All entries that are withdrawn, with since when and why."""
        if not request.user.has_perm(VIEW):
            raise PermissionDenied
        seen = [kind for kind in kinds() if self.page_for(kind).has_view_permission(request)]
        page = Paginator(Entry.objects.withdrawn(seen), PER_PAGE).get_page(request.GET.get("p", 1))
        told = [each for head in page if (each := gone(head)) is not None and each.last]
        title = gettext("Withdrawn entries")
        context = self.context(request, title, page=page, lines=[self.line(each) for each in told])
        context["may_publish"] = request.user.has_perm(PUBLISH)
        return TemplateResponse(request, "admin/drafts/withdrawn.html", context)

    def line(self, found: Gone) -> dict:
        """An entry in the list: by what it was withdrawn, and its pages."""
        head, opts = found.entry, self.page_for(found.entry.kind).opts
        change = reverse(f"admin:{opts.app_label}_{head.kind}_change", args=[head.row])
        own = reverse("withdraw", args=[head.kind, head.row])
        return {"told": found.last, "kind": opts.verbose_name, "change": change, "withdraw": own}

    def page_for(self, kind: str) -> ModelAdmin:
        """The page of the admin for entries of a kind."""
        return self.site.get_model_admin(schema_of(kind).model)

    @method_decorator(comes_back)
    def withdraw(self, request: HttpRequest, kind: str, row: int) -> HttpResponse:
        """Hide an entry from visitors, with a reason; show one that is withdrawn."""
        if kind not in kinds() or not schema_of(kind).own_flags:
            raise Http404
        page = self.page_for(kind)
        if not (request.user.has_perm(PUBLISH) and page.has_change_permission(request)):
            raise PermissionDenied
        head = get_object_or_404(Entry, kind=kind, row=row)
        back = head.state == Entry.State.WITHDRAWN
        obj, faults = page.get_object(request, str(row)), []
        successor = request.POST.get("successor", "").replace("\0", "").strip().strip("/")
        if request.method == "POST":
            try:
                if request.POST.get("deed") == "bring back":
                    bring_back(head, said(request))
                    told = gettext("Brought back: visitors see it again.")
                else:
                    # Also an address that was copied from the site.
                    withdraw(head, said(request), successor.rpartition("/")[2])
                    told = gettext("Withdrawn: visitors do not see it any more.")
                messages.success(request, told)
                change = f"admin:{page.opts.app_label}_{kind}_change"
                return HttpResponseRedirect(reverse(change, args=[row]))
            except RecordError as error:
                faults = error.faults
        part = gettext("Bring back") if back else gettext("Withdraw")
        context = self.context(request, f"{part}: {obj}", faults=faults, opts=page.opts)
        context |= {
            "part": part,
            "object": obj,
            "gone": gone(head) if back else None,
            "successor": successor,
            "batch": asked_of(request, required=True),
        }
        status = 400 if faults else 200
        return TemplateResponse(request, "admin/drafts/withdraw.html", context, status=status)
