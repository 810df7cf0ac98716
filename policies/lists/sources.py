"""The list of documents."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from policies.lists.columns import (
    edtf,
    entry,
    related_count,
)
from policies.lists.conditions import organisations
from policies.lists.orders import name_sort, newest, oldest
from policies.models import (
    Section,
    SourceDocument,
)
from portal.dates.edtf import describe
from portal.lists.columns import Column, Kind
from portal.lists.declaration import ListPage, Sort
from portal.lists.filters import Search
from portal.lists.filterset import ListFilterSet
from portal.lists.request import ListRequest
from portal.lists.values import bilingual, flag


class SourceFilterSet(ListFilterSet):
    model = SourceDocument

    q = Search(
        titles=("title_ja", "title_en", "short_name_ja", "short_name_en"),
        texts=("sections__heading", "sections__title_ja"),
    )
    publisher = organisations("publisher", _("Publisher"))


SECTIONS = Column(
    "sections",
    _("Sections"),
    related_count(SourceDocument, "sections"),
    _("Slides or headings recorded."),
    Kind.INTEGER,
    cell="number",
)
COLUMNS = (
    Column("slug", _("Address name"), "slug", _("Part of the permanent address.")),
    Column(
        "title",
        _("Title"),
        bilingual("title"),
        _("Title in the language of the page."),
        cell="entry",
        needs=("date_inferred",),
    ),
    Column("title_ja", _("Title (Japanese)"), "title_ja", _("Japanese title.")),
    Column("title_en", _("Title (English)"), "title_en", _("English title.")),
    Column(
        "publisher",
        _("Publisher"),
        bilingual("publisher__name", "organisations.slug"),
        _("Who published it."),
        cell="text",
    ),
    Column(
        "issuer",
        _("Issuing unit"),
        bilingual("issuer__name", "organisations.slug"),
        _("The unit that issued it."),
        cell="optional",
    ),
    *edtf("date", _("Date"), "date", _("Date of the document in EDTF form.")),
    Column(
        "date_inferred",
        _("Date inferred"),
        flag("date_inferred", _("inferred")),
        _("Filled where the document gives no date."),
    ),
    SECTIONS,
    Column("url", _("Official address"), "url", _("Only where it is confirmed."), cell="optional"),
    Column("file_url", _("Address of the PDF"), "file_url", _("The publisher's own file.")),
    Column("licence", _("Licence"), bilingual("licence"), _("Where the source states one.")),
    Column(
        "sha256",
        _("Fingerprint (SHA-256)"),
        "sha256",
        _("Of the text that the encoding was checked against."),
    ),
    entry("source", "slug"),
)


def source_context(list_request: ListRequest) -> dict:
    """The documents of the page: date, number of entries, and whether it is not read to its end."""
    counts = Section.objects.entries_by_document()
    unread = set(SourceDocument.objects.unread().values_list("pk", flat=True))
    return {
        "documents": [
            (row, describe(row["c_date_edtf"]), counts.get(row["pk"], 0), row["pk"] in unread)
            for row in list_request.page
        ]
    }


SOURCES = ListPage(
    name="sources",
    key=("slug",),
    title=_("Sources"),
    lead=_("The documents on which everything here is based."),
    entries=SourceDocument.objects.for_list,
    filterset_class=SourceFilterSet,
    columns=COLUMNS,
    sorts=(
        newest("date_from", "slug"),
        oldest("date_from", "slug"),
        name_sort(
            *(F("date_from").desc(nulls_last=True), "slug"),
            path="publisher__",
            name="publisher",
            label=_("By publisher"),
        ),
        Sort("sections", _("Most sections first"), lambda: (SECTIONS.expression().desc(), "slug")),
    ),
    template="policies/source_list.html",
    context=source_context,
)
