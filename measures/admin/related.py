"""What editors say of computed relations: a list, and the buttons on the page of a measure."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from measures.models import Measure, RelatedVerdict
from policies.admin.pages import RecordAdmin


def _measure(unknown) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Measure.objects.all(), to_field_name="slug", error_messages={"invalid_choice": unknown}
    )


class JudgementForm(forms.Form):
    """What a button on the page of `measure` sends: the other one, the verdict, the way back."""

    measure = _measure(_("“%(value)s” is no measure."))
    other = _measure(_("“%(value)s” is no measure."))
    verdict = forms.ChoiceField(choices=RelatedVerdict.Verdict)
    language = forms.ChoiceField(choices=settings.LANGUAGES)

    def clean(self):
        cleaned = super().clean()
        if "measure" in cleaned and cleaned["measure"] == cleaned.get("other"):
            raise ValidationError(
                _("“%(value)s” is the measure itself: it cannot be related to itself."),
                params={"value": cleaned["other"].slug},
            )
        return cleaned

    def sentences(self) -> str:
        """What is wrong, each fault after the name of what was sent."""
        return " ".join(
            message if name == "__all__" else f"{name}: {message}"
            for name, faults in self.errors.items()
            for message in faults
        )


@admin.register(RelatedVerdict)
class RelatedVerdictAdmin(RecordAdmin):
    stable = ("first", "second")
    fields = (("first", "second"), "verdict", ("note_ja", "note_en"), ("decided_by", "decided_at"))
    readonly_fields = ("decided_by", "decided_at")
    list_display = ("first", "second", "verdict", "decided_by", "decided_at")
    list_filter = ("verdict", ("decided_by", admin.RelatedOnlyFieldListFilter), "decided_at")
    list_select_related = ("first", "second", "decided_by")
    search_fields = (
        "first__slug",
        "first__title_ja",
        "first__title_en",
        "second__slug",
        "second__title_ja",
        "second__title_en",
        "note_ja",
        "note_en",
    )
    ordering = ("-decided_at", "pk")

    def get_urls(self):
        judge = self.admin_site.admin_view(self.judge)
        return [path("judge/", judge, name="measures_relatedverdict_judge"), *super().get_urls()]

    def save_model(self, request, obj, form, change):
        obj.decided_by = request.user
        super().save_model(request, obj, form, change)

    def view_on_site(self, obj):
        return obj.get_absolute_url() if obj.first.published else None

    @method_decorator(require_POST)
    def judge(self, request: HttpRequest) -> HttpResponse:
        """Confirm or reject a pair, and go back to the page the button stands on."""
        if not request.user.has_perms(RelatedVerdict.JUDGING):
            raise PermissionDenied
        form = JudgementForm(request.POST)
        if form.is_valid():
            verdict = self.decide(request, **form.cleaned_data)
            messages.success(request, gettext("Remembered: %(verdict)s") % {"verdict": verdict})
        else:
            messages.error(request, form.sentences())
        measure = form.cleaned_data.get("measure")
        if measure is None or not measure.published:
            return redirect(reverse("admin:measures_relatedverdict_changelist"))
        with override(form.cleaned_data.get("language", settings.LANGUAGE_CODE)):
            return redirect(f"{measure.get_absolute_url()}#relations")

    @transaction.atomic
    def decide(self, request, measure, other, verdict, **_rest) -> RelatedVerdict:
        """Store the verdict on two measures in place of the one there was, and log it."""
        found = RelatedVerdict.objects.between(measure, other).first()
        row = found or RelatedVerdict(first=measure, second=other)
        row.verdict, row.decided_by = verdict, request.user
        row.save()
        if found:
            self.log_change(request, row, [{"changed": {"fields": ["Verdict"]}}])
        else:
            self.log_addition(request, row, [{"added": {}}])
        return row
