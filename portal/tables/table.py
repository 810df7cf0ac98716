"""What a file of tables holds once it is read."""

import dataclasses
import datetime

# What a cell holds: text, a number, a day or a moment, yes or no; nothing is an empty text.
Cell = str | int | float | bool | datetime.date | datetime.datetime | datetime.time
# How many rows and cells a file may hold in all.
ROWS, CELLS = 100_000, 2_000_000


class Unreadable(Exception):
    """Why a file is not read, in words for whoever handed it in."""


@dataclasses.dataclass(frozen=True)
class Table:
    """One table of a file: its name, its heading row, and the rows below by their numbers.

    Rows are numbered as the program shows them in which the file was made. `lost` are the cells, by
    row number and place, that hold an error or a formula without a result: of these nothing is
    known, not even that they are empty. `twins` says that the file was written in CP932, in which
    some signs are one that are two in Unicode, such as both wave dashes.
    """

    name: str
    header: list[str]
    rows: list[tuple[int, list[Cell]]]
    lost: frozenset[tuple[int, int]] = frozenset()
    twins: bool = False


def table_of(
    name: str, cells: list[list[Cell]], lost: frozenset[tuple[int, int]] = frozenset()
) -> Table | None:
    """The table in some rows of cells, whose first row that is not empty is the heading.

    None where all are empty. Empty rows are left out, and what stands in a column without heading
    stays, so that it can be told of.
    """
    filled = [
        (number, row)
        for number, row in enumerate(cells, start=1)
        if any(cell != "" for cell in row) or any(line == number for line, _place in lost)
    ]
    if not filled:
        return None
    (_first, heading), *rows = filled
    return Table(name, [str(cell).strip() for cell in heading], rows, lost)
