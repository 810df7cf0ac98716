"""How wide the columns of a table are: by what they hold, as no program that opens one asks."""

import re
import unicodedata
from collections.abc import Sequence

from portal.handouts.parts import Cell, Table

# Half-width characters that a column counts at least and at most, however little or much it holds.
NARROWEST, WIDEST = 6, 60
# What a half-width character takes in cells, and the margins of one, in twentieths of a point.
CHARACTER, MARGINS = 112, 190
# What no line is broken in: a number, a word of Latin letters; of longer ones, such as addresses,
# as much as this.
WORD = re.compile(r"[^\s\u2014-\uffff]+")
LONGEST = 14


def across(words: str) -> int:
    """The width of words in half-width characters; of several lines that of the longest."""
    return max(
        (
            sum(2 if unicodedata.east_asian_width(each) in "WFA" else 1 for each in line)
            for line in words.split("\n")
        ),
        default=0,
    )


def wanted(cell: Cell) -> int:
    """How wide a cell would be if nothing bounded it; a mark of a source takes two characters."""
    return max(
        (
            across(each.words) + 2 * sum(bool(run.note) for run in each.runs[:3])
            for each in cell.paragraphs
        ),
        default=0,
    )


def least(cell: Cell) -> int:
    """How wide a cell has to be so that no word of it is broken, nor a number with its unit."""
    words = [word for each in cell.paragraphs for word in WORD.findall(each.words)]
    numbers = [each.words for each in cell.paragraphs if each.numeric]
    words += [number for number in numbers if across(number) <= LONGEST]
    return min(max(map(across, words), default=0), LONGEST)


def shares(table: Table, width: int) -> list[int]:
    """The widths of the columns, which together are `width`."""
    if table.widths:
        return _divided(width, table.widths)
    columns = _columns([*table.head, *table.rows])
    needed = [CHARACTER * max([NARROWEST, *map(least, cells)]) + MARGINS for cells in columns]
    if sum(needed) > width:
        return _divided(width, needed)
    rest = _divided(width - sum(needed), [_weight(cells) for cells in columns])
    return [own + more for own, more in zip(needed, rest, strict=True)]


def _divided(width: int, weights: Sequence[int]) -> list[int]:
    """A width divided by weights, to the last unit."""
    found = [width * weight // sum(weights) for weight in weights]
    found[-1] += width - sum(found)
    return found


def _columns(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """The cells of each column; rows with cells across several say nothing of any."""
    count = max(sum(cell.wide for cell in row) for row in rows)
    held: list[list[Cell]] = [[] for _column in range(count)]
    for row in rows:
        if len(row) == count:
            for column, cell in zip(held, row, strict=True):
                column.append(cell)
    return held


def _weight(cells: Sequence[Cell]) -> int:
    """How much of the room that is left a column takes: more than it needs helps none."""
    ordered = sorted(wanted(cell) for cell in cells) or [0]
    most, common = ordered[-1], ordered[len(ordered) * 3 // 4]
    return max(min((most + common) // 2, WIDEST) - NARROWEST, 1)
