"""Who may edit: the stock pages of accounts and groups, with the selects of all other pages."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User

from policies.admin.giving_back import GivesBack
from policies.admin.pages import Editing

admin.site.unregister((Group, User))


@admin.register(Group)
class EditorGroupAdmin(GivesBack, Editing, GroupAdmin):
    filter_horizontal = ()


@admin.register(User)
class EditorAdmin(GivesBack, Editing, UserAdmin):
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")


@admin.register(Permission)
class PermissionAdmin(admin.ModelAdmin):
    """Found by the selects of the two pages above; permissions themselves are the code's."""

    search_fields = ("name", "codename", "content_type__app_label", "content_type__model")
    list_select_related = ("content_type",)
    ordering = ("content_type__app_label", "content_type__model", "codename")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("content_type")

    def has_module_permission(self, request):
        return False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
