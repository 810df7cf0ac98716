"""The list of drafts, and the preview of one: drawn aside, where the draft is applied."""

import dataclasses

from django.contrib import messages
from django.contrib.admin import AdminSite, ModelAdmin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext

from policies.admin.drafting import CHANGE, draft_address
from policies.admin.groups import is_key
from portal.changes.tracking import written_to
from portal.editing.drafts.previewing import preview
from portal.editing.drafts.sent import bundle_asked
from portal.editing.drafts.waiting import TODO, VIEW, asked_of
from portal.record.asides import aside
from portal.record.drafting import check_complete, show, written_on
from portal.record.fates import Fate, fates_of
from portal.record.models import Draft
from portal.record.schema import RecordError, kinds, schema_of
from portal.record.sent import typed
from portal.record.wording import Targets, Wording
from portal.unsaved.returning import comes_back

PER_PAGE = 50


@dataclasses.dataclass(frozen=True)
class Line:
    """A draft in the list: what its entry is called, what kind of entry it is, and what became of
    that, if anything did.
    """

    draft: Draft
    name: str
    kind: str
    fate: Fate | None

    @property
    def leads_to(self) -> str:
        """The page of the entry of which its own became part, or that has another key since."""
        opts = self.fate.row._meta
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[self.fate.row.pk])


def lines_of(drafts) -> list[Line]:
    """Drafts with the names of their entries, as the drafts have them."""
    known = [each for each in drafts if each.kind in kinds()]
    fates = fates_of(known)
    words = Wording(Targets((schema_of(each.kind), each.form) for each in known))
    return [
        Line(
            each,
            words.entry(schema_of(each.kind), each.form) if each.form else each.key,
            str(schema_of(each.kind).model._meta.verbose_name),
            fates.get(each.pk),
        )
        for each in known
    ]


def named(draft: Draft) -> str:
    """What the entry of a draft is called, as the draft has it."""
    return "".join(each.name for each in lines_of([draft])) or gettext("Not named yet")


class Pages:
    """What all pages of drafts share: the site, who may look, and the draft that is asked for."""

    def __init__(self, site: AdminSite):
        self.site = site

    def draft(self, request: HttpRequest, pk: int) -> Draft:
        """The draft of a page, for who may see drafts and its entry. Raises Http404."""
        if not request.user.has_perm(VIEW):
            raise PermissionDenied
        draft = get_object_or_404(Draft, pk=pk)
        if draft.kind not in kinds():
            raise Http404
        if not self.page_of(draft).has_view_permission(request):
            raise PermissionDenied
        return draft

    def page_of(self, draft: Draft) -> ModelAdmin:
        """The page of the admin for entries like that of a draft."""
        return self.site.get_model_admin(schema_of(draft.kind).model)

    def may_write(self, request: HttpRequest, draft: Draft) -> bool:
        """Whether somebody may write on a draft."""
        page = self.page_of(draft)
        own = page.has_change_permission if draft.base else page.has_add_permission
        return draft.is_open and request.user.has_perm(CHANGE) and own(request)

    def to_review(self, draft: Draft) -> HttpResponse:
        """To the page that tells what a draft changes and what stands against it."""
        return HttpResponseRedirect(draft_address(draft) + "review/")

    def bundle_of(self, request: HttpRequest, draft: Draft) -> list[Draft]:
        """The drafts that are published with one, itself among them, for who may see them all."""
        bundle = list(Draft.objects.together(draft)) if draft.is_open else [draft]
        for each in bundle:
            if each.kind not in kinds() or not self.page_of(each).has_view_permission(request):
                raise PermissionDenied
        return bundle

    def context(self, request: HttpRequest, title: str, **more) -> dict:
        """What every page says."""
        return {**self.site.each_context(request), "title": title, **more}


class DraftPages(Pages):
    """The list of drafts, and the preview of one."""

    @method_decorator(comes_back)
    def listing(self, request: HttpRequest) -> HttpResponse:
        """All open drafts, one's own first, or a share of them; those that are chosen are put in
        one bundle.
        """
        if not request.user.has_perm(VIEW):
            raise PermissionDenied
        if request.method == "POST":
            return self.put_in_bundle(request)
        share, found = asked_of(request.GET.get(TODO, ""), request.user)
        page = Paginator(found.mine_first(request.user), PER_PAGE).get_page(request.GET.get("p", 1))
        seen = [each for each in page if each.kind in kinds()]
        seen = [each for each in seen if self.page_of(each).has_view_permission(request)]
        context = self.context(request, gettext("Drafts"), page=page, lines=lines_of(seen)) | {
            "may_write": any(self.may_write(request, each) for each in seen),
            "ticked": ticked(request),
            "bundles": Draft.objects.bundles(),
            "typed": typed(request, "bundle", "new_bundle"),
            "share": share,
        }
        return private(TemplateResponse(request, "admin/drafts/list.html", context))

    def put_in_bundle(self, request: HttpRequest) -> HttpResponse:
        """Let the drafts that were ticked be published together, or each by itself."""
        chosen = list(Draft.objects.among(ticked(request)))
        if not all(each.kind in kinds() and self.may_write(request, each) for each in chosen):
            raise PermissionDenied
        name = bundle_asked(request)
        with transaction.atomic(using=written_to(None)):
            for each in chosen:
                if each.bundle != name:
                    each.bundle = name
                    written_on(each, request.user)
        if not chosen:
            messages.warning(request, gettext("Tick the drafts that belong together."))
        elif name:
            told = {"number": len(chosen), "bundle": name}
            messages.success(
                request, gettext("%(number)s drafts: published together as “%(bundle)s”.") % told
            )
        else:
            messages.success(request, gettext("Each is published by itself."))
        return HttpResponseRedirect(reverse("drafts"))

    def preview(self, request: HttpRequest, pk: int, public: str = "") -> HttpResponse:
        """A page of the site as visitors will see it once the draft is published."""
        draft = self.draft(request, pk)
        if request.method not in {"GET", "HEAD"} or public.startswith(("admin/", "static/")):
            raise Http404
        bundle = self.bundle_of(request, draft)
        gaps = gaps_of(bundle)
        try:
            with aside(request):
                show(bundle)
                return private(preview(request, draft, public, gaps))
        except RecordError as error:
            for fault in error.faults:
                messages.warning(request, fault)
            return self.to_review(draft)


def ticked(request: HttpRequest) -> list[int]:
    """The primary keys of the drafts that were chosen in the list."""
    return [int(pk) for pk in request.POST.getlist("draft") if is_key(pk)]


def gaps_of(drafts: list[Draft]) -> list[str]:
    """What a preview of drafts does not show, since it could not be saved yet."""
    try:
        check_complete(drafts)
    except RecordError as error:
        return error.faults
    return []


def private(response: HttpResponse) -> HttpResponse:
    """A page that nobody keeps."""
    response["Cache-Control"] = "no-store"
    return response
