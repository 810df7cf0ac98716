"""What the search over everything found, and the words that nothing holds."""

import dataclasses
from collections.abc import Iterator

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext

from policies.models import DocumentWords
from portal.lists.declaration import ListPage
from portal.lists.faults import Fault, without
from portal.pages.lists import LISTS
from portal.search.answers import Answer, answers
from portal.search.index import similar_names
from portal.search.ranking import rank
from portal.search.text import fold
from portal.search.vocabulary import stands_among

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
    """A word that no entry holds, and whether a document does at all."""

    written: str
    in_documents: bool


class Found:
    """What is asked and everything that the page says of it."""

    def __init__(self, asked: str, using: str):
        self.asked, self.using = asked, using
        self.ranking = rank(asked, using)

    @cached_property
    def answers(self) -> list[Answer]:
        """The entries that answer, the best first."""
        return answers(self.ranking, self.using)

    @property
    def is_whole(self) -> bool:
        """Whether an entry holds all that is asked for."""
        return any(not each.unmet for each in self.answers)

    @property
    def words(self) -> list[str]:
        """The folded words that are marked where they stand."""
        return self.ranking.words

    @property
    def widened(self) -> list[tuple[str, list[str]]]:
        """The words that were looked for by other names too, and these names."""
        return self.ranking.widened

    @cached_property
    def absent(self) -> list[Absent]:
        """The words that no entry holds."""
        words = self.ranking.absent
        texts = DocumentWords.objects.using(self.using).texts() if words else []
        return [
            Absent(word, any(stands_among(fold(word), text) for text in texts)) for word in words
        ]

    @cached_property
    def documents(self) -> int:
        """Of how many documents the words are known."""
        return DocumentWords.objects.using(self.using).count()

    @cached_property
    def near(self) -> list[str]:
        """Where nothing is found: names in the record that are like what is asked."""
        return [] if self.answers else similar_names(self.asked, using=self.using)

    def lists(self) -> Iterator[tuple[ListPage, str]]:
        """Each list that can be asked the same, with its address."""
        for listing in SEARCHED:
            yield listing, reverse(listing.name, query={"q": self.asked})


def search_faults(parameters: QueryDict) -> list[Fault]:
    """A sentence for everything in the address that the search does not understand."""
    unknown = sorted(set(parameters) - {"q"})
    known = gettext("“%(name)s” is not a question of this page. It knows: %(known)s.")
    faults = [
        Fault(known % {"name": name, "known": "q"}, name, without(parameters, name))
        for name in unknown
    ]
    asked = parameters.get("q", "").strip()
    if len(asked) > MOST_LETTERS or "\0" in asked:
        told = {"asked": asked.replace("\0", "\N{REPLACEMENT CHARACTER}"), "most": MOST_LETTERS}
        sentence = gettext("“%(asked)s”: ask in up to %(most)s letters, and no others.") % told
        faults.append(Fault(sentence, "q", without(parameters, "q")))
    return faults
