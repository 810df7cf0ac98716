"""The pages of sources, pillars, partners, subjects, organisations and issues."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from policies import columns, filters
from policies.asof import as_of
from policies.citing import cite
from policies.coverage import chapters, entries_of
from policies.dates import describe
from policies.entities import gather
from policies.matrix import legend, matrices
from policies.models import (
    Framework,
    Issue,
    Organisation,
    Partner,
    Pillar,
    Section,
    SourceDocument,
    Subject,
)
from policies.timelines import Strand, Timeline
from portal.browse.browsing import Browse
from portal.browse.views import ListPage


def framework_context(browse: Browse) -> dict:
    """All frameworks side by side with their matrices, unless conditions ask for single pillars."""
    if browse.questions.conditions:
        return {"frameworks": [], "others": [], "matrices": [], "legend": []}
    frameworks = Framework.objects.featured().for_list()
    return {
        "frameworks": frameworks,
        "others": Framework.objects.other().for_list(),
        "matrices": [matrix for matrix in matrices(frameworks) if matrix.rows],
        "legend": legend(),
    }


def source_context(browse: Browse) -> dict:
    """The documents of the page, each with its date and the number of entries read from it."""
    counts = Section.objects.entries_by_document()
    return {
        "documents": [
            (row, describe(row["c_date_edtf"]), counts.get(row["pk"], 0)) for row in browse.page
        ]
    }


LISTINGS = (
    ListPage(
        "partners",
        _("Partners"),
        _("Countries, regions and groups that measures are directed at or made with."),
        Partner.objects.for_list,
        filters.PartnerQuestions,
        columns.PARTNERS,
        per_page=100,
    ),
    ListPage(
        "subjects",
        _("Subjects"),
        _("Materials, technologies, products, sectors and themes. Look-alikes stay apart."),
        Subject.objects.for_list,
        filters.SubjectQuestions,
        columns.SUBJECTS,
        per_page=100,
    ),
    ListPage(
        "organisations",
        _("Organisations"),
        _(
            "Ministries, agencies, think tanks, companies, forums and office-holders"
            " that sources name."
        ),
        Organisation.objects.for_list,
        filters.OrganisationQuestions,
        columns.ORGANISATIONS,
        per_page=100,
    ),
    ListPage(
        "pillars",
        _("Pillars"),
        _(
            "The same words stand for different things in different documents."
            " Each scheme is shown as its owner sets it; none are merged."
        ),
        Pillar.objects.for_list,
        filters.PillarQuestions,
        columns.PILLARS,
        template="policies/framework_list.html",
        per_page=20,
        context=framework_context,
    ),
    ListPage(
        "sources",
        _("Sources"),
        _("The documents that everything here is read from."),
        SourceDocument.objects.for_list,
        filters.SourceQuestions,
        columns.SOURCES,
        template="policies/source_list.html",
        context=source_context,
    ),
    ListPage(
        "sections",
        _("Sections"),
        _("Every slide or heading of every document, also those from which nothing is read."),
        Section.objects.for_list,
        filters.SectionQuestions,
        columns.SECTIONS,
    ),
    ListPage(
        "issues",
        _("Issues"),
        _("Assessments, threats, challenges and open questions that measures answer."),
        Issue.objects.for_list,
        filters.IssueQuestions,
        columns.ISSUES,
    ),
)


def source_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The outline of a document with the number of entries per section."""
    document = get_object_or_404(SourceDocument.objects.for_detail(), slug=slug)
    outline = Section.objects.outline(document)
    context = {
        "document": document,
        "outline": outline,
        "chapters": chapters(outline),
        "entries": sum(section.entry_count for section in outline),
        "silent": sum(not section.entry_count for section in outline),
    }
    return render(request, "policies/source_detail.html", context)


