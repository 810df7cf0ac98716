"""A form says which revision of its entry it was drawn from; who was outrun loses nothing.

Where others saved the entry meanwhile, the form is carried out aside on the revision that it was
drawn from, and what it makes of that is joined with what the entry is now. What clashes is asked
on a page of its own, which brings all that was sent along.
"""

import contextlib

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from policies.admin.asking import Held, asking, to_say
from policies.admin.clashing import CHOICE, asked, changed_by, chosen_of
from policies.admin.drafting import ADD, draft_address, is_drafting, worth_keeping
from policies.admin.groups import group_shown
from policies.admin.moved_rows import names_made_row, on_rows, pks_of
from portal import posts
from portal.record.asides import aside
from portal.record.based import Base, Since, base_of, is_of_an_entry, read, since, stands
from portal.record.drafting import form_of, name_of
from portal.record.merging import Merged
from portal.record.models import Entry
from portal.record.places import entry_of
from portal.record.schema import RecordError
from portal.record.sent import said
from portal.record.telling import Told
from portal.rows.internals import change_page, without_messages
from portal.unsaved.models import OpenForm, Unsaved
from portal.unsaved.returning import UNAVAILABLE

# The field of a form that says what it was drawn from.
BASE = "based_on"
# The buttons of the page that asks: save what does not clash, and go back to the form.
APART, BACK = "_apart", "_back"


class Outrun(Exception):
    """Somebody else saved the entry between the look at a form and its saving."""


def is_replayed(request: HttpRequest) -> bool:
    """Whether the form of a request is carried out aside, on what it was drawn from."""
    return getattr(request, "replayed", None) is not None


def posted_base(request: HttpRequest) -> Base | None:
    """What the form that was sent says of its base."""
    return read(request.POST.get(BASE, ""))


