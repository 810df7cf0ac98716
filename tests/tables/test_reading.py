"""Files that people hand in: read where they are tables, refused in words where they are not."""

import datetime
import io
import zipfile

import pytest
import xlsxwriter
from django.utils.translation import override

from portal.tables.reading import LARGEST, read
from portal.tables.table import Unreadable
from tests.cases import for_each


def book(fill=None, name: str = "rows") -> bytes:
    """A workbook with one sheet."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as made:
        sheet = made.add_worksheet(name)
        sheet.write_row(0, 0, ["one", "two"])
        sheet.write_row(1, 0, ["a", "b"])
        if fill:
            fill(made, sheet)
    return written.getvalue()


def packed(content: bytes, **parts: bytes) -> bytes:
    """A workbook in which some parts are others, by the ends of their names."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            own = next((some for end, some in parts.items() if name.endswith(f"{end}.xml")), None)
            new.writestr(name, old.read(name) if own is None else own)
    return written.getvalue()


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'
)


def sheet(rows: str) -> bytes:
    """A workbook with a sheet written by hand."""
    return packed(book(), sheet1=SHEET.format(f"<sheetData>{rows}</sheetData>").encode())


def test_rows_are_numbered_as_the_spreadsheet_shows_them():
    def fill(made, sheet):
        sheet.write_row(4, 0, ["c", 5.0])
        sheet.write_datetime(
            5, 0, datetime.datetime(2026, 3, 19), made.add_format({"num_format": "yyyy/m/d"})
        )

    (table,) = read(book(fill))
    assert (table.name, table.header) == ("rows", ["one", "two"])
    assert table.rows == [(2, ["a", "b"]), (5, ["c", 5.0]), (6, [datetime.date(2026, 3, 19), ""])]


def test_the_day_of_an_east_asian_format_is_a_day_and_a_year_of_an_era_a_number():
    def fill(made, sheet):
        day = made.add_format({"num_format": '[$-411]ggge"年"m"月"d"日"'})
        year = made.add_format({"num_format": '[$-411]ggge"年度"'})
        sheet.write_datetime(2, 0, datetime.datetime(2026, 3, 19), day)
        sheet.write_number(2, 1, 46113, year)

    (table,) = read(book(fill))
    assert table.rows[1] == (3, [datetime.date(2026, 3, 19), 46113])


def test_of_a_formula_its_result_is_read_and_one_without_is_lost():
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>one</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>two</t></is></c></row>'
        '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2"><f>1+1</f></c></row>'
        '<row r="3"><c r="A3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    (table,) = read(sheet(rows))
    assert table.rows[0] == (2, [2.0, ""])
    assert table.lost == {(2, 1), (3, 0)}
    assert [number for number, _row in table.rows] == [2, 3]


def test_hidden_sheets_are_not_read():
    def fill(made, sheet):
        other = made.add_worksheet("hidden")
        other.write(0, 0, "x")
        other.hide()

    assert [table.name for table in read(book(fill))] == ["rows"]


@for_each("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_csv_is_read_in_the_encodings_of_spreadsheets(encoding):
    (table,) = read('名,二\r\n甲,"乙,丙"\r\n\r\n丁,戊\r\n'.encode(encoding))
    assert table.header == ["名", "二"]
    assert table.rows == [(2, ["甲", "乙,丙"]), (4, ["丁", "戊"])]


def test_text_with_tabs_between_is_read_too():
    assert read(b"a\tb\r\n1\t2\r\n")[0].rows == [(2, ["1", "2"])]


LONG = "<si><t>" + "x" * 32_000 + "</t></si>"
STRINGS = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</sst>'
BOMB = b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]>"


def large() -> bytes:
    """A workbook that unpacks to more than is read."""
    return packed(book(), sheet1=b" " * 21_000_000)


def dense() -> bytes:
    """One that is packed as no spreadsheet packs."""
    return packed(book(), sheet1=b"<a>" + b" " * 5_000_000 + b"</a>")


def far() -> bytes:
    """One whose two cells lie as far apart as can be."""
    return sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="900000"><c r="XFD900000"/></row>')


def wide() -> bytes:
    """One whose few rows reach to the last column."""
    return sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="9000"><c r="XFD9000"/></row>')


def repeated() -> bytes:
    """One of which a long text is named by many cells."""
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 2_000))
    content = SHEET.format(f"<sheetData>{cells}</sheetData>").encode()
    return packed(book(), sheet1=content, sharedStrings=STRINGS.format(LONG).encode())


def entities() -> bytes:
    """One that declares entities."""
    return packed(book(), sheet1=BOMB + SHEET.format("").encode())


def locked() -> bytes:
    """One with a password, as spreadsheets keep it."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le")
    )


def other_zip() -> bytes:
    """A ZIP file that is no workbook."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        made.writestr("word/document.xml", "<a/>")
    return written.getvalue()


@for_each(("make", "words"), [
    (large, "unpacked it holds more"), (dense, "unpacked it holds more"),
    (far, "unpacked it holds more"), (wide, "unpacked it holds more"),
    (repeated, "unpacked it holds more"), (entities, "unpacked it holds more"),
    (locked, "encrypted"), (other_zip, "no XLSX"),
    (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "before 2007"),
    (lambda: book()[:2000], "damaged"), (lambda: b"PK\x03\x04" + b"x" * 100, "damaged"),
    (lambda: packed(book(), sheet1=b"<a><b></a>"), "damaged"),
    (lambda: sheet('<row r="1"><c r="1A"/></row>'), "damaged"),
    (lambda: b"%PDF-1.7", "no XLSX"), (lambda: b"<html>", "no XLSX"),
    (lambda: b"", "empty"), (lambda: b"\r\n\r\n", "empty"),
    (lambda: b"a,b\0\r\n", "NUL"), (lambda: b"\xff\xfea\0", "UTF-16"),
    (lambda: b"\x81\xff\xfe\x00", "neither in UTF-8 nor"),
    (lambda: b'a,b\r\n"c,d', "Row 2"), (lambda: b"a\r\n" + b"x" * 40_000, "Row 2"),
    (lambda: b"a\r\n" * 100_001, "rows"), (lambda: b"x" * (LARGEST + 1), "larger than"),
], ids=lambda case: getattr(case, "__name__", str(case)))  # fmt: skip
def test_what_is_no_table_is_refused_in_words(make, words):
    with override("en"), pytest.raises(Unreadable, match=words):
        read(make())
