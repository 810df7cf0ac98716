"""Entries are deleted: all that goes or loses something is shown first, and a reason is asked."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext

from policies.admin.addresses import page_of
from policies.admin.history import batch_of
from portal.record.deleting import Deletion, Loss, delete, deletion_of
from portal.record.models import Batch
from portal.record.schema import RecordError, kinds, schema_of
from portal.record.sent import asked_of
from portal.unsaved.returning import CONFIRMED

# The name of the action on a list of entries.
ACTION = "delete_selected"
# Of so many entries that lose something it is told what; of others what they are called.
LISTED = 50


class Deleting:
    """The page on which entries are deleted, one or several: the same for both.

    A row of an entry is deleted as Django does it.
    """

    @property
    def deletes_entries(self) -> bool:
        """Whether what it deletes are entries."""
        return self.opts.model_name in kinds()

    def get_actions(self, request):
        actions = super().get_actions(request)
        if self.deletes_entries and ACTION in actions:
            _django, name, words = actions[ACTION]
            actions[ACTION] = (type(self).delete_chosen, name, words)
        return actions

    def delete_view(self, request, object_id, extra_context=None):
        if not self.deletes_entries:
            return super().delete_view(request, object_id, extra_context)
        obj, _head = self.head_of(request, object_id)
        return self.deletion_page(request, [obj])

    def delete_chosen(self, request: HttpRequest, chosen: models.QuerySet) -> HttpResponse | None:
        """The entries that are ticked in a list."""
        return self.deletion_page(request, list(chosen)) if chosen else None

    def deletion_page(self, request: HttpRequest, rows: list[models.Model]) -> HttpResponse:
        """What would go, and what other entries would lose; deleted when it is posted."""
        if not all(self.has_delete_permission(request, row) for row in rows):
            raise PermissionDenied
        pages = {page: self.is_seen(row) for row in rows if (page := page_of(row))}
        deletion = deletion_of(rows, pages)
        faults = list(standing_against(request, deletion))
        asked = request.method == "POST" and CONFIRMED in request.POST
        if asked and not faults:
            try:
                return self.deleted(request, rows, deletion)
            except RecordError as error:
                faults = error.faults
        gone, along, losing = deletion.losses()
        single = rows[0] if len(rows) == 1 else None
        context = {
            **self.page(request, single, gettext("Delete")),
            **({} if single else {"title": gettext("Delete")}),
            "rows": rows,
            "single": not request.POST.get("action"),
            "gone": gone,
            "along": in_words(along),
            "losing": losing[:LISTED],
            "others": in_words(losing[LISTED:]),
            "count": len(losing),
            "faults": faults,
            "forbidden": any(standing_against(request, deletion)),
            "deletion": deletion,
            "batch": asked_of(request, required=True, reason_required=True),
        }
        status = 400 if asked and faults else 200
        return TemplateResponse(request, "admin/record/delete.html", context, status=status)

    def deleted(
        self, request: HttpRequest, rows: list[models.Model], deletion: Deletion
    ) -> HttpResponse:
        """Delete the entries as they were shown. Raises RecordError where that cannot be."""
        if request.POST.get("seal") != deletion.seal:
            words = gettext("Something changed since this was shown. Look at it once more.")
            raise RecordError([words])
        batch = batch_of(request, Batch.Via.FORM)
        if not batch.reason:
            raise RecordError([gettext("Say why: the reason is told to readers.")])
        number = len(rows)
        with transaction.atomic():
            self.log_deletions(request, rows)
            delete(deletion, batch)
        words = gettext("Deleted: %(number)d. Under “Deleted entries” it can be brought back.")
        messages.success(request, words % {"number": number})
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"
        return HttpResponseRedirect(reverse(name))


def in_words(losses: list[Loss]) -> list[str]:
    """What entries are called, each with its kind."""
    return [f"{kind_of(each)}: {each.name}" for each in losses]


def kind_of(loss: Loss) -> str:
    """What entries of its kind are called."""
    return capfirst(str(schema_of(loss.key[0]).model._meta.verbose_name))


def standing_against(request: HttpRequest, deletion: Deletion):
    """Why the entries cannot be deleted: what needs them, and what somebody may not change."""
    for row in deletion.forbidding:
        told = {"kind": row._meta.verbose_name, "name": str(row)}
        yield gettext("%(kind)s “%(name)s” names it, and has to name something else first.") % told
    for kind, way in sorted({(key[0], edit.form is None) for key, edit in deletion.edits.items()}):
        opts = schema_of(kind).model._meta
        verb = "delete" if way else "change"
        if not request.user.has_perm(f"{opts.app_label}.{verb}_{opts.model_name}"):
            words = gettext("It would change entries that you may not change: %(kinds)s.")
            yield words % {"kinds": opts.verbose_name_plural}
