"""What the checks found, each with the way to where it is mended, and what was accepted of it."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from measures.checks import keeping
from measures.checks.listed import BY_CODE, CHECKS
from portal.dates.clock import today
from portal.findings.keeping import accept
from portal.findings.models import AcceptedFinding, Finding


class CheckFilter(admin.SimpleListFilter):
    """The checks that found something, by what they are called."""

    title = _("check")
    parameter_name = "code"

    def lookups(self, request, model_admin):
        counts = Finding.objects.open(today()).counts()
        return [
            (check.code, f"{check.title} ({counts[check.code]})")
            for check in CHECKS
            if check.code in counts
        ]

    def queryset(self, request, queryset):
        return queryset.of_check(self.value()) if self.value() else queryset


class KeptAdmin(admin.ModelAdmin):
    """Rows that the site keeps by itself: they are read, and not edited."""

    list_display_links = None
    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def get_readonly_fields(self, request, obj=None):
        return [field.name for field in self.opts.fields]

    @admin.display(description=_("check"), ordering="code")
    def check_name(self, obj):
        return BY_CODE[obj.code].title if obj.code in BY_CODE else obj.code


@admin.register(Finding)
class FindingAdmin(KeptAdmin):
    """What is to be mended; each line leads to the form of its row."""

    list_display = ("place", "what_is_wrong", "check_name", "row_name", "first_seen")
    list_filter = (CheckFilter, "gravity")
    search_fields = ("key", "where_ja", "where_en", "what_ja", "what_en")
    ordering = ("code", "key", "pk")
    actions = ("accept",)

    def get_urls(self):
        view = self.admin_site.admin_view(require_POST(self.catch_up))
        return [path("catch-up/", view, name="findings_finding_catch_up"), *super().get_urls()]

    def catch_up(self, request: HttpRequest) -> HttpResponse:
        """Look at some of the entries that changes of many put off."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        left = keeping.catch_up()
        told = ngettext("%(n)s entry is left to check.", "%(n)s entries are left to check.", left)
        messages.success(request, told % {"n": left})
        return redirect("admin:index")

    def get_queryset(self, request):
        return super().get_queryset(request).open(today())

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("Where"), ordering="key")
    def place(self, obj):
        if address := obj.edit_address:
            return format_html('<a href="{}">{}</a>', address, obj.where)
        return obj.where

    @admin.display(description=_("What is wrong"))
    def what_is_wrong(self, obj):
        return obj.what

    @admin.display(description=_("Kind"))
    def row_name(self, obj):
        return obj.kind_in_words

    @admin.action(description=_("Accept: I have looked at it"), permissions=["change"])
    def accept(self, request, queryset):
        for finding in queryset:
            accept(finding, request.user)


@admin.register(AcceptedFinding)
class AcceptedFindingAdmin(KeptAdmin):
    """What was accepted; what is deleted here is found again."""

    list_display = ("where", "what", "check_name", "user_name", "accepted_at")
    search_fields = ("where", "what", "user_name")
    ordering = ("-accepted_at", "-pk")

    def has_change_permission(self, request, obj=None):
        return False
