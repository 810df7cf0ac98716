"""The columns of the lists of the frame of reference, and those every sourced row ends with."""

from django.db.models import Count, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Concat, NullIf
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from policies.dates import describe
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
from portal.browse.columns import TEXT, Column, Joined, Kind, address, bilingual, flag, label


def source_mark(section: str):
    """The short name of the document and the section: 経産省 2026-04・13節."""

    def value():
        before, between, after = (
            gettext("%(document)s, section %(code)s")
            .replace("%(document)s", "\x00")
            .replace("%(code)s", "\x00")
            .split("\x00")
        )
        return Concat(
            Value(before),
            bilingual(f"{section}__document__short_name")(),
            Value(between),
            F(f"{section}__code"),
            Value(after),
            output_field=TEXT,
        )

    return value


def section_heading(prefix: str):
    """The mended title of a section, the printed heading where there is none."""

    def value():
        title = F(f"{prefix}title_en" if get_language() == "en" else f"{prefix}title_ja")
        return Coalesce(NullIf(title, Value("")), F(f"{prefix}heading"), output_field=TEXT)

    return value


def provenance(section: str = "section") -> tuple[Column, ...]:
    """Where the row was read: the last columns but one of every list."""
    return (
        Column("source_mark", _("Source"), source_mark(section), _("Short name of the document, and the section."), cell="source"),
        Column("source_title", _("Source title"), bilingual(f"{section}__document__title"), _("Title of the document.")),
        Column("section_heading", _("Section heading"), section_heading(f"{section}__"), _("Heading of the section.")),
        Column(
            "section_address",
            _("Section address"),
            address("section", f"{section}__document__slug", f"{section}__code"),
            _("Page of the section on this site."),
            Kind.URL,
        ),
    )


def evidence() -> tuple[Column, ...]:
    """The anchor phrase, the inference, and where the row was read."""
    return (
        Column("phrase", _("Anchor phrase"), "phrase", _("Name or figure by which the place is found again, as printed.")),
        Column("inferred", _("Inferred"), flag("inferred", _("inferred")), _("Filled where the source does not state the value outright.")),
        Column("inference", _("Reason of the inference"), bilingual("inference"), _("Why the value is inferred.")),
        *provenance(),
    )


def entry(view: str, *paths: str, anchor=()) -> Column:
    """The permanent address of the row: the last column of every list."""
    return Column(
        "entry_address", _("Entry address"), address(view, *paths, anchor=anchor), _("Permanent address of the row."), Kind.URL
    )


def edtf(name: str, header, path: str, meaning, cell: str = "words") -> tuple[Column, Column]:
    """A date in EDTF form with its printed precision, and its first day as a plain date."""
    return (
        Column(f"{name}_edtf", header, path, meaning, cell=cell, words=describe),
        Column(f"{name}_from", _("%(date)s, first day") % {"date": header}, f"{path}_from", _("First day it can mean, ISO 8601."), Kind.DATE),
    )


def joined_names(model, parent: str):
    return lambda: Joined(model.objects.filter(**{parent: OuterRef("pk")}).order_by("pk"), "name")


def related_count(model, path: str, counted: str = "pk"):
    """How many distinct `counted` among the rows that point here by the reverse name `path`.

    Rows of measures count only where the measure is published.
    """

    def value():
        relation = model._meta.get_field(path)
        rows = relation.related_model.objects.filter(**{relation.field.name: OuterRef("pk")})
        if counted.startswith("measure"):
            rows = rows.filter(measure__published=True)
        rows = rows.order_by().values(relation.field.name)
        return Coalesce(Subquery(rows.annotate(n=Count(counted, distinct=True)).values("n")), Value(0))

    return value


