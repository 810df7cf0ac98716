"""An entry saved as a draft: its own form is carried out aside, and what it makes is kept."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from policies.admin.refusals import faults_of
from portal import posts
from portal.changes.aside import FIRST_KEY
from portal.record.asides import aside
from portal.record.drafting import form_of, keep, name_of, written_on
from portal.record.gone import gone
from portal.record.models import Draft, Entry, Revision
from portal.record.schema import RecordError, kinds, layout, schema_of
from portal.record.sent import kind_asked, reason_of
from portal.record.telling import Told

ADD, CHANGE, PUBLISH = "record.add_draft", "record.change_draft", "measures.publish_measure"
# The button that saves a form as a draft, and the field that says which state it was drawn from.
BUTTON, STATE = "_draft", "draft_state"
# The key of a row that no form has: what was typed into a row that is not known any more stands
# under it as that of one that went.
NO_ROW = str(2**62)
# The fields that hold keys of rows: their own, and those of rows beside them.
OF_ROWS = ("-id", "-parent", "-part_of", "-also_under", "-target")


def is_drafting(request: HttpRequest) -> bool:
    """Whether the form of a request is carried out for a draft: readers are told nothing yet."""
    return getattr(request, "drafting", False)


def unknown_rows(sent: QueryDict) -> QueryDict:
    """What was sent, without the keys of rows that a draft made: they may be others by now."""
    sent = sent.copy()
    for name, values in list(sent.lists()):
        if name.endswith(OF_ROWS):
            sent.setlist(name, [NO_ROW if is_made(value) else value for value in values])
    return sent


def is_made(value: str) -> bool:
    """Whether a key is that of a row that was made aside."""
    return value.isascii() and value.isdecimal() and int(value) >= FIRST_KEY


def worth_keeping(sent: QueryDict) -> str:
    """What was typed into a form, without what belongs to its page."""
    kept = sent.copy()
    for name in (posts.TOKEN, posts.TICKET, BUTTON, STATE):
        kept.pop(name, None)
    return kept.urlencode()


class Drafts:
    """A page of an entry that can be saved as a draft, also where it is not complete."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None, group=""):
        page = (object_id, form_url)
        asked = request.method == "POST" and BUTTON in request.POST
        if asked and not is_drafting(request):
            if not self.may_draft(request):
                raise PermissionDenied
            return self.keep_draft(request, object_id, group)
        context = {"may_draft": self.may_draft(request), **(extra_context or {})}
        if object_id and not is_drafting(request) and request.method == "GET":
            context["drafts"] = self.drafts_of(request, object_id)
            context["withdraw"] = self.withdraw_address(request, object_id)
            context["withdrawal"] = self.withdrawal_of(object_id)
        return super().changeform_view(request, *page, context, group=group)

    def may_draft(self, request: HttpRequest) -> bool:
        """Whether somebody may write a draft of an entry here."""
        return self.opts.model_name in kinds() and request.user.has_perm(ADD)

    def drafts_of(self, request: HttpRequest, object_id: str) -> list[Draft]:
        """The open drafts of an entry."""
        if not self.may_draft(request) or not object_id.isdecimal():
            return []
        return list(Draft.objects.of_row(self.opts.model_name, int(object_id)))

    def withdraw_address(self, request: HttpRequest, object_id: str) -> str:
        """Where an entry that visitors see is hidden; empty where that is not to be offered."""
        kind = self.opts.model_name
        if kind not in kinds() or not request.user.has_perm(PUBLISH):
            return ""
        if not object_id.isdecimal() or not schema_of(kind).own_flags:
            return ""
        return reverse("withdraw", args=[kind, object_id])

    def withdrawal_of(self, object_id: str) -> Told | None:
        """By what an entry was withdrawn that still is."""
        if not object_id.isdecimal():
            return None
        kind = self.opts.model_name
        heads = Entry.objects.withdrawn([kind]).of_rows({kind: [int(object_id)]})
        known = [found.last for head in heads if (found := gone(head)) is not None]
        return known[0] if known else None

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if is_drafting(request):
            request.made_aside = form.instance

    def carried_out_aside(self, request, object_id, extra_context=None, group=""):
        """The answer to a form, and the row that it saved; None where it could not be saved."""
        request.drafting, request.made_aside = True, None
        response = self.changeform_view(request, object_id, "", extra_context, group=group)
        return response, request.made_aside if response.status_code == 302 else None

    def keep_draft(self, request: HttpRequest, object_id, group: str) -> HttpResponse:
        """Begin a draft with what was sent."""
        kind = self.opts.model_name
        draft = Draft(kind=kind, author=request.user, author_name=name_of(request.user))
        draft.layout = layout(kind)
        draft.change, draft.reason = kind_asked(request), reason_of(request)
        found = self.since(request, object_id) if object_id else None
        past = found if found is not None and found.is_past else None
        try:
            response, made = self.made_aside(request, object_id, group, past)
        except RecordError as error:  # what the form was drawn from cannot be had again
            request.drafting = False
            page = (object_id, "", None)
            return self.not_replayed(request, page, group, past, error.faults)
        self.was_saved(request)
        if made is not None:
            keep(draft, *made, request.user)
            if past is not None:  # what others published since is joined when it is published
                draft.key, draft.base = past.begun.entry.key, past.base.number
                draft.save()
            messages.success(request, gettext("Saved as a draft. Visitors see nothing of it."))
        else:
            self.keep_incomplete(request, draft, object_id, group, gaps_in(response))
        return HttpResponseRedirect(draft_address(draft, group if made is None else ""))

    def made_aside(self, request, object_id, group: str, past) -> tuple:
        """The answer to a form, and what it makes: the readable key and the form; None where it is
        not complete.

        Of an entry that others saved meanwhile, on what the form was drawn from.
        """
        if past is None:
            with aside(request):
                response, row = self.carried_out_aside(request, object_id, None, group)
                return response, None if row is None else form_of(row)
        request.drafting, sent = True, request.POST
        try:
            response, form = self.replayed(request, (object_id, "", None), group, past)
        finally:
            request.POST, request.replayed = sent, None
        return response, None if form is None else (past.head.key, form)

    def keep_incomplete(self, request, draft: Draft, object_id, group: str, gaps: list) -> None:
        """Keep what was sent beside the draft, where it could not be saved, with why."""
        if object_id and draft.form is None:
            current = Revision.objects.current_of_row(draft.kind, int(object_id))
            draft.key, draft.form = current.entry.key, current.form
            draft.base, draft.layout = current.number, current.layout
        sent = worth_keeping(request.POST)
        draft.posted[group] = {"sent": sent, "saved": draft.saved + 1, "faults": gaps}
        written_on(draft, request.user)
        messages.warning(
            request,
            gettext("Saved as a draft, not complete yet: what is missing is told below."),
        )


def gaps_in(response: HttpResponse) -> list[str]:
    """Why a form could not be saved, each fault with the field that it is about."""
    told = getattr(response, "context_data", None) or {}
    if "adminform" not in told:
        return []
    formsets = [inline.formset for inline in told["inline_admin_formsets"]]
    found = faults_of(told["adminform"].form, formsets)
    return [f"{each.where}: {each.message}" if each.where else str(each.message) for each in found]


def draft_address(draft: Draft, group: str = "", place: str = "") -> str:
    """The address of the form of a draft, or of one of its groups of rows; with a `place` those of
    the row that stands there in the draft.
    """
    names = [name for name in (place and "place", group and "rows") if name]
    return reverse("-".join(["draft", *names]), args=[draft.pk, *filter(None, (place, group))])
