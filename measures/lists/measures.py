"""The list of measures."""

from django.db.models import F, TextField, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from measures.listed import load_listed
from measures.lists.columns import (
    ORGANISATIONS,
    PARTNERS,
    SUBJECTS,
    joined,
    status_day,
    status_label,
)
from measures.lists.conditions import (
    MEASURE_NAMES,
    MEASURE_READINGS,
    MEASURE_TEXTS,
    MEASURE_WEIGHTS,
    PillarChoice,
    fiscal_years,
    jurisdictions,
    meaning_of,
)
from measures.lists.identifiers import NUMBERS
from measures.models import (
    Measure,
    MeasureName,
    MeasureOrganisation,
    MeasurePartner,
    MeasurePillar,
    MeasureSubject,
    Purpose,
)
from policies.lists.columns import (
    FIRST_DAY,
    confirmed,
    edtf_column,
    english_columns,
    entry,
    reading,
    section_heading,
    section_place,
    source_mark,
)
from policies.lists.conditions import (
    TITLES,
    in_name_order,
    organisations,
    partners,
    sources,
    subjects,
)
from policies.lists.orders import name_sort
from policies.models import Issue
from portal.lists.columns import Column, Kind
from portal.lists.days import on_day
from portal.lists.declaration import ListPage, Sort
from portal.lists.filters import ChoiceFacet, RelatedFacet, Search
from portal.lists.filterset import ListFilterSet
from portal.lists.periods import Period, window
from portal.lists.values import Codes, bilingual, flag, label


class MeasureFilterSet(ListFilterSet):
    model = Measure
    CHOICE = "measure"

    q = Search(
        titles=(*MEASURE_NAMES, *MEASURE_READINGS),
        texts=MEASURE_TEXTS,
        names=MEASURE_NAMES,
        weights=MEASURE_WEIGHTS,
    )
    kind = ChoiceFacet(label=_("Kind"), choices=Measure.Kind)
    status = ChoiceFacet(label=_("Status"), choices=Measure.Status, help=meaning_of("status"))
    on, state, beside = on_day()
    jurisdiction = jurisdictions("jurisdiction")
    partner = partners("partners__partner")
    subject = subjects("subjects__subject")
    organisation = organisations("organisations__organisation")
    pillar = PillarChoice(field_name="pillars__pillar", label=_("Pillar"))
    fiscal_year = ChoiceFacet(
        field_name="budget_lines__fiscal_year", label=_("Fiscal year"), choices=fiscal_years
    )
    purpose = ChoiceFacet(
        field_name="purposes__kind",
        label=_("Stated purpose"),
        choices=Purpose.Kind,
        help=meaning_of("purpose"),
    )
    issue = RelatedFacet(
        field_name="answers__issue",
        key="slug",
        label=_("Issue addressed"),
        queryset=Issue.objects.all(),
        order=in_name_order,
        find=TITLES,
    )
    source = sources("citations__section__document")
    since, until, undated = window(
        Period("date_from", "date_until", rows="milestones"), _("Events since"), _("Events until")
    )


