"""Details of measures on trade: export controls, trade remedies, agreements."""

from django.contrib import admin

from measures.admin.rows import DetailAdmin, DetailInline, related_only, searched
from measures.models import Agreement, ExportControl, TradeRemedy
from policies.admin.pages import sourced


class ExportControlInline(DetailInline):
    model = ExportControl
    related = ("measure", "jurisdiction", "suspended_by", "section__document")
    fieldsets = sourced(
        ("jurisdiction", "effect", "all_destinations"),
        ("items_ja", "items_en"),
        ("announced", "effective", "ended"),
        ("suspended", "suspended_until", "suspended_by"),
        ("suspension_ja", "suspension_en"),
    )


class TradeRemedyInline(DetailInline):
    model = TradeRemedy
    related = ("measure", "jurisdiction", "product", "section__document")
    fieldsets = sourced(
        ("jurisdiction", "product", "number"),
        ("kind", "procedure"),
        ("duty_period", "investigation_start"),
    )


class AgreementInline(DetailInline):
    model = Agreement
    fieldsets = sourced(("level", "form", "date"), ("venue_ja", "venue_en"))


@admin.register(ExportControl)
class ExportControlAdmin(DetailAdmin):
    inline = ExportControlInline
    list_display = ("measure", "jurisdiction", "effect", "announced", "effective", "suspended")
    list_filter = ("effect", related_only("jurisdiction"), *DetailAdmin.list_filter)
    list_select_related = ExportControlInline.related
    search_fields = searched("items_ja", "items_en", "suspension_ja", "suspension_en")
    date_hierarchy = "begins_from"


@admin.register(TradeRemedy)
class TradeRemedyAdmin(DetailAdmin):
    inline = TradeRemedyInline
    list_display = ("measure", "product", "kind", "procedure", "duty_period", "investigation_start")
    list_filter = ("kind", "procedure", related_only("jurisdiction"), *DetailAdmin.list_filter)
    list_select_related = TradeRemedyInline.related
    search_fields = searched("product__name_ja", "product__name_en", "product__aliases__name")


@admin.register(Agreement)
class AgreementAdmin(DetailAdmin):
    inline = AgreementInline
    list_display = ("measure", "level", "form", "date", "venue_ja")
    list_filter = ("level", "form", *DetailAdmin.list_filter)
    list_select_related = AgreementInline.related
    search_fields = searched("venue_ja", "venue_en")
    date_hierarchy = "date_from"
