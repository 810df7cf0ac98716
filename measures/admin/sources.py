"""Citations, without which no measure is saved, and what sources tell differently."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from measures.admin.rows import MEASURE_TEXTS, MeasureRowAdmin, MeasureRowInline, searched
from measures.kinds import BY_NAME
from measures.models import Citation, Discrepancy, Statement
from policies.admin.forms import RecordForm, RecordFormSet
from policies.admin.pages import KeepLastRow, RecordAdmin, RecordInline, sourced


class CitationForm(RecordForm):
    """Ticks instead of JSON for the fields that a passage supports."""

    supports = forms.MultipleChoiceField(
        label=_("supports"),
        choices=Citation.Field.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What the passage shows of the measure."),
        error_messages={"required": _("Tick at least one field that the passage supports.")},
    )


class CitationFormSet(RecordFormSet):
    default_error_messages = {
        "too_few_forms": _("A measure cannot be saved without a source. Add at least one citation.")
    }


class CitationInline(MeasureRowInline):
    kind = BY_NAME["citations"]
    form = CitationForm
    formset = CitationFormSet
    classes = ()
    min_num = 1

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, validate_min=True, **kwargs)


class DiscrepancyInline(MeasureRowInline):
    """Differences known already; a new one starts on its own page, where its sources go."""

    kind = BY_NAME["discrepancies"]

    def has_add_permission(self, request, obj):
        return False


class StatementFormSet(RecordFormSet):
    default_error_messages = {
        "too_few_forms": _(
            "A difference cannot be saved without a source. Add what at least one source tells."
        )
    }


class StatementInline(RecordInline):
    model = Statement
    formset = StatementFormSet
    classes = ()
    min_num = 1
    fieldsets = sourced(("value_ja", "value_en", "position"))

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, validate_min=True, **kwargs)


@admin.register(Citation)
class CitationAdmin(KeepLastRow, MeasureRowAdmin):
    form = CitationForm
    kind = BY_NAME["citations"]
    list_display = ("phrase", "measure", "read_from", "supported")
    search_fields = searched()

    @admin.display(description=_("supports"))
    def supported(self, obj):
        return ", ".join(obj.supports_in_words)


@admin.register(Discrepancy)
class DiscrepancyAdmin(MeasureRowAdmin):
    kind = BY_NAME["discrepancies"]
    inlines = (StatementInline,)
    list_display = ("topic_ja", "topic_en", "measure")
    list_filter = ("statements__section__document",)
    search_fields = (
        "topic_ja",
        "topic_en",
        "chosen_ja",
        "chosen_en",
        "statements__value_ja",
        "statements__value_en",
        *MEASURE_TEXTS,
    )


@admin.register(Statement)
class StatementAdmin(KeepLastRow, RecordAdmin):
    owner = "discrepancy"
    parent_path = "discrepancy.measure"
    stable = ("discrepancy",)
    fieldsets = sourced("discrepancy", ("value_ja", "value_en", "position"))
    list_display = ("value_ja", "value_en", "discrepancy", "read_from")
    list_filter = ("section__document", "inferred")
    list_select_related = ("discrepancy__measure", "section__document")
    search_fields = searched(
        "value_ja",
        "value_en",
        "discrepancy__topic_ja",
        "discrepancy__topic_en",
        measure=("discrepancy__measure__title_ja", "discrepancy__measure__title_en"),
    )
    ordering = ("discrepancy__measure__slug", "discrepancy", "position", "pk")

    def view_on_site(self, obj):
        return obj.get_absolute_url() if obj.discrepancy.measure.published else None
