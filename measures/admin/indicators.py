"""Statistical tables of the documents with their data points."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from measures.admin.rows import related_only, searched
from measures.models import DataPoint, Indicator
from policies.admin.pages import RecordAdmin, RecordInline, sourced


class DataPointInline(RecordInline):
    model = DataPoint
    related = ("partner", "subject", "section__document")
    fieldsets = sourced(
        ("code", "position", "period"),
        ("label_ja", "label_en"),
        ("series_ja", "series_en"),
        ("printed", "value", "unit_ja", "unit_en"),
        ("partner", "subject"),
    )


@admin.register(Indicator)
class IndicatorAdmin(RecordAdmin):
    fieldsets = (
        *sourced(
            "title_ja",
            "reading",
            "title_en",
            "slug",
            ("unit_ja", "unit_en"),
            ("basis_ja", "basis_en"),
            "subjects",
            ("missing_ja", "missing_en"),
        ),
        (_("Record"), {"fields": ("updated_on",)}),
    )
    readonly_fields = ("updated_on",)
    prepopulated_fields = {"slug": ("title_en",)}
    inlines = (DataPointInline,)
    list_display = ("title_ja", "title_en", "unit_ja", "read_from", "updated_on")
    list_filter = ("section__document", "inferred")
    list_select_related = ("section__document",)
    search_fields = searched(
        *("slug", "title_ja", "reading", "title_en", "basis_ja", "basis_en"), measure=()
    )
    ordering = ("slug",)


@admin.register(DataPoint)
class DataPointAdmin(RecordAdmin):
    stable = ("indicator",)
    owner = "indicator"
    parent_path = "indicator"
    list_display = ("__str__", "series_ja", "period", "value", "indicator", "read_from")
    list_filter = ("indicator", related_only("partner"), "inferred")
    list_select_related = ("indicator", *DataPointInline.related)
    search_fields = searched(
        "code",
        "label_ja",
        "label_en",
        "series_ja",
        "series_en",
        "printed",
        measure=("indicator__title_ja", "indicator__title_en"),
    )
    date_hierarchy = "period_from"
    ordering = ("indicator__slug", "position", "pk")
    fieldsets = ((None, {"fields": ("indicator",)}), *DataPointInline.fieldsets)
