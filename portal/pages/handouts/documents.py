"""What two documents tell as a table of old and new: a document and a workbook."""

from collections.abc import Iterator, Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from measures.compare.document_views import chosen, moved
from measures.compare.documents import DocumentsCompared, Said, SaidByBoth, ToldByBoth
from measures.models import Measure
from policies.models import SourceDocument
from portal.handouts.beside import XLSX, Beside, Group, Pair, Side, side, workbook
from portal.handouts.differing import paired
from portal.handouts.parts import Handout, Paragraph, Run, heading, plain
from portal.lists.addresses import moved_permanently
from portal.lists.faults import Fault
from portal.lists.formats import LONGEST_DOCUMENT
from portal.lists.side_by_side import omitted, underlining
from portal.lists.views import refusal
from portal.pages.handouts.about import (
    attached,
    foot,
    handed_out,
    made_at,
    notes_of,
    page_of,
    site,
)
from portal.pages.handouts.days import too_long


def documents_document(request: HttpRequest) -> HttpResponse:
    """Two documents beside each other as a document."""
    compared, answer = asked(request)
    if compared is None:
        return answer
    handout, beside = told(request, compared)
    if beside.count > LONGEST_DOCUMENT:
        csv = f"{reverse('documents-compared-csv')}?{request.GET.urlencode()}"
        return refusal([Fault(too_long(beside.count, request.build_absolute_uri(csv)), "")])
    return handed_out(request, handout, name_of(compared))


def documents_workbook(request: HttpRequest) -> HttpResponse:
    """The same as a workbook."""
    compared, answer = asked(request)
    if compared is None:
        return answer
    handout, beside = told(request, compared)
    notes = notes_of(request, [beside.table])
    handout = Handout(
        handout.title, handout.blocks[:1], notes, handout.foot, handout.language, made=handout.made
    )
    content = workbook(handout, beside, site())
    return attached(request, content, XLSX, (name_of(compared), handout.title), "xlsx")


def asked(request: HttpRequest) -> tuple[DocumentsCompared | None, HttpResponse | None]:
    """The two documents of an address; else what is answered instead."""
    compared, faults = chosen(request)
    if faults and (present := moved(request)):
        return None, moved_permanently(request.path, present)
    if compared is None:
        faults = faults or [Fault(gettext("Choose two different documents."), "later")]
        return None, refusal(faults)
    return compared, None


def name_of(compared: DocumentsCompared) -> str:
    """What a file of two documents is called."""
    return f"documents-compared_{compared.earlier.slug}_{compared.later.slug}"


def told(request: HttpRequest, compared: DocumentsCompared) -> tuple[Handout, Beside]:
    """Both documents, with what they tell beside each other."""
    beside = Beside(
        gettext("What the source says"),
        compared.later.short_name,
        compared.earlier.short_name,
        gettext("Source"),
        gettext("continued"),
        [group_of(each) for each in compared.both],
    )
    names = {"earlier": compared.earlier.short_name, "later": compared.later.short_name}
    blocks = [plain(underlining(), small=True), *unread(compared), beside.table]
    blocks += alone(compared.later, compared.only_later)
    blocks += alone(compared.earlier, compared.only_earlier)
    handout = Handout(
        gettext("From %(earlier)s to %(later)s") % names,
        blocks,
        foot=foot(request, page_of(request, "documents-compared")),
        language=get_language(),
        landscape=True,
        made=made_at(request),
    )
    return handout, beside


def unread(compared: DocumentsCompared) -> Iterator[Paragraph]:
    """That a document is not read to its end, so that its silence says nothing."""
    words = gettext(
        "%(document)s is not read yet to its end: what is only in the other document may still be "
        "in it."
    )
    for document in compared.unread:
        yield plain(words % {"document": document.short_name})


def group_of(told: ToldByBoth) -> Group:
    """What both tell of a measure; what is the same is left out."""
    pairs = [pair_of(aspect) for aspect in told.aspects if aspect.differs]
    if len(pairs) < len(told.aspects) or not pairs:
        pairs.append(omitted())
    return Group(str(told.measure), pairs)


def pair_of(aspect: SaidByBoth) -> Pair:
    """What each document says of one aspect, the later first."""
    old, new = paired(
        [each.words for each in aspect.earlier], [each.words for each in aspect.later]
    )
    return Pair(str(aspect.name), side_of(aspect.later, new), side_of(aspect.earlier, old))


def side_of(said: Sequence[Said], runs: Sequence[tuple[Run, ...]]) -> Side:
    """The values of one document, a line each with its source; or that it states none."""
    if not said:
        return side(gettext("(not stated)"))
    return tuple(Paragraph((*each, *marks(value))) for value, each in zip(said, runs, strict=True))


def marks(value: Said) -> Iterator[Run]:
    """That a value is inferred and why, and the mark of its source."""
    if value.row.inferred:
        words = gettext("[inferred: %(reason)s]") % {"reason": value.row.inference}
        yield Run(words, small=True)
    yield Run(note=value.row.section.get_absolute_url())


def alone(document: SourceDocument, measures: Sequence[Measure]) -> Iterator[Paragraph]:
    """The measures of which one document alone speaks."""
    words = ngettext(
        "Only in %(document)s: %(count)s measure",
        "Only in %(document)s: %(count)s measures",
        len(measures),
    )
    yield heading(words % {"document": document.short_name, "count": len(measures)})
    for measure in measures:
        yield Paragraph((Run(f"・{measure}"),), depth=1)
