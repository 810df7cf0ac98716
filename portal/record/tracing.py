"""Where entries are now that were once at a key, and by which keys an entry went before."""

from collections.abc import Iterable, Iterator, Mapping

from django.db import models
from django.http import QueryDict

from portal.changes.tracking import shown
from portal.record.models import Entry, Revision
from portal.record.schema import kinds, schema_of


def head_of(kind: str, key: str) -> Entry | None:
    """The head of a key; None of one never used."""
    return Entry.objects.filter(kind=kind, key=key).first()


def row_of(head: Entry) -> models.Model | None:
    """The entry of a head, where visitors may see it."""
    return shown(schema_of(head.kind).model).filter(pk=head.row).first() if head.row else None


def now_at(kind: str, key: str) -> Entry | None:
    """The head to which a key leads, over all that it was moved to; None of one never used."""
    seen: set[str] = set()
    head = head_of(kind, key)
    while head is not None and head.state == Entry.State.MOVED and head.key not in seen:
        seen.add(head.key)
        head = head_of(kind, head.moved_to)
    return head


def moved_from(kind: str, key: str) -> set[str]:
    """The keys that lead to a key because they were moved there, itself not among them."""
    found: set[str] = set()
    ahead = {key}
    while ahead:
        heads = Entry.objects.filter(kind=kind, state=Entry.State.MOVED, moved_to__in=ahead)
        ahead = set(heads.values_list("key", flat=True)) - found - {key}
        found |= ahead
    return found


def first_keys(kind: str) -> dict[str, str]:
    """The keys under which entries of a kind began, by the keys to which they were moved since.

    Who names things by them names them for ever. An entry that others were made one with is not
    meant: it was there before them.
    """
    revisions = Revision.objects.filter(entry__kind=kind)
    began = revisions.filter(entry__key=models.OuterRef("moved_to"), number=1)
    went = revisions.filter(entry=models.OuterRef("pk"), number=models.OuterRef("number"))
    moved = Entry.objects.filter(kind=kind, state=Entry.State.MOVED).annotate(
        began=models.Subquery(began.values("batch")), went=models.Subquery(went.values("batch"))
    )
    before = dict(moved.filter(began=models.F("went")).values_list("moved_to", "key"))
    return {key: _first(before, key) for key in before}


def _first(before: Mapping[str, str], key: str) -> str:
    while key in before:
        key = before[key]
    return key


def present_keys(model: type[models.Model], keys: Iterable[str]) -> dict[str, str]:
    """The keys that lead to rows of a model now, by those among some that did so before.

    The key of a row begins with that of the entry that it stands in.
    """
    firsts: dict[str, list[str]] = {}
    for key in keys:
        if "\0" in key:  # which PostgreSQL takes in no text
            continue
        firsts.setdefault(key.partition("/")[0], []).append(key)
    found = {}
    for kind in kinds_with(model):
        moved = Entry.objects.filter(kind=kind, state=Entry.State.MOVED, key__in=firsts)
        for first in moved.values_list("key", flat=True):
            if (head := now_at(kind, first)) is not None:
                for key in firsts[first]:
                    found[key] = head.key + key.removeprefix(first)
    return found


def followed(model: type[models.Model], keys: Iterable[str]) -> dict[str, str]:
    """The same of entries of a model that visitors may see: nobody learns the name of others."""
    moved = present_keys(model, keys)
    name = model.KEY[-1]
    seen = shown(model).filter(**{f"{name}__in": moved.values()}).values_list(name, flat=True)
    there = set(seen)
    return {key: present for key, present in moved.items() if present in there}


def moved_query(query: QueryDict, named: Mapping[str, type[models.Model]]) -> str:
    """A query that names entries by the keys that they have now; empty where it does so already.

    `named` are the parameters that name entries by their keys, each with the model.
    """
    kept, moved = query.copy(), False
    for name, model in named.items():
        values = query.getlist(name)
        found = followed(model, values) if values else {}
        if found:
            moved = True
            kept.setlist(name, list(dict.fromkeys(found.get(each, each) for each in values)))
    return kept.urlencode() if moved else ""


def kinds_with(model: type[models.Model]) -> Iterator[str]:
    """The kinds of entries that a model has the rows of, nested or not."""
    for kind, file in kinds().items():
        if any(schema.model is model for _path, schema in file.schema.walk()):
            yield kind
