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
    cells = rows(asked, [place[-1] for _part, place in found])
    # One that an editor takes away between two statements is missing, not an error.
    lines = [line(cells[place[-1]]) for _part, place in found if place[-1] in cells]
    last = Cursor(asked.sort, began, *found[-1]) if more else None
    return Page(lines, last, began)


def places(asked: Asked) -> list[tuple[int, tuple]]:
    """The rows of the page and one more: the part that each stands in, and its place."""
    found: list[tuple[int, tuple]] = []
    first = asked.cursor.part if asked.cursor else 0
    for part, chosen in enumerate(asked.list_request.parts):
        if part >= first and len(found) <= asked.size:
            behind = asked.cursor.place if asked.cursor and part == first else None
            every = asked.list_request.state.every
            some = asked.walk.take(chosen, every, behind, asked.size + 1 - len(found))
            found += [(part, place) for place in some]
    return found


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
