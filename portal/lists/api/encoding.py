"""Cells as JSON: numbers, true and false, lists of codes; null where nothing is known."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from json.encoder import encode_basestring as text

from portal.lists.columns import Column, Kind
from portal.lists.export import BLOCK
from portal.lists.values import BETWEEN

NULL = "null"
Cell = Callable[[object], str]


def number(value) -> str:
    """A number as the database printed it."""
    return NULL if value is None or value == "" else str(value)


def truth(value) -> str:
    """True or false, as a value of Python or as the database tells it."""
    return NULL if value is None or value == "" else str(value).lower()


def words(value) -> str:
    """Text; no text is nothing."""
    return NULL if value is None or value == "" else text(str(value))


def several(value) -> str:
    """A list of codes, empty where there are none."""
    return f"[{','.join(map(text, value.split(BETWEEN)))}]" if value else "[]"


def cell_of(column: Column) -> Cell:
    """What writes the cells of a column."""
    if column.several:
        return several
    if column.numeric:
        return number
    return truth if column.kind == Kind.BOOLEAN else words


def line_of(columns: Sequence[Column]) -> Callable[[Iterable], str]:
    """What writes a row of such columns as an object, in one line."""
    cells = [(f"{text(column.name)}:", cell_of(column)) for column in columns]

    def line(row: Iterable) -> str:
        told = [name + cell(value) for (name, cell), value in zip(cells, row, strict=True)]
        return f"{{{','.join(told)}}}"

    return line


def blocks_of(lines: Iterable[str]) -> Iterator[bytes]:
    """Pieces of text in blocks, as many as are sent at a time."""
    waiting, size = [], 0
    for line in lines:
        waiting.append(line)
        size += len(line)
        if size >= BLOCK:
            yield "".join(waiting).encode()
            waiting, size = [], 0
    if waiting:
        yield "".join(waiting).encode()
