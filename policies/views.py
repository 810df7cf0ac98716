"""The lists of the frame of reference, and the pages of documents and sections."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from policies import columns, filters
from policies.citations import cite
from policies.coverage import entries_of, outline_chapters
from policies.models import Issue, Organisation, Partner, Section, SourceDocument, Subject
from portal.dates.edtf import describe
from portal.lists.declaration import ListPage
from portal.lists.request import ListRequest


def source_context(list_request: ListRequest) -> dict:
    """The documents of the page, each with its date and the number of entries read from it."""
    counts = Section.objects.entries_by_document()
    return {
        "documents": [
            (row, describe(row["c_date_edtf"]), counts.get(row["pk"], 0))
            for row in list_request.page
        ]
    }


LISTS = (
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
        "chapters": outline_chapters(outline),
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
        "chapters": outline_chapters(outline),
        "groups": groups,
        "attached": getattr(section, "attached", None),
        "citation": cite(request, section, section.document),
        "total": sum(len(group.entries) for group in groups),
        "previous": outline[place - 1] if place else None,
        "next": outline[place + 1] if place + 1 < len(outline) else None,
    }
    return render(request, "policies/section_detail.html", context)