PARTNERS = (
    Column("code", _("Code"), "code", _("Part of the permanent address.")),
    Column("name", _("Name"), bilingual("name"), _("Name in the language of the page."), cell="entry"),
    Column("name_ja", _("Name (Japanese)"), "name_ja", _("Japanese name.")),
    Column("name_en", _("Name (English)"), "name_en", _("English name.")),
    Column("other_names", _("Other names"), joined_names(PartnerAlias, "partner"), _("Other names, short forms and slips."), cell="optional"),
    Column("kind", _("Kind"), label("kind", Partner.Kind), _("Country, region or group."), cell="text"),
    Column("iso2", _("ISO 3166-1 code"), "iso2", _("Two letters; empty for groups."), cell="optional"),
    Column(
        "members",
        _("Members"),
        lambda: Joined(Partner.objects.filter(groups=OuterRef("pk")).order_by("code"), bilingual("name")()),
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
    Column("name", _("Name"), bilingual("name"), _("Name in the language of the page."), cell="entry"),
    Column("name_ja", _("Name (Japanese)"), "name_ja", _("Japanese name.")),
    Column("name_en", _("Name (English)"), "name_en", _("English name.")),
    Column("other_names", _("Other names"), joined_names(SubjectAlias, "subject"), _("Other names, short forms and slips."), cell="optional"),
    Column("kind", _("Kind"), label("kind", Subject.Kind), _("Material, technology, product, sector or theme."), cell="text"),
    Column("broader", _("Broader subject"), bilingual("parent__name"), _("The subject above it in the tree."), cell="optional"),
    Column("broader_slug", _("Broader subject, address name"), "parent__slug", _("Address name of the subject above it.")),
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
    Column("name", _("Name"), bilingual("name"), _("Name in the language of the page."), cell="entry"),
    Column("name_ja", _("Name (Japanese)"), "name_ja", _("Japanese name.")),
    Column("name_en", _("Name (English)"), "name_en", _("English name.")),
    Column("abbreviation", _("Abbreviation"), "abbreviation", _("Abbreviation, where one is used."), cell="optional"),
    Column("other_names", _("Other names"), joined_names(OrganisationAlias, "organisation"), _("Other names, short forms and slips."), cell="optional"),
    Column("kind", _("Kind"), label("kind", Organisation.Kind), _("Ministry, agency, company …"), cell="text"),
    Column("belongs_to", _("Belongs to"), bilingual("parent__name"), _("The organisation above it."), cell="optional"),
    Column("country", _("Country or region"), bilingual("partner__name"), _("Where it belongs."), cell="optional"),
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
    Column("framework", _("Framework"), bilingual("framework__name"), _("The scheme the pillar belongs to."), cell="text"),
    Column("framework_slug", _("Framework, address name"), "framework__slug", _("Address name of the framework.")),
    Column("slug", _("Address name"), "slug", _("Part of the permanent address.")),
    Column("number", _("Printed number"), "number", _("Number as printed."), cell="optional"),
    Column("name", _("Name"), bilingual("name"), _("Name in the language of the page."), cell="entry"),
    Column("name_ja", _("Name (Japanese)"), "name_ja", _("Japanese name.")),
    Column("name_en", _("Name (English)"), "name_en", _("English name.")),
    Column("parent", _("Parent pillar"), bilingual("parent__name"), _("The pillar above it."), cell="optional"),
    Column("measures", _("Measures"), related_count(Pillar, "measures", "measure"), _("Measures that a source puts under it."), Kind.INTEGER, cell="number"),
    *evidence(),
    entry("pillar", "framework__slug", "slug"),
)

SOURCES = (
    Column("slug", _("Address name"), "slug", _("Part of the permanent address.")),
    Column("title", _("Title"), bilingual("title"), _("Title in the language of the page."), cell="entry"),
    Column("title_ja", _("Title (Japanese)"), "title_ja", _("Japanese title.")),
    Column("title_en", _("Title (English)"), "title_en", _("English title.")),
    Column("publisher", _("Publisher"), bilingual("publisher__name"), _("Who published it."), cell="text"),
    Column("issuer", _("Issuing unit"), bilingual("issuer__name"), _("The unit that issued it."), cell="optional"),
    *edtf("date", _("Date"), "date", _("Date of the document in EDTF form.")),
    Column("date_inferred", _("Date inferred"), flag("date_inferred", _("inferred")), _("Filled where the document prints no date.")),
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
    Column("sha256", _("Fingerprint (SHA-256)"), "sha256", _("Of the text that the encoding was checked against.")),
    entry("source", "slug"),
)

SECTIONS = (
    Column("document_slug", _("Document, address name"), "document__slug", _("Address name of the document.")),
    Column("code", _("Section number"), "code", _("Number given by this site, in document order."), cell="text"),
    Column("title", _("Title"), section_heading(""), _("Mended title."), cell="entry"),
    Column("heading", _("Printed heading"), "heading", _("Heading as printed, slips included.")),
    Column("part", _("Part"), section_heading("parent__"), _("The part of the document it stands in."), cell="optional"),
    Column("page", _("Page"), "page", _("Only where the source prints one."), Kind.INTEGER),
    Column("footnotes", _("Printed notes"), related_count(Section, "footnotes"), _("Footnotes, legends and source notes."), Kind.INTEGER, cell="number"),
    Column("empty_reason", _("Why nothing is read from it"), bilingual("empty_reason"), _("Filled for sections without entries."), cell="optional-long"),
    Column("note", _("Note"), bilingual("note"), _("What the text of the source has lost."), cell="optional-long"),
    Column("source_title", _("Source title"), bilingual("document__title"), _("Title of the document.")),
    Column("section_heading", _("Section heading"), section_heading(""), _("Heading of the section.")),
    Column("section_address", _("Section address"), address("section", "document__slug", "code"), _("Page of the section on this site."), Kind.URL),
    entry("section", "document__slug", "code"),
)

ISSUES = (
    Column("slug", _("Address name"), "slug", _("Part of the permanent address.")),
    Column("title", _("Title"), bilingual("title"), _("Title in the language of the page."), cell="entry"),
    Column("title_ja", _("Title (Japanese)"), "title_ja", _("Japanese title.")),
    Column("title_en", _("Title (English)"), "title_en", _("English title.")),
    Column("kind", _("Kind"), label("kind", Issue.Kind), _("Assessment, threat, challenge, question or opinion."), cell="text"),
    Column("summary", _("Summary"), bilingual("summary"), _("In the words of this site."), cell="optional-long"),
    Column("speaker", _("Said by"), bilingual("speaker__name"), _("Who says so, where the source names someone.")),
    Column("subjects", _("Subjects"), lambda: Joined(Subject.objects.filter(issues=OuterRef("pk")).order_by("slug"), bilingual("name")()), _("What it is about.")),
    Column("answers", _("Measures that answer it"), related_count(Issue, "answers", "measure"), _("Measures that answer it."), Kind.INTEGER, cell="number"),
    *evidence(),
    entry("issue", "slug"),
)
