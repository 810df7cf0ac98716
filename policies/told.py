"""The clauses of a section as its page tells them: each with what records it, by name."""

import dataclasses
from collections.abc import Iterable, Iterator

from django.db import models

from policies.clauses import entry_of, record_of
from policies.coverage import Group
from policies.models import (
    Clause,
    Evidence,
    Framework,
    Issue,
    Organisation,
    Partner,
    Pillar,
    Section,
    SourceDocument,
    Subject,
)
from portal.record.schema import key_of

# With what the address of an entry begins that a clause can name without a row read from there.
ENTRIES = (
    ("partners", Partner),
    ("subjects", Subject),
    ("organisations", Organisation),
    ("sources", SourceDocument),
    ("issues", Issue),
    ("pillars", Framework),
    ("pillars", Pillar),
)


@dataclasses.dataclass(frozen=True)
class Link:
    """What a clause is recorded as: its name and its address."""

    name: str
    address: str


@dataclasses.dataclass(frozen=True)
class ToldClause:
    """A clause with the entries and rows that record it."""

    clause: Clause
    links: list[Link]


def clauses_of(section: Section, groups: Iterable[Group]) -> list[ToldClause]:
    """The clauses of a section in reading order; `groups` is all that visitors may see of it.

    A record that they may not see is left out, a row that was read elsewhere leads to its entry.
    """
    clauses = list(Clause.objects.for_section(section))
    named = {record for clause in clauses for record in clause.records}
    links = links_of_rows(row for group in groups for row in group.entries)
    links |= links_of_entries(named - links.keys())
    return [ToldClause(clause, list(links_of(clause, links))) for clause in clauses]


def links_of_rows(rows: Iterable[Evidence]) -> dict[str, Link]:
    """Where rows and the entries they hang on lead, by how clauses name them."""
    found: dict[str, Link] = {}
    for row in rows:
        address = row.get_absolute_url()
        page, _hash, anchor = address.partition("#")
        owner = owner_of(row, page) if anchor else row
        if owner:
            found.setdefault(entry_of(row), Link(str(owner), page))
        if record_of(row) != entry_of(row):
            found[record_of(row)] = Link(f"{owner}: {row}" if owner else str(row), address)
    return found


def owner_of(row: Evidence, page: str) -> models.Model | None:
    """The entry with the address `page` that a row names; None where that is another's."""
    named = (getattr(row, field.name) for field in row._meta.fields if field.many_to_one)
    return next((entry for entry in named if entry and is_at(entry, page)), None)


def is_at(entry: models.Model, page: str) -> bool:
    """Whether an entry has a page of its own at this address."""
    return hasattr(entry, "get_absolute_url") and entry.get_absolute_url() == page


def links_of_entries(records: Iterable[str]) -> dict[str, Link]:
    """Where the entries of the frame of reference among records lead."""
    asked = [record.split("/") for record in records]
    found = {}
    for kind, model in ENTRIES:
        keys = [names for first, *names in asked if first == kind and len(names) == len(model.KEY)]
        if not keys:
            continue
        parts = zip(model.KEY, zip(*keys, strict=True), strict=True)
        joins = [name.partition("__")[0] for name in model.KEY if "__" in name]
        rows = model.objects.filter(**{f"{name}__in": values for name, values in parts})
        for entry in rows.select_related(*joins) if joins else rows:
            found[f"{kind}/{key_of(entry)}"] = Link(str(entry), entry.get_absolute_url())
    return found


def links_of(clause: Clause, links: dict[str, Link]) -> Iterator[Link]:
    """Where the records of a clause lead, each once."""
    found = (links.get(record) or links.get(record.partition("#")[0]) for record in clause.records)
    yield from dict.fromkeys(link for link in found if link)
