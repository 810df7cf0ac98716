"""The review of a draft: what it changes, where, what stands against it; and what is done."""

import dataclasses
from collections.abc import Mapping

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext

from measures.models.permissions import PUBLISH
from policies.admin.history import asked_of
from portal.dates.clock import now
from portal.editing.drafts.pages import Pages, lines_of, private
from portal.editing.drafts.sent import kind_asked, moment_of, text_of
from portal.record import drafting
from portal.record.asides import aside
from portal.record.asking import Question, questions
from portal.record.differences import Difference, differences
from portal.record.drafting import Meant, meant
from portal.record.models import Draft
from portal.record.schema import RecordError, schema_of

# The rows of a list that are named where something changes on them.
NAMED = 20


@dataclasses.dataclass(frozen=True)
class Reached:
    """A list on which something changes: what it holds, how many rows, the first of them."""

    name: str
    number: int
    rows: list[tuple[str, str]]


@dataclasses.dataclass(frozen=True)
class Reviewed:
    """One draft of a bundle: its line, what it changes in words, and what is to be decided."""

    draft: Draft
    name: str
    changes: list[Difference]
    questions: list[tuple[str, Question]]


class ReviewPages(Pages):
    """The page of a review."""

    def review(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What a draft would do; sent, one of the deeds is done."""
        draft = self.draft(request, pk)
        faults: list[str] = []
        if request.method == "POST":
            try:
                return self.act(request, draft)
            except RecordError as error:
                faults = error.faults
                draft.refresh_from_db()
        bundle = list(Draft.objects.together(draft)) if draft.is_open else [draft]
        context = self.context(request, gettext("Review of a draft"), draft=draft, faults=faults)
        context |= {
            "bundle": bundle,
            "saved": saved_of(bundle),
            "reviewed": [reviewed(each) for each in bundle],
            "against": drafting.against(bundle) if draft.is_open else [],
            "reached": reached(draft, bundle) if draft.is_open else [],
            "may_write": self.may_write(request, draft),
            "may_publish": draft.is_open and self.may_publish(request, draft),
            "may_drop": draft.is_open and self.may_drop(request, draft),
            "own_review": not drafting.may_review(draft, request.user),
            "reason_required": settings.REASON_REQUIRED,
            "batch": asked_of(request, required=True)
            | {
                "kind": request.POST.get("batch_kind", draft.change),
                "reason": request.POST.get("batch_reason", draft.reason),
            },
        }
        status = 400 if faults else 200
        response = TemplateResponse(request, "admin/drafts/review.html", context, status=status)
        return private(response)

    def may_publish(self, request: HttpRequest, draft: Draft) -> bool:
        """Whether somebody may publish a draft, or send it back."""
        return request.user.has_perm(PUBLISH) and self.may_write(request, draft)

    def may_drop(self, request: HttpRequest, draft: Draft) -> bool:
        """Whether somebody may give a draft up: its author, and who may publish it."""
        own = draft.author_id == request.user.pk and self.may_write(request, draft)
        return own or self.may_publish(request, draft)

    def act(self, request: HttpRequest, draft: Draft) -> HttpResponse:
        """Do what a button says. Raises RecordError with what stands against it."""
        deeds = {
            "ask": (self.may_write, ask),
            "carry": (self.may_write, carry),
            "bundle": (self.may_write, put_in_bundle),
            "publish": (self.may_publish, publish),
            "refuse": (self.may_publish, refuse),
            "drop": (self.may_drop, drop),
        }
        allowed, deed = deeds.get(request.POST.get("deed", ""), (None, None))
        if deed is None:
            raise RecordError([gettext("Say what is to be done with the draft.")])
        if not draft.is_open:
            raise RecordError([gettext("A draft was published or dropped meanwhile.")])
        if not allowed(request, draft):
            raise PermissionDenied
        if deed is publish:
            for each in Draft.objects.together(draft):
                if not self.may_publish(request, each):
                    raise PermissionDenied
        told = deed(request, draft)
        messages.success(request, told)
        after = "draft-review" if deed in (ask, carry, put_in_bundle) else "drafts"
        keys = [draft.pk] if after == "draft-review" else []
        return HttpResponseRedirect(reverse(after, args=keys))


# What is told


def reviewed(draft: Draft) -> Reviewed:
    """What a draft changes of what is published now, in the words of its form."""
    schema, [line] = schema_of(draft.kind), lines_of([draft])
    try:
        found = meant(draft)
    except RecordError:
        return Reviewed(draft, line.name, [], [])
    changes = differences(schema, found.now, found.released)
    return Reviewed(draft, line.name, changes, asked(found))


def choice_name(draft: Draft, name: str) -> str:
    """What the choice between the sides of a clash is called in the form."""
    return f"choice {draft.pk} {name}"


def asked(found: Meant) -> list[tuple[str, Question]]:
    """What is to be decided between a draft and what was published since, in words."""
    schema, forms = schema_of(found.draft.kind), (found.now, found.draft.form)
    return [
        (choice_name(found.draft, each.clash.name), each)
        for each in questions(schema, found.merged.clashes, forms)
    ]


def reached(draft: Draft, bundle: list[Draft]) -> list[Reached]:
    """The entries and rows on whose pages something changes, with previews of these pages."""
    prefix = reverse("draft-preview", args=[draft.pk])
    try:
        with aside():
            drafting.show(bundle)
            found = drafting.reach(bundle)
            return [reached_of(model, pks, prefix) for model, pks in found.items() if pks]
    except RecordError:
        return []


def reached_of(model: type[models.Model], pks: set[int], prefix: str) -> Reached:
    """The rows of one model on which something changes."""
    rows = model._default_manager.in_bulk(sorted(pks)[:NAMED]).values()
    told = [(str(row), previewed(row, prefix)) for row in rows]
    return Reached(capfirst(str(model._meta.verbose_name_plural)), len(pks), told)


def previewed(row: models.Model, prefix: str) -> str:
    """The address of a preview of the page of a row; empty where it has none."""
    address = row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""
    return prefix + address.removeprefix("/") if address else ""


# What is done


def ask(request: HttpRequest, draft: Draft) -> str:
    """Let a draft wait for its review."""
    bundle = list(Draft.objects.together(draft))
    if faults := drafting.against(bundle):
        raise RecordError(faults)
    for each in bundle:
        each.state, each.note = Draft.State.FOR_REVIEW, text_of(request, "note")
        each.save()
    return gettext("The draft waits for its review.")


def carry(request: HttpRequest, draft: Draft) -> str:
    """Let a draft go on from what was published since, as was decided."""
    chosen: Mapping = {
        each.clash.name: side
        for name, each in asked(meant(draft))
        if (side := request.POST.get(name)) in ("mine", "theirs")
    }
    if not drafting.carry_over(draft, chosen):
        raise RecordError([gettext("Something is still to be decided.")])
    drafting.written_on(draft)
    return gettext("The draft goes on from what is published now.")


def put_in_bundle(request: HttpRequest, draft: Draft) -> str:
    """Let a draft be published together with those of the same name."""
    draft.bundle = text_of(request, "bundle")[:60]
    drafting.written_on(draft)
    if not draft.bundle:
        return gettext("The draft is published by itself.")
    return gettext("The draft is published together with “%(bundle)s”.") % {"bundle": draft.bundle}


def publish(request: HttpRequest, draft: Draft) -> str:
    """Publish a draft and those of its bundle, now or on a day to come."""
    bundle = list(Draft.objects.together(draft))
    if request.POST.get("saved", "") != saved_of(bundle):
        raise RecordError([gettext("A draft was saved meanwhile: look at it again.")])
    reason = text_of(request, "batch_reason")
    moment = moment_of(request.POST.get("publish_at", ""))
    if moment is not None and moment > now():
        drafting.approve(bundle, request.user, kind_asked(request), reason, moment)
        return gettext("Approved. It is published on its day.")
    drafting.publish(bundle, request.user, kind_asked(request), reason)
    return gettext("Published.")


def refuse(request: HttpRequest, draft: Draft) -> str:
    """Send a draft back to its author, with what is to be done."""
    note = text_of(request, "note")
    if not note:
        raise RecordError([gettext("Say what is to be done, for the author.")])
    for each in Draft.objects.together(draft):
        each.state, each.note, each.publish_at = Draft.State.REFUSED, note, None
        each.reviewer, each.reviewer_name = request.user, drafting.name_of(request.user)
        each.save()
    return gettext("The draft was sent back.")


def drop(request: HttpRequest, draft: Draft) -> str:
    """Give a draft up. It is kept, and published no more."""
    draft.state = Draft.State.DROPPED
    draft.save()
    return gettext("The draft was given up.")


def saved_of(bundle: list[Draft]) -> str:
    """What a page says of the state of the drafts that it shows."""
    return ",".join(f"{each.pk}-{each.saved}" for each in bundle)
