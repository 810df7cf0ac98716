"""One page of a list as JSON: as many rows as are asked for, and the way to the next."""

import dataclasses
from collections.abc import Sequence

from portal.lists.api.asked import AFTER, Asked
from portal.lists.api.cursors import Cursor
from portal.lists.api.encoding import line_of
from portal.lists.api.reading import by_keys, kept


@dataclasses.dataclass(frozen=True)
class Page:
    """The rows of a page, each as an object in a line, and the cursor of the next, if there is one.

    `began` is the version of the record when the first page was drawn.
    """

    lines: Sequence[str]
    next: Cursor | None
    began: int


def page_of(asked: Asked) -> Page:
    """The page that is asked for."""
    found = places(asked)
    more, found = len(found) > asked.size, found[: asked.size]
    began = asked.cursor.version if asked.cursor else asked.list_request.stamp.number
    line = line_of(asked.columns)
    cells = rows(asked, [key for _part, key in found])
    # One that an editor takes away between two statements is missing, not an error.
    lines = [line(cells[key]) for _part, key in found if key in cells]
    return Page(lines, last(asked, began, found) if more else None, began)


def places(asked: Asked) -> list[tuple[int, int]]:
    """The rows of the page and one more: the part that each stands in, and its key."""
    found: list[tuple[int, int]] = []
    first = asked.cursor.part if asked.cursor else 0
    for part, chosen in enumerate(asked.list_request.parts):
        if part >= first and len(found) <= asked.size:
            behind = asked.cursor.place if asked.cursor and part == first else None
            every = asked.list_request.state.every
            some = asked.walk.take(chosen, every, behind, asked.size + 1 - len(found))
            found += [(part, key) for key in some]
    return found


def last(asked: Asked, began: int, found: Sequence[tuple[int, int]]) -> Cursor | None:
    """The place where a page ends. Where all its rows are gone by now, that where it begins."""
    part = found[-1][0]
    place = asked.walk.last_place([key for within, key in found if within == part])
    return asked.cursor if place is None else Cursor(asked.sort, began, part, place)


def rows(asked: Asked, keys: Sequence[int]) -> dict[int, tuple]:
    """The cells of some rows by their primary keys."""
    list_request = asked.list_request
    if list_request.added or list_request.past.columns:  # what is asked is part of the statement
        statement = by_keys(list_request.all, asked.columns)
    else:
        names = tuple(column.name for column in asked.columns)
        statement = kept(list_request.listing, names, list_request.using)
    return statement.rows_of(list_request.using, keys)


def way(asked: Asked, cursor: Cursor | None) -> str:
    """The address of the page behind a cursor, or of the first."""
    return asked.address(**{AFTER: None if cursor is None else str(cursor)})
