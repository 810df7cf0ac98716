"""The site map: Japanese at the root, English under /en/."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import index, sitemap
from django.urls import include, path

from measures.admin import confirming
from measures.admin.workbench import read_document, read_section
from measures.views import coverage
from policies.admin.editions import editions
from policies.admin.places import choose_place
from policies.admin.registering import register
from policies.pictures import page_picture
from portal.gallery import gallery
from portal.help import views as help
from portal.lists.views import urls
from portal.pages import citing_lists, probes, views
from portal.pages.calendars import urls as calendars
from portal.pages.changes.atom import urls as feeds
from portal.pages.handouts.urls import urls as handouts
from portal.pages.lists import LISTS
from portal.pages.names import views as names
from portal.pages.security import security
from portal.sitemaps import SITEMAPS

# For who works on the look of the site; visitors have no such page.
WORKSHOP = [path("gallery/", gallery, name="gallery")]

urlpatterns = [
    path("livez", probes.livez, name="livez"),
    path("readyz", probes.readyz, name="readyz"),
    path("healthz/", probes.readyz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", security, name="security-txt"),
    path(
        "sitemap.xml",
        index,
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap-section"},
        name="sitemap",
    ),
    path("sitemap-<slug:section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap-section"),
    path("", include("portal.bundle.urls")),
    path("", include("portal.pages.tables")),
    path("", include("portal.pages.api.urls")),
    path("", include("portal.pages.changes.files")),
    *citing_lists.files(),
    path("", include("portal.pages.catalog.views")),
    path(
        "copies/<slug:sha256>/<slug:renderer>/<int:page>-<int:width>.webp",
        page_picture,
        name="page-picture",
    ),
    path("admin/coverage/", coverage, name="coverage"),
    path("admin/confirm/", confirming.units, name="confirm"),
    path("admin/confirm/unit/<slug:slug>/", confirming.unit_sheet, name="confirm-unit"),
    path("admin/confirm/unit/<slug:slug>.xlsx", confirming.unit_file, name="confirm-unit-xlsx"),
    path("admin/confirm/<slug:kind>/<path:key>/", confirming.entry_sheet, name="confirm-entry"),
    path("admin/drafts/", include("portal.editing.drafts.addresses")),
    path("admin/register/", register, name="register-document"),
    path("admin/editions/<slug:slug>/", editions, name="editions"),
    path("admin/places/<slug:value>/", choose_place, name="choose-place"),
    path("admin/read/<slug:slug>/", read_document, name="read-document"),
    path("admin/read/<slug:slug>/<slug:code>/", read_section, name="read-section"),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("search/", views.search, name="search"),
        path("search/names/", names.names, name="names"),
        path("search/names.json", names.names_json, name="names-json"),
        path("data/", views.data, name="data"),
        path("help/", help.index, name="help"),
        path("help/cite/", help.cite, name="help-cite"),
        path("help/edit/", help.edit, name="help-edit"),
        path("help/keep/", help.keep, name="help-keep"),
        path("help/data/", help.data, name="help-data"),
        path("help/api/", help.api, name="help-api"),
        path("help/caveats/", help.caveats, name="help-caveats"),
        path("help/record/", help.record, name="help-record"),
        *(WORKSHOP if settings.DEBUG else []),
        *(pattern for listing in LISTS for pattern in urls(listing)),
        *feeds(LISTS),
        *calendars(),
        *citing_lists.pages(),
        *handouts(),
        path("", include("measures.urls")),
        path("", include("portal.pages.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "portal.pages.views.bad_request"
handler404 = "portal.pages.views.not_found"
handler500 = "portal.pages.failures.failed"
