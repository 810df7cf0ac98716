"""What to show of entries in order: each with the row and the text through which it was found."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from django.db import models
from django.utils.translation import get_language

from portal.search.asked import Asked
from portal.search.corpus import CORPORA, is_unseen, related
from portal.search.index import Find, around, label_of
from portal.search.models import Document
from portal.search.ranking import ROWS, Ranked, Ranking
from portal.search.text import APART, Folded
from portal.search.tokens import document_key
from portal.search.weighing import Met
from portal.search.words import form, spans


@dataclasses.dataclass(frozen=True)
class Answer:
    """An entry that answers, as a page shows it.

    `met` says of each thing asked where the entry holds it, `unmet` what it does not hold. `row` is
    the row through which it was found (a budget line, a provision, a milestone …), if one says more
    than its name. `find` is the field with the words around the find, in the reader's language
    where it stands there; None where the name itself shows it.
    """

    entry: models.Model
    score: int
    met: Mapping[str, Met]
    unmet: tuple[str, ...]
    row: models.Model | None
    find: Find | None
    named: bool

    @property
    def kind(self) -> str:
        """What sort of entry it is."""
        return str(self.entry._meta.verbose_name)

    @property
    def row_kind(self) -> str:
        """What sort of row it was found through."""
        return str(self.row._meta.verbose_name) if self.row else ""

    @property
    def asked(self) -> int:
        """How many things were asked for."""
        return len(self.met) + len(self.unmet)


def answers(ranking: Ranking, using: str) -> list[Answer]:
    """The entries of a ranking with all that a page shows of them, in its order."""
    return Answers(ranking, using).all()


class Answers:
    """Reads what is shown: the entries of each kind, their rows and the texts of finds."""

    def __init__(self, ranking: Ranking, using: str):
        self.ranking, self.using = ranking, using
        self.keys = {
            each.key: document_key(CORPORA[each.model].number(using), each.pk)
            for each in ranking.results
        }

    def all(self) -> list[Answer]:
        """Every answer in order. One that an editor took away meanwhile is missing."""
        chosen = self._rows()
        told = self._read([*(each.key for each in self.ranking.results), *chosen.values()])
        rows = {key: told[row] for key, row in chosen.items() if row in told}
        results = [each for each in self.ranking.results if each.key in told]
        finds = self._finds(results, told, rows)
        return [
            Answer(
                entry=told[each.key],
                score=each.score,
                met=each.met,
                unmet=each.unmet,
                row=rows.get(each.key),
                find=finds.get(each.key),
                named=bool(each.named),
            )
            for each in results
        ]

    def _read(self, keys: Iterable[tuple]) -> dict[tuple, models.Model]:
        """Entries and rows by model and primary key, each with what it points at."""
        wanted: dict[type[models.Model], set[int]] = {}
        for model, pk in keys:
            wanted.setdefault(model, set()).add(pk)
        found = {}
        for model, pks in wanted.items():
            joins = [field.name for field in model._meta.fields if field.many_to_one]
            rows = model._base_manager.using(self.using).filter(pk__in=pks)
            found |= {(model, row.pk): row for row in rows.select_related(*joins)}
        return found

    def _rows(self) -> dict[tuple, tuple[type[models.Model], int]]:
        """For entries that their name does not explain: the row that holds most that is asked."""
        owners = {
            self.keys[each.key]: each for each in self.ranking.results if not self._is_plain(each)
        }
        numbers = {CORPORA[model].number(self.using): model for model in ROWS}
        documents = Document.objects.using(self.using).filter(owner__in=owners, corpus__in=numbers)
        # As the index of owners holds them: an entry is its own.
        documents = list(documents.exclude(owner=models.F("pk")).order_by("pk"))
        named = self._named_by(documents, numbers)
        best: dict[tuple, tuple[float, int, tuple]] = {}
        for document in documents:
            entry = owners[document.owner]
            worth = sum(
                asked.rarity * asked.factor
                for asked in self.ranking.asked
                if asked.written in entry.met and holds(document, asked, named)
            )
            row = (numbers[document.corpus], document.row)
            if worth > best.get(entry.key, (0.0,))[0]:
                best[entry.key] = (worth, document.pk, row)
        return {key: row for key, (_worth, _document, row) in best.items()}

    def _is_plain(self, each: Ranked) -> bool:
        """Whether the name that the reader sees says all that was met."""
        return all(spot.own and is_shown(each.model, spot.path) for spot in each.met.values())

    def _named_by(
        self, documents: Sequence[Document], numbers: Mapping[int, type[models.Model]]
    ) -> dict[int, set[int]]:
        """For rows the documents of what they are about beside their owner."""
        found: dict[int, set[int]] = {}
        for number, model in numbers.items():
            corpus = CORPORA[model]
            pks = [document.row for document in documents if document.corpus == number]
            for path in corpus.refs:
                if not pks or path == corpus.owner:
                    continue
                other = CORPORA[related(model, path)].number(self.using)
                pairs = model._base_manager.using(self.using).filter(pk__in=pks)
                for pk, target in pairs.values_list("pk", f"{path}__pk"):
                    if target:
                        known = document_key(number, pk)
                        found.setdefault(known, set()).add(document_key(other, target))
        return found

    def _finds(
        self,
        results: Sequence[Ranked],
        told: Mapping[tuple, models.Model],
        rows: Mapping[tuple, models.Model],
    ) -> dict[tuple, Find]:
        """The texts that show why entries were found, of their rows or of themselves."""
        found: dict[tuple, Find] = {}
        behind: dict[tuple[type[models.Model], str], dict[int, tuple]] = {}
        for each in results:
            if self._is_plain(each):
                continue
            row = rows.get(each.key)
            paths = ordered(CORPORA[type(row)].paths if row else (), row)
            find = next(filter(None, (self._find(row, path) for path in paths)), None)
            if find is None:
                entry = told[each.key]
                paths = (spot.path for spot in each.met.values())
                met = [path for path in paths if path and not is_shown(each.model, path)]
                paths = ordered(met, entry)
                shown = [path for path in paths if not is_shown(each.model, path)]
                find = next(filter(None, (self._find(entry, path) for path in shown)), None)
                through = [path for path in met if "__" in path and not is_unseen(each.model, path)]
                if find is None and through:
                    behind.setdefault((each.model, through[0]), {})[each.pk] = each.key
            if find:
                found[each.key] = find
        for (model, path), keys in behind.items():
            values = model._base_manager.using(self.using).filter(pk__in=keys).order_by("pk", path)
            for pk, value in values.values_list("pk", path):
                if value and keys[pk] not in found and (text := self._around(value)):
                    found[keys[pk]] = Find(label_of(model, path), text)
        return found

    def _find(self, row: models.Model, path: str) -> Find | None:
        text = self._around(getattr(row, path) or "")
        return Find(label_of(type(row), path), text) if text else None

    def _around(self, value) -> str:
        folded = Folded(str(value))
        found = spans(folded, self.ranking.words)
        return around(folded.text, *found[0]) if found else ""


def is_shown(model: type[models.Model], path: str) -> bool:
    """Whether a path leads to the title of an entry as its reader sees it."""
    other = "_ja" if get_language() == "en" else "_en"
    return path in CORPORA[model].titles and "__" not in path and not path.endswith(other)


def ordered(paths: Iterable[str], row: models.Model | None) -> list[str]:
    """The paths of a row's own fields that pages show, those in the reader's language first."""
    if row is None:
        return []
    wanted, other = ("_en", "_ja") if get_language() == "en" else ("_ja", "_en")
    model = type(row)
    own = [path for path in paths if "__" not in path and not is_unseen(model, path)]
    fields = {field.attname for field in model._meta.concrete_fields}
    both = [path[:-3] + wanted if path.endswith(other) else path for path in own]
    read = [path for path in both if path in fields]
    return [*dict.fromkeys([*read, *own])]


def holds(document: Document, asked: Asked, named: Mapping[int, set[int]]) -> bool:
    """Whether a row holds what is asked, itself or by what it is about."""
    if asked.word is None:
        return document.pk in asked.rows
    if named.get(document.pk, set()) & asked.holders.titles:
        return True
    forms = [*asked.word.forms, *(name for name, _written in asked.word.others)]
    return any(form(each).stands_in(line) for each in forms for line in document.text.split(APART))
