"""The form of a draft: the real one of its entry or of a row, drawn and carried out aside."""

import contextlib
import dataclasses

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from policies.admin.based import open_told
from policies.admin.drafting import STATE, draft_address, gaps_in, unknown_rows
from portal.editing.drafts import places
from portal.editing.drafts.pages import Pages, named, private
from portal.record.asides import aside
from portal.record.drafting import form_of, keep, put
from portal.record.models import Draft
from portal.record.schema import RecordError, schema_of
from portal.rows.internals import as_post
from portal.unsaved.models import Unsaved


@dataclasses.dataclass(frozen=True)
class Opened:
    """What is edited of a draft that stands aside: the page of the admin for it, and the key of the
    row there; the primary key of the entry of the draft, None of one that was never complete.
    """

    page: ModelAdmin
    row: str | None
    entry: int | None


class FormPages(Pages):
    """The form of a draft, of one of its rows, and what its selects offer."""

    def form(self, request: HttpRequest, pk: int, group: str = "", place: str = "") -> HttpResponse:
        """The real form of an entry as a draft has it; sent, the draft says what it makes."""
        draft = self.draft(request, pk)
        if not self.may_write(request, draft):
            return self.to_review(draft)
        if request.method == "POST" and not hasattr(request, "given_back"):
            return private(self.write(request, draft, group, place))
        context = self.form_context(request, draft, place)
        try:
            with aside(request):
                return private(self.drawn(request, draft, group, place, context))
        except RecordError as error:
            for fault in error.faults:
                messages.warning(request, fault)
            return self.to_review(draft)

    form.gives_back = True  # as those of entries, what it was sent without a session

    def choices(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What a select of the form offers: also what this draft and its bundle make."""
        draft = self.draft(request, pk)
        if not self.may_write(request, draft):
            raise PermissionDenied
        with aside(request):
            with contextlib.suppress(RecordError):  # then what is published is offered alone
                put(draft)
            return private(self.site.autocomplete_view(request))

    def drawn(
        self, request: HttpRequest, draft: Draft, group: str, place: str, context: dict
    ) -> HttpResponse:
        """The form; with what was typed and could not be saved, where there is any."""
        opened = self.put(request, draft, group, place)
        opened.page.returned(request)
        kept = None if place else draft.posted.get(group)
        if request.method == "POST":
            self.returned_to(request, context["draft_state"])
        elif kept is not None:
            sent = QueryDict(kept["sent"], mutable=True)
            if kept["saved"] != draft.saved:
                sent = unknown_rows(sent)
            request = as_post(request, sent)
            request.given_back = gettext(
                "Not complete yet. What was typed here is kept with the draft, and cannot be "
                "published before it is mended."
            )
        page = opened.page
        context["draft_new"] = self.address_to_add(request, draft, page, group)
        response = page.changeform_view(request, opened.row, "", context, group=group)
        return response.render() if hasattr(response, "render") else response

    def returned_to(self, request: HttpRequest, state: str) -> None:
        """Say what is to be looked at where what was typed comes back to a draft that was saved
        since.
        """
        if request.POST.get(STATE) != state:
            request.POST = unknown_rows(request.POST)
            request.given_back = outrun_words()

    def address_to_add(self, request, draft: Draft, page: ModelAdmin, group: str) -> str:
        """Where a row is entered that begins on a page of its own, as its group lets none be added;
        empty where it does not.
        """
        rows = [each for each in page.split_off(request) if each.group == group]
        if not rows or page is not self.page_of(draft) or rows[0].has_add_permission(request, None):
            return ""
        return draft_address(draft, place=f"{group}/{places.NEW}")

    def put(self, request: HttpRequest, draft: Draft, group: str, place: str) -> Opened:
        """Apply a draft aside, so that its form can be drawn, or that of a row of it."""
        entry = put(draft)
        if entry is None and (group or place):
            raise Http404
        request.drafting, request.drafts_new = True, not draft.base and not place
        request.choices = reverse("draft-choices", args=[draft.pk])
        request.address_of = lambda obj, group="": self.address_of(draft, entry, obj, group)
        request.place_of = self.finder(draft, entry)
        if not place:
            return Opened(self.page_of(draft), None if entry is None else str(entry), entry)
        found = places.at(places.entry_of(schema_of(draft.kind), entry), place)
        if found is None:
            raise Http404(gettext("There is no such row in this draft."))
        if found.row is None and request.method == "GET":
            request.GET = request.GET.copy()
            request.GET[found.schema.parent] = str(found.owner.pk)
        page = self.site.get_model_admin(found.schema.model)
        return Opened(page, None if found.row is None else str(found.row.pk), entry)

    def finder(self, draft: Draft, entry: int | None):
        """Says of a row where it is edited in the draft; read once for a page, where it asks."""
        known: dict = {}

        def address(row) -> str:
            if not known and entry is not None:
                known.update(places.places(places.entry_of(schema_of(draft.kind), entry)))
            place = known.get((type(row), row.pk), "")
            return draft_address(draft, place=place) if place else ""

        return address

    def address_of(self, draft: Draft, entry: int | None, obj, group: str) -> str:
        """The address of the page of the entry of a draft or of a row of it, or of a group."""
        if obj._meta.model_name == draft.kind:
            return draft_address(draft, group)
        # Asked anew: the row may have been saved just now, at another place.
        known = places.places(places.entry_of(schema_of(draft.kind), entry))
        return draft_address(draft, group, known.get((type(obj), obj.pk), ""))

    def form_context(self, request: HttpRequest, draft: Draft, place: str) -> dict:
        """What the form of a draft says beside what it says of every entry; asked outside."""
        return {
            **open_told(request, draft_told(draft)),
            "draft": draft,
            "draft_state": state_of(draft),
            "draft_up": self.up(draft, place) if place else "",
            "batch": None,
            "show_delete": False,
            "show_save_and_add_another": False,
            "subtitle": gettext("Draft: %(name)s") % {"name": named(draft)},
        }

    def up(self, draft: Draft, place: str) -> str:
        """The page on which a row stands: that of the row or entry that holds it."""
        owner, name = places.owner_of(place)
        return f"{draft_address(draft, place=owner)}#{name}-group"

    def write(self, request: HttpRequest, draft: Draft, group: str, place: str) -> HttpResponse:
        """Let a draft say what a form makes; what cannot be saved yet is kept as it was sent.

        The form of a row of its own is given back.
        """
        if request.POST.get(STATE) != state_of(draft):
            return self.outrun(request, draft, group, place)
        context = self.form_context(request, draft, place)
        try:
            with aside(request):
                opened = self.put(request, draft, group, place)
                carry_out = opened.page.carried_out_aside
                response, row = carry_out(request, opened.row, context, group)
                if row is None and place:
                    return response.render() if hasattr(response, "render") else response
                made = None if row is None else self.made(draft, opened, row)
        except RecordError as error:
            return self.put_aside(request, draft, error)
        opened.page.was_saved(request)  # what that wrote aside is gone
        if not place:
            draft.posted.pop(group, None)
        if made is None:
            gaps = gaps_in(response)
            self.page_of(draft).keep_incomplete(request, draft, None, group, gaps)
            return HttpResponseRedirect(draft_address(draft, group))
        keep(draft, *made, request.user)
        messages.success(request, gettext("The draft was saved. Visitors see nothing of it."))
        after, own = response["Location"], draft_address(draft)
        otherwise = self.up(draft, place) if place else own
        return HttpResponseRedirect(after if after.startswith(own) else otherwise)

    def made(self, draft: Draft, opened: Opened, row) -> tuple[str, dict]:
        """What a form made of the entry of a draft: its readable key, and its form."""
        if row._meta.model_name == draft.kind:
            return form_of(row)
        entry = places.entry_of(schema_of(draft.kind), opened.entry)
        if (type(row), row.pk) not in places.places(entry):
            raise RecordError([gettext("In a draft a row stays with its entry.")])
        return form_of(entry.instance)

    def outrun(self, request: HttpRequest, draft: Draft, group: str, place: str) -> HttpResponse:
        """The form as it was sent, where the draft or its entry was saved by somebody meanwhile."""
        sent = unknown_rows(request.POST)
        context = self.form_context(request, draft, place)
        try:
            with aside(request):
                opened = self.put(request, draft, group, place)
                request = as_post(request, sent)
                request.given_back = outrun_words()
                page = opened.page
                response = page.changeform_view(request, opened.row, "", context, group=group)
                response = response.render()
        except RecordError as error:
            return self.put_aside(request, draft, error)
        response.status_code = 409
        return response

    def put_aside(self, request: HttpRequest, draft: Draft, error: RecordError) -> HttpResponse:
        """To the review, where it is told why a draft has no form now; what was typed into that is
        kept, and offered again once it has.
        """
        for fault in error.faults:
            messages.error(request, fault)
        if Unsaved.objects.keep(request.user.pk, request.path, request.POST):
            words = gettext("What you typed is kept, and offered again in the form of the draft.")
            messages.warning(request, words)
        return self.to_review(draft)


def outrun_words() -> str:
    """What is said above a form whose draft, or the entry of it, was saved since it was drawn."""
    return gettext(
        "The draft, or the published entry, was saved meanwhile, so nothing of yours was. "
        "Your input is below: look it over and save again."
    )


def draft_told(draft: Draft) -> str:
    """What a draft is called where browsers tell of its forms; no entry is called so."""
    return f"draft {draft.pk}"


def state_of(draft: Draft) -> str:
    """What a form says of the state that it was drawn from: of the draft, of those beside it, and
    of their entries.
    """
    beside = [each for each in Draft.objects.together(draft) if each.pk != draft.pk]
    told = [f"{each.saved}-{Draft.objects.head_number(each)}" for each in (draft, *beside)]
    return ",".join(told)
