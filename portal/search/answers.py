"""Through which of its rows an entry of a ranking was found."""

from collections.abc import Iterator, Mapping, Sequence

from django.db import models

from portal.rows import kept
from portal.search.asked import Asked
from portal.search.corpus import CORPORA, related
from portal.search.documents import Text
from portal.search.ranking import ROWS, Ranked, Ranking
from portal.search.text import APART
from portal.search.tokens import document_key
from portal.search.words import form

# A model and a primary key.
Key = tuple[type[models.Model], int]


def _about() -> Iterator[tuple[type[models.Model], str]]:
    """The paths from kinds of rows to what they are about beside their owner."""
    for model in ROWS:
        corpus = CORPORA[model]
        yield from ((model, path) for path in corpus.refs if path != corpus.owner)


def _targets() -> models.QuerySet:
    """By the place of such a path rows with what they are about."""
    first, *others = (
        model._base_manager.filter(pk__in=kept.Asked(str(place)), **{f"{path}__isnull": False})
        .order_by()
        .values_list(models.Value(place), "pk", f"{path}__pk")
        for place, (model, path) in enumerate(_about())
    )
    return first.union(*others, all=True)


# One statement for all kinds, put together once.
TARGETS = kept.KeptStatement(_targets)


def rows_through(ranking: Ranking, using: str) -> dict[Key, list[Key]]:
    """The rows through which entries of a ranking were found, where one says more than a name.

    A budget line, a provision, a milestone: of each entry the one that holds most of what is asked,
    of some kinds with others that hold as much.
    """
    return Through(ranking, using).rows()


class Through:
    """Looks among the rows that hang on the entries of a ranking."""

    def __init__(self, ranking: Ranking, using: str):
        self.ranking, self.using = ranking, using
        self.keys = {
            each.key: document_key(CORPORA[each.model].number(using), each.pk)
            for each in ranking.results
        }

    def rows(self) -> dict[Key, list[Key]]:
        """For entries that their name does not explain: the rows that hold most that is asked."""
        entries: dict[int, list[Ranked]] = {}
        for each in self.ranking.results:
            if not self._is_plain(each):
                for known in {self.keys[each.key], *self._told_by(each)}:
                    entries.setdefault(known, []).append(each)
        numbers = {CORPORA[model].number(self.using): model for model in ROWS}
        documents = self.ranking.texts.around(entries, numbers) if entries else []
        named = self._named_by(documents)
        best: dict[Key, tuple[float, list[Key]]] = {}
        for document in documents:
            row = (numbers[document.corpus], document.row)
            for entry in (*entries.get(document.owner, ()), *entries.get(document.pk, ())):
                worth = sum(
                    asked.rarity * asked.factor
                    for asked in self.ranking.asked
                    if asked.written in entry.met and holds(document, asked, named)
                )
                most, known = best.get(entry.key, (0.0, []))
                if worth > most:
                    best[entry.key] = (worth, [row])
                elif known and worth == most and known[0][0] is row[0]:
                    known.append(row)
        return {key: rows[: ROWS[rows[0][0]]] for key, (_worth, rows) in best.items()}

    def _told_by(self, each: Ranked) -> set[int]:
        """The documents of the rows that tell an entry what was asked in figures."""
        return {spot.document for spot in each.met.values()} - {0, self.keys[each.key]}

    def _is_plain(self, each: Ranked) -> bool:
        """Whether the name of an entry says all that was met."""
        titles = CORPORA[each.model].titles
        return all(spot.path in titles and spot.own for spot in each.met.values())

    def _named_by(self, documents: Sequence[Text]) -> dict[int, set[int]]:
        """For rows the documents of what they are about beside their owner."""
        paths = list(_about())
        numbers = [CORPORA[model].number(self.using) for model, _path in paths]
        asked = {
            str(place): [each.row for each in documents if each.corpus == number]
            for place, number in enumerate(numbers)
        }
        found: dict[int, set[int]] = {}
        for place, pk, target in TARGETS.rows(self.using, **asked) if any(asked.values()) else ():
            other = CORPORA[related(*paths[place])].number(self.using)
            known = document_key(numbers[place], pk)
            found.setdefault(known, set()).add(document_key(other, target))
        return found


def holds(document: Text, asked: Asked, named: Mapping[int, set[int]]) -> bool:
    """Whether a row holds what is asked, itself or by what it is about."""
    if document.pk in asked.rows:
        return True
    if asked.word is None:
        return False
    if named.get(document.pk, set()) & asked.holders.titles:
        return True
    forms = [*asked.word.forms, *(name for name, _written in asked.word.others)]
    return any(form(each).stands_in(line) for each in forms for line in document.text.split(APART))
