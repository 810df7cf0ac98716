"""Budget lines as printed cells, and totals as printed."""

from django.contrib import admin

from measures.admin.rows import MeasureRowAdmin, MeasureRowInline, related_only, searched
from measures.kinds import BY_NAME
from measures.models import BudgetLine, PrintedTotal

SUBJECT_TEXTS = ("subject__name_ja", "subject__name_en", "subject__aliases__name")


class BudgetLineInline(MeasureRowInline):
    kind = BY_NAME["budget_lines"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("ministries")


@admin.register(BudgetLine)
class BudgetLineAdmin(MeasureRowAdmin):
    kind = BY_NAME["budget_lines"]
    list_display = ("__str__", "stage", "fiscal_year", "amount", "currency", "measure", "read_from")
    list_filter = (
        "stage",
        "fiscal_year",
        "currency",
        related_only("ministries"),
        *MeasureRowAdmin.list_filter,
    )
    search_fields = searched("code", "label_ja", "label_en", "printed", *SUBJECT_TEXTS)


@admin.register(PrintedTotal)
class PrintedTotalAdmin(MeasureRowAdmin):
    kind = BY_NAME["printed_totals"]
    list_display = ("printed", "subject", "stage", "fiscal_year", "amount", "measure", "read_from")
    list_filter = ("stage", "fiscal_year", "featured", *MeasureRowAdmin.list_filter)
    search_fields = searched("code", "printed", "difference_ja", "difference_en", *SUBJECT_TEXTS)
