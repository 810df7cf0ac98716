"""Citations, without which no measure is saved, and what sources tell differently."""

import functools

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from measures.admin.rows import MeasureRowAdmin, MeasureRowInline, form_of, searched
from measures.kinds import BY_NAME
from measures.models import Citation, Discrepancy, Statement
from policies.admin.forms import KeptFormSet, RecordForm
from policies.admin.pages import KeepLastRow, RecordAdmin, RecordInline, sourced
from portal.changes.tracking import shown


class CitationForm(RecordForm):
    """Ticks instead of JSON for the fields that a passage supports."""

    supports = forms.MultipleChoiceField(
        label=_("supports"),
        choices=Citation.Field.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What the passage shows of the measure."),
        error_messages={"required": _("Tick at least one field that the passage supports.")},
    )

    def clean_supports(self) -> list[str]:
        """The fields ticked, in the order that the record has: ticks have none, and whoever
        changes something else changes nothing here.
        """
        held = self.instance.supports or []
        places = {code: place for place, code in enumerate(held)}
        return sorted(self.cleaned_data["supports"], key=lambda code: places.get(code, len(places)))


class CitationFormSet(KeptFormSet):
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


class EntryDiscrepancyInline(RecordInline):
    """Differences on the pages of entries that are no measures; a new one starts on its own."""

    model = Discrepancy
    related = Discrepancy.ENTRIES
    fieldsets = form_of(BY_NAME["discrepancies"])

    def has_add_permission(self, request, obj):
        return False


class StatementFormSet(KeptFormSet):
    default_error_messages = {
        "too_few_forms": _(
            "A difference cannot be saved without a source. Add what at least one source tells."
        )
    }


class StatementInline(RecordInline):
    model = Statement
    formset = StatementFormSet
    own_page = False
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


ENTRY_TEXTS = tuple(
    f"{entry}__title_{language}" for entry in Discrepancy.ENTRIES for language in ("ja", "en")
)


class FollowsEntry:
    """Rows that hang on entries of several kinds: each follows the permission of its own entry."""

    to_difference = ""  # the path from the row to the difference that names the entry

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) and self.allows(request, "view", obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self.allows(request, "change", obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self.allows(request, "change", obj)

    def allows(self, request, action: str, obj) -> bool:
        """Whether something may be done with the entry of a row; of no row, with some entry."""
        if obj is None:
            return True
        entry = functools.reduce(getattr, self.parent_path.split("."), obj)._meta
        return request.user.has_perm(f"{entry.app_label}.{action}_{entry.model_name}")

    def get_queryset(self, request):
        queryset = super().get_queryset(request)
        for name in Discrepancy.ENTRIES:
            entry = Discrepancy._meta.get_field(name).related_model._meta
            if not request.user.has_perm(f"{entry.app_label}.view_{entry.model_name}"):
                queryset = queryset.filter(**{f"{self.to_difference}{name}__isnull": True})
        return queryset

    def save_model(self, request, obj, form, change):
        if not self.allows(request, "change", obj):
            raise PermissionDenied
        super().save_model(request, obj, form, change)


@admin.register(Discrepancy)
class DiscrepancyAdmin(FollowsEntry, RecordAdmin):
    parent_path = "entry"
    stable = Discrepancy.ENTRIES
    fieldsets = (
        (
            None,
            {
                "description": _("About one entry: of its fields one is filled, and it stays so."),
                "fields": (Discrepancy.ENTRIES,),
            },
        ),
        *form_of(BY_NAME["discrepancies"]),
    )
    inlines = (StatementInline,)
    list_display = ("topic_ja", "topic_en", "entry")
    list_filter = ("nature", "statements__section__document")
    list_select_related = Discrepancy.ENTRIES
    ordering = ("position", "pk")
    search_fields = (
        "topic_ja",
        "topic_en",
        "chosen_ja",
        "chosen_en",
        "statements__value_ja",
        "statements__value_en",
        *ENTRY_TEXTS,
    )

    @admin.display(description=_("Entry"))
    def entry(self, obj):
        return obj.entry

    def view_on_site(self, obj):
        return obj.get_absolute_url() if shown(Discrepancy).filter(pk=obj.pk).exists() else None


@admin.register(Statement)
class StatementAdmin(FollowsEntry, KeepLastRow, RecordAdmin):
    owner = "discrepancy"
    to_difference = "discrepancy__"
    parent_path = "discrepancy.entry"
    stable = ("discrepancy",)
    fieldsets = sourced("discrepancy", ("value_ja", "value_en", "position"))
    list_display = ("value_ja", "value_en", "discrepancy", "read_from")
    list_filter = ("section__document", "inferred")
    list_select_related = (*Statement.ADDRESS_JOINS, "section__document")
    search_fields = searched(
        "value_ja",
        "value_en",
        "discrepancy__topic_ja",
        "discrepancy__topic_en",
        measure=tuple(f"discrepancy__{path}" for path in ENTRY_TEXTS),
    )
    ordering = ("discrepancy", "position", "pk")

    def view_on_site(self, obj):
        return obj.get_absolute_url() if shown(Statement).filter(pk=obj.pk).exists() else None
