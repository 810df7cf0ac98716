"""What changed in a list between two points of the record, as a table of old and new."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext, pgettext

from portal.handouts.beside import XLSX, Beside, Group, Pair, Side, side, workbook
from portal.handouts.differing import differing, whole
from portal.handouts.parts import BEGINNING, Handout, Paragraph, Run, plain
from portal.lists.changed import Cell, ChangedRow, Compared, Way
from portal.lists.export import attachment
from portal.lists.provenance import file_names
from portal.record.models import Batch

CAME = {Way.ADDED, Way.MEETS}


def changed_workbook(request: HttpRequest, compared: Compared) -> HttpResponse:
    """What differs as a workbook."""
    handout, beside = told(request, compared)
    return attached(compared, workbook(handout, beside, gettext("Shirube")), XLSX, "xlsx")


def attached(compared: Compared, content: bytes, kind: str, suffix: str) -> HttpResponse:
    """A file of what differs, called as the CSV is."""
    headers = {
        "Content-Disposition": attachment(*file_names(compared.former), suffix),
        "X-Robots-Tag": "noindex",
    }
    return HttpResponse(content, content_type=kind, headers=headers)


def underlining() -> str:
    """What is underlined."""
    return gettext("(Underlined is what differs.)")


def omitted() -> Pair:
    """That all else is the same on both sides."""
    words = pgettext("table of old and new", "(omitted)")
    return Pair("", side(words), side(words))


def told(request: HttpRequest, compared: Compared) -> tuple[Handout, Beside]:
    """What differs, beside each other: the later point at the left."""
    former, later = compared.former.past.in_order
    beside = Beside(
        gettext("Field"),
        later.words,
        former.words,
        gettext("Source"),
        gettext("continued"),
        [_group(row) for row in compared.rows],
    )
    asked, title = compared.former, compared.listing.title
    sentence = gettext(
        "The record as it stood at %(one)s, beside what it was at %(other)s: what differs."
    )
    lines = [sentence % {"one": former.moment, "other": later.moment}, underlining()]
    label = gettext("%(label)s: %(value)s")
    lines += [label % {"label": a, "value": b} for a, b in asked.filterset.sentence]
    if not compared.rows:
        lines.append(gettext("This list is the same at both points in time."))
    query = asked.past.query()
    handout = Handout(
        gettext("%(title)s: what changed") % {"title": title},
        [*(plain(line, small=True) for line in lines), *([beside.table] if compared.rows else [])],
        notes={row.source: row.read_in for row in compared.rows if row.source},
        foot=[
            f"{gettext('Shirube')}　{former.words} → {later.words}",
            request.build_absolute_uri(f"{asked.page_path}?{query}"),
        ],
        language=get_language(),
        landscape=True,
        made=Batch.objects.using(asked.using).made_at(asked.stamp.number) or BEGINNING,
    )
    return handout, beside


def _group(row: ChangedRow) -> Group:
    """What a row says at both points, with its source at its first value."""
    if row.way == Way.CHANGED:
        pairs = [_changed(cell, row.source) for cell in row.cells]
        return Group(row.name, [*pairs, omitted()], str(row.way.label))
    cells = [cell for cell in row.cells if cell.drawn] or row.cells
    came = row.way in CAME
    told = tuple(_lines(cells, came, row.source))
    if came:
        pair = Pair("", told, side(pgettext("table of old and new", "(newly added)")))
    else:
        pair = Pair("", side(pgettext("table of old and new", "(deleted)")), told)
    return Group(row.name, [pair], str(row.way.label))


def _changed(cell: Cell, source: str) -> Pair:
    old, new = differing(cell.old, cell.new)
    return Pair(cell.label, _side(new, source), _side(old, ""))


def _side(runs: tuple[Run, ...], source: str) -> Side:
    told = runs if any(run.words for run in runs) else (Run("—"),)
    return (Paragraph((*told, Run(note=source)) if source else told),)


def _lines(cells: list[Cell], came: bool, source: str) -> Iterator[Paragraph]:
    """What a row says that only one side has: a line for each field."""
    label = gettext("%(label)s: %(value)s")
    for number, cell in enumerate(cells):
        words = label % {"label": cell.label, "value": cell.new if came else cell.old}
        mark = (Run(note=source),) if source and not number else ()
        yield Paragraph((*whole(words), *mark))
