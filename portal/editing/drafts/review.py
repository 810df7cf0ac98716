"""The review of a draft: what it changes, where, what stands against it; and what is done."""

import dataclasses
from collections.abc import Mapping

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext

from measures.models.permissions import PUBLISH
from portal.changes.tracking import written_to
from portal.dates.clock import now
from portal.editing.drafts.pages import Line, Pages, lines_of, private
from portal.editing.drafts.reaching import Reach, reach_of
from portal.editing.drafts.sent import bundle_asked, moment_of
from portal.record import publishing
from portal.record.asking import Question, questions
from portal.record.differences import Difference, differences
from portal.record.drafting import Meant, carry_over, meant, name_of, written_on
from portal.record.models import Draft
from portal.record.publishing import Against, Collision, against, may_review
from portal.record.schema import RecordError, schema_of
from portal.record.sent import asked_of, kind_asked, reason_of, text_of, typed
from portal.unsaved.returning import comes_back


@dataclasses.dataclass(frozen=True)
class Reviewed:
    """One draft of a bundle: its line, what it changes in words, and what is to be decided, each
    with what was chosen.
    """

    draft: Draft
    line: Line
    changes: list[Difference]
    questions: list[tuple[str, Question, str]]


@dataclasses.dataclass(frozen=True)
class Collided:
    """Drafts that wait and could not be published any more: their lines, and what stands against
    them then. Without lines nobody is told which they are.
    """

    lines: list[Line]
    faults: list[str]


class ReviewPages(Pages):
    """The page of a review."""

    @method_decorator(comes_back)
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
        bundle = self.bundle_of(request, draft)
        found = against(bundle) if draft.is_open else Against()
        context = self.context(request, gettext("Review of a draft"), draft=draft, faults=faults)
        context |= {
            "bundle": bundle,
            "saved": saved_of(bundle),
            "reviewed": [reviewed(request, each) for each in bundle],
            "against": found,
            "collisions": [self.collided(request, each) for each in found.collisions],
            "others": self.others(request, draft, bundle),
            "reach": reached(draft, bundle) if draft.is_open else None,
            "bundles": Draft.objects.bundles(),
            "in_bundle": request.POST.get("bundle", draft.bundle),
            "typed": typed(request, "new_bundle", "note", "publish_at"),
            "may_write": self.may_write(request, draft),
            "may_publish": draft.is_open and self.may_publish(request, draft),
            "may_drop": draft.is_open and self.may_drop(request, draft),
            "own_review": not all(may_review(each, request.user) for each in bundle),
            "reason_required": settings.REASON_REQUIRED,
            "batch": asked_of(request, required=True, kind=draft.change, reason=draft.reason),
        }
        status = 400 if faults else 200
        response = TemplateResponse(request, "admin/drafts/review.html", context, status=status)
        return private(response)

    def collided(self, request: HttpRequest, found: Collision) -> Collided:
        """A collision with drafts that wait, as far as somebody may see them."""
        seen = [each for each in found.drafts if self.page_of(each).has_view_permission(request)]
        return Collided(lines_of(seen), list(found.faults) if seen else [])

    def others(self, request: HttpRequest, draft: Draft, bundle: list[Draft]) -> list[Line]:
        """Further open drafts of the entries of a bundle."""
        keys = [(each.kind, each.key) for each in bundle if each.key]
        return lines_of(Draft.objects.of_entries(keys, bundle)) if draft.is_open else []

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
        bundle = self.bundle_of(request, draft)
        if deed is publish and not all(self.may_publish(request, each) for each in bundle):
            raise PermissionDenied
        told = deed(request, draft)
        messages.success(request, told)
        after = "draft-review" if deed in (ask, carry, put_in_bundle) else "drafts"
        keys = [draft.pk] if after == "draft-review" else []
        return HttpResponseRedirect(reverse(after, args=keys))


# What is told