class Based:
    """A page whose form is joined with what others saved since it was drawn."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None, group=""):
        page = (object_id, form_url, extra_context)
        self.returned(request)
        if request.method != "POST" or not object_id or not self.is_based(request):
            return super().changeform_view(request, *page, group=group)
        base = posted_base(request)
        if base is None or not stands(base, self.model, unquote(object_id)):
            found = self.since(request, object_id)
            if found is None and self.is_kept(request, object_id):
                request.given_back = self.reason(request) or gettext(
                    "This page did not say which revision of the entry it shows, so nothing was "
                    "saved. Your input is below: look it over and save again."
                )
            elif found is not None and found.is_past:
                return self.join(request, page, group, found)
        try:
            return super().changeform_view(request, *page, group=group)
        except Outrun:
            found = self.since(request, object_id)
            return self.join(without_messages(request), page, group, found)

    def is_based(self, request: HttpRequest) -> bool:
        """Whether the forms of this page are joined with what others did: those of entries."""
        asides = is_drafting(request) or is_replayed(request)
        return not asides and is_of_an_entry(self.model)

    def is_kept(self, request: HttpRequest, object_id: str) -> bool:
        """Whether the entry has a revision. What a script wrote past every model has none yet."""
        obj = self.get_object(request, unquote(object_id))
        return obj is not None and base_of(obj) is not None

    def since(self, request: HttpRequest, object_id: str) -> Since | None:
        """What became of the entry since the form was drawn; None where the form does not say."""
        base, obj = posted_base(request), self.get_object(request, unquote(object_id))
        found = None if obj is None else entry_of(obj)
        return base and since(base, self.model, found and found[0].pk)

    def check_base(self, request: HttpRequest, heads: list[Entry]) -> None:
        """Raise Outrun where the entry, of which the head is locked now, is past the form."""
        base = posted_base(request)
        if base is None or is_drafting(request) or is_replayed(request):
            return
        if (base.head, base.number) not in {(head.pk, head.number) for head in heads}:
            raise Outrun

    # What is drawn

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if change and obj is not None and not is_drafting(request):
            context["based_on"] = self.base_told(request, obj)
        if not is_drafting(request):
            context |= self.open_told(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def open_told(self, request: HttpRequest, obj: models.Model | None) -> dict:
        """Who else has a form open, and what was typed here; nothing for who may only look."""
        asked = {} if obj is None else {"obj": obj}
        may = self.has_change_permission if asked else self.has_add_permission
        return open_told(request, entry_told(obj)) if may(request, **asked) else {}

    def base_told(self, request: HttpRequest, obj: models.Model) -> Base | None:
        """What a form is drawn from: what was sent comes back with what it was drawn from."""
        if is_replayed(request):
            return request.replayed.base
        if request.method == "POST" and self.since(request, str(obj.pk)) is not None:
            return posted_base(request)
        rows = group_shown(request) and request.rows_shown
        return base_of(obj, rows.start_index() - 1 if rows and rows.object_list else 0)

    # What is carried out aside

    def join(self, request, page: tuple, group: str, found: Since) -> HttpResponse:
        """The answer to a form whose entry was saved by others since it was drawn."""
        sent = request.POST
        if BACK in sent:
            request.given_back = gettext("Nothing is saved yet. Your input is below.")
        try:
            response, mine = self.replayed(request, page, group, found)
        except RecordError as error:
            return self.not_replayed(request, page, group, found, error.faults)
        except UNAVAILABLE:
            return self.put_off(without_messages(request), page)
        finally:
            request.POST, request.replayed = sent, None
        if mine is None:
            return response
        if found.is_gone:
            return self.keep_of_gone(request, found, mine)
        return self.decide(request, found, mine, response)

    def replayed(self, request, page: tuple, group: str, found: Since):
        """The answer of a form, and what it makes of the entry, tried aside: on what it was drawn
        from, or where that cannot be had again on what the entry is now.

        What the form only repeats of what it was drawn from is taken for no change then, as both
        are merged from that; what both changed is asked. Raises RecordError.
        """
        sent = request.POST
        try:
            with aside(request):
                return self.replay(request, page, group, found)
        except RecordError:
            if found.is_gone:
                raise
        request.POST = sent
        with aside(request):
            return self.replay(request, page, group, found, on_now=True)

    def replay(self, request, page: tuple, group: str, found: Since, *, on_now: bool = False):
        """The answer of a form where it is carried out, and what it makes of the entry."""
        request.replayed, request.made_aside, request.changed_aside = found, None, None
        request.put_back = not on_now
        row = page[0] if on_now else str(found.put_back())
        response = super().changeform_view(request, row, *page[1:], group=group)
        if response.status_code == 302 and request.made_aside is not None:
            return response, form_of(request.made_aside)[1]
        return (response.render() if hasattr(response, "render") else response), None

    def carry_out(self, request, page):
        """What became of a post; aside, whatever stands against it ends the trial."""
        if not is_replayed(request):
            return super().carry_out(request, page)
        with contextlib.ExitStack() as request.transaction:
            return change_page(self, request, *page)

    def get_formset_kwargs(self, request, obj, inline, prefix):
        if is_replayed(request) and request.put_back:
            pks, before = pks_of(inline, request, obj), request.replayed.base.before
            placed = getattr(inline, "ordered", False)
            request.POST = on_rows(request.POST, prefix, pks[before:], placed=placed)
        return super().get_formset_kwargs(request, obj, inline, prefix)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if is_replayed(request):
            request.made_aside, _way = entry_of(form.instance)

    def log_change(self, request, obj, message):
        if is_replayed(request):  # of a row first what the history of its entry tells
            request.changed_aside = request.changed_aside or message
        return super().log_change(request, obj, message)

    # What is decided

    def decide(self, request, found: Since, mine: dict, response) -> HttpResponse:
        """Save a form joined with what others did, or ask what clashes."""
        merged = found.joined(mine, chosen_of(request, found, mine))
        if merged.clashes and APART not in request.POST:
            return self.ask(request, found, mine)
        entry = found.schema.model._default_manager.get(pk=found.head.row)
        batch = said(request)
        told = found.told  # before this is one of them
        try:
            with asking(request, [entry]):
                found.save(merged.form, batch)
                super().log_change(request, entry, request.changed_aside or [])
        except Held as held:
            said_of_it = [
                words for some in to_say(request, held.findings).values() for _field, words in some
            ]
            return self.ask(request, found, mine, found_of_it=said_of_it)
        except RecordError as error:
            later = since(found.base, self.model, found.head.row)
            if later is not None and later.head.number != found.head.number:
                return self.decide(request, later, mine, response)
            return self.ask(request, found, mine, faults=error.faults)
        self.tell_joined(request, told, merged, entry)
        if merged.clashes:
            later = since(found.base, self.model, found.head.row)
            return self.ask(request, later, mine)
        self.was_saved(request)
        return HttpResponseRedirect(place_after(response["Location"]))

    def tell_joined(self, request, told: list[Told], merged: Merged, entry) -> None:
        """Say that a form was saved beside what others did, and what that was."""
        messages.success(
            request,
            gettext("Saved, beside what others had changed meanwhile: “%(entry)s”.")
            % {"entry": entry},
        )
        for each in told:
            messages.info(request, changed_by(each))
        if merged.reordered:
            words = gettext("You both moved rows. They stand in the order of the others.")
            messages.warning(request, words)

    def ask(self, request, found: Since, mine: dict, **said) -> HttpResponse:
        """The page that asks what clashes, with all that was sent."""
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Saved by others meanwhile"),
            "opts": found.schema.model._meta,
            "object": found.schema.model._default_manager.get(pk=found.head.row),
            "part": gettext("Saved by others meanwhile"),
            "told": found.told,
            "questions": asked(request, found, mine),
            "sent": [
                (name, value)
                for name, values in request.POST.lists()
                for value in values
                if name not in (APART, BACK, posts.TOKEN) and not name.startswith(CHOICE)
            ],
            "faults": [],
            "found_of_it": [],
        } | said
        status = 400 if said else 409
        return TemplateResponse(request, "admin/record/clashes.html", context, status=status)

    def keep_of_gone(self, request, found: Since, mine: dict, posted=None) -> HttpResponse:
        """Keep as a draft what was typed into an entry that somebody deleted meanwhile; `posted` as
        it was sent.
        """
        if not request.user.has_perm(ADD):
            raise PermissionDenied
        draft = found.as_draft(mine, request.user, name_of(request.user))
        if posted:
            draft.posted = posted
            draft.save()
        for told in found.told:
            messages.info(request, changed_by(told))
        messages.warning(
            request,
            gettext(
                "The entry was deleted meanwhile. What you typed is kept as a draft: choose there "
                "whether the entry is to come back."
            ),
        )
        self.was_saved(request)
        return HttpResponseRedirect(draft_address(draft) + "review/")

    def not_replayed(self, request, page: tuple, group, found: Since, faults) -> HttpResponse:
        """What was sent of an entry that is gone and cannot be had again: kept beside a draft."""
        if found.schema.model is not self.model:  # of a row that went with it
            return super().changeform_view(request, *page, group=group)
        kept = {"sent": worth_keeping(request.POST), "saved": 0, "faults": list(faults)}
        return self.keep_of_gone(request, found, found.form, {group: kept})


def open_told(request: HttpRequest, entry: str) -> dict:
    """What a form says of who else has one of its entry open, and of what was typed here."""
    user = request.user.pk
    return {
        "watched": True,
        "others": OpenForm.objects.others(user, entry),
        "typed": Unsaved.objects.at(user, request.path) if request.method == "GET" else None,
    }


def entry_told(row: models.Model | None) -> str:
    """What the entry of a form is called where browsers tell of it; empty of a new one."""
    found = None if row is None else entry_of(row)
    return f"{found[0]._meta.model_name} {found[0].pk}" if found else ""


def place_after(address: str) -> str:
    """Where a form leads; a row that was made aside has another key by now, so to its list."""
    return address.partition("?")[0] if names_made_row(address) else address
