"""Tables as text: CSV in UTF-8, with or without a mark at its beginning, or in CP932."""

import csv
import dataclasses
import io

from django.utils.translation import gettext

from portal.tables.table import CELLS, ROWS, Table, Unreadable, table_of

# The longest cell that spreadsheets take.
LONGEST = 32_767
JAPANESE = "cp932"


def read_text(content: bytes) -> Table | None:
    """The one table of a file of text. Raises Unreadable."""
    text, encoding = decoded(content)
    if "\0" in text:
        raise Unreadable(gettext("The file holds NUL bytes: it is no table of text."))
    first = text.partition("\n")[0]
    separator = "\t" if "\t" in first and "," not in first else ","
    cells: list[list[str]] = []
    number = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            number += len(row)
            if len(cells) >= ROWS or number > CELLS:
                raise Unreadable(
                    gettext("The file holds more than %(rows)s rows or %(cells)s cells.")
                    % {"rows": ROWS, "cells": CELLS}
                )
            if any(len(cell) > LONGEST for cell in row):
                raise Unreadable(
                    gettext("Row %(row)s has a cell of more than %(most)s characters.")
                    % {"row": len(cells) + 1, "most": LONGEST}
                )
            cells.append([cell.strip() for cell in row])
    except csv.Error as error:
        raise Unreadable(
            gettext("Row %(row)s is not written as CSV: %(error)s")
            % {"row": len(cells) + 1, "error": error}
        ) from error
    table = table_of("CSV", cells)
    return table and dataclasses.replace(table, twins=encoding == JAPANESE)


def decoded(content: bytes) -> tuple[str, str]:
    """The text of a file, and the encoding that it is written in. Raises Unreadable."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(
            gettext("The file is written in UTF-16. Save it as “CSV UTF-8” and hand it in again.")
        )
    for encoding in ("utf-8-sig", JAPANESE):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise Unreadable(
        gettext(
            "The file is written neither in UTF-8 nor in CP932 (Shift_JIS). Save it as “CSV UTF-8” "
            "and hand it in again."
        )
    )