def reviewed(request: HttpRequest, draft: Draft) -> Reviewed:
    """What a draft changes of what is published now, in the words of its form."""
    schema, [line] = schema_of(draft.kind), lines_of([draft])
    try:
        found = meant(draft)
    except RecordError:
        return Reviewed(draft, line, [], [])
    changes = differences(schema, found.now, found.released)
    found_questions = [(name, each, request.POST.get(name, "")) for name, each in asked(found)]
    return Reviewed(draft, line, changes, found_questions)


def choice_name(draft: Draft, name: str) -> str:
    """What the choice between the sides of a clash is called in the form; no name ends in a space,
    which the reader of a multipart form leaves out.
    """
    return f"choice {draft.pk} {name}".rstrip()


def reached(draft: Draft, bundle: list[Draft]) -> Reach | None:
    """Where something changes, with previews; None where the drafts cannot be tried out."""
    try:
        return reach_of(draft, bundle, reverse("draft-preview", args=[draft.pk]))
    except RecordError:
        return None


def asked(found: Meant) -> list[tuple[str, Question]]:
    """What is to be decided between a draft and what was published since, in words."""
    schema, forms = schema_of(found.draft.kind), (found.now, found.draft.form)
    return [
        (choice_name(found.draft, each.clash.name), each)
        for each in questions(schema, found.merged.clashes, forms)
    ]


# What is done


def ask(request: HttpRequest, draft: Draft) -> str:
    """Let a draft wait for its review."""
    bundle = list(Draft.objects.together(draft))
    found = against(bundle)
    if found.faults:
        raise RecordError(list(found.faults))
    with transaction.atomic(using=written_to(None)):
        for each in bundle:
            each.state, each.note = Draft.State.FOR_REVIEW, text_of(request, "note")
            each.save()
    if found.collisions:
        words = gettext("Other drafts that wait could not be published behind it: see below.")
        messages.warning(request, words)
    return gettext("The draft waits for its review.")


def carry(request: HttpRequest, draft: Draft) -> str:
    """Let a draft go on from what was published since, as was decided."""
    chosen: Mapping = {
        each.clash.name: side
        for name, each in asked(meant(draft))
        if (side := request.POST.get(name)) in ("mine", "theirs")
    }
    if not carry_over(draft, chosen):
        raise RecordError([gettext("Something is still to be decided.")])
    written_on(draft, request.user)
    return gettext("The draft goes on from what is published now.")


def put_in_bundle(request: HttpRequest, draft: Draft) -> str:
    """Let a draft be published together with those of the same name."""
    draft.bundle = bundle_asked(request)
    written_on(draft, request.user)
    if not draft.bundle:
        return gettext("The draft is published by itself.")
    return gettext("The draft is published together with “%(bundle)s”.") % {"bundle": draft.bundle}


def publish(request: HttpRequest, draft: Draft) -> str:
    """Publish a draft and those of its bundle, now or on a day to come."""
    bundle = list(Draft.objects.together(draft))
    if request.POST.get("saved", "") != saved_of(bundle):
        raise RecordError([gettext("A draft was saved meanwhile: look at it again.")])
    reason = reason_of(request)
    moment = moment_of(request.POST.get("publish_at", ""))
    if moment is not None and moment > now():
        publishing.approve(bundle, request.user, kind_asked(request), reason, moment)
        return gettext("Approved. It is published on its day.")
    publishing.publish(bundle, request.user, kind_asked(request), reason)
    return gettext("Published.")


def refuse(request: HttpRequest, draft: Draft) -> str:
    """Send a draft back to its author, with what is to be done."""
    note = text_of(request, "note")
    if not note:
        raise RecordError([gettext("Say what is to be done, for the author.")])
    with transaction.atomic(using=written_to(None)):
        for each in Draft.objects.together(draft):
            each.state, each.note, each.publish_at = Draft.State.REFUSED, note, None
            each.reviewer, each.reviewer_name = request.user, name_of(request.user)
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
