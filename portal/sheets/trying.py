"""Edits of a table tried out before anybody is asked to confirm them."""

import dataclasses
from collections.abc import Iterable, Sequence

from portal.record.applying import apply, place_of
from portal.record.asides import aside
from portal.record.edits import Key
from portal.record.models import Batch
from portal.record.schema import RecordError
from portal.sheets.edits import DELETED, EntryEdit
from portal.sheets.proposing import Proposal, name_of_key, propose

# How often what was tried is tried again where somebody saved meanwhile, or a fault was found.
ROUNDS = 6


@dataclasses.dataclass
class Tried:
    """What some edits would do: the numbers of entries, those that clash, and what is against it.

    `clashing` are the names of entries, `faults` the rows of the file and the words.
    """

    made: int = 0
    changed: int = 0
    gone: int = 0
    same: int = 0
    clashing: list[str] = dataclasses.field(default_factory=list)
    faults: list[tuple[str, str]] = dataclasses.field(default_factory=list)

    def add(self, other: "Tried") -> None:
        """Count what others would do too."""
        for field in dataclasses.fields(self):
            value = getattr(self, field.name) + getattr(other, field.name)
            setattr(self, field.name, value)


def try_out(edits: Sequence[EntryEdit], using: str) -> Tried:
    """What some edits would do. Nothing is written."""
    proposals = propose(edits, {}, using)
    tried = Tried()
    for each in proposals:
        if each.clashes:
            tried.clashing.append(name_of_key(each.key))
        elif each.is_nothing:
            tried.same += 1
        elif each.merged.form is None:
            tried.gone += 1
        elif each.now is None:
            tried.made += 1
        else:
            tried.changed += 1
    rest = {each.key: each for each in proposals if not each.clashes and not each.is_nothing}
    for _round in range(ROUNDS):
        faults = faults_of(rest, using)
        if not faults:
            break
        anew = propose([each.edit for each in rest.values()], {}, using)
        again = {each.key: each for each in anew}
        moved = {key for key in rest if again[key].number != rest[key].number}
        rest = {key: again[key] for key in rest if not again[key].clashes}
        if moved:
            continue
        for key, words in faults:
            told = rest[key].edit.numbers if key in rest else deleting(rest.values())
            tried.faults.append((told, words))
        guilty = {key for key, _words in faults}
        if None in guilty:
            break
        rest = {key: each for key, each in rest.items() if key not in guilty}
    return tried


def deleting(proposals: Iterable[Proposal]) -> str:
    """The rows of the file that delete something: what is against that names no entry."""
    rows = [row for each in proposals for row in each.edit.rows if row.deed == DELETED]
    return ", ".join(f"{row.sheet}:{row.number}" for row in rows)


def faults_of(proposals: dict[Key, Proposal], using: str) -> list[tuple[Key | None, str]]:
    """What stands against some proposals: the entry that a sentence is about, and the sentence."""
    if not proposals:
        return []
    said = Batch(via=Batch.Via.IMPORT, kind=Batch.Kind.EDITORIAL)
    try:
        with aside(using=using):
            apply({key: each.as_edit for key, each in proposals.items()}, said, using)
    except RecordError as error:
        return [(entry_in(words, proposals), words) for words in error.faults]
    return []


def entry_in(words: str, keys) -> Key | None:
    """The entry that a fault names, the longest where several begin alike."""
    named = [key for key in keys if words.startswith(place_of(key))]
    return max(named, key=lambda key: len(key[1]), default=None)
