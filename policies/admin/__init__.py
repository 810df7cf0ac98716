"""The admin of the frame of reference."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from policies.admin import (
    actors,
    attachments,
    clauses,
    editors,
    frameworks,
    sources,
    synonyms,
    terms,
)

__all__ = [
    "actors",
    "attachments",
    "clauses",
    "editors",
    "frameworks",
    "sources",
    "synonyms",
    "terms",
]

admin.site.site_title = admin.site.site_header = admin.site.index_title = _("Shirube editing")
admin.site.password_change_template = "admin/password_change.html"