def section_detail(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """A section with every entry read from it, between its neighbours."""
    section = get_object_or_404(Section.objects.for_detail(), document__slug=slug, code=code)
    outline = Section.objects.outline(section.document)
    order = [row.pk for row in outline]
    place = order.index(section.pk)
    groups = list(entries_of(section))
    context = {
        "section": section,
        "document": section.document,
        "chapters": chapters(outline),
        "groups": groups,
        "attached": getattr(section, "attached", None),
        "citation": cite(request, section, section.document),
        "total": sum(len(group.entries) for group in groups),
        "previous": outline[place - 1] if place else None,
        "next": outline[place + 1] if place + 1 < len(outline) else None,
    }
    return render(request, "policies/section_detail.html", context)


def framework_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One framework with its pillars and its matrix."""
    framework = get_object_or_404(Framework.objects.for_list(), slug=slug)
    context = {
        "framework": framework,
        "pillars": framework.pillars.for_list(),
        "matrix": matrices([framework])[0],
        "legend": legend(),
    }
    return render(request, "policies/framework_detail.html", context)


def pillar_detail(request: HttpRequest, framework: str, slug: str) -> HttpResponse:
    """One pillar with its sub-pillars, related pillars and measures."""
    pillar = get_object_or_404(Pillar.objects.for_detail(), framework__slug=framework, slug=slug)
    context = {"pillar": pillar, "rows": pillar.measures.for_entity()}
    return render(request, "policies/pillar_detail.html", context)


def above(entity) -> list:
    """The entity one stands below in its tree, if there is one."""
    return [entity.parent] if entity.parent else []


def family(*relatives: tuple) -> list[tuple]:
    """Relatives in the tree, those that exist."""
    return [(name, found) for name, found in relatives if found]


def entity_page(request: HttpRequest, entity, listing: str, strands: dict, **context):
    """The page of a partner, subject or organisation.

    `strands` are the parts of what was gathered that its timeline shows, each with its words and
    the query string of the same events in the list.
    """
    found = gather(entity)
    lanes = [Strand(str(words), query, found[name]) for name, (words, query) in strands.items()]
    context |= {
        "entity": entity,
        "listing": listing,
        "timeline": Timeline(str(entity), lanes, as_of()),
        "found": found,
    }
    return render(request, "policies/entity_detail.html", context)


def partner_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Everything about one country, region or group."""
    partner = get_object_or_404(Partner.objects.for_detail(), code=code)
    return entity_page(
        request,
        partner,
        "partners",
        {
            "own_events": (_("What it does"), f"jurisdiction={code}"),
            "events": (_("What it has a part in"), f"partner={code}"),
        },
        listing_title=_("Partners"),
        family=family(
            (_("Members"), partner.members.all()), (_("Member of"), partner.groups.all())
        ),
        question="partner",
        key=code,
    )


def subject_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything about one material, technology, product, sector or theme."""
    subject = get_object_or_404(Subject.objects.for_detail(), slug=slug)
    return entity_page(
        request,
        subject,
        "subjects",
        {"events": (_("Dated events"), f"subject={slug}")},
        listing_title=_("Subjects"),
        family=family((_("Broader"), above(subject)), (_("Narrower"), subject.narrower.all())),
        question="subject",
        key=slug,
        money_question="subject",
    )


def organisation_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything about one organisation."""
    organisation = get_object_or_404(Organisation.objects.for_detail(), slug=slug)
    return entity_page(
        request,
        organisation,
        "organisations",
        {"events": (_("Dated events"), f"organisation={slug}")},
        listing_title=_("Organisations"),
        family=family(
            (_("Belongs to"), above(organisation)), (_("Its units"), organisation.units.all())
        ),
        question="organisation",
        key=slug,
        money_question="ministry",
    )


def issue_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One issue with the measures that answer it."""
    issue = get_object_or_404(Issue.objects.for_detail(), slug=slug)
    context = {"issue": issue, "rows": issue.answers.for_entity()}
    return render(request, "policies/issue_detail.html", context)
