"""With whom Japan has agreements and dialogues on record, in which year and at which level."""

import dataclasses
from collections.abc import Collection, Iterator, Sequence

from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from pyroaring import BitMap

from measures.models import Agreement
from portal.lists.filters import ChoiceFacet
from portal.lists.hierarchy import ONLY, exactly
from portal.lists.request import ListRequest

# Partners with a row of their own, those named beneath, and years with a column of their own.
ROWS, NAMED, YEARS = 8, 60, 4
# A partner with fewer entries is named beneath; shades from the palest on.
LEAST, SHADES = 2, 4
HOME = "jp"
# The question whose agreement an entry is.
WHOSE = "jurisdiction"


@dataclasses.dataclass(frozen=True)
class Cell:
    """How many entries stand behind a cell, their list, and its shade from 1, the palest, on."""

    count: int
    query: str
    shade: int = 0


@dataclasses.dataclass(frozen=True)
class Column:
    """The values of a question that stand in one column, and its words."""

    values: tuple[str, ...]
    words: str


@dataclasses.dataclass(frozen=True)
class Row:
    """One partner, or all of them, with the cells of one table."""

    words: str
    total: Cell
    cells: list[Cell]


@dataclasses.dataclass(frozen=True)
class Table:
    """Partners by the values of one question."""

    title: str
    columns: list[Column]
    rows: list[Row]


