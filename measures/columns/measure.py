"""The columns of measures, provisions, milestones, targets, citations and relations."""

from django.db.models import Value
from django.utils.translation import gettext_lazy as _

from measures.columns.parts import joined, of_measure
from measures.models import (
    Measure,
    MeasureName,
    MeasureOrganisation,
    MeasurePartner,
    MeasurePillar,
    MeasureSubject,
    Milestone,
    Relation,
)
from policies.columns import edtf, entry, evidence, section_heading, source_mark
from portal.dates.edtf import describe
from portal.lists.columns import Column, Kind, address, bilingual, flag, json_codes, label

MEASURES = (
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
        label("status", Measure.Status),
        _("Where it stands at the date of the source."),
        cell="text",
    ),
    Column("status_code", _("Status, code"), "status", _("The status as a fixed code.")),
    Column(
        "status_inferred",
        _("Status inferred"),
        flag("status_inferred", _("inferred")),
        _("Filled where the source does not state the status outright."),
    ),
    Column(
        "jurisdiction",
        _("Jurisdiction"),
        bilingual("jurisdiction__name"),
        _("Whose act it is; empty for joint acts without Japan."),
        cell="optional",
    ),
    Column(
        "jurisdiction_code",
        _("Jurisdiction, code"),
        "jurisdiction__code",
        _("Code of the jurisdiction."),
    ),
    Column(
        "date_edtf",
        _("Headline date"),
        "headline__date",
        _("The date shown in lists, in EDTF form."),
        cell="words",
        words=describe,
    ),
    Column(
        "date_from",
        _("Headline date, first day"),
        "headline_from",
        _("First day it can mean, ISO 8601."),
        Kind.DATE,
    ),
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
            role__in=MeasureOrganisation.LEADING,
        ),
        _("Organisations that lead it."),
    ),
    Column(
        "organisations",
        _("Organisations"),
        joined(MeasureOrganisation, bilingual("organisation__name")),
        _("All organisations with a part in it."),
    ),
    Column(
        "partners",
        _("Partners"),
        joined(MeasurePartner, bilingual("partner__name")),
        _("Countries, regions and groups with a part in it."),
    ),
    Column(
        "subjects",
        _("Subjects"),
        joined(MeasureSubject, bilingual("subject__name")),
        _("What it is about."),
    ),
    Column(
        "pillars",
        _("Pillars"),
        joined(MeasurePillar, bilingual("pillar__name")),
        _("Under which pillars a source puts it."),
    ),
    Column(
        "phrase",
        _("Anchor phrase"),
        "first_citation__phrase",
        _("Phrase of the first citation, as printed."),
    ),
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
    Column(
        "section_address",
        _("Section address"),
        address(
            "section",
            "first_citation__section__document__slug",
            "first_citation__section__code",
        ),
        _("Page of that section on this site."),
        Kind.URL,
    ),
    entry("measure", "slug"),
)


PROVISIONS = (
    *of_measure(),
    Column("code", _("Code"), "code", _("Code of the row, its anchor on the page.")),
    Column("part_of", _("Part of"), "parent__code", _("Code of the provision it is part of.")),
    Column("number", _("Printed number"), "number", _("Number as printed."), cell="optional"),
    Column(
        "heading",
        _("Heading"),
        bilingual("heading"),
        _("Heading, where one is printed."),
        cell="optional",
    ),
    Column("text", _("Content"), bilingual("text"), _("In the words of this site."), cell="entry"),
    Column(
        "is_new", _("New"), flag("is_new", _("new")), _("Filled where the source marks it as new.")
    ),
    *edtf(
        "effective",
        _("Takes effect"),
        "effective",
        _("When it takes effect, in EDTF form."),
        cell="optional-words",
    ),
    Column(
        "speaker",
        _("Said by"),
        bilingual("speaker__name"),
        _("Who says so, where the source names someone."),
    ),
    *evidence(),
    entry("measure", "measure__slug", anchor=(Value("provision-"), "code")),
)


MILESTONES = (
    *edtf("date", _("Date"), "date", _("Date of the event in EDTF form."), cell="words"),
    Column(
        "date_until",
        _("Date, last day"),
        "date_until",
        _("Last day it can mean, ISO 8601."),
        Kind.DATE,
    ),
    Column("event", _("Event"), bilingual("label"), _("What happened."), cell="text"),
    Column("kind", _("Kind"), label("kind", Milestone.Kind), _("Sort of event."), cell="text"),
    Column("kind_code", _("Kind, code"), "kind", _("The kind as a fixed code.")),
    *of_measure(cell="entry"),
    Column("code", _("Code"), "code", _("Code of the row, its anchor on the page.")),
    Column(
        "jurisdiction",
        _("Jurisdiction"),
        bilingual("measure__jurisdiction__name"),
        _("Whose measure it is; empty for joint acts without Japan."),
        cell="optional",
    ),
    Column(
        "headline",
        _("Headline date"),
        flag("headline", _("headline")),
        _("Filled for the date that lists show."),
    ),
    *evidence(),
    entry("measure", "measure__slug", anchor=(Value("milestone-"), "code")),
)


CITATIONS = (
    *of_measure(cell="entry"),
    Column(
        "supports",
        _("Supports"),
        json_codes("supports"),
        _("Which fields of the measure the passage supports, as codes."),
    ),
    *evidence(),
    entry("measure", "measure__slug", anchor=(Value("sources"),)),
)


RELATIONS = (
    Column(
        "measure",
        _("Measure"),
        bilingual("source__title"),
        _("The measure the relation starts from."),
        cell="entry",
    ),
    Column("measure_slug", _("Measure, address name"), "source__slug", _("Its address name.")),
    Column(
        "kind",
        _("Relation"),
        label("kind", Relation.Kind),
        _("How it relates to the other."),
        cell="text",
    ),
    Column("kind_code", _("Relation, code"), "kind", _("The relation as a fixed code.")),
    Column(
        "related",
        _("Related measure"),
        bilingual("target__title"),
        _("The measure it leads to."),
        cell="long",
    ),
    Column(
        "related_slug", _("Related measure, address name"), "target__slug", _("Its address name.")
    ),
    Column(
        "related_address",
        _("Related measure, address"),
        address("measure", "target__slug"),
        _("Its permanent address."),
        Kind.URL,
    ),
    Column(
        "reason",
        _("Reason"),
        bilingual("reason"),
        _("Why, in the words of this site."),
        cell="long",
    ),
    *evidence(),
    entry("measure", "source__slug", anchor=(Value("relations"),)),
)

STATEMENTS = (
    *of_measure("discrepancy__measure"),
    Column(
        "topic",
        _("What differs"),
        bilingual("discrepancy__topic"),
        _("The thing that is told differently."),
        cell="entry",
    ),
    Column(
        "value", _("What is told"), bilingual("value"), _("What this section says."), cell="long"
    ),
    Column(
        "chosen",
        _("Used here, and why"),
        bilingual("discrepancy__chosen"),
        _("The value this site uses, and the reason."),
        cell="long",
    ),
    *evidence(),
    entry("measure", "discrepancy__measure__slug", anchor=(Value("discrepancies"),)),
)
