"""The admin as a whole: an index by jobs, and one search over all entries."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from measures.checks import worklists
from portal import posts
from portal.accounts import two_factor
from portal.accounts.acting import acting
from portal.accounts.roles import RECORD
from portal.editing.drafts.waiting import waiting
from portal.editing.finding import find
from portal.editing.jobs import by_job, entries, with_counts


class EditingSite(admin.AdminSite):
    """Django's admin under our name; what it offers is grouped by what one comes to do."""

    site_title = site_header = index_title = _("Shirube editing")
    password_change_template = "admin/password_change.html"

    def get_app_list(self, request, app_label=None):
        offered = super().get_app_list(request, app_label)
        return offered if app_label else by_job(offered, request.user)

    def each_context(self, request):
        """What every page has, with the ticket that says to whom it is shown."""
        return super().each_context(request) | {posts.TICKET: posts.ticket_for(request.user)}

    def get_urls(self):
        return [
            path("imports/", include("portal.sheets.urls")),
            path("oidc/", include("portal.accounts.organisation")),
            path("two-factor/", two_factor.page, name="two-factor"),
            path("unsaved/", include("portal.editing.unsaved")),
            path("find/", self.admin_view(self.find), name="find"),
            path(
                "r/<path:content_type_id>/<path:object_id>/",
                self.admin_view(self.on_site),
                name="view_on_site",
            ),
            *super().get_urls(),
        ]

    def index(self, request, extra_context=None):
        context = {
            "app_list": with_counts(self.get_app_list(request)),
            "rows": [app for app in super().get_app_list(request) if app["app_label"] in RECORD],
            "asked": "",
        }
        if request.user.has_perm("findings.view_finding"):
            todo = [*waiting(request.user), *worklists.worklists()]
            context |= {"worklists": todo, **worklists.asked()}
        return super().index(request, context | (extra_context or {}))

    def login(self, request, extra_context=None):
        own = {
            "by_organisation": bool(settings.OIDC_ISSUER),
            "by_password": settings.PASSWORD_LOGIN,
        }
        if request.method == "GET" and two_factor.half_signed_in(request):
            query = {REDIRECT_FIELD_NAME: two_factor.way_on(request)}
            return HttpResponseRedirect(reverse("admin:two-factor", query=query))
        return super().login(request, (extra_context or {}) | own)

    def password_change(self, request, extra_context=None):
        with acting(request):
            return super().password_change(request, extra_context)

    def find(self, request: HttpRequest) -> HttpResponse:
        """What of all entries is found for words."""
        asked = request.GET.get("q", "").strip()
        pages = [self.get_model_admin(model) for model in entries()]
        seen = [page for page in pages if page.has_view_permission(request)]
        found = [find(page, request, asked) for page in seen] if asked else []
        context = self.each_context(request) | {
            "title": gettext("Search all entries"),
            "asked": asked,
            "found": [each for each in found if each.total],
        }
        return TemplateResponse(request, "admin/find.html", context)

    def on_site(self, request: HttpRequest, content_type_id: str, object_id: str) -> HttpResponse:
        """Django's way to the page of an entry, for who may look at the entry."""
        if not content_type_id.isdecimal():
            raise Http404
        model = ContentType.objects.get_for_id(int(content_type_id)).model_class()
        if not self.is_registered(model):
            raise Http404
        if not self.get_model_admin(model).has_view_permission(request):
            raise PermissionDenied
        return shortcut(request, content_type_id, object_id)
