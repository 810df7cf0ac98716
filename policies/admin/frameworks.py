"""Frameworks with their pillars, what relates pillars, and issues."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from policies.admin.forms import RecordForm
from policies.admin.pages import SECTION_TEXTS, RecordAdmin, RecordInline, sourced
from policies.models import Framework, Issue, Pillar, PillarRelation

NAMES = ("name_ja", "name_en")
NAMING = ("name_ja", "reading", "name_en")
PILLAR_LINES = (
    ("slug", "position", "number"),
    NAMING,
    ("parent", "also_under"),
    ("summary_ja", "summary_en"),
)
RELATION_LINES = (("target", "position"), ("reason_ja", "reason_en"))


class PillarForm(RecordForm):
    stable = ("slug",)


class PillarInline(RecordInline):
    model = Pillar
    form = PillarForm
    related = ("section__document", "framework", "parent")
    siblings = ("parent",)
    fieldsets = sourced(*PILLAR_LINES)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("also_under")


class PillarRelationInline(RecordInline):
    model = PillarRelation
    own_page = False
    fk_name = "source"
    related = ("section__document", "source", "target")
    fieldsets = sourced(*RELATION_LINES)


@admin.register(Framework)
class FrameworkAdmin(RecordAdmin):
    fieldsets = sourced(
        NAMING, "slug", ("owner", "jurisdiction"), "featured", ("summary_ja", "summary_en")
    )
    prepopulated_fields = {"slug": ("name_en",)}
    inlines = (PillarInline,)
    list_display = ("name_ja", "name_en", "owner", "jurisdiction", "read_from")
    list_filter = ("section__document", ("owner", admin.RelatedOnlyFieldListFilter), "inferred")
    list_select_related = ("owner", "jurisdiction", "section__document")
    search_fields = ("slug", *NAMES, "reading", "summary_ja", "summary_en", *SECTION_TEXTS)
    ordering = ("slug",)


@admin.register(Pillar)
class PillarAdmin(RecordAdmin):
    stable = ("framework", "slug")
    owner = "framework"
    siblings = ("parent",)
    fieldsets = sourced("framework", *PILLAR_LINES)
    prepopulated_fields = {"slug": ("name_en",)}
    inlines = (PillarRelationInline,)
    list_display = ("name_ja", "name_en", "number", "framework", "parent", "read_from")
    list_filter = ("framework", "inferred")
    list_select_related = ("framework", "parent", "section__document")
    search_fields = (
        "slug",
        *NAMES,
        "reading",
        "number",
        "framework__name_ja",
        "framework__name_en",
        "phrase",
    )
    ordering = ("framework__slug", "position", "pk")


@admin.register(PillarRelation)
class PillarRelationAdmin(RecordAdmin):
    stable = ("source",)
    fieldsets = sourced("source", *RELATION_LINES)
    list_display = ("source", "target", "reason_ja", "read_from")
    list_filter = ("source__framework", "inferred")
    list_select_related = ("source__framework", "target__framework", "section__document")
    search_fields = (
        "source__name_ja",
        "source__name_en",
        "target__name_ja",
        "target__name_en",
        "reason_ja",
        "reason_en",
        *SECTION_TEXTS,
    )
    ordering = ("source__framework__slug", "source__slug", "position", "pk")


@admin.register(Issue)
class IssueAdmin(RecordAdmin):
    fieldsets = (
        *sourced(
            "title_ja",
            "reading",
            "title_en",
            "slug",
            ("kind", "speaker"),
            ("subjects", "partners"),
            ("summary_ja", "summary_en"),
        ),
        (_("Record"), {"fields": ("updated_on",)}),
    )
    readonly_fields = ("updated_on",)
    prepopulated_fields = {"slug": ("title_en",)}
    list_display = ("title_ja", "kind", "speaker", "read_from", "updated_on")
    list_filter = (
        "kind",
        "section__document",
        ("speaker", admin.RelatedOnlyFieldListFilter),
        "inferred",
    )
    list_select_related = ("speaker", "section__document")
    search_fields = (
        *("slug", "title_ja", "reading", "title_en"),
        *("summary_ja", "summary_en", *SECTION_TEXTS),
    )
    ordering = ("slug",)
