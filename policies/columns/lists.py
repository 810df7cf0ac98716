"""The columns of partners, subjects, organisations, pillars, sources, sections and issues."""

from django.db.models import OuterRef
from django.utils.translation import gettext_lazy as _

from policies.columns.parts import (
    edtf,
    entry,
    evidence,
    joined_names,
    related_count,
    section_heading,
)
from policies.models import (
    Issue,
    Organisation,
    OrganisationAlias,
    Partner,
    PartnerAlias,
    Pillar,
    Section,
    SourceDocument,
    Subject,
    SubjectAlias,
)
from portal.lists.columns import Column, Joined, Kind, address, bilingual, flag, label

PARTNERS = (
    Column("code", _("Code"), "code", _("Part of the permanent address.")),
    Column(
        "name", _("Name"), bilingual("name"), _("Name in the language of the page."), cell="entry"
    ),
    Column("name_ja", _("Name (Japanese)"), "name_ja", _("Japanese name.")),
    Column("name_en", _("Name (English)"), "name_en", _("English name.")),
    Column(
        "other_names",
        _("Other names"),
        joined_names(PartnerAlias, "partner"),
        _("Other names, short forms and slips."),
        cell="optional",
    ),
    Column(
        "kind", _("Kind"), label("kind", Partner.Kind), _("Country, region or group."), cell="text"
    ),
    Column(
        "iso2", _("ISO 3166-1 code"), "iso2", _("Two letters; empty for groups."), cell="optional"
    ),
    Column(
        "members",
        _("Members"),
        lambda: Joined(
            Partner.objects.filter(groups=OuterRef("pk")).order_by("code"), bilingual("name")()
        ),
        _("Members of a group, where the record names them."),
    ),
    Column(
        "measures",
        _("Measures"),
        related_count(Partner, "measures", "measure"),
        _("Parts it has in measures."),
        Kind.INTEGER,
        cell="number",
    ),
    Column("note", _("Note"), bilingual("note"), _("What sets it apart."), cell="optional"),
    entry("partner", "code"),
)


SUBJECTS = (
    Column("slug", _("Address name"), "slug", _("Part of the permanent address.")),
    Column(
        "name", _("Name"), bilingual("name"), _("Name in the language of the page."), cell="entry"
    ),
    Column("name_ja", _("Name (Japanese)"), "name_ja", _("Japanese name.")),
    Column("name_en", _("Name (English)"), "name_en", _("English name.")),
    Column(
        "other_names",
        _("Other names"),
        joined_names(SubjectAlias, "subject"),
        _("Other names, short forms and slips."),
        cell="optional",
    ),
    Column(
        "kind",
        _("Kind"),
        label("kind", Subject.Kind),
        _("Material, technology, product, sector or theme."),
        cell="text",
    ),
    Column(
        "broader",
        _("Broader subject"),
        bilingual("parent__name"),
        _("The subject above it in the tree."),
        cell="optional",
    ),
    Column(
        "broader_slug",
        _("Broader subject, address name"),
        "parent__slug",
        _("Address name of the subject above it."),
    ),
    Column(
        "measures",
        _("Measures"),
        related_count(Subject, "measures", "measure"),
        _("Measures that are about it."),
        Kind.INTEGER,
        cell="number",
    ),
    Column("note", _("Note"), bilingual("note"), _("What sets it apart from look-alikes.")),
    entry("subject", "slug"),
)


ORGANISATIONS = (
    Column("slug", _("Address name"), "slug", _("Part of the permanent address.")),
    Column(
        "name", _("Name"), bilingual("name"), _("Name in the language of the page."), cell="entry"
    ),
    Column("name_ja", _("Name (Japanese)"), "name_ja", _("Japanese name.")),
    Column("name_en", _("Name (English)"), "name_en", _("English name.")),
    Column(
        "abbreviation",
        _("Abbreviation"),
        "abbreviation",
        _("Abbreviation, where one is used."),
        cell="optional",
    ),
    Column(
        "other_names",
        _("Other names"),
        joined_names(OrganisationAlias, "organisation"),
        _("Other names, short forms and slips."),
        cell="optional",
    ),
    Column(
        "kind",
        _("Kind"),
        label("kind", Organisation.Kind),
        _("Ministry, agency, company …"),
        cell="text",
    ),
    Column(
        "belongs_to",
        _("Belongs to"),
        bilingual("parent__name"),
        _("The organisation above it."),
        cell="optional",
    ),
    Column(
        "country",
        _("Country or region"),
        bilingual("partner__name"),
        _("Where it belongs."),
        cell="optional",
    ),
    Column(
        "measures",
        _("Measures"),
        related_count(Organisation, "measures", "measure"),
        _("Parts it has in measures."),
        Kind.INTEGER,
        cell="number",
    ),
    entry("organisation", "slug"),
)


