"""Budget lines as printed cells, and totals as printed."""

from django.contrib import admin

from measures.admin.rows import MeasureRowAdmin, MeasureRowInline, related_only, searched
from measures.models import BudgetLine, PrintedTotal
from policies.admin.pages import sourced

AMOUNT = ("printed", "amount", "currency", "approximate")
SUBJECT_TEXTS = ("subject__name_ja", "subject__name_en", "subject__aliases__name")


class BudgetLineInline(MeasureRowInline):
    model = BudgetLine
    related = (
        "measure",
        "subject",
        "part_of__subject",
        "part_of__measure",
        "section__document",
    )
    siblings = ("part_of",)
    fieldsets = sourced(
        ("code", "subject", "position"),
        ("label_ja", "label_en"),
        ("stage", "fiscal_year", "fiscal_year_until"),
        AMOUNT,
        ("obligations", "part_of"),
        ("scope_ja", "scope_en", "ministries"),
        ("not_added_ja", "not_added_en"),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("ministries")


class PrintedTotalInline(MeasureRowInline):
    model = PrintedTotal
    related = ("measure", "subject", "section__document")
    fieldsets = sourced(
        ("code", "subject", "position", "featured"),
        ("stage", "fiscal_year"),
        (*AMOUNT, "obligations"),
        ("difference_ja", "difference_en", "difference_inferred"),
    )


@admin.register(BudgetLine)
class BudgetLineAdmin(MeasureRowAdmin):
    inline = BudgetLineInline
    siblings = BudgetLineInline.siblings
    list_display = ("__str__", "stage", "fiscal_year", "amount", "currency", "measure", "read_from")
    list_filter = (
        "stage",
        "fiscal_year",
        "currency",
        related_only("ministries"),
        *MeasureRowAdmin.list_filter,
    )
    list_select_related = BudgetLineInline.related
    search_fields = searched("code", "label_ja", "label_en", "printed", *SUBJECT_TEXTS)


@admin.register(PrintedTotal)
class PrintedTotalAdmin(MeasureRowAdmin):
    inline = PrintedTotalInline
    list_display = ("printed", "subject", "stage", "fiscal_year", "amount", "measure", "read_from")
    list_filter = ("stage", "fiscal_year", "featured", *MeasureRowAdmin.list_filter)
    list_select_related = PrintedTotalInline.related
    search_fields = searched("code", "printed", "difference_ja", "difference_en", *SUBJECT_TEXTS)
