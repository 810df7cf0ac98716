"""What was confirmed, and what readings of rows drawn at random found."""

from django.contrib import admin

from policies.admin.giving_back import GivesBack
from policies.admin.numbers import NUMBERS
from policies.models import Confirmation, Proofreading


@admin.register(Confirmation)
class ConfirmationAdmin(admin.ModelAdmin):
    """Confirmations are given on the sheet of an entry or unit; here they are read and withdrawn.

    None is changed: it would say of a value that somebody looked at another.
    """

    formfield_overrides = NUMBERS
    list_display = ("entry_key", "place", "level", "by", "day", "revision", "holds")
    list_filter = ("holds", "level", "entry_kind", "day")
    list_per_page = 50
    search_fields = ("entry_key", "place", "by")
    ordering = ("-day", "entry_kind", "entry_key", "place", "pk")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Proofreading)
class ProofreadingAdmin(GivesBack, admin.ModelAdmin):
    formfield_overrides = NUMBERS
    fields = ("slug", "day", ("rows", "wrong", "imprecise"), ("how_ja", "how_en"))
    list_display = ("slug", "day", "rows", "wrong", "imprecise")
    ordering = ("-day", "slug")
