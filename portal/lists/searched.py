"""What the words of a request to a list found, and where."""

from collections.abc import Sequence

from django.utils.functional import cached_property

from portal.search.corpus import is_unseen
from portal.search.index import Find, finds
from portal.search.near import similar_names


class Searched:
    """The part of a request to a list that knows its words; the request knows the rows."""

    @property
    def words(self) -> list[str]:
        """The folded words that are marked where they stand."""
        return self.filterset.query.words

    def finds_of(self, entries: Sequence, shown: Sequence[str] = ()) -> dict[int, Find]:
        """For entries that do not show why they were found: by what.

        They show their own titles, and what stands at the field paths `shown`.
        """
        query = self.filterset.query
        if not query.wanted:
            return {}
        keys = [row["pk"] if isinstance(row, dict) else row.pk for row in entries]
        model, titles = self.all.model, self.filterset.filters["q"].titles
        own = [path for path in titles if "__" not in path and not is_unseen(model, path)]
        return finds(model, keys, query, (*own, *shown), self.using)

    @cached_property
    def finds(self) -> dict[int, Find]:
        """For the entries of the page that do not show why they were found: by what."""
        return self.finds_of(self.page.object_list, self.listing.shown)

    @cached_property
    def unanswered(self) -> str:
        """The words asked for, where no row of the list holds them; empty otherwise."""
        if "q" not in self.filterset.conditions or self.filterset.answer("q") & self.state.every:
            return ""
        return self.filterset.conditions["q"][0]

    @cached_property
    def near(self) -> list[str]:
        """Where nothing holds the words asked for: names in the record that are like them."""
        return similar_names(self.unanswered, using=self.using) if self.unanswered else []

    @property
    def widened(self) -> list[tuple[str, list[str]]]:
        """The words that were looked for by other names too, and these names."""
        return [
            (term.written, [written for _folded, written in term.forms])
            for term in self.filterset.query.wanted
            if term.forms
        ]
