"""Tables without a page of their own: links and rows that pages of entries draw."""

from collections.abc import Callable, Iterable

from django.db.models import Case, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from policies.lists.columns import evidence
from policies.models import (
    Footnote,
    Framework,
    Issue,
    OrganisationAlias,
    Partner,
    PartnerAlias,
    Pillar,
    PillarRelation,
    Subject,
    SubjectAlias,
    TermWord,
)
from portal.lists.columns import TEXT, Column, Kind, Label
from portal.lists.declaration import Table
from portal.lists.values import Fixed, bilingual, flag, label


def names_table(name: str, title: Label, lead: Label, names, path: str, refers: str) -> Table:
    """The other names of one kind of entry, one in each row; `path` leads to the entry's name."""
    owner, _rest, key = path.partition("__")
    return Table(
        name=name,
        title=title,
        lead=lead,
        entries=lambda: names.objects.order_by(path, "pk"),
        columns=(
            link(f"{owner}_{key}", path, refers),
            Column("name", "", "name", _("The name as it is told.")),
            Column("reading", "", "reading", _("In hiragana.")),
        ),
        key=(f"{owner}_{key}", "name"),
    )


def link(name: str, path: str, refers: str) -> Column:
    """The key of an entry that a row leads to."""
    return Column(
        name, "", path, _("Key of the entry in the table that it refers to."), refers=refers
    )


def links_table(
    name: str, title: Label, lead: Label, entries: Callable[[], QuerySet], *links: Column
) -> Table:
    """Which entries belong together; each pair once, in the order of their keys."""
    return Table(
        name=name,
        title=title,
        lead=lead,
        entries=lambda: entries().order_by(*(each.value for each in links)),
        columns=links,
        key=tuple(each.name for each in links),
    )


FRAMEWORKS = Table(
    name="frameworks",
    title=_("Frameworks"),
    lead=_("The schemes of pillars, each as its owner sets it."),
    entries=lambda: Framework.objects.order_by("slug"),
    columns=(
        Column("slug", "", "slug", _("Part of the permanent address.")),
        Column("name", "", bilingual("name"), _("What it is called.")),
        Column("owner", "", bilingual("owner__name", "organisations.slug"), _("Whose it is.")),
        Column(
            "jurisdiction",
            "",
            bilingual("jurisdiction__name", "partners.code"),
            _("Whose policy it orders."),
        ),
        Column("featured", "", flag("featured", ""), _("Whether pages compare it with others.")),
        Column("summary", "", bilingual("summary"), _("In the words of this site.")),
        *evidence(),
    ),
    key=("slug",),
)
PILLAR_RELATIONS = Table(
    name="pillar-relations",
    title=_("Pillars that resemble each other"),
    lead=_("Which pillar of one scheme stands near which of another, and why."),
    entries=lambda: PillarRelation.objects.order_by(
        "source__framework__slug", "source__slug", "position", "pk"
    ),
    columns=(
        link("framework_slug", "source__framework__slug", "frameworks.slug"),
        link("pillar_slug", "source__slug", "pillars.slug"),
        link("related_framework_slug", "target__framework__slug", "frameworks.slug"),
        link("related_pillar_slug", "target__slug", "pillars.slug"),
        Column("reason", "", bilingual("reason"), _("Why, in the words of this site.")),
        *evidence(),
    ),
    key=("framework_slug", "pillar_slug", "related_framework_slug", "related_pillar_slug"),
)
FOOTNOTES = Table(
    name="footnotes",
    title=_("Printed notes"),
    lead=_("Footnotes, legends, source notes and links of sections."),
    entries=lambda: Footnote.objects.order_by(
        "section__document__slug", "section__position", "position", "pk"
    ),
    columns=(
        Column("code", "", "code", _("Code of the row, its anchor on the page.")),
        Column("kind", "", label("kind", Footnote.Kind), _("What sort of note it is.")),
        Column("mark", "", "mark", _("The mark as printed.")),
        Column("text", "", bilingual("text"), _("In the words of this site.")),
        *evidence(),
    ),
    key=("document_slug", "section_code", "code"),
)
PARTNER_CODES = Table(
    name="partner-codes",
    title=_("Codes of partners and places"),
    lead=_("Every code by which other tables name a partner, and the table that tells of it."),
    entries=lambda: Partner.objects.order_by("code"),
    columns=(
        Column("code", "", "code", _("Part of the permanent address.")),
        Column("name", "", bilingual("name"), _("What it is called.")),
        Column("kind", "", label("kind", Partner.Kind), _("Country, region or group.")),
        Column(
            "told_in",
            "",
            Fixed(
                lambda: Case(
                    When(kind__in=sorted(Partner.PARTS), then=Value("places")),
                    default=Value("partners"),
                    output_field=TEXT,
                )
            ),
            _("Name of the table."),
        ),
    ),
    key=("code",),
    keys_of="partners",
)


