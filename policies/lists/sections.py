"""The list of the sections of all documents.

It has no order by name and no index: a section is looked for by its place in a document, and often
its heading begins with that place and not with its matter (第1の柱, 目次, 参考). So headings have
no readings; words find them.
"""

from django.utils.translation import gettext_lazy as _

from policies.copies import SEARCHED
from policies.lists.columns import (
    entry,
    related_count,
    section_heading,
    section_key,
)
from policies.lists.conditions import sources
from policies.lists.orders import newest, oldest
from policies.models import (
    Section,
)
from portal.lists.columns import Column, Kind
from portal.lists.declaration import ListPage, Sort
from portal.lists.filters import Search
from portal.lists.filterset import ListFilterSet
from portal.lists.values import address, bilingual


class SectionFilterSet(ListFilterSet):
    model = Section

    q = Search(
        titles=("heading", "title_ja", "title_en"),
        texts=("note_ja", "footnotes__text_ja", *SEARCHED),
    )
    source = sources("document")


DOCUMENT, NUMBER = section_key("document__slug", "code")
COLUMNS = (
    DOCUMENT,
    Column(
        "code",
        _("Section number"),
        "code",
        _("Number assigned by this site, in document order."),
        cell="text",
        data=(NUMBER,),
    ),
    Column("title", _("Title"), section_heading(""), _("Corrected title."), cell="entry"),
    Column(
        "heading", _("Printed heading"), "heading", _("Heading as printed, misprints included.")
    ),
    Column(
        "part",
        _("Part of the document"),
        section_heading("parent__"),
        _("The part of the document it stands in."),
        cell="optional",
        data=(
            Column("part_code", "", "parent__code", _("Number of the section that begins it.")),
            *Column("part", "", section_heading("parent__"), _("What that is called.")).in_data,
        ),
    ),
    Column("page", _("Page"), "page", _("Only where the source prints one."), Kind.INTEGER),
    Column(
        "file_page",
        _("Page of the PDF"),
        "file_page",
        _("Counted from 1. Only where it is another than the printed one."),
        Kind.INTEGER,
    ),
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
        _("What is missing from the text of the source."),
        cell="optional-long",
    ),
    Column(
        "source_title", _("Source title"), bilingual("document__title"), _("Title of the document.")
    ),
    Column(
        "section_heading",
        _("Section heading"),
        section_heading(""),
        _("Heading of the section."),
        data=(),
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


SECTIONS = ListPage(
    name="sections",
    key=("document_slug", "section_code"),
    title=_("Sections"),
    lead=_(
        "Every slide or heading of every document, including those from which nothing is recorded."
    ),
    entries=Section.objects.for_list,
    filterset_class=SectionFilterSet,
    columns=COLUMNS,
    sorts=(
        Sort("document", _("As in the documents"), ("document__slug", "position", "pk")),
        newest("document__date_from", "document__slug", "position", "pk"),
        oldest("document__date_from", "document__slug", "position", "pk"),
    ),
)
