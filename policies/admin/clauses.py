"""The clauses of sections: what records each, or why nothing does."""

from django.contrib import admin

from policies.admin.pages import RecordAdmin, RecordInline
from policies.models import Clause

CLAUSE_LINES = (("phrase", "position"), "records", "reason", ("note_ja", "note_en"))


class ClauseInline(RecordInline):
    model = Clause
    fieldsets = ((None, {"fields": CLAUSE_LINES}),)


@admin.register(Clause)
class ClauseAdmin(RecordAdmin):
    stable = ("section",)
    fieldsets = ((None, {"fields": ("section", *CLAUSE_LINES)}),)
    list_display = ("phrase", "section", "records", "reason")
    list_filter = ("reason", "section__document")
    list_select_related = ("section__document",)
    search_fields = ("phrase", "records", "note_ja", "note_en", "section__heading")
    ordering = ("section__document__slug", "section__position", "position", "pk")
