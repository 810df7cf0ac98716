"""Partners, organisations and subjects, each with its other names."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from policies.admin.pages import AliasInline, RecordAdmin
from policies.models import (
    Organisation,
    OrganisationAlias,
    OrganisationIdentifier,
    Partner,
    PartnerAlias,
    Subject,
    SubjectAlias,
    SubjectIdentifier,
)

NAMES = ("name_ja", "name_en")
NAMING_FIELDS = ("name_ja", "reading", "name_en")
NOTES = (
    _("Notes"),
    {
        "classes": ("collapse",),
        "description": _("Shown on the page. How it differs from its look-alikes belongs here."),
        "fields": ("note_ja", "note_en"),
    },
)
NAMING = _(
    "The Japanese name is shown on Japanese pages, the English one under /en/. Other names "
    "found in the sources, misprints too, go below: search finds them."
)


class PartnerAliasInline(AliasInline):
    model = PartnerAlias


class OrganisationAliasInline(AliasInline):
    model = OrganisationAlias


class SubjectAliasInline(AliasInline):
    model = SubjectAlias


class OrganisationIdentifierInline(AliasInline):
    model = OrganisationIdentifier
    fields = ("scheme", "value", "place_ja", "place_en", "checked_on")


class SubjectIdentifierInline(AliasInline):
    model = SubjectIdentifier
    fields = OrganisationIdentifierInline.fields


@admin.register(Partner)
class PartnerAdmin(RecordAdmin):
    stable = ("code",)
    fieldsets = (
        (
            None,
            {
                "description": NAMING,
                "fields": (
                    *NAMING_FIELDS,
                    "code",
                    "kind",
                    ("iso2", "alpha3", "m49"),
                    ("members", "counts_members"),
                    ("part_of", "iso3166_2"),
                ),
            },
        ),
        NOTES,
    )
    prepopulated_fields = {"code": ("name_en",)}
    inlines = (PartnerAliasInline,)
    list_display = ("name_ja", "name_en", "code", "kind", "iso2")
    list_filter = ("kind",)
    search_fields = ("code", "iso2", *NAMES, "reading", "aliases__name")
    ordering = ("code",)


@admin.register(Organisation)
class OrganisationAdmin(RecordAdmin):
    fieldsets = (
        (
            None,
            {
                "description": NAMING,
                "fields": (
                    *NAMING_FIELDS,
                    ("english", "english_source_ja", "english_source_en"),
                    "slug",
                    ("kind", "abbreviation"),
                    ("parent", "partner"),
                ),
            },
        ),
        NOTES,
    )
    prepopulated_fields = {"slug": ("name_en",)}
    inlines = (OrganisationAliasInline, OrganisationIdentifierInline)
    list_display = ("name_ja", "name_en", "abbreviation", "kind", "parent", "partner")
    list_filter = ("kind", "english", ("partner", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("parent", "partner")
    search_fields = ("slug", *NAMES, "abbreviation", "aliases__name")
    ordering = ("slug",)


@admin.register(Subject)
class SubjectAdmin(RecordAdmin):
    fieldsets = (
        (
            None,
            {
                "description": NAMING,
                "fields": (*NAMING_FIELDS, "slug", ("kind", "parent"), ("broader", "related")),
            },
        ),
        NOTES,
    )
    prepopulated_fields = {"slug": ("name_en",)}
    inlines = (SubjectAliasInline, SubjectIdentifierInline)
    list_display = ("name_ja", "name_en", "kind", "parent", "slug")
    list_filter = ("kind",)
    list_select_related = ("parent",)
    search_fields = ("slug", *NAMES, "aliases__name")
    ordering = ("slug",)


@admin.register(PartnerAlias)
class PartnerAliasAdmin(RecordAdmin):
    stable = ("partner",)
    fields = ("partner", ("name", "reading"))
    list_display = ("name", "reading", "partner")
    list_select_related = ("partner",)
    search_fields = ("name", "reading", "partner__name_ja", "partner__name_en")
    ordering = ("name", "pk")


@admin.register(OrganisationAlias)
class OrganisationAliasAdmin(RecordAdmin):
    stable = ("organisation",)
    fields = ("organisation", ("name", "reading"))
    list_display = ("name", "reading", "organisation")
    list_select_related = ("organisation",)
    search_fields = ("name", "reading", "organisation__name_ja", "organisation__name_en")
    ordering = ("name", "pk")


@admin.register(SubjectAlias)
class SubjectAliasAdmin(RecordAdmin):
    stable = ("subject",)
    fields = ("subject", ("name", "reading"))
    list_display = ("name", "reading", "subject")
    list_select_related = ("subject",)
    search_fields = ("name", "reading", "subject__name_ja", "subject__name_en")
    ordering = ("name", "pk")


@admin.register(OrganisationIdentifier)
class OrganisationIdentifierAdmin(RecordAdmin):
    stable = ("organisation",)
    fields = ("organisation", ("scheme", "value"), ("place_ja", "place_en"), "checked_on")
    list_display = ("value", "scheme", "organisation", "checked_on")
    list_select_related = ("organisation",)
    search_fields = ("value", "organisation__name_ja", "organisation__name_en")
    ordering = ("value", "pk")


@admin.register(SubjectIdentifier)
class SubjectIdentifierAdmin(RecordAdmin):
    stable = ("subject",)
    fields = ("subject", ("scheme", "value"), ("place_ja", "place_en"), "checked_on")
    list_display = ("value", "scheme", "subject", "checked_on")
    list_select_related = ("subject",)
    search_fields = ("value", "subject__name_ja", "subject__name_en")
    ordering = ("value", "pk")
