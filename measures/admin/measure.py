"""The page of a measure: everything that belongs to it, edited in one place."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from measures.admin.budget import BudgetLineInline
from measures.admin.details import MilestoneInline
from measures.admin.renaming import RenamingForm, keep_former_titles
from measures.admin.rows import inline_of, related_only
from measures.admin.sources import CitationInline, DiscrepancyInline
from measures.admin.statuses import StatusInline
from measures.kinds import KINDS, in_order_of_forms
from measures.models import Measure
from measures.models.permissions import PUBLISH
from policies.admin.pages import RecordAdmin

# Kinds whose rows need more care than their kind can say.
SPECIAL = {
    inline.kind.name: inline
    for inline in (
        *(BudgetLineInline, CitationInline, DiscrepancyInline, MilestoneInline, StatusInline),
    )
}
NOT_YOURS = _("Set by who may publish measures (the role 確認・公開).")
INLINES = {kind.name: SPECIAL.get(kind.name) or inline_of(kind.name) for kind in KINDS}


class MeasureForm(RenamingForm):
    """Leaves the tick of publication to who may set it; what they add starts hidden."""

    may_publish = True  # set for each request by the page

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields.get("published")
        if field and not self.may_publish:
            field.disabled, field.help_text = True, NOT_YOURS
            if self.instance.pk is None:
                self.instance.published = self.initial["published"] = field.initial = False

    def clean(self):
        cleaned = super().clean()
        if "published" in self.fields and not self.may_publish and self.asks_to_publish():
            self.add_error("published", NOT_YOURS)
        return cleaned

    def asks_to_publish(self) -> bool:
        """Whether what was sent ticks a box that is not ticked; browsers send nothing of it."""
        field, name = self.fields["published"], self.add_prefix("published")
        sent = field.widget.value_from_datadict(self.data, self.files, name)
        return bool(sent) and not self.get_initial_for_field(field, "published")


@admin.register(Measure)
class MeasureAdmin(RecordAdmin):
    form = MeasureForm
    fieldsets = (
        (
            None,
            {
                "description": _(
                    "Each real-world measure is one entry, however many documents describe it: "
                    "search the list before adding. Names that differ go under “other names”."
                ),
                "fields": (
                    *("title_ja", "reading", "title_en"),
                    ("english", "english_source_ja", "english_source_en"),
                    "slug",
                    ("kind", "jurisdiction"),
                    "published",
                ),
            },
        ),
        (
            _("Summary"),
            {
                "description": _(
                    "Written for this site in your own words. From a source come names, figures, "
                    "dates and anchor phrases of at most 40 characters, never its sentences."
                ),
                "fields": (("summary_ja", "summary_en"),),
            },
        ),
        (_("Record"), {"fields": ("updated_on",)}),
    )
    readonly_fields = ("updated_on",)
    prepopulated_fields = {"slug": ("title_en",)}
    save_on_top = True
    inlines = tuple(INLINES[kind.name] for kind in in_order_of_forms())
    list_display = ("title_ja", "kind", "status", "jurisdiction", "published", "updated_on", "slug")
    list_filter = (
        "published",
        "kind",
        "status",
        related_only("jurisdiction"),
        related_only("pillars__pillar__framework"),
        related_only("citations__section__document"),
        "status_inferred",
    )
    list_select_related = ("jurisdiction",)
    search_fields = ("slug", "title_ja", "title_en", "names__name")
    ordering = ("slug",)

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if not obj or not fieldsets:  # a new measure has no former title, a group none of its own
            return fieldsets
        (_none, first), *others = fieldsets
        first = first | {"fields": (*first["fields"][:3], "keep_title", *first["fields"][3:])}
        return ((None, first), *others)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if change:
            keep_former_titles(form)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.may_publish = request.user.has_perm(PUBLISH)
        return form

    def view_on_site(self, obj):
        return super().view_on_site(obj) if obj.published else None
