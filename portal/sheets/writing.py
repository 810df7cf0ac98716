"""A list as a table to be edited: its rows as found, with the revisions of their entries."""

import csv
import io
import tempfile
from collections.abc import Iterator, Sequence
from typing import BinaryIO

import xlsxwriter
from django.db import models
from django.utils.translation import gettext

from portal.lists.export import sheet_name
from portal.record import trees
from portal.record.matching import spread, step
from portal.record.models import Entry
from portal.record.schema import key_of, schema_of
from portal.record.trees import Node
from portal.record.writing import snapshot
from portal.sheets.headings import DELETE, FIXED, editable, explained, headings
from portal.sheets.places import Path, Place, places_of, row_name
from portal.sheets.values import to_cell
from portal.tables.table import Cell

# Rows whose entries are read at a time.
CHUNK = 500


def table(queryset: models.QuerySet) -> Iterator[list[Cell]]:
    """The rows of a queryset as a table, in its order, its heading first.

    All is of one moment: the rows, and the revisions that they are of.
    """
    places, using = places_of(queryset.model), queryset.db
    yield headings(places[0])
    with snapshot(using):
        pks = list(queryset.values_list("pk", flat=True))
        for start in range(0, len(pks), CHUNK):
            chunk = pks[start : start + CHUNK]
            found = {}
            for place in places:
                found |= dict(_of_place(place, chunk, using))
            yield from (found[pk] for pk in chunk if pk in found)


def _of_place(place: Place, pks: Sequence[int], using: str) -> Iterator[tuple[int, list[Cell]]]:
    """The rows of a place among some, by their primary keys."""
    if place.back:
        rows = place.schema.model._base_manager.using(using).filter(pk__in=pks)
        roots = set(rows.values_list(place.back, flat=True)) - {None}
    else:
        roots = set(pks)
    heads = Entry.objects.using(using).of_rows({place.kind: sorted(roots)})
    numbers = dict(heads.values_list("row", "number"))
    fields, wanted = editable(place), set(pks)
    for root in trees.read(schema_of(place.kind), roots, using):
        key = key_of(root.instance)
        for path, node in _at(root, place.names, ()):
            if node.instance.pk in wanted:
                number = numbers.get(root.instance.pk, 0)
                fixed = [place.kind, key, row_name(path), number, ""]
                data = node.data_plainly
                cells = [to_cell(field, data.get(field.name)) for field in fields]
                yield node.instance.pk, fixed + cells


def _at(node: Node, names: Sequence[str], path: Path) -> Iterator[tuple[Path, Node]]:
    """The rows below a row at the end of some lists, with the paths that lead to them."""
    if not names:
        yield path, node
        return
    name, *rest = names
    child = node.schema.children[name]
    for number, each in enumerate(node.children.get(name, ())):
        where = (*path, name)
        if not child.one:
            where = (*where, step(child, spread(child, each.form_plainly), number))
        yield from _at(each, rest, where)


def write_csv(rows: Iterator[list[Cell]]) -> Iterator[bytes]:
    """The table as CSV that spreadsheets open rightly, the heading alone in the first block."""
    for number, row in enumerate(rows):
        written = io.StringIO("" if number else "\ufeff", newline="")
        written.seek(0, io.SEEK_END)
        csv.writer(written, lineterminator="\r\n").writerow(map(_in_csv, row))
        yield written.getvalue().encode()


def _in_csv(cell: Cell) -> str:
    return str(cell).upper() if isinstance(cell, bool) else str(cell)


def write_xlsx(
    file: BinaryIO, rows: Iterator[list[Cell]], place: Place, title: str
) -> Iterator[int]:
    """The table as a workbook whose text stays text when it is edited. Counts its rows aloud.

    How it is edited stands on a second sheet.
    """
    with tempfile.TemporaryDirectory() as folder:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(file, options | {"tmpdir": folder})
        text = book.add_format({"num_format": "@"})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
        fixed = book.add_format({"num_format": "@", "font_color": "#595959"})
        sheet = book.add_worksheet(sheet_name(title))
        sheet.freeze_panes(1, len(FIXED))
        own = FIXED.index(DELETE)
        sheet.set_column(0, own - 1, 16, fixed)
        sheet.set_column(own, own, 8, text)
        sheet.set_column(own + 1, len(FIXED) + len(editable(place)) - 1, 18, text)
        try:
            for number, row in enumerate(rows):
                for place_of_cell, cell in enumerate(row):
                    form = head if number == 0 else fixed if place_of_cell < own else text
                    if isinstance(cell, bool):
                        sheet.write_boolean(number, place_of_cell, cell)
                    elif isinstance(cell, int | float):
                        sheet.write_number(number, place_of_cell, cell)
                    elif cell != "":
                        sheet.write_string(number, place_of_cell, cell, form)
                if number:
                    yield number
            about = book.add_worksheet(gettext("How to edit"))
            about.set_column(0, 0, 36)
            about.set_column(1, 1, 110)
            for number, line in enumerate(explained(place)):
                about.write_row(number, 0, line, head if number == 0 else None)
        finally:
            book.close()