PILLARS = (
    Column(
        "framework",
        _("Framework"),
        bilingual("framework__name"),
        _("The scheme the pillar belongs to."),
        cell="text",
    ),
    Column(
        "framework_slug",
        _("Framework, address name"),
        "framework__slug",
        _("Address name of the framework."),
    ),
    Column("slug", _("Address name"), "slug", _("Part of the permanent address.")),
    Column("number", _("Printed number"), "number", _("Number as printed."), cell="optional"),
    Column(
        "name", _("Name"), bilingual("name"), _("Name in the language of the page."), cell="entry"
    ),
    Column("name_ja", _("Name (Japanese)"), "name_ja", _("Japanese name.")),
    Column("name_en", _("Name (English)"), "name_en", _("English name.")),
    Column(
        "parent",
        _("Parent pillar"),
        bilingual("parent__name"),
        _("The pillar above it."),
        cell="optional",
    ),
    Column(
        "measures",
        _("Measures"),
        related_count(Pillar, "measures", "measure"),
        _("Measures that a source puts under it."),
        Kind.INTEGER,
        cell="number",
    ),
    *evidence(),
    entry("pillar", "framework__slug", "slug"),
)


SOURCES = (
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
        "publisher",
        _("Publisher"),
        bilingual("publisher__name"),
        _("Who published it."),
        cell="text",
    ),
    Column(
        "issuer",
        _("Issuing unit"),
        bilingual("issuer__name"),
        _("The unit that issued it."),
        cell="optional",
    ),
    *edtf("date", _("Date"), "date", _("Date of the document in EDTF form.")),
    Column(
        "date_inferred",
        _("Date inferred"),
        flag("date_inferred", _("inferred")),
        _("Filled where the document prints no date."),
    ),
    Column(
        "sections",
        _("Sections"),
        related_count(SourceDocument, "sections"),
        _("Slides or headings recorded."),
        Kind.INTEGER,
        cell="number",
    ),
    Column("url", _("Official address"), "url", _("Only where it is confirmed."), cell="optional"),
    Column("licence", _("Licence"), bilingual("licence"), _("Where the source states one.")),
    Column(
        "sha256",
        _("Fingerprint (SHA-256)"),
        "sha256",
        _("Of the text that the encoding was checked against."),
    ),
    entry("source", "slug"),
)


SECTIONS = (
    Column(
        "document_slug",
        _("Document, address name"),
        "document__slug",
        _("Address name of the document."),
    ),
    Column(
        "code",
        _("Section number"),
        "code",
        _("Number given by this site, in document order."),
        cell="text",
    ),
    Column("title", _("Title"), section_heading(""), _("Mended title."), cell="entry"),
    Column("heading", _("Printed heading"), "heading", _("Heading as printed, slips included.")),
    Column(
        "part",
        _("Part of the document"),
        section_heading("parent__"),
        _("The part of the document it stands in."),
        cell="optional",
    ),
    Column("page", _("Page"), "page", _("Only where the source prints one."), Kind.INTEGER),
    Column(
        "footnotes",
        _("Printed notes"),
        related_count(Section, "footnotes"),
        _("Footnotes, legends and source notes."),
        Kind.INTEGER,
        cell="number",
    ),
    Column(
        "empty_reason",
        _("Why nothing is read from it"),
        bilingual("empty_reason"),
        _("Filled for sections without entries."),
        cell="optional-long",
    ),
    Column(
        "note",
        _("Note"),
        bilingual("note"),
        _("What the text of the source has lost."),
        cell="optional-long",
    ),
    Column(
        "source_title", _("Source title"), bilingual("document__title"), _("Title of the document.")
    ),
    Column(
        "section_heading", _("Section heading"), section_heading(""), _("Heading of the section.")
    ),
    Column(
        "section_address",
        _("Section address"),
        address("section", "document__slug", "code"),
        _("Page of the section on this site."),
        Kind.URL,
    ),
    entry("section", "document__slug", "code"),
)


ISSUES = (
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
        "kind",
        _("Kind"),
        label("kind", Issue.Kind),
        _("Assessment, threat, challenge, question or opinion."),
        cell="text",
    ),
    Column(
        "summary",
        _("Summary"),
        bilingual("summary"),
        _("In the words of this site."),
        cell="optional-long",
    ),
    Column(
        "speaker",
        _("Said by"),
        bilingual("speaker__name"),
        _("Who says so, where the source names someone."),
    ),
    Column(
        "subjects",
        _("Subjects"),
        lambda: Joined(
            Subject.objects.filter(issues=OuterRef("pk")).order_by("slug"), bilingual("name")()
        ),
        _("What it is about."),
    ),
    Column(
        "answers",
        _("Measures that answer it"),
        related_count(Issue, "answers", "measure"),
        _("Measures that answer it."),
        Kind.INTEGER,
        cell="number",
    ),
    *evidence(),
    entry("issue", "slug"),
)
