"""Two entries of one kind that turn out to be one: what would become of them, chosen by field."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from policies.admin.addresses import named_by, renaming_into
from policies.admin.history import batch_of
from policies.attachments import copy_of
from policies.models import SourceDocument
from portal.changes.tracking import one_version
from portal.record.asking import questions
from portal.record.differences import differences
from portal.record.joining import Joining, join, merge_entries
from portal.record.models import Batch
from portal.record.schema import RecordError, schema_of
from portal.record.sent import asked_of
from portal.unsaved.returning import comes_back

CHOICE = "choice "
SIDES = ("mine", "theirs")
PAGE = "admin/record/merge.html"


class OtherForm(forms.Form):
    """Which entry of the same kind is the same as this one."""

    other = forms.ModelChoiceField(
        None,
        label=_("Address name of the entry that becomes part of this one"),
        widget=forms.TextInput,
    )

    def __init__(self, *args, stays: models.Model, **kwargs):
        super().__init__(*args, **kwargs)
        self.stays = stays
        field = self.fields["other"]
        field.queryset = type(stays)._default_manager.all()
        (field.to_field_name,) = stays.KEY
        words = gettext("There is no “%(value)s” among the entries of this kind: %(kind)s.")
        told = {"kind": stays._meta.verbose_name, "value": "%(value)s"}
        field.error_messages["invalid_choice"] = words % told

    def clean_other(self):
        """The other entry, which is none but this one."""
        other = self.cleaned_data["other"]
        if other == self.stays:
            raise forms.ValidationError(gettext("An entry cannot become part of itself."))
        return other


class Merging:
    """The page on which another entry becomes part of one; for those who may give it another
    address.
    """

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_merge"
        view = self.admin_site.admin_view(self.merge_view)
        own = [path("<path:object_id>/merge/", view, name=name)] if self.is_named else []
        return [*own, *super().get_urls()]

    @method_decorator(comes_back)
    def merge_view(self, request, object_id):
        """Which other one, then what would become of both, then it is done."""
        obj, _head = self.head_of(request, object_id)
        if not self.may_rename(request, obj):
            raise PermissionDenied
        given = request.POST or request.GET
        form = OtherForm(given if "other" in given else None, stays=obj)
        context = self.page(request, obj, gettext("Merge with another entry")) | {"form": form}
        if not form.is_valid():
            asked = form.is_bound or request.method == "POST"
            return TemplateResponse(request, PAGE, context, status=400 if asked else 200)
        other = form.cleaned_data["other"]
        chosen = {
            name.removeprefix(CHOICE): side
            for name, side in request.POST.items()
            if name.startswith(CHOICE) and side in SIDES
        }
        faults: list[str] = []
        joining = join(renaming_into(other, obj), chosen)
        if request.method == "POST":
            try:
                merge(joining, batch_of(request, Batch.Via.MERGE), obj, other)
            except RecordError as error:
                faults = error.faults
            else:
                words = gettext("The two are one now; the former address leads here.")
                messages.success(request, words)
                name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
                return HttpResponseRedirect(reverse(name, args=[obj.pk]))
        context |= self.proposed(request, joining, chosen) | copies_of(obj, other)
        context |= {"other": other, "faults": faults}
        status = 400 if faults else 200
        return TemplateResponse(request, PAGE, context, status=status)

    def proposed(self, request: HttpRequest, joining: Joining, chosen: dict) -> dict:
        """What the page tells of two entries becoming one."""
        renaming = joining.renaming
        asked = join(renaming, {}) if chosen else joining
        others = [
            (head, form)
            for head, form in joining.concerned
            if (head.kind, head.key) != (renaming.kind, renaming.new)
        ]
        return {
            "keys": {"stays": renaming.new, "goes": renaming.old},
            "questions": list(asked_in_words(asked, chosen)),
            "keeps_names": hasattr(self.model, "form_of_both"),
            "differences": differences(schema_of(renaming.kind), joining.stays, joining.form),
            "concerned": named_by(others),
            "batch": asked_of(request, required=True),
        }


def copies_of(stays: models.Model, goes: models.Model) -> dict:
    """The attached copies of two documents: `copy` of the one that goes, and of both `own`, which
    is kept where there is one.
    """
    if not isinstance(goes, SourceDocument):
        return {"copy": None, "own": None}
    return {"copy": copy_of(goes), "own": copy_of(stays)}


@one_version()
def merge(joining: Joining, batch: Batch, stays: models.Model, goes: models.Model) -> None:
    """Let two entries be one, and of two documents the copy of one be that of both. Raises
    RecordError.

    Copies are no part of the forms of entries: that of the one that goes would go with it.
    """
    held = copies_of(stays, goes)
    merge_entries(joining, batch)
    if held["copy"] and not held["own"]:
        held["copy"].attach_to(stays)


def asked_in_words(joining: Joining, chosen: dict):
    """What has to be chosen: what the choice is called, of which other entry, the question, and
    the side that was chosen.
    """
    renaming = joining.renaming
    for each in joining.asked:
        own = (each.entry.kind, each.entry.key) == (renaming.kind, renaming.new)
        forms_of = (joining.stays, joining.goes) if own else (each.form,)
        name = "" if own else named_by([(each.entry, each.form)])[0]
        for question in questions(schema_of(each.entry.kind), each.clashes, forms_of):
            choice = each.choice(question.clash)
            yield f"{CHOICE}{choice}", name, question, chosen.get(choice, "")
