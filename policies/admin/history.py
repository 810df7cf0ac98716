"""What became of entries, for editors: revisions side by side, brought back, and undone."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from policies.admin.read_only import ReadOnly
from portal.changes.tracking import seen, written_to
from portal.record import restoring
from portal.record.asking import questions
from portal.record.differences import differences
from portal.record.models import Batch, Entry, Revision
from portal.record.restoring import Chosen, Proposal
from portal.record.schema import RecordError, kinds, schema_of
from portal.record.sent import asked_of, kind_asked, reason_of, said
from portal.record.telling import tell
from portal.unsaved.returning import comes_back

RESTORE = "measures.restore_entry"
# Revisions on a page.
REVISIONS = 50


class RefusedForm(forms.ModelForm):
    """A form of which it is not said what kind of change it makes, or why; `words` ask for it."""

    words = ""

    def clean(self):
        cleaned = super().clean()
        self.add_error(None, ValidationError(self.words, code="batch"))
        return cleaned


def missing_of(request: HttpRequest) -> str:
    """What is not said of a change that readers are told of, in words; empty where all is."""
    if not kind_asked(request):
        return gettext("Say what kind of change this is: it is told to readers.")
    if settings.REASON_REQUIRED and not reason_of(request):
        return gettext("Say why: a reason is required here.")
    return ""


class Histories:
    """The pages of an entry's revisions, and what is asked beside the button that saves."""

    def get_urls(self):
        if self.opts.model_name not in kinds():  # a row has the revisions of its entry
            return super().get_urls()
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("<path:object_id>/versions/", view(self.versions_view), name=f"{name}_versions"),
            path(
                "<path:object_id>/restore/<int:number>/",
                view(self.restore_view),
                name=f"{name}_restore",
            ),
            *super().get_urls(),
        ]

    def is_seen(self, obj: models.Model | None) -> bool:
        """Whether visitors see the row that is edited."""
        return obj is not None and seen({self.model: {obj.pk}}, written_to(None))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None, **options):
        def asked() -> dict:
            obj = self.get_object(request, unquote(object_id)) if object_id else None
            return asked_of(request, required=self.is_seen(obj))

        # Whoever saves draws no page, and needs nothing that stands on it.
        context = {"batch": SimpleLazyObject(asked), **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, context, **options)

    def delete_view(self, request, object_id, extra_context=None):
        context = {"batch": asked_of(request, required=False), **(extra_context or {})}
        if request.method == "GET":  # Django takes whatever was sent for the deletion
            request.POST = QueryDict()
        return super().delete_view(request, object_id, context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        missing = "" if getattr(request, "drafting", False) else missing_of(request)
        if request.method == "POST" and missing and self.is_seen(obj):
            return type(form.__name__, (RefusedForm, form), {"words": missing})
        return form

    def head_of(self, request: HttpRequest, object_id: str) -> tuple[models.Model, Entry]:
        """A row that may be looked at, and its head. Raises Http404."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404(gettext("There is no such entry."))
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        kind = self.opts.model_name
        return obj, get_object_or_404(Entry, kind=kind, row=obj.pk)

    def history_view(self, request, object_id, extra_context=None):
        """The revisions of an entry; of a row those of the entry that it belongs to."""
        if self.opts.model_name not in kinds():
            return self.history_of_owner(request, object_id, extra_context)
        obj, head = self.head_of(request, object_id)
        revisions = Revision.objects.of(head.kind, head.key)
        page = Paginator(revisions, REVISIONS).get_page(request.GET.get("p", 1))
        context = self.page(request, obj, gettext("History")) | {
            "told": tell(list(page)),
            "page": page,
            "head": head,
            "may_restore": self.may_restore(request, obj),
        }
        return TemplateResponse(request, "admin/record/history.html", context)

    def history_of_owner(self, request, object_id, extra_context):
        """The history of the entry that a row belongs to, where it belongs to one."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None or not self.parent_path:
            return super().history_view(request, object_id, extra_context)
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        for name in self.parent_path.split("."):
            obj = getattr(obj, name)
        name = f"admin:{obj._meta.app_label}_{obj._meta.model_name}_history"
        return redirect(name, obj.pk)

    def page(self, request: HttpRequest, obj: models.Model, title: str) -> dict:
        """What the pages of an entry's revisions share."""
        return {
            **self.admin_site.each_context(request),
            "title": f"{title}: {obj}",
            "opts": self.opts,
            "object": obj,
            "part": title,
        }

    def may_restore(self, request: HttpRequest, obj: models.Model) -> bool:
        """Whether somebody may bring revisions back."""
        return request.user.has_perm(RESTORE) and self.has_change_permission(request, obj)

    def versions_view(self, request, object_id):
        """Two revisions side by side."""
        obj, head = self.head_of(request, object_id)
        numbers = [
            asked if (asked := request.GET.get(name, "")).isdecimal() else str(otherwise)
            for name, otherwise in (("from", max(head.number - 1, 1)), ("to", head.number))
        ]
        revisions = Revision.objects.of(head.kind, head.key)
        old, new = (get_object_or_404(revisions, number=number) for number in numbers)
        context = self.page(request, obj, gettext("Two revisions side by side")) | {
            "old": old,
            "new": new,
            "differences": differences(schema_of(head.kind), old.form, new.form),
            "numbers": revisions.values_list("number", flat=True),
        }
        return TemplateResponse(request, "admin/record/versions.html", context)

    @method_decorator(comes_back)
    def restore_view(self, request, object_id, number):
        """A revision brought back: what it would change is shown, and done when it is posted."""
        obj, head = self.head_of(request, object_id)
        if not self.may_restore(request, obj):
            raise PermissionDenied
        wanted = get_object_or_404(Revision.objects.of(head.kind, head.key), number=number)
        seen = request.POST.get("seen", "")
        seen = int(seen) if seen.isdecimal() and 0 < int(seen) <= head.number else head.number
        title = gettext("Back to revision %(number)s") % {"number": number}
        return proposed(
            request,
            lambda chosen: restoring.back_to(wanted, seen, chosen),
            self.page(request, obj, title) | {"seen": seen},
            reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_history", args=[obj.pk]),
        )


def proposed(request: HttpRequest, propose, context: dict, after: str) -> HttpResponse:
    """The page of what is proposed, with what has to be decided; posted it is done."""
    faults: list[str] = []
    proposals: list[Proposal] = []
    try:
        proposals = propose(choices(request, propose({})) if request.method == "POST" else {})
        if request.method == "POST":
            restoring.restore(proposals, batch_of(request))
            messages.success(request, gettext("The change was made."))
            return HttpResponseRedirect(after)
    except RecordError as error:
        faults = error.faults
    context |= {
        "told": [
            (each, name_of(each), found, asked(request, each))
            for each, found in restoring.told(proposals)
        ],
        "faults": faults,
        "batch": asked_of(request, required=True),
        "nothing": not any(each.merged.form != each.now or each.clashes for each in proposals),
    }
    status = 400 if faults else 200
    return TemplateResponse(request, "admin/record/restore.html", context, status=status)


def batch_of(request: HttpRequest, via: str = Batch.Via.RESTORE) -> Batch:
    """Who makes a change, and why. Raises RecordError where the kind is not said."""
    batch = said(request, via)
    if not batch.kind:
        raise RecordError([gettext("Say what kind of change this is: it is told to readers.")])
    return batch


def choice_name(proposal: Proposal, name: str) -> str:
    """What the choice between the sides of a clash is called in the form."""
    return f"choice {proposal.head.kind} {proposal.head.key} {name}"


def choices(request: HttpRequest, proposals: list[Proposal]) -> Chosen:
    """What was chosen of the clashes of some proposals."""
    return {
        each.key: {
            clash.name: side
            for clash in each.clashes
            if (side := request.POST.get(choice_name(each, clash.name))) in ("mine", "theirs")
        }
        for each in proposals
    }


def asked(request: HttpRequest, proposal: Proposal) -> list[tuple[str, object, str]]:
    """The clashes of a proposal in words, each with the name of its choice and what was chosen."""
    schema = schema_of(proposal.head.kind)
    forms = (proposal.now, proposal.merged.form)
    return [
        (name := choice_name(proposal, each.clash.name), each, request.POST.get(name, ""))
        for each in questions(schema, proposal.clashes, forms)
    ]


def name_of(proposal: Proposal) -> str:
    """The kind of an entry and what it is called, in words."""
    schema = schema_of(proposal.head.kind)
    found = differences(schema, None, proposal.merged.form or proposal.now)
    return f"{found[0].label}: {found[0].new}" if found else proposal.head.key


@admin.register(Batch)
class BatchAdmin(ReadOnly, admin.ModelAdmin):
    """All changes of the record, one line each; what was deleted can be brought back here."""

    list_display = ("made_at", "user_name", "kind", "via", "reason", "entries")
    list_filter = ("kind", "via", "made_at")
    search_fields = ("reason", "user_name", "revisions__entry__key")
    list_per_page = 50
    ordering = ("-pk",)

    def get_queryset(self, request):
        return super().get_queryset(request).counted()

    @admin.display(description=_("entries"), ordering="count")
    def entries(self, obj):
        return obj.count

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("deleted/", view(self.deleted_view), name="record_batch_deleted"),
            path("<int:pk>/undo/", view(self.undo_view), name="record_batch_undo"),
            *super().get_urls(),
        ]

    def page(self, request: HttpRequest, title: str, **context) -> dict:
        """What the pages of batches share."""
        shared = self.admin_site.each_context(request)
        return {**shared, "title": title, "part": title, "opts": self.opts, **context}

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """One batch with all that it changed."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404(gettext("There is no such entry."))
        revisions = Paginator(obj.revisions.select_related("entry", "batch").order_by("pk"), 50)
        page = revisions.get_page(request.GET.get("p", 1))
        context = self.page(request, gettext("One change"), object=obj, page=page) | {
            "told": tell(list(page)),
            "may_restore": request.user.has_perm(RESTORE),
        }
        return TemplateResponse(request, "admin/record/batch.html", context)

    def deleted_view(self, request):
        """What was deleted and is still gone, by the batch that deleted it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        page = Paginator(Batch.objects.deletions(), 50).get_page(request.GET.get("p", 1))
        gone = Revision.objects.deleted_by(list(page))
        told: dict[int, list] = {}
        for each in tell(gone):
            told.setdefault(each.revision.batch_id, []).append(each)
        context = self.page(request, gettext("Deleted entries"), page=page) | {
            "batches": [(each, told.get(each.pk, [])) for each in page],
            "may_restore": request.user.has_perm(RESTORE),
        }
        return TemplateResponse(request, "admin/record/deleted.html", context)

    @method_decorator(comes_back)
    def undo_view(self, request, pk):
        """A batch undone as a whole."""
        if not request.user.has_perm(RESTORE):
            raise PermissionDenied
        obj = get_object_or_404(Batch, pk=pk)
        return proposed(
            request,
            lambda chosen: restoring.without(obj, chosen),
            self.page(request, gettext("Undo a change"), object=obj),
            reverse("admin:record_batch_changelist"),
        )
