"""Workbooks looked at before they are read: what would fill the memory is refused.

The reader makes a cell of everything between the first and the last that is named, and a text of
its own for each cell that names a shared one. So a file of a few kilobytes can ask for gigabytes.
Each part is unpacked here to its end, under a limit, and what the sheets ask for is counted.
"""

import dataclasses
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from django.utils.translation import gettext

from portal.tables.table import CELLS, ROWS, Unreadable

# Bytes of all parts together, and how much larger a large part may be than it was packed.
UNPACKED, RATIO, LARGE = 20_000_000, 200, 1_000_000
PARTS = 1_000
# Characters in all cells together, and in one, which spreadsheets take no more of.
CHARACTERS, LONGEST = 40_000_000, 32_767
BLOCK = 65_536
DOCTYPE = b"<!DOCTYPE"
STRINGS = "xl/sharedstrings.xml"
REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
# A workbook that is encrypted, or of the time before 2007, is such a file.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def hostile() -> Unreadable:
    """That a file asks for more than a table needs."""
    return Unreadable(
        gettext(
            "The workbook is refused: unpacked it holds more than %(bytes)s MB or %(cells)s cells, "
            "or it is packed as no spreadsheet packs. Delete empty rows and columns at the end, "
            "or hand it in as CSV."
        )
        % {"bytes": UNPACKED // 1_000_000, "cells": CELLS}
    )


def not_a_workbook() -> Unreadable:
    """That a file is something else than it was handed in as."""
    return Unreadable(
        gettext("The file is no XLSX workbook. Save it as “Excel workbook (.xlsx)” or as CSV.")
    )


@dataclasses.dataclass
class Sheet:
    """What a sheet asks for: how far its cells reach, how many there are, and the text in them.

    `lost` are the cells, by row number and place, whose value nobody knows.
    """

    rows: int = 0
    columns: int = 0
    cells: int = 0
    characters: int = 0
    lost: set[tuple[int, int]] = dataclasses.field(default_factory=set)


def guard(content: bytes) -> dict[str, Sheet]:
    """What the sheets of a workbook ask for, by the names of their parts. Raises Unreadable."""
    if content.startswith(OLE):
        raise refused_old(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return _guarded(book)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise Unreadable(gettext("The workbook is damaged: it cannot be unpacked.")) from error
    except expat.ExpatError as error:
        raise Unreadable(gettext("The workbook is damaged: its parts are no XML.")) from error


def refused_old(content: bytes) -> Unreadable:
    """Why a file of the older format is refused."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Unreadable(
            gettext("The workbook is encrypted. Take the password off and hand it in again.")
        )
    return Unreadable(
        gettext("The workbook is of the format before 2007. Save it as “Excel workbook (.xlsx)”.")
    )


def _guarded(book: zipfile.ZipFile) -> dict[str, Sheet]:
    parts = book.infolist()
    names = {part.filename.lower() for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(
            gettext("The workbook is encrypted. Take the password off and hand it in again.")
        )
    if "xl/workbook.xml" not in names or "[content_types].xml" not in names:
        raise not_a_workbook()
    if len(parts) > PARTS or len(names) < len(parts):
        raise hostile()
    if sum(part.file_size for part in parts) > UNPACKED:
        raise hostile()
    held = {part.filename: _unpacked(book, part) for part in parts}
    strings = next((held[name] for name in held if name.lower() == STRINGS), b"")
    lengths = list(_lengths(strings)) if strings else []
    sheets = {
        name: _counted(text, lengths)
        for name, text in held.items()
        if posixpath.dirname(name.lower()) == "xl/worksheets" and name.lower().endswith(".xml")
    }
    if sum(each.cells for each in sheets.values()) > CELLS:
        raise hostile()
    if sum(each.rows * each.columns for each in sheets.values()) > CELLS:
        raise hostile()
    if sum(each.characters for each in sheets.values()) > CHARACTERS:
        raise hostile()
    return sheets


def _unpacked(book: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """A part to its end, however large it says that it is."""
    if part.file_size > LARGE and part.file_size > RATIO * part.compress_size:
        raise hostile()
    found = bytearray()
    with book.open(part) as file:
        while block := file.read(BLOCK):
            found += block
            if len(found) > part.file_size or len(found) > UNPACKED:
                raise hostile()
    text = bytes(found)
    # No spreadsheet declares a type of document, and all write their parts in UTF-8.
    if part.filename.lower().endswith((".xml", ".rels")) and (b"\0" in text or DOCTYPE in text):
        raise hostile()
    return text


def _parsed(text: bytes, start, end, characters) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = characters
    parser.Parse(text, True)


def _lengths(text: bytes) -> Iterator[int]:
    """How long each shared text is."""
    found: list[int] = []

    def start(name, _attributes):
        if name.endswith(" si") or name == "si":
            found.append(0)

    def characters(some):
        if found:
            found[-1] += len(some)

    _parsed(text, start, None, characters)
    if any(length > LONGEST for length in found):
        raise hostile()
    return iter(found)


class _Cells:
    """The cells of a sheet, as they come by."""

    def __init__(self, lengths: list[int]):
        self.lengths = lengths
        self.sheet = Sheet()
        self.row, self.column = 0, 0
        self.kind, self.formula, self.value, self.inside = "", False, "", ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A row, a cell, or what a cell holds, begins."""
        name = name.rpartition(" ")[2]
        if name == "row":
            self.row = _number(attributes.get("r", str(self.row + 1)))
            self.column = 0
        elif name == "c":
            self.row, self.column = self.placed(attributes.get("r"))
            self.kind, self.formula, self.value = attributes.get("t", "n"), False, ""
            sheet = self.sheet
            sheet.cells += 1
            sheet.rows, sheet.columns = max(sheet.rows, self.row), max(sheet.columns, self.column)
            if sheet.cells > CELLS or sheet.rows > 1_048_576 or sheet.columns > 16_384:
                raise hostile()
        elif name in ("v", "t", "f"):
            self.inside = name
            self.formula = self.formula or name == "f"

    def placed(self, reference: str | None) -> tuple[int, int]:
        """Where a cell stands, by what it says or behind the one before."""
        if reference is None:
            return max(self.row, 1), self.column + 1
        match = REFERENCE.fullmatch(reference)
        if match is None:
            raise Unreadable(gettext("The workbook is damaged: a cell names no place."))
        column = 0
        for letter in match[1]:
            column = column * 26 + ord(letter) - 64
        return int(match[2]), column

    def characters(self, some: str) -> None:
        """What stands inside a cell."""
        if self.inside in ("v", "t"):
            self.value += some
            if len(self.value) > LONGEST:
                raise hostile()

    def end(self, name: str) -> None:
        """A cell, or what it holds, ends."""
        name = name.rpartition(" ")[2]
        if name in ("v", "t", "f"):
            self.inside = ""
        elif name == "c":
            if self.kind == "e" or (self.formula and not self.value and self.kind != "str"):
                self.sheet.lost.add((self.row, self.column - 1))
            self.sheet.characters += self.length()
            if self.sheet.characters > CHARACTERS:
                raise hostile()

    def length(self) -> int:
        """How long the text of the cell is that ends."""
        if self.kind != "s":
            return len(self.value)
        number = _number(self.value)
        return self.lengths[number] if number < len(self.lengths) else 0


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Unreadable(gettext("The workbook is damaged: a cell names no place."))
    return int(text)


def _counted(text: bytes, lengths: list[int]) -> Sheet:
    cells = _Cells(lengths)
    _parsed(text, cells.start, cells.end, cells.characters)
    if cells.sheet.rows > ROWS:
        raise hostile()
    return cells.sheet
