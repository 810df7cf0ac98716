"""Who may edit: accounts with their roles, and what happened to them."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import PermissionDenied
from django.urls import path
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static import admin as static_admin
from django_otp.plugins.otp_totp import admin as totp_admin

from policies.admin.giving_back import GivesBack
from policies.admin.pages import Editing
from policies.admin.read_only import ReadOnly
from portal.accounts.acting import acting
from portal.accounts.files import log_file
from portal.accounts.following import note
from portal.accounts.models import KEPT, KEPT_DAYS, AccountEvent, EventKind
from portal.accounts.past import has_past, sentence
from portal.accounts.roles import NAMES, ROLES
from portal.accounts.sessions import end_all

admin.site.unregister((Group, User))
# Apps and recovery codes are their owners': they are set up by these, and taken away by command.
admin.site.unregister((totp_admin.TOTPDevice, static_admin.StaticDevice))

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
        with acting(request):
            return super().changeform_view(request, *args, **kwargs)

    def delete_view(self, request, *args, **kwargs):
        with acting(request):
            return super().delete_view(request, *args, **kwargs)

    def changelist_view(self, request, *args, **kwargs):
        with acting(request):
            return super().changelist_view(request, *args, **kwargs)


@admin.register(Group)
class EditorGroupAdmin(Signed, GivesBack, Editing, GroupAdmin):
    """Groups: the roles, which are the code's, and others that a superuser makes."""

    filter_horizontal = ()

    def has_add_permission(self, request):
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser and (obj is None or obj.name not in NAMES)

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)


@admin.register(User)
class EditorAdmin(Signed, GivesBack, Editing, UserAdmin):
    """Accounts. Who is no superuser gives roles, and leaves superusers alone."""

    filter_horizontal = ()
    actions = ("end_sessions",)
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

    @admin.action(description=_("End all sessions of the chosen accounts"), permissions=["change"])
    def end_sessions(self, request, queryset):
        chosen = [user for user in queryset if self.has_change_permission(request, user)]
        for user in chosen:
            end_all(user)
            note(EventKind.ENDED, user.get_username())
        self.message_user(
            request,
            gettext("The sessions of %(count)s accounts are ended.") % {"count": len(chosen)},
        )

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
        with acting(request):
            return super().user_change_password(request, *args, **kwargs)

    def get_deleted_objects(self, objs, request):
        deleted, counts, perms, protected = super().get_deleted_objects(objs, request)
        using = self.get_queryset(request).db
        protected += [sentence(user) for user in objs if has_past(user, using)]
        return deleted, counts, perms, protected


@admin.register(Permission)
class PermissionAdmin(ReadOnly, admin.ModelAdmin):
    """Found by the selects of the two pages above; permissions themselves are the code's."""

    search_fields = ("name", "codename", "content_type__app_label", "content_type__model")
    list_select_related = ("content_type",)
    ordering = ("content_type__app_label", "content_type__model", "codename")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("content_type")

    def has_module_permission(self, request):
        return False


@admin.register(AccountEvent)
class AccountEventAdmin(ReadOnly, admin.ModelAdmin):
    """Read by administrators, written by nobody."""

    list_display = ("at", "kind", "account", "by", "address", "detail")
    list_filter = ("kind", "at")
    search_fields = ("account", "by", "detail", "address")
    ordering = ("-at", "-pk")
    date_hierarchy = "at"

    def get_urls(self):
        own = path(
            "log.csv", self.admin_site.admin_view(self.as_csv), name="accounts_accountevent_csv"
        )
        return [own, *super().get_urls()]

    def as_csv(self, request):
        """What the list shows, as a file; for superusers, as it names who came from where."""
        if not request.user.is_superuser:
            raise PermissionDenied
        return log_file(self.get_changelist_instance(request).get_queryset(request))

    def changelist_view(self, request, extra_context=None):
        words = gettext(
            "Kept for %(days)s days, of refused sign-ins the newest %(kept)s at most: names of "
            "accounts, what happened, and the network address it came from, but no devices. A name "
            "that no account has is left empty."
        ) % {"days": KEPT_DAYS, "kept": f"{KEPT:,}"}
        own = {"retention": words, "taken": request.user.is_superuser}
        return super().changelist_view(request, (extra_context or {}) | own)
