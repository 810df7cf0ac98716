"""The addresses of JSON, one for all languages."""

import functools

from django.urls import path

from portal.lists.recalling import recalling
from portal.pages.api import entry_views, openapi, views
from portal.pages.check.views import check_json
from portal.pages.lists import LISTS, TABLES

urlpatterns = [
    *(
        path(
            f"{listing.name}.{suffix}",
            functools.partial(recalling, view, None, listing),
            name=f"{listing.name}-{suffix}",
        )
        for listing in LISTS
        for suffix, view in (("json", views.list_json), ("ndjson", views.list_ndjson))
    ),
    *(
        path(
            f"data/{table.name}.{suffix}",
            functools.partial(view, table),
            name=f"{table.name}-{suffix}",
        )
        for table in TABLES
        for suffix, view in (("json", views.table_json), ("ndjson", views.table_ndjson))
    ),
    *entry_views.urls(),
    path("api/check/", check_json, name="check-text-api"),
    path("api/openapi.json", openapi.openapi, name="openapi"),
]
