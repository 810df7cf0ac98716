"""A file of tables, whatever it is: told by what it holds, not by its name."""

import io
import re
import zipfile
from xml.etree import ElementTree

import python_calamine
from django.utils.translation import gettext

from portal.tables.delimited import read_text
from portal.tables.guarding import OLE, Sheet, guard, not_a_workbook, refused_old
from portal.tables.table import Cell, Table, Unreadable, table_of

# Bytes of a file that is looked at.
LARGEST = 10_000_000
RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# Files that are handed in by mistake, by what they begin with in small letters.
OTHERS = (b"%pdf", b"{\\rtf", b"\x89png", b"gif8", b"\xff\xd8\xff", b"<html", b"<!doctype")


def read(content: bytes) -> list[Table]:
    """The tables of a file, those that are empty left out. Raises Unreadable, in words."""
    if not content.strip():
        raise Unreadable(gettext("The file is empty."))
    if len(content) > LARGEST:
        raise Unreadable(
            gettext("The file is larger than %(most)s MB.") % {"most": LARGEST // 1_000_000}
        )
    if content.startswith(OLE):
        raise refused_old(content)
    if content.startswith(b"PK"):
        return workbook(content)
    if content[:9].lower().startswith(OTHERS):
        raise not_a_workbook()
    table = read_text(content)
    if table is None:
        raise Unreadable(gettext("The file is empty."))
    return [table]


def workbook(content: bytes) -> list[Table]:
    """The tables of a workbook, one for each sheet that can be seen."""
    sheets = guard(content)
    lost = lost_by_name(content, sheets)
    found = []
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        for about in book.sheets_metadata:
            if about.visible == python_calamine.SheetVisibleEnum.Visible:
                cells = book.get_sheet_by_name(about.name).to_python(skip_empty_area=False)
                rows = [[tidy(cell) for cell in row] for row in cells]
                missing = lost.get(about.name, frozenset())
                found.append(table_of(about.name, _reaching(rows, missing), missing))
    except python_calamine.CalamineError as error:
        raise Unreadable(gettext("The workbook is damaged: it cannot be read.")) from error
    tables = [table for table in found if table is not None]
    if not tables:
        raise Unreadable(gettext("The workbook is empty."))
    return tables


def tidy(cell: Cell) -> Cell:
    """A cell without blanks around its text."""
    return cell.strip() if isinstance(cell, str) else cell


def _reaching(rows: list[list[Cell]], lost: frozenset[tuple[int, int]]) -> list[list[Cell]]:
    """The rows, as far as the cells reach of which nothing is known: the reader leaves them out."""
    last = max((line for line, _place in lost), default=0)
    return rows + [[] for _row in range(last - len(rows))]


def lost_by_name(content: bytes, sheets: dict[str, Sheet]) -> dict[str, frozenset[tuple[int, int]]]:
    """The cells of each sheet, by its name, of which nothing is known."""
    if not any(sheet.lost for sheet in sheets.values()):
        return {}
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        names = {name.lower(): name for name in book.namelist()}
        links = names.get("xl/_rels/workbook.xml.rels")
        targets = {
            each.get("Id"): re.sub(r"^/?(xl/)?", "xl/", each.get("Target", ""))
            for each in (ElementTree.fromstring(book.read(links)) if links else ())
        }
        root = ElementTree.fromstring(book.read(names["xl/workbook.xml"]))
    found = {}
    for each in root.iter():
        if each.tag.endswith("}sheet") and (target := targets.get(each.get(RELATIONS))):
            sheet = next((s for n, s in sheets.items() if n.lower() == target.lower()), None)
            if sheet is not None:
                found[each.get("name")] = frozenset(sheet.lost)
    return found
