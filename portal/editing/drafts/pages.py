"""The list of drafts, the form of one, and its preview: drawn aside, where the draft is applied."""

import dataclasses

from django.contrib import messages
from django.contrib.admin import AdminSite, ModelAdmin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from policies.admin.drafting import CHANGE, STATE, draft_address, unknown_rows
from portal.editing.drafts.previewing import preview
from portal.record.asides import aside
from portal.record.drafting import check_complete, keep, put, show
from portal.record.models import Draft
from portal.record.schema import RecordError, kinds, schema_of
from portal.record.wording import Targets, Wording
from portal.rows.internals import as_post

VIEW = "record.view_draft"
PER_PAGE = 50


@dataclasses.dataclass(frozen=True)
class Line:
    """A draft in the list: what its entry is called, and what kind of entry it is."""

    draft: Draft
    name: str
    kind: str


def lines_of(drafts) -> list[Line]:
    """Drafts with the names of their entries, as the drafts have them."""
    known = [each for each in drafts if each.kind in kinds()]
    words = Wording(Targets((schema_of(each.kind), each.form) for each in known))
    return [
        Line(
            each,
            words.entry(schema_of(each.kind), each.form) if each.form else each.key,
            str(schema_of(each.kind).model._meta.verbose_name),
        )
        for each in known
    ]


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

    def context(self, request: HttpRequest, title: str, **more) -> dict:
        """What every page says."""
        return {**self.site.each_context(request), "title": title, **more}


class DraftPages(Pages):
    """The list of drafts, the form of one, and the preview."""

    def listing(self, request: HttpRequest) -> HttpResponse:
        """All open drafts, one's own first."""
        if not request.user.has_perm(VIEW):
            raise PermissionDenied
        found = Draft.objects.mine_first(request.user)
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("p", 1))
        seen = [each for each in page if each.kind in kinds()]
        seen = [each for each in seen if self.page_of(each).has_view_permission(request)]
        context = self.context(request, gettext("Drafts"), page=page, lines=lines_of(seen))
        return private(TemplateResponse(request, "admin/drafts/list.html", context))

    def form(self, request: HttpRequest, pk: int, group: str = "") -> HttpResponse:
        """The real form of an entry as a draft has it; sent, the draft says what it makes."""
        draft = self.draft(request, pk)
        if not self.may_write(request, draft):
            return self.to_review(draft)
        if request.method == "POST":
            return private(self.write(request, draft, group))
        context = self.form_context(draft)
        try:
            with aside(request):
                return private(self.drawn(request, draft, group, context))
        except RecordError as error:
            for fault in error.faults:
                messages.warning(request, fault)
            return self.to_review(draft)

    def to_review(self, draft: Draft) -> HttpResponse:
        """To the page that tells what a draft changes and what stands against it."""
        return HttpResponseRedirect(draft_address(draft) + "review/")

    def drawn(self, request: HttpRequest, draft: Draft, group: str, context: dict) -> HttpResponse:
        """The form; with what was typed and could not be saved, where there is any."""
        row = self.put(request, draft, group)
        kept = draft.posted.get(group)
        if kept is not None:
            sent = QueryDict(kept["sent"], mutable=True)
            if kept["saved"] != draft.saved:
                sent = unknown_rows(sent)
            request = as_post(request, sent)
            request.given_back = gettext(
                "Not complete yet. What was typed here is kept with the draft, and cannot be "
                "published before it is mended."
            )
        page = self.page_of(draft)
        response = page.changeform_view(request, row, "", context, group=group)
        return response.render() if hasattr(response, "render") else response

    def put(self, request: HttpRequest, draft: Draft, group: str) -> str | None:
        """Apply a draft aside, so that its form can be drawn; the key of its row."""
        row = put(draft)
        if row is None and group:
            raise Http404
        request.drafting, request.drafts_new = True, not draft.base
        request.address_of = lambda _obj, group="": draft_address(draft, group)
        return None if row is None else str(row)

    def form_context(self, draft: Draft) -> dict:
        """What the form of a draft says beside what it says of every entry; asked outside."""
        return {
            "draft": draft,
            "draft_state": state_of(draft),
            "batch": None,
            "show_delete": False,
            "show_save_and_add_another": False,
            "subtitle": gettext("Draft"),
        }

    def write(self, request: HttpRequest, draft: Draft, group: str) -> HttpResponse:
        """Let a draft say what a form makes; what cannot be saved yet is kept as it was sent."""
        if request.POST.get(STATE) != state_of(draft):
            return self.outrun(request, draft, group)
        page, context = self.page_of(draft), self.form_context(draft)
        try:
            with aside(request):
                row = self.put(request, draft, group)
                response, made = page.carried_out_aside(request, row, context, group)
                if made is None and request.made_aside is not None:
                    raise RecordError([gettext("This entry cannot be read back.")])
        except RecordError as error:
            for fault in error.faults:
                messages.error(request, fault)
            return self.to_review(draft)
        if made is None:
            draft.posted.pop(group, None)
            page.keep_incomplete(request, draft, None, group)
            return HttpResponseRedirect(draft_address(draft, group))
        draft.posted.pop(group, None)
        keep(draft, *made)
        messages.success(request, gettext("The draft was saved. Visitors see nothing of it."))
        own = draft_address(draft)
        after = response["Location"]
        return HttpResponseRedirect(after if after.startswith(own) else own)

    def outrun(self, request: HttpRequest, draft: Draft, group: str) -> HttpResponse:
        """The form as it was sent, where the draft or its entry was saved by somebody meanwhile."""
        sent = unknown_rows(request.POST)
        context = self.form_context(draft)
        with aside(request):
            row = self.put(request, draft, group)
            request = as_post(request, sent)
            request.given_back = gettext(
                "The draft, or the published entry, was saved meanwhile, so nothing of yours was. "
                "Your input is below: look it over and save again."
            )
            page = self.page_of(draft)
            response = page.changeform_view(request, row, "", context, group=group)
            response = response.render()
        response.status_code = 409
        return response

    def preview(self, request: HttpRequest, pk: int, public: str = "") -> HttpResponse:
        """A page of the site as visitors will see it once the draft is published."""
        draft = self.draft(request, pk)
        if request.method not in {"GET", "HEAD"} or public.startswith(("admin/", "static/")):
            raise Http404
        bundle = list(Draft.objects.together(draft)) or [draft]
        gaps = gaps_of(bundle)
        try:
            with aside(request):
                show(bundle)
                return private(preview(request, draft, public, gaps))
        except RecordError as error:
            for fault in error.faults:
                messages.warning(request, fault)
            return self.to_review(draft)


def gaps_of(drafts: list[Draft]) -> list[str]:
    """What a preview of drafts does not show, since it could not be saved yet."""
    try:
        check_complete(drafts)
    except RecordError as error:
        return error.faults
    return []


def state_of(draft: Draft) -> str:
    """What a form says of the state that it was drawn from: of the draft and of its entry."""
    return f"{draft.saved}-{Draft.objects.head_number(draft)}"


def private(response: HttpResponse) -> HttpResponse:
    """A page that nobody keeps."""
    response["Cache-Control"] = "no-store"
    return response
