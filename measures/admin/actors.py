"""Names of a measure, who acts in it, what it is about and where it stands in frameworks."""

from django.contrib import admin

from measures.admin.rows import MEASURE_TEXTS, MeasureRowAdmin, related_only, searched
from measures.kinds import BY_NAME
from measures.models import (
    Answer,
    MeasureIdentifier,
    MeasureName,
    MeasureOrganisation,
    MeasurePartner,
    MeasurePillar,
    MeasureSubject,
    PillarGap,
)
from policies.admin.pages import RecordAdmin


@admin.register(MeasureName)
class NameAdmin(MeasureRowAdmin):
    kind = BY_NAME["names"]
    list_display = ("name", "reading", "kind", "measure", "read_from")
    list_filter = ("kind", *MeasureRowAdmin.list_filter)
    search_fields = searched("name", "reading")


@admin.register(MeasureIdentifier)
class IdentifierAdmin(MeasureRowAdmin):
    kind = BY_NAME["identifiers"]
    list_display = ("value", "scheme", "measure", "checked_on")
    list_filter = ("scheme",)
    search_fields = ("value", "place_ja", "place_en", *MEASURE_TEXTS)


@admin.register(MeasureOrganisation)
class OrganisationAdmin(MeasureRowAdmin):
    kind = BY_NAME["organisations"]
    list_display = ("organisation", "role", "measure", "read_from")
    list_filter = ("role", "organisation__kind", *MeasureRowAdmin.list_filter)
    search_fields = searched(
        "organisation__name_ja",
        "organisation__name_en",
        "organisation__abbreviation",
        "organisation__aliases__name",
    )


@admin.register(MeasurePartner)
class PartnerAdmin(MeasureRowAdmin):
    kind = BY_NAME["partners"]
    list_display = ("partner", "role", "measure", "read_from")
    list_filter = ("role", related_only("partner"), *MeasureRowAdmin.list_filter)
    search_fields = searched(
        "partner__name_ja", "partner__name_en", "partner__code", "partner__aliases__name"
    )


@admin.register(MeasureSubject)
class SubjectAdmin(MeasureRowAdmin):
    kind = BY_NAME["subjects"]
    list_display = ("subject", "number", "group_ja", "measure", "read_from")
    list_filter = ("subject__kind", *MeasureRowAdmin.list_filter)
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
    kind = BY_NAME["pillars"]
    list_display = ("pillar", "measure", "read_from")
    list_filter = (related_only("pillar__framework"), *MeasureRowAdmin.list_filter)
    search_fields = searched("pillar__name_ja", "pillar__name_en", "pillar__number")


@admin.register(Answer)
class AnswerAdmin(MeasureRowAdmin):
    kind = BY_NAME["answers"]
    list_display = ("issue", "measure", "reason_ja", "read_from")
    list_filter = ("issue__kind", *MeasureRowAdmin.list_filter)
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
