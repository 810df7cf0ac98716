"""Which columns are shown for a request to a list: its own, and those of what is asked."""

from collections.abc import Collection, Iterator

from django.utils.functional import cached_property

from portal.lists.columns import Column, data_columns, rows
from portal.lists.updated import as_of_then

# The profile for programs: one form of every value, whatever the language.
DATA = "data"
# Rows that are read at a time.
CHUNK = 500


class Shown:
    """The part of a request to a list that says what its rows show; the request knows the rows."""

    @cached_property
    def added(self) -> list[Column]:
        """The columns that are there because of what is asked."""
        return self.filterset.columns

    @property
    def columns(self) -> list[Column]:
        """The columns of a download: those of the list, and behind them what is asked besides."""
        return [*self.listing.columns, *self.added, *self.past.columns]

    @property
    def drawn(self) -> list[Column]:
        """The columns whose values a page reads: those it draws, and what those are drawn from.

        What only a download tells stays unread: to put its statement together and to read it took
        two fifths of a page of provisions.
        """
        drawn = {column.name for column in self.columns if column.cell}
        from_ = {name for column in self.columns if column.cell for name in column.drawn_from}
        return [column for column in self.columns if column.name in drawn | from_]

    def columns_of(self, profile: str) -> list[Column]:
        """The columns of a download in a profile."""
        if profile != DATA:
            return self.columns
        besides = self.added or self.past.columns
        columns = data_columns(self.columns) if besides else self.listing.data_columns
        return as_of_then(columns, self.past.point) if self.past else columns

    @property
    def _in_page(self) -> list[Column]:
        """The same as a page draws them: what is asked besides stands behind the entry."""
        own = list(self.listing.columns)
        entries = (place for place, column in enumerate(own, 1) if column.cell == "entry")
        place = next(entries, len(own))
        return [*own[:place], *self.added, *own[place:]]

    @cached_property
    def besides(self) -> dict[int, list[tuple[str, str]]]:
        """By row of the page what it says because of what is asked: header and words of each."""
        if not self.added:
            return {}
        keys = [row["pk"] if isinstance(row, dict) else row.pk for row in self.page.object_list]
        found = rows(self.all.filter(pk__in=keys).order_by(), self.added)
        return {
            row["pk"]: [(str(each.header), row[f"c_{each.name}"]) for each in self.added]
            for row in found
        }

    def rows_found(self, keys: Collection[int] | None = None) -> Iterator[dict]:
        """All rows found, or those of some keys, as dicts with a value for every column and `pk`.

        They come some at a time, in no order that readers see.
        """
        found = self.filterset.qs if keys is None else self.all.filter(pk__in=keys)
        columns = [*self.listing.columns, *self.added]
        return rows(found.order_by("pk"), columns).iterator(chunk_size=CHUNK)

    @cached_property
    def shown(self) -> list[Column]:
        """The columns that the page draws: those that tell something of some row."""
        return [
            column for column in self._in_page if column.cell and not self._says_nothing(column)
        ]

    @cached_property
    def common(self) -> list[tuple[str, str]]:
        """The headers of columns in which all rows of the page say the same, and what they say.

        That is so of columns that are drawn only where rows differ (`same`).
        """
        found = []
        for column in self.listing.columns:
            if column.cell == "same" and column not in self.shown:
                found.append((str(column.header), self.page.object_list[0][f"c_{column.name}"]))
        return found

    def _says_nothing(self, column: Column) -> bool:
        """Whether no row of the page has a value in a column, or all have one that is said once."""
        if not column.cell.startswith(("optional", "same")):
            return False
        values = {row[f"c_{column.name}"] for row in self.page.object_list}
        if column.cell == "same":
            return len(values) == 1 and len(self.page.object_list) > 1
        return not any(values)
