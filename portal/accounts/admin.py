"""Who may edit: accounts with their roles, and what happened to them."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from policies.admin.giving_back import GivesBack
from policies.admin.pages import Editing
from portal.accounts.acting import acting
from portal.accounts.models import KEPT, KEPT_DAYS, AccountEvent
from portal.accounts.past import has_past, sentence
from portal.accounts.roles import NAMES, ROLES

admin.site.unregister((Group, User))

# What only a superuser gives: it is more than the roles allow.
BEYOND_ROLES = ("is_superuser", "user_permissions")
ROLES_EXPLAINED = format_lazy(
    "{}" + "<br><b>{}</b>: {}" * len(ROLES),
    _("An account may do what its roles allow:"),
    *(words for role in ROLES for words in (role.name, role.purpose)),
)


class Signed:
    """Pages that say who is at work, so that the log of accounts can name them."""

    def changeform_view(self, request, *args, **kwargs):
        with acting(request.user):
            return super().changeform_view(request, *args, **kwargs)

    def delete_view(self, request, *args, **kwargs):
        with acting(request.user):
            return super().delete_view(request, *args, **kwargs)

    def changelist_view(self, request, *args, **kwargs):
        with acting(request.user):
            return super().changelist_view(request, *args, **kwargs)


@admin.register(Group)
class EditorGroupAdmin(GivesBack, Signed, Editing, GroupAdmin):
    """Groups: the roles, which are the code's, and others that a superuser makes."""

    filter_horizontal = ()

    def has_add_permission(self, request):
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser and (obj is None or obj.name not in NAMES)

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)


@admin.register(User)
class EditorAdmin(GivesBack, Signed, Editing, UserAdmin):
    """Accounts. Who is no superuser gives roles, and leaves superusers alone."""

    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    list_display = ("username", "last_name", "first_name", "roles", "is_active", "last_login")
    list_filter = ("groups", "is_active", "is_superuser")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Personal info"), {"fields": (("last_name", "first_name"), "email")}),
        (
            _("Roles"),
            {
                "description": ROLES_EXPLAINED,
                "fields": ("is_active", "is_staff", "groups", "is_superuser", "user_permissions"),
            },
        ),
        (_("Important dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "description": ROLES_EXPLAINED,
                "fields": (
                    "username",
                    ("last_name", "first_name"),
                    *("usable_password", "password1", "password2"),
                    "groups",
                ),
            },
        ),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("Roles"))
    def roles(self, obj):
        names = [group.name for group in obj.groups.all()]
        return gettext(", ").join([gettext("superuser"), *names] if obj.is_superuser else names)

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else (*fields, *BEYOND_ROLES)

    def has_change_permission(self, request, obj=None):
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not above and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not above and super().has_delete_permission(request, obj)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.is_staff = (
                True  # accounts are for the editing pages: there is nothing else to sign in to
            )
        super().save_model(request, obj, form, change)

    def user_change_password(self, request, *args, **kwargs):
        with acting(request.user):
            return super().user_change_password(request, *args, **kwargs)

    def get_deleted_objects(self, objs, request):
        deleted, counts, perms, protected = super().get_deleted_objects(objs, request)
        using = self.get_queryset(request).db
        protected += [sentence(user) for user in objs if has_past(user, using)]
        return deleted, counts, perms, protected


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


@admin.register(AccountEvent)
class AccountEventAdmin(admin.ModelAdmin):
    """Read by administrators, written by nobody."""

    list_display = ("at", "kind", "account", "by", "detail")
    list_filter = ("kind", "at")
    search_fields = ("account", "by", "detail")
    ordering = ("-at", "-pk")
    date_hierarchy = "at"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        words = gettext(
            "Kept for %(days)s days, the newest %(kept)s at most: names of accounts and what "
            "happened, neither addresses nor devices. A name that no account has is left empty."
        ) % {"days": KEPT_DAYS, "kept": f"{KEPT:,}"}
        return super().changelist_view(request, (extra_context or {}) | {"retention": words})
