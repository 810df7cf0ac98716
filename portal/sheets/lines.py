"""The rows of a table: which row of which entry each is of, as the table itself says."""

import dataclasses

from django.utils.translation import gettext

from portal.record.schema import kinds, schema_of
from portal.sheets.headings import ENTRY, FIXED, KIND, REVISION, ROW
from portal.sheets.places import NEW, Path, Place, path_of, place_at, places
from portal.sheets.values import as_text
from portal.tables.table import Cell, Table


@dataclasses.dataclass
class Line:
    """A row of a table: the entry and the row that it names, and its cells by name."""

    table: Table
    number: int
    cells: dict[str, Cell]
    lost: set[str]
    kind: str = ""
    key: str = ""
    base: int = 0
    path: Path = ()
    place: Place | None = None
    is_new: bool = False

    @property
    def at(self) -> tuple[str, str, int]:
        """The entry and the revision that it is of."""
        return self.kind, self.key, self.base


class RefusedLine(Exception):
    """Why a row of a table is refused as a whole, and the column that says so."""

    def __init__(self, column: str, reason: str):
        self.column, self.reason = column, reason
        super().__init__(reason)


def list_of(lines: list[Line]) -> dict[str, Place] | None:
    """For each kind of entry the place of the rows of a table, where all are of one."""
    paths = {
        (as_text(line.cells.get(KIND, "")), names_of(path_of(as_text(line.cells[ROW]))))
        for line in lines
        if as_text(line.cells.get(ROW, ""))
    }
    found = [place_of(kind, names) for kind, names in paths]
    models = {place.schema.model for place in found if place is not None}
    if len(models) != 1:
        return None
    return {place.kind: place for place in places() if place.schema.model in models}


def place_of(kind: str, path: Path) -> Place | None:
    """The place that the lists on a path lead to."""
    options = [place for place in places() if place.kind == kind]
    return next((place for place in options if fits(place, path)), None)


def find_row(line: Line, default: dict[str, Place] | None) -> None:
    """Find out which row of which entry a line is of. Raises RefusedLine."""
    if named := line.lost & {*FIXED}:
        raise RefusedLine(min(named), lost_words())
    line.kind = as_text(line.cells.get(KIND, ""))
    line.key = as_text(line.cells.get(ENTRY, ""))
    if line.kind not in kinds():
        words = gettext("There is no such kind of entry. Known are: %(known)s.")
        raise RefusedLine(KIND, words % {"known": ", ".join(kinds())})
    if not line.key:
        raise RefusedLine(ENTRY, gettext("Say which entry the row is of."))
    line.base = number_of(line)
    row = as_text(line.cells.get(ROW, ""))
    if row:
        find_named(line, path_of(row))
        return
    line.is_new = not line.base or default is not None
    if default is None:
        line.place = place_at(line.kind, ())
    elif line.kind in default:
        line.place = default[line.kind]
        if len(line.place.names) > 1:
            raise RefusedLine(ROW, gettext("Say in which row of the entry the new one stands."))
        line.path = line.place.names
    else:
        raise RefusedLine(KIND, gettext("Such entries hold no rows of this table."))


def find_named(line: Line, path: Path) -> None:
    """The same where the line says it. Raises RefusedLine."""
    line.is_new = path[-1] == NEW
    line.path = path[:-1] if line.is_new else path
    line.place = place_of(line.kind, line.path)
    if line.place is None or not line.place.names:
        raise RefusedLine(ROW, gettext("Entries have no such rows."))


def lost_words() -> str:
    """Why a cell is refused of which nothing is known."""
    return gettext("The cell holds an error, or a formula that was never calculated.")


def number_of(line: Line) -> int:
    """The revision that a row says it is of; 0 for none."""
    text = as_text(line.cells.get(REVISION, ""))
    if not text:
        return 0
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise RefusedLine(REVISION, gettext("“%(value)s” is no revision.") % {"value": text})
    return int(text)


def names_of(path: Path) -> Path:
    """A path of a table without the sign of a new row."""
    return path[:-1] if path and path[-1] == NEW else path


def fits(place: Place, path: Path) -> bool:
    """Whether a path leads to rows of a place: its lists, with the names of rows between."""
    schema, steps = schema_of(place.kind), list(path)
    for number, name in enumerate(place.names, start=1):
        if not steps or steps.pop(0) != name:
            return False
        schema = schema.children[name]
        if not schema.one and steps:
            steps.pop(0)
        elif not schema.one and number < len(place.names):
            return False
    return not steps