def ancestors(using: str) -> Iterable[tuple[str, str, int]]:
    """Each subject with each that holds all of it, and how far above the shortest way leads."""
    above: dict[str, list[str]] = {}
    for slug, broader in Subject.objects.using(using).broader_pairs("slug"):
        above.setdefault(slug, []).append(broader)
    for slug in sorted(above):
        level, distance, seen = [slug], 0, {slug}
        while level:
            level = sorted({up for each in level for up in above.get(each, ())} - seen)
            distance += 1
            seen.update(level)
            for ancestor in level:
                yield slug, ancestor, distance


TABLES = (
    FRAMEWORKS,
    PARTNER_CODES,
    PILLAR_RELATIONS,
    FOOTNOTES,
    links_table(
        "issue-subjects",
        _("What issues are about"),
        _("Each issue with each of its subjects."),
        Issue.subjects.through.objects.all,
        link("issue_slug", "issue__slug", "issues.slug"),
        link("subject_slug", "subject__slug", "subjects.slug"),
    ),
    links_table(
        "issue-partners",
        _("Countries that issues name"),
        _("Each issue with each country, region or group in it."),
        Issue.partners.through.objects.all,
        link("issue_slug", "issue__slug", "issues.slug"),
        link("partner_code", "partner__code", "partners.code"),
    ),
    links_table(
        "partner-members",
        _("Members of groups"),
        _("Each group with each member that the record names."),
        Partner.members.through.objects.all,
        link("group_code", "from_partner__code", "partners.code"),
        link("member_code", "to_partner__code", "partners.code"),
    ),
    links_table(
        "subject-broader",
        _("Further broader subjects"),
        _("Subjects beside the one above in the tree that hold all of a subject too."),
        Subject.broader.through.objects.all,
        link("subject_slug", "from_subject__slug", "subjects.slug"),
        link("broader_slug", "to_subject__slug", "subjects.slug"),
    ),
    links_table(
        "subject-related",
        _("Related subjects"),
        _("Subjects beside each other, of which neither holds the other; each pair both ways."),
        Subject.related.through.objects.all,
        link("subject_slug", "from_subject__slug", "subjects.slug"),
        link("related_slug", "to_subject__slug", "subjects.slug"),
    ),
    links_table(
        "pillar-also-under",
        _("Further places of pillars"),
        _("Pillars with another above them beside the one in their own branch."),
        Pillar.also_under.through.objects.all,
        link("framework_slug", "from_pillar__framework__slug", "frameworks.slug"),
        link("pillar_slug", "from_pillar__slug", "pillars.slug"),
        link("above_framework_slug", "to_pillar__framework__slug", "frameworks.slug"),
        link("above_slug", "to_pillar__slug", "pillars.slug"),
    ),
    Table(
        name="term-words",
        title=_("Words beside terms of art"),
        lead=_("Other prints, more English, and what must not replace it, one in each row."),
        entries=lambda: TermWord.objects.order_by("term__slug", "kind", "pk"),
        columns=(
            link("term_slug", "term__slug", "terms.slug"),
            Column("kind", "", label("kind", TermWord.Kind), _("What sort of word it is.")),
            Column("name", "", "name", _("The name as it is told.")),
        ),
        key=("term_slug", "kind_code", "name"),
    ),
    Table(
        name="subject-ancestors",
        title=_("All broader subjects"),
        lead=_("Each subject with every subject that holds it, however far above in the tree."),
        lines=ancestors,
        columns=(
            link("subject_slug", "subject", "subjects.slug"),
            link("ancestor_slug", "ancestor", "subjects.slug"),
            Column(
                "distance",
                "",
                "distance",
                _("Steps from the one to the other on the shortest way."),
                Kind.INTEGER,
            ),
        ),
        key=("subject_slug", "ancestor_slug"),
    ),
    names_table(
        "partner-names",
        _("Other names of partners"),
        _("Other names, short forms and misprints, one in each row."),
        PartnerAlias,
        "partner__code",
        "partners.code",
    ),
    names_table(
        "subject-names",
        _("Other names of subjects"),
        _("Other names, short forms and misprints, one in each row."),
        SubjectAlias,
        "subject__slug",
        "subjects.slug",
    ),
    names_table(
        "organisation-names",
        _("Other names of organisations"),
        _("Other names, short forms and misprints, one in each row."),
        OrganisationAlias,
        "organisation__slug",
        "organisations.slug",
    ),
)
