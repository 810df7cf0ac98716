"""Why a row was found, where its line does not show it: the sentence, or the name, that says so."""

import dataclasses
import enum
from collections.abc import Iterable, Mapping

from django.db import models
from django.utils.translation import gettext

from portal.charts.text import width
from portal.lists.templatetags.lists import SENTENCE, first_sentences
from portal.search.corpus import CORPORA
from portal.search.documents import Texts
from portal.search.index import around, label_of
from portal.search.query import Query
from portal.search.text import Folded, fold
from portal.search.where import Held, Path, Row, Words, held, one_term, owners, words_at
from portal.search.words import spans

# Full-width characters of a sentence that are shown whole; room for one that is only told.
LONGEST, ROOM = 160, 90


class Sort(enum.IntEnum):
    """By what a row was found; the first says most to who reads."""

    TEXT = 0
    OTHER_LANGUAGE = 1
    OTHER_NAME = 2
    READING = 3
    THING = 4
    THING_BY_OTHER_NAME = 5
    OWNER = 6


@dataclasses.dataclass(frozen=True)
class Reason:
    """Why a row was found.

    `label` says by what, `text` holds what was asked, in the language `text_language` where that
    is not the reader's; `told` is the same in the reader's own words, where they differ.
    """

    sort: Sort
    label: str
    text: str
    text_language: str = ""
    told: str = ""


def sort_of(path: Path, language: str) -> Sort:
    """By what a row is found that holds a word at a path, for who reads a language."""
    if path.thing:
        other = path.is_other_name or path.is_unseen
        return Sort.THING_BY_OTHER_NAME if other else Sort.THING
    if path.is_unseen:
        return Sort.READING
    if path.is_other_name:
        return Sort.OTHER_NAME
    foreign = path.language and path.language != language
    return Sort.OTHER_LANGUAGE if foreign else Sort.TEXT


def missing(query: Query, shown: Iterable[str]) -> set[int]:
    """The places of the terms that no text shown holds."""
    folded = [fold(text) for text in shown]
    return {
        number
        for number, term in enumerate(query.wanted)
        if not any(one_term(term).matches(text) for text in folded)
    }


def best(row: Row, found: Held, wanted: set[int], language: str, names: bool = False) -> str:
    """The path that says best why a row was found by some terms; empty where none does.

    With `names` only its titles and names are looked at, as for a row that others are found by.
    """
    corpus = CORPORA[row.model]
    paths = [path for path in (corpus.titles if names else corpus.paths) if path in found]

    def place(path: str) -> tuple[int, int, int]:
        sort = sort_of(Path(row.model, path), language)
        return sort, -len(found[path] & wanted), paths.index(path)

    return min((path for path in paths if found[path] & wanted), key=place, default="")


def reasons(
    rows: Mapping[Row, tuple[models.Model, list[str]]], query: Query, language: str, texts: Texts
) -> dict[Row, Reason]:
    """For rows, each with the texts that its line shows: why it was found, where these do not say.

    The index is looked at once for all of them, and the texts of each kind once.
    """
    hidden = {row: missing(query, shown) for row, (_row, shown) in rows.items()}
    hidden = {row: wanted for row, wanted in hidden.items() if wanted}
    above = {row: list(owners(rows[row][0])) for row in hidden}
    every = [*hidden, *(owner for found in above.values() for _path, _whole, owner in found)]
    known = held(dict.fromkeys(every), query, texts)
    chosen: dict[Row, tuple[Row, str]] = {}
    for row, wanted in hidden.items():
        if path := best(row, known[row], wanted, language):
            chosen[row] = row, path
            continue
        for _path, whole, owner in above[row]:
            if path := best(owner, known[owner], wanted, language, names=not whole):
                chosen[row] = owner, path
                break
    words = words_at(dict(chosen.values()), query, language, texts.using)
    return {
        row: without_repeats(
            reason(Path(source.model, path), words[source], query, language, source != row),
            rows[row][1],
        )
        for row, (source, path) in chosen.items()
        if source in words
    }


def without_repeats(found: Reason, shown: Iterable[str]) -> Reason:
    """A reason that does not tell once more what its line shows."""
    return dataclasses.replace(found, told="") if found.told in shown else found


def reason(path: Path, words: Words, query: Query, language: str, of_owner: bool) -> Reason:
    """The words at a path as the reason why a row, or one that it belongs to, was found."""
    sort = Sort.OWNER if of_owner else sort_of(path, language)
    text = sentence_with(words.text, query)
    same = fold(words.told) == fold(words.text)
    foreign = path.language if path.language != language else ""
    if sort == Sort.OWNER:
        thing = {"thing": path.model._meta.verbose_name}
        return Reason(sort, gettext("Found by a name of its %(thing)s") % thing, text, foreign)
    if sort == Sort.THING_BY_OTHER_NAME:
        thing = {"thing": path.thing_model._meta.verbose_name, "name": words.told}
        label = gettext("Found by another name of the %(thing)s “%(name)s”") % thing
        return Reason(sort, label, text)
    if sort == Sort.THING:
        thing = {"thing": path.thing_model._meta.verbose_name}
        told = "" if same else words.told
        return Reason(sort, gettext("Found by its %(thing)s") % thing, text, foreign, told)
    if sort == Sort.READING:
        return Reason(sort, gettext("Found by its reading"), text)
    if sort == Sort.OTHER_NAME:
        return Reason(sort, gettext("Found by another name"), text)
    if sort == Sort.OTHER_LANGUAGE:
        label = (
            gettext("Found by the English") if foreign == "en" else gettext("Found by the Japanese")
        )
        told = "" if same else first_sentences(words.told, ROOM)
        return Reason(sort, label, text, foreign, told)
    own_text = "__" not in path.path and path.language
    label = "" if own_text else label_of(path.model, path.path)
    return Reason(sort, label, text)


def sentence_with(text: str, query: Query) -> str:
    """The sentence of a text that holds most of what was asked; of a long one a part."""
    terms = [one_term(term) for term in query.wanted]
    sentences = [found.strip() for line in text.splitlines() for found in SENTENCE.findall(line)]

    def number(sentence: str) -> int:
        folded = fold(sentence)
        return sum(term.matches(folded) for term in terms)

    chosen = max(sentences, key=number, default=text)
    if width(chosen, 1) <= LONGEST:
        return chosen
    found = spans(Folded(chosen), query.words)
    return around(chosen, *found[0]) if found else f"{chosen[:LONGEST]}…"
