"""Details of measures on trade: export controls, trade remedies, agreements."""

from django.contrib import admin

from measures.admin.rows import DetailAdmin, related_only, searched
from measures.kinds import BY_NAME
from measures.models import Agreement, ExportControl, TradeRemedy


@admin.register(ExportControl)
class ExportControlAdmin(DetailAdmin):
    kind = BY_NAME["export_control"]
    list_display = ("measure", "jurisdiction", "effect", "announced", "effective", "suspended")
    list_filter = ("effect", related_only("jurisdiction"), *DetailAdmin.list_filter)
    search_fields = searched("items_ja", "items_en", "suspension_ja", "suspension_en")
    date_hierarchy = "begins_from"


@admin.register(TradeRemedy)
class TradeRemedyAdmin(DetailAdmin):
    kind = BY_NAME["trade_remedy"]
    list_display = ("measure", "product", "kind", "procedure", "duty_period", "investigation_start")
    list_filter = ("kind", "procedure", related_only("jurisdiction"), *DetailAdmin.list_filter)
    search_fields = searched("product__name_ja", "product__name_en", "product__aliases__name")


@admin.register(Agreement)
class AgreementAdmin(DetailAdmin):
    kind = BY_NAME["agreement"]
    list_display = ("measure", "level", "form", "date", "venue_ja")
    list_filter = ("level", "form", *DetailAdmin.list_filter)
    search_fields = searched("venue_ja", "venue_en")
    date_hierarchy = "date_from"
