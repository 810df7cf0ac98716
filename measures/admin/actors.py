"""Names of a measure, who acts in it, what it is about and where it stands in frameworks."""

from django.contrib import admin

from measures.admin.rows import MeasureRowAdmin, MeasureRowInline, related_only, searched
from measures.models import (
    Answer,
    MeasureName,
    MeasureOrganisation,
    MeasurePartner,
    MeasurePillar,
    MeasureSubject,
    PillarGap,
)
from policies.admin.pages import RecordAdmin, sourced


class NameInline(MeasureRowInline):
    model = MeasureName
    fieldsets = sourced(("name", "kind", "position"))


class OrganisationInline(MeasureRowInline):
    model = MeasureOrganisation
    related = ("measure", "organisation", "section__document")
    fieldsets = sourced(("organisation", "role", "position"))


class PartnerInline(MeasureRowInline):
    model = MeasurePartner
    related = ("measure", "partner", "section__document")
    fieldsets = sourced(("partner", "role", "position"))


class SubjectInline(MeasureRowInline):
    model = MeasureSubject
    related = ("measure", "subject", "section__document")
    fieldsets = sourced(
        ("subject", "number", "position"), ("group_ja", "group_en"), ("note_ja", "note_en")
    )


class PillarInline(MeasureRowInline):
    model = MeasurePillar
    related = ("measure", "pillar__framework", "section__document")
    fieldsets = sourced(("pillar", "position"))


class AnswerInline(MeasureRowInline):
    model = Answer
    related = ("measure", "issue", "section__document")
    fieldsets = sourced(("issue", "position"), ("reason_ja", "reason_en"))


@admin.register(MeasureName)
class NameAdmin(MeasureRowAdmin):
    inline = NameInline
    list_display = ("name", "kind", "measure", "read_from")
    list_filter = ("kind", *MeasureRowAdmin.list_filter)
    list_select_related = NameInline.related
    search_fields = searched("name")


@admin.register(MeasureOrganisation)
class OrganisationAdmin(MeasureRowAdmin):
    inline = OrganisationInline
    list_display = ("organisation", "role", "measure", "read_from")
    list_filter = ("role", "organisation__kind", *MeasureRowAdmin.list_filter)
    list_select_related = OrganisationInline.related
    search_fields = searched(
        "organisation__name_ja",
        "organisation__name_en",
        "organisation__abbreviation",
        "organisation__aliases__name",
    )


@admin.register(MeasurePartner)
class PartnerAdmin(MeasureRowAdmin):
    inline = PartnerInline
    list_display = ("partner", "role", "measure", "read_from")
    list_filter = ("role", related_only("partner"), *MeasureRowAdmin.list_filter)
    list_select_related = PartnerInline.related
    search_fields = searched(
        "partner__name_ja", "partner__name_en", "partner__code", "partner__aliases__name"
    )


@admin.register(MeasureSubject)
class SubjectAdmin(MeasureRowAdmin):
    inline = SubjectInline
    list_display = ("subject", "number", "group_ja", "measure", "read_from")
    list_filter = ("subject__kind", *MeasureRowAdmin.list_filter)
    list_select_related = SubjectInline.related
    search_fields = searched(
        "subject__name_ja",
        "subject__name_en",
        "subject__aliases__name",
        "number",
        "group_ja",
        "group_en",
        "note_ja",
        "note_en",
    )


@admin.register(MeasurePillar)
class PillarAdmin(MeasureRowAdmin):
    inline = PillarInline
    list_display = ("pillar", "measure", "read_from")
    list_filter = (related_only("pillar__framework"), *MeasureRowAdmin.list_filter)
    list_select_related = PillarInline.related
    search_fields = searched("pillar__name_ja", "pillar__name_en", "pillar__number")


@admin.register(Answer)
class AnswerAdmin(MeasureRowAdmin):
    inline = AnswerInline
    list_display = ("issue", "measure", "reason_ja", "read_from")
    list_filter = ("issue__kind", *MeasureRowAdmin.list_filter)
    list_select_related = AnswerInline.related
    search_fields = searched("issue__title_ja", "issue__title_en", "reason_ja", "reason_en")


@admin.register(PillarGap)
class PillarGapAdmin(RecordAdmin):
    stable = ()
    fields = ("pillar", "kind", ("reason_ja", "reason_en"))
    list_display = ("pillar", "kind", "reason_ja")
    list_filter = ("kind", related_only("pillar__framework"))
    list_select_related = ("pillar__framework",)
    search_fields = ("pillar__name_ja", "pillar__name_en", "reason_ja", "reason_en")
    ordering = ("pillar__framework__slug", "pillar__position", "kind", "pk")
