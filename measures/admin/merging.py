"""Two measures that turn out to be one: what would become of them, chosen field by field."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from measures.models import Measure
from policies.admin.addresses import named_by, renaming_of
from policies.admin.history import asked_of, batch_of
from portal.record.asking import questions
from portal.record.differences import differences
from portal.record.joining import Joining, join, merge_entries
from portal.record.models import Batch
from portal.record.schema import RecordError, schema_of

CHOICE = "choice "
SIDES = ("mine", "theirs")
PAGE = "admin/measures/measure/merge.html"


class OtherForm(forms.Form):
    """Which measure is the same as this one."""

    other = forms.ModelChoiceField(
        Measure.objects.all(),
        to_field_name="slug",
        label=_("Address name of the measure that becomes part of this one"),
        error_messages={"invalid_choice": _("“%(value)s” is no measure.")},
        widget=forms.TextInput,
    )

    def __init__(self, *args, stays: Measure, **kwargs):
        super().__init__(*args, **kwargs)
        self.stays = stays

    def clean_other(self):
        """The other measure, which is none but this one."""
        other = self.cleaned_data["other"]
        if other == self.stays:
            raise forms.ValidationError(gettext("A measure cannot become part of itself."))
        return other


class Merging:
    """The page on which another measure becomes part of one."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.merge_view)
        own = path("<path:object_id>/merge/", view, name="measures_measure_merge")
        return [own, *super().get_urls()]

    def merge_view(self, request, object_id):
        """Which other one, then what would become of both, then it is done."""
        obj, _head = self.head_of(request, object_id)
        if not self.may_rename(request, obj):
            raise PermissionDenied
        given = request.POST if request.method == "POST" else request.GET
        form = OtherForm(given if "other" in given else None, stays=obj)
        context = self.page(request, obj, gettext("Merge with another measure")) | {"form": form}
        if not form.is_valid():
            status = 400 if form.is_bound else 200
            return TemplateResponse(request, PAGE, context, status=status)
        other = form.cleaned_data["other"]
        renaming = renaming_of(other, obj.slug)
        chosen = {
            name.removeprefix(CHOICE): side
            for name, side in request.POST.items()
            if name.startswith(CHOICE) and side in SIDES
        }
        faults: list[str] = []
        joining = join(renaming, chosen)
        if request.method == "POST":
            try:
                merge_entries(joining, batch_of(request, Batch.Via.MERGE))
            except RecordError as error:
                faults = error.faults
            else:
                words = gettext("The two are one now; the former address leads here.")
                messages.success(request, words)
                return HttpResponseRedirect(reverse("admin:measures_measure_change", args=[obj.pk]))
        context |= self.proposed(request, joining, chosen) | {"other": other, "faults": faults}
        status = 400 if faults else 200
        return TemplateResponse(request, PAGE, context, status=status)

    def proposed(self, request: HttpRequest, joining: Joining, chosen: dict) -> dict:
        """What the page tells of two measures becoming one."""
        schema = schema_of("measure")
        asked = join(joining.renaming, {}) if chosen else joining
        others = [
            (head, form)
            for head, form in joining.concerned
            if head.key not in (joining.renaming.new, joining.renaming.old)
        ]
        return {
            "questions": [
                (f"{CHOICE}{each.clash.name}", each, chosen.get(each.clash.name, ""))
                for each in questions(schema, asked.clashes, (joining.stays, joining.goes))
            ],
            "differences": differences(schema, joining.stays, joining.form),
            "concerned": named_by(others),
            "batch": asked_of(request, required=True),
        }
