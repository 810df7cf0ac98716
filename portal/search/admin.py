"""What people asked for in vain, for editors to read and to clear."""

from django.contrib import admin

from portal.search.models import Unanswered


@admin.register(Unanswered)
class UnansweredAdmin(admin.ModelAdmin):
    list_display = ("asked", "times", "first", "last")
    ordering = ("-times", "-last", "-pk")
    search_fields = ("asked",)
    readonly_fields = ("asked", "times", "first", "last")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
