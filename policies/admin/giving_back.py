"""A form that cannot be saved comes back filled in, whatever the reason was."""

import contextlib
import functools
import logging

from django import forms
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from policies.admin.asking import Held, to_say
from portal import posts
from portal.changes.tracking import one_version
from portal.rows.internals import as_post, change_page, without_messages
from portal.unsaved.models import Unsaved
from portal.unsaved.returning import UNAVAILABLE, View, busy, sent_before

LOG = logging.getLogger(__name__)
# What the address of a form says that is to show what was typed and not saved.
TYPED = "typed"


class GivesBack:
    """A page of the admin whose form comes back as it was sent where it could not be saved.

    Reading and looking at a form takes seconds where it is large, and nobody waits for them: the
    transaction begins, and on SQLite with it the only lock, where the first row is saved.

    A request with `given_back`, a reason, is answered with the form that it brings, the reason
    above it, and saves nothing.
    """

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """The page of the form; a post that cannot be carried out is given back."""
        page = (object_id, form_url, extra_context)
        self.returned(request)
        if request.method == "POST":
            return self.as_sent(request, page) or self.carry_out(request, page)
        return super().changeform_view(request, *page)

    def returned(self, request: HttpRequest) -> None:
        """Let a request that asks for what was sent before the login bring that, to be shown."""
        sent_before(request)
        if request.method == "GET" and (typed := self.typed_before(request)) is not None:
            request.given_back = gettext(
                "This was typed before and not saved. Look it over and save it."
            )
            as_post(request, typed.post)

    def typed_before(self, request: HttpRequest) -> Unsaved | None:
        """What was typed into this form and not saved, where the address asks for it."""
        return Unsaved.objects.at(request.user.pk, request.path) if TYPED in request.GET else None

    def was_saved(self, request: HttpRequest) -> None:
        """What was kept of this form until it would be saved is kept no longer."""
        posts.forget(request)
        Unsaved.objects.forget(request.user.pk, request.path)

    def as_sent(self, request: HttpRequest, page: tuple) -> HttpResponse | None:
        """The form as it was sent, with a reason; None where it is to be saved."""
        return change_page(self, request, *page) if self.reason(request) else None

    def carry_out(self, request: HttpRequest, page: tuple) -> HttpResponse:
        """What became of a post: saved, faulty, or given back."""
        try:
            with contextlib.ExitStack() as request.transaction:
                response = change_page(self, request, *page)
        except Held as held:
            request.held_back = to_say(request, held.findings)
            response = change_page(self, without_messages(request), *page)
        except UNAVAILABLE:
            response = self.put_off(request, page)
        except IntegrityError:
            LOG.warning("A form was given back: %s", request.path, exc_info=True)
            request.given_back = gettext(
                "Somebody else saved at the same moment, so nothing of yours was. Your input is "
                "below: look at the current version, then save again."
            )
            response = self.as_sent(without_messages(request), page)
        else:
            if response.status_code == 302:
                self.was_saved(request)
        return response

    def put_off(self, request: HttpRequest, page: tuple) -> HttpResponse:
        """The form as it was sent, where the database cannot be written for now."""
        return busy(request, lambda: self.as_sent(without_messages(request), page))

    def save_model(self, request, obj, form, change):
        """Save the entry where it changed, in the transaction of all that the form brings."""
        request.transaction.enter_context(self.saving(request, obj, change))
        if form.has_changed() or not change:
            super().save_model(request, obj, form, change)

    def saving(self, request, obj, change) -> contextlib.AbstractContextManager:
        """The transaction of a form that was looked at and is good."""
        return one_version()

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The form; one that is given back is never good."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if reason := self.reason(request):
            refuse(form, reason)
        return form

    def reason(self, request: HttpRequest) -> str:
        """Why the form of a request is given back; empty where it is not."""
        return getattr(request, "given_back", "")


def gives_back(view: View) -> View:
    """A page beside those of entries whose forms come back too where the session had ended.

    Its template holds the ticket, and its form is `looked_over`.
    """

    @functools.wraps(view)
    def shown(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        sent_before(request)
        return view(request, *args, **kwargs)

    shown.gives_back = True
    return shown


def looked_over(request: HttpRequest, form: forms.Form) -> forms.Form:
    """A form that was sent; one that is given back is never good, and says why."""
    if reason := getattr(request, "given_back", ""):
        form.full_clean()
        form.add_error(None, reason)
    return form


def refuse(form: type, reason: str) -> None:
    """Let no form of a class, made for this request, be good: each gives the reason."""
    clean = form.clean

    def refused(self):
        cleaned = clean(self)
        self.add_error(None, reason)
        return cleaned

    form.clean = refused