PILLARS = Codes(
    "pillar_codes",
    lambda: Concat("pillar__framework__slug", Value("/"), "pillar__slug", output_field=TextField()),
    "pillars.pillar_code",
)
HEADLINE_FROM = Column(
    "date_from", _("Headline date, first day"), "headline_from", FIRST_DAY, Kind.DATE
)
COLUMNS = (
    Column("slug", _("Address name"), "slug", _("Part of the permanent address.")),
    Column(
        "title",
        _("Title"),
        bilingual("title"),
        _("Title in the language of the page."),
        cell="entry",
    ),
    Column("title_ja", _("Title (Japanese)"), "title_ja", _("Japanese title.")),
    Column("title_en", _("Title (English)"), "title_en", _("English title.")),
    Column(
        "other_names",
        _("Other names"),
        joined(MeasureName, "name"),
        _("Formal titles, short forms and names in single documents."),
    ),
    Column("summary", _("Summary"), bilingual("summary"), _("In the words of this site.")),
    Column(
        "kind",
        _("Kind"),
        label("kind", Measure.Kind),
        _("What sort of measure it is."),
        cell="text",
    ),
    Column("kind_code", _("Kind, code"), "kind", _("The kind as a fixed code.")),
    Column(
        "status",
        _("Status"),
        status_label(),
        _("Where it stands at the date of the source."),
        cell="text",
    ),
    Column(
        "status_code",
        _("Status, code"),
        "status",
        _("The status as a fixed code."),
        choices=Measure.Status,
    ),
    Column(
        "status_inferred",
        _("Status inferred"),
        flag("status_inferred", _("inferred")),
        _("Filled where the source does not state the status outright."),
    ),
    status_day("status_as_of"),
    Column(
        "jurisdiction",
        _("Jurisdiction"),
        bilingual("jurisdiction__name", "partners.code"),
        _("Whose act it is; empty for joint acts without Japan."),
        cell="optional",
    ),
    Column(
        "jurisdiction_code",
        _("Jurisdiction, code"),
        "jurisdiction__code",
        _("Code of the jurisdiction."),
    ),
    edtf_column(
        "date",
        _("Headline date"),
        "headline__date",
        _("The date shown in lists, in EDTF form."),
        first=HEADLINE_FROM,
        cell="words",
    ),
    HEADLINE_FROM,
    Column(
        "date_event",
        _("Event of the headline date"),
        bilingual("headline__label"),
        _("What happened on that date."),
    ),
    Column(
        "leads",
        _("Leads"),
        joined(
            MeasureOrganisation,
            bilingual("organisation__name"),
            ORGANISATIONS("lead_slugs"),
            role__in=MeasureOrganisation.LEADING,
        ),
        _("Organisations that lead it."),
    ),
    Column(
        "organisations",
        _("Organisations"),
        joined(
            MeasureOrganisation,
            bilingual("organisation__name"),
            ORGANISATIONS("organisation_slugs"),
        ),
        _("All organisations with a part in it."),
    ),
    Column(
        "partners",
        _("Partners"),
        joined(MeasurePartner, bilingual("partner__name"), PARTNERS("partner_codes")),
        _("Countries, regions and groups with a part in it."),
    ),
    Column(
        "subjects",
        _("Subjects"),
        joined(MeasureSubject, bilingual("subject__name"), SUBJECTS("subject_slugs")),
        _("What it is about."),
    ),
    Column(
        "pillars",
        _("Pillars"),
        joined(MeasurePillar, bilingual("pillar__name"), PILLARS),
        _("Under which pillars a source puts it."),
    ),
    reading(),
    *english_columns(Measure.English),
    Column(
        "phrase",
        _("Anchor phrase"),
        "first_citation__phrase",
        _("Phrase of the first citation, as printed."),
    ),
    *NUMBERS,
    confirmed(),
    Column(
        "source_mark",
        _("Source"),
        source_mark("first_citation__section"),
        _("Short name of the document, and the section."),
        cell="source",
    ),
    Column(
        "source_title",
        _("Source title"),
        bilingual("first_citation__section__document__title"),
        _("Title of the document of the first citation."),
    ),
    Column(
        "section_heading",
        _("Section heading"),
        section_heading("first_citation__section__"),
        _("Heading of that section."),
    ),
    section_place("first_citation__section", _("Page of that section on this site.")),
    entry("measure", "slug"),
)


# Orders name a unique field last, so that a page never shows a row twice.
NEWEST_MEASURE = (F("headline_from").desc(nulls_last=True), "slug")
OLDEST_MEASURE = (F("headline_from").asc(nulls_last=True), "slug")


MEASURES = ListPage(
    name="measures",
    key=("slug",),
    title=_("Measures"),
    lead=_(
        "What governments and bodies do, plan or recommend, "
        "with the status at the date of the source."
    ),
    entries=lambda: Measure.objects.published().with_joins(),
    filterset_class=MeasureFilterSet,
    columns=COLUMNS,
    sorts=(
        Sort("date", _("Newest date first"), NEWEST_MEASURE),
        Sort("oldest", _("Oldest date first"), OLDEST_MEASURE),
        name_sort("slug"),
        Sort("updated", _("Most recently updated first"), ("-updated_on", "slug")),
    ),
    template="measures/measure_list.html",
    per_page=20,
    objects=load_listed,
    shown=("names__name", "summary_ja", "summary_en"),
    # What is asked for by one word that no entry is called: kinds by other names than their own.
    alone={
        **dict.fromkeys(
            ("補助金", "助成金", "交付金", "支援策", "subsidy", "subsidies", "grants"),
            {"kind": (Measure.Kind.BUDGET_PROGRAMME,)},
        ),
        **dict.fromkeys(("法令", "laws"), {"kind": (Measure.Kind.LAW,)}),
        **dict.fromkeys(("改正案", "法律案", "bills"), {"kind": (Measure.Kind.BILL,)}),
        **dict.fromkeys(("政令", "省令"), {"kind": (Measure.Kind.CABINET_ORDER,)}),
        **dict.fromkeys(("税制", "減税"), {"kind": (Measure.Kind.TAX,)}),
        **dict.fromkeys(("ガイドライン", "guidelines"), {"kind": (Measure.Kind.GUIDELINE,)}),
        **dict.fromkeys(("制裁", "sanctions"), {"kind": (Measure.Kind.SANCTION,)}),
        **dict.fromkeys(("投資審査",), {"kind": (Measure.Kind.INVESTMENT_SCREENING,)}),
        **dict.fromkeys(("首脳会談", "summits"), {"kind": (Measure.Kind.SUMMIT,)}),
        **dict.fromkeys(("共同声明", "声明"), {"kind": (Measure.Kind.JOINT_STATEMENT,)}),
        **dict.fromkeys(("提言",), {"kind": (Measure.Kind.RECOMMENDATION,)}),
        **dict.fromkeys(("廃止", "終了"), {"status": (Measure.Status.ENDED,)}),
        **dict.fromkeys(("停止", "停止中"), {"status": (Measure.Status.SUSPENDED,)}),
    },
    choices=("kind", "status"),
)
