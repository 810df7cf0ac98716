"""What the search over everything found, and the words that nothing holds."""

import dataclasses
from collections.abc import Iterator, Sequence

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext

from policies.models import DocumentWords
from portal.dates.edtf import fiscal_year_label
from portal.lists.declaration import ListPage
from portal.lists.faults import Fault, clipped, unknown, without
from portal.pages.answers.cards import Card, cards_of
from portal.pages.answers.values import Counts
from portal.pages.lists import LISTS
from portal.pages.results.lines import Hit, ResultLine, lines_of
from portal.pages.results.narrowed import Narrowed, Narrowing
from portal.search.answers import rows_through
from portal.search.near import MOST_COMPARED, meant, similar_names
from portal.search.query import Query, Term
from portal.search.ranking import Ranking, rank
from portal.search.text import fold
from portal.search.vocabulary import stands_among
from portal.search.where import Row

NAMED = {listing.name: listing for listing in LISTS}
# Lists whose own search is offered below the answers.
SEARCHED = tuple(
    NAMED[name]
    for name in (
        *("measures", "subjects", "partners", "places", "organisations", "pillars", "issues"),
        *("provisions", "timeline", "budgets", "targets", "indicators", "terms", "sections"),
    )
)
MOST_LETTERS = 200


@dataclasses.dataclass(frozen=True)
class Absent:
    """A word that no entry holds, and whether a document does at all.

    `parted` says that its parts were looked for instead.
    """

    written: str
    in_documents: bool
    parted: bool = False


class Found:
    """What is asked and everything that the page says of it."""

    def __init__(self, asked: str, counts: Counts):
        self.asked, self.counts, self.using = asked, counts, counts.using
        self.ranking = rank(asked, self.using, stamp=counts.stamp)

    @cached_property
    def cards(self) -> list[Card]:
        """The answers of the entries that are called just what is asked."""
        return cards_of(self.asked, self.counts, self.ranking.names)

    @cached_property
    def lines(self) -> list[ResultLine]:
        """The entries that answer, the best first, each with the rows by which it was found."""
        rows, counted = rows_through(self.ranking, self.using), self.ranking.counted
        hits = [
            Hit(
                Row(*each.key),
                tuple(Row(*row) for row in rows.get(each.key, ())),
                tuple(word for word in each.met if word in counted),
                each.unmet,
            )
            for each in self.ranking.results
        ]
        return lines_of(hits, query_of(self.ranking), self.counts, self.ranking.texts)

    @cached_property
    def narrowed(self) -> list[Narrowed]:
        """The lists that are asked for, under the conditions that the words beside say."""
        return Narrowing(self.ranking, self.counts).of(LISTS)

    @property
    def below(self) -> list[ResultLine]:
        """The lines of the entries that no card answers already."""
        answered = [card.entry for card in self.cards]
        return [line for line in self.lines if line.entry not in answered]

    @property
    def names(self) -> str:
        """The page of the names that begin so, hold it or are read so."""
        return reverse("names", query={"q": self.asked})

    @property
    def is_whole(self) -> bool:
        """Whether an entry holds all that is asked for."""
        return any(not each.unmet for each in self.lines)

    @property
    def widened(self) -> list[tuple[str, list[str]]]:
        """The words that were looked for by other names too, and these names."""
        return self.ranking.widened

    @property
    def read_as(self) -> list[tuple[str, Sequence[str]]]:
        """The words that no entry holds and that were read as names like them, and these names."""
        return self.ranking.read_as

    @property
    def counted_from_today(self) -> list[tuple[str, str]]:
        """Fiscal years that are told from today on, and which they were read as."""
        years = self.ranking.cut.counted_from_today
        return [(written, fiscal_year_label(year)) for written, year in years]

    @cached_property
    def absent(self) -> list[Absent]:
        """The words that no entry holds: those that were parted, and those of which nothing is."""
        parted, words = self.ranking.parted, self.ranking.absent
        texts = self._texts if parted or words else []
        return [
            Absent(word, any(stands_among(fold(word), text) for text in texts), word in parted)
            for word in dict.fromkeys((*parted, *words))
        ]

    @property
    def compared(self) -> int:
        """How many of the words that no entry holds were compared with names; 0 for all."""
        return MOST_COMPARED if len(self.absent) > MOST_COMPARED else 0

    @property
    def documents(self) -> int:
        """Of how many documents the words are known."""
        return len(self._texts)

    @cached_property
    def _texts(self) -> list[str]:
        return DocumentWords.objects.using(self.using).texts()

    @cached_property
    def meant(self) -> list[tuple[str, str]]:
        """What was asked with a name for what may be a slip of it, and the address of that search.

        Where it was read as that name already, nothing.
        """
        names = meant(self.asked, self.ranking.missing, self.using)
        asked = [
            self.asked.replace(part, name.lower() if part.islower() else name)
            for part, name in names.items()
        ]
        return [(each, reverse("search", query={"q": each})) for each in asked]

    @cached_property
    def near(self) -> list[str]:
        """Where nothing is found: names in the record that are like what is asked."""
        return [] if self.lines else similar_names(self.asked, using=self.using)

    def lists(self) -> Iterator[tuple[ListPage, str]]:
        """Each list that can be asked the same, with its address."""
        for listing in SEARCHED:
            yield listing, reverse(listing.name, query={"q": self.asked})


def query_of(ranking: Ranking) -> Query:
    """The words of a ranking as a query, so that it can be told where each of them stands."""
    query = Query("")
    for each in ranking.asked:
        if each.word:
            first, *others = each.word.forms
            forms = (*((form, form) for form in others), *each.word.others)
            query.wanted.append(Term(first, each.written, each.word.exact, forms))
    return query


def search_faults(parameters: QueryDict) -> list[Fault]:
    """A sentence for everything in the address that the search does not understand."""
    words = gettext("“%(name)s” is not a condition of this page. Accepted: %(known)s.")
    faults = unknown(parameters, ["q"], words)
    asked = parameters.get("q", "").strip()
    if len(asked) > MOST_LETTERS or "\0" in asked:
        asked = clipped(asked.replace("\0", "\N{REPLACEMENT CHARACTER}"))
        told = {"asked": asked, "most": MOST_LETTERS}
        sentence = gettext("“%(asked)s”: ask in up to %(most)s letters, and no others.") % told
        faults.append(Fault(sentence, "q", without(parameters, "q")))
    return faults