class AgreementsPicture:
    """What a list of agreements has found, by partner and year, and by level.

    Where the list does not ask whose, it is of those that Japan is a side of: what others agree
    among themselves says nothing of with whom Japan does. A cell counts exactly what its link leads
    to: the conditions of the list, with those on partner and on its own question replaced. A
    partner is counted where it is named itself: who asks for a group is shown the group and each of
    its members.
    """

    def __init__(self, list_request: ListRequest):
        self.list_request = list_request
        self.asked = list_request.filterset.conditions
        self.of_japan = WHOSE not in self.asked

    def _narrowed(self, *without: str) -> BitMap:
        """The entries that answer every question but some; of Japan, where none asks whose."""
        rows = self.list_request.filterset.narrowed(*without)
        return rows & self._of(WHOSE, [HOME]) if self.of_japan else rows

    @property
    def elsewhere(self) -> int:
        """How many of the entries found are between others, and so not counted."""
        found = self.list_request.filterset.found
        return len(found) - self.counted

    @property
    def counted(self) -> int:
        """How many of the entries found are counted."""
        return len(self._narrowed())

    @property
    def file_query(self) -> str:
        """What files of the entries counted are asked for."""
        return self._query()

    def _of(self, name: str, values: Sequence[str]) -> BitMap:
        known = self.list_request.state.facets[name]
        return BitMap.union(BitMap(), *(known[each] for each in values if each in known))

    def _query(self, **values: Sequence[str]) -> str:
        query = self.list_request.parameters.copy()
        query.pop("page", None)
        query.pop("partner" + ONLY, None)
        # Where no entry is Japan's the list knows no such value, and its files are of all.
        if self.of_japan and HOME in self.list_request.state.facets[WHOSE]:
            query.setlist(WHOSE, [HOME])
        for name, each in values.items():
            query.setlist(name, list(each))
        return query.urlencode()

    def _named(self, code: str, **values: Sequence[str]) -> str:
        only = {name: [value] for name, value in exactly("partner", code).items()}
        return self._query(**only, **values)

    @cached_property
    def _chosen(self) -> Collection[str]:
        """The partners asked for, with those whom a group means."""
        return set(self.list_request.filterset.meant("partner", self.asked.get("partner", ())))

    @cached_property
    def partners(self) -> list[tuple[str, str, int]]:
        """Code, name and count of every partner abroad, most entries first; those asked for, if
        any are."""
        rows = self._narrowed("partner")
        chosen = self._chosen
        found = []
        for code, words in self.list_request.filterset.offered("partner").items():
            count = len(rows & self._of("partner", [code]))
            if count and code != HOME and (not chosen or code in chosen):
                found.append((code, words, count))
        return sorted(found, key=lambda each: (-each[2], each[1]))

    @property
    def shown(self) -> list[tuple[str, str, int]]:
        """The partners that have a row."""
        several = [each for each in self.partners if each[2] >= LEAST]
        return (several or self.partners)[:ROWS]

    @property
    def others(self) -> list[tuple[str, Cell]]:
        """The other partners with their lists, as many as are named."""
        rest = self.partners[len(self.shown) :]
        return [(words, Cell(count, self._named(code))) for code, words, count in rest[:NAMED]]

    @property
    def unnamed(self) -> int:
        """How many partners are neither in the tables nor named beneath."""
        return len(self.partners) - len(self.shown) - len(self.others)

    @property
    def home(self) -> Cell | None:
        """The entries in which Japan itself is named as a partner."""
        chosen = self._chosen
        count = len(self._narrowed("partner") & self._of("partner", [HOME]))
        if not count or (chosen and HOME not in chosen):
            return None
        return Cell(count, self._named(HOME))

    @property
    def finding(self) -> str:
        """Who is named most often, in a sentence without a full stop."""
        if not self.partners:
            return gettext("No partner abroad is named")
        most = self.partners[0][2]
        names = gettext(", ").join(words for _code, words, count in self.partners if count == most)
        given = {"names": names, "counter": most}
        if self.of_japan:
            words = ngettext(
                "Japan’s most frequent counterpart: %(names)s, in %(counter)s entry",
                "Japan’s most frequent counterpart: %(names)s, in %(counter)s entries",
                most,
            )
        else:
            words = ngettext(
                "Named most often: %(names)s, in %(counter)s entry",
                "Named most often: %(names)s, in %(counter)s entries",
                most,
            )
        return words % given

    @property
    def levels(self) -> list[tuple[str, Cell]]:
        """Each level that occurs with its entries."""
        rows, chosen = self._narrowed("level"), self.asked.get("level")
        found = []
        for level in Agreement.Level:
            count = len(rows & self._of("level", [level.value]))
            if count and (not chosen or level in chosen):
                found.append((str(level.label), Cell(count, self._query(level=[level.value]))))
        return found

    @property
    def years(self) -> Iterator[Column]:
        """A column for each of the last years, one for all before, one for no date."""
        chosen = self.asked.get("year")
        known = [
            each
            for each, rows in self.list_request.state.facets["year"].items()
            if rows and (not chosen or each in chosen)
        ]
        years = sorted((each for each in known if each != ChoiceFacet.NONE), reverse=True)
        for year in years[:YEARS]:
            yield Column((year,), year)
        if before := tuple(years[YEARS:]):
            yield Column(before, gettext("before %(year)s") % {"year": years[YEARS - 1]})
        if ChoiceFacet.NONE in known:
            yield Column((ChoiceFacet.NONE,), gettext("No date"))

    @property
    def table(self) -> Table:
        """Partners by year."""
        return self._table(gettext("By year"), "year", list(self.years))

    def _table(self, title: str, name: str, columns: list[Column]) -> Table:
        rows = self._narrowed("partner", name)
        most = 1
        counted = []
        for code, words, _count in self.shown:
            own = rows & self._of("partner", [code])
            counts = [len(own & self._of(name, column.values)) for column in columns]
            most = max(most, *counts)
            total = len(self._narrowed("partner") & self._of("partner", [code]))
            counted.append((code, words, total, counts))
        found = [self._everyone(name, columns)] if not self.asked.get("partner") else []
        for code, words, total, counts in counted:
            cells = [
                Cell(
                    count,
                    self._named(code, **{name: column.values}),
                    -(-count * SHADES // most),
                )
                for count, column in zip(counts, columns, strict=True)
            ]
            found.append(Row(words, Cell(total, self._named(code)), cells))
        return Table(title, columns, found)

    def _everyone(self, name: str, columns: list[Column]) -> Row:
        rows = self._narrowed("partner", name)
        cells = [
            Cell(
                len(rows & self._of(name, column.values)),
                self._query(partner=[], **{name: column.values}),
            )
            for column in columns
        ]
        total = Cell(len(self._narrowed("partner")), self._query(partner=[]))
        return Row(gettext("All entries"), total, cells)
