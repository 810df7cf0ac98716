"""What a change of one entry alone can alter of what checks find."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from django.db import models

from measures.checks.batches import SCHEMAS
from measures.checks.listed import Check
from measures.models import Measure
from policies.models import Section, SourceDocument
from portal.changes.touched import Alone
from portal.record.schema import EntrySchema

# Of a measure what stands in the words of a finding, whichever check it is of.
WORDED = frozenset(("slug", "title_ja", "title_en"))


def concerned(
    checks: Sequence[Check],
    alone: Alone | None,
    model: type[models.Model],
    keys: Collection[int],
) -> Sequence[Check]:
    """Those of some checks that may find something else in the entries that a change touched.

    Of what a check reads it tells for measures alone. Where nothing in the form differs, something
    that follows from it may.
    """
    if alone is None or not model is alone.model is Measure or set(keys) != {alone.pk}:
        return checks
    if not alone.names or alone.names & WORDED:
        return checks
    return [check for check in checks if check.reads is None or alone.names & check.reads]


def may_be_named_otherwise(alone: Alone | None) -> bool:
    """Whether a change can be one of the names by which clauses name an entry and its rows."""
    if alone is None:
        return True
    schema = SCHEMAS[alone.model]
    return local_names(schema, alone.before) != local_names(schema, alone.now)


def local_names(schema: EntrySchema, form: Mapping | str) -> list:
    """What the rows of a form are called beside each other, with that of the rows below them."""
    if not isinstance(form, Mapping):
        return []
    found = [form.get(schema.local)]
    for name, child in schema.children.items():
        found += [name, [local_names(child, row) for row in rows_in(form, name, child)]]
    return found


def may_be_read_otherwise(alone: Alone | None) -> bool:
    """Whether a change can be one of the sections that an entry and its rows were read from.

    Sections are rows of documents: of these it is not told.
    """
    if alone is None or alone.model is SourceDocument:
        return True
    schema = SCHEMAS[alone.model]
    return set(sections_in(schema, alone.before)) != set(sections_in(schema, alone.now))


def sections_in(schema: EntrySchema, form: Mapping | str) -> Iterator[str]:
    """The sections that a form names, in whichever row."""
    if not isinstance(form, Mapping):
        return
    for field in schema.fields():
        if field.related_model is Section and field.name in form:
            named = form[field.name]
            yield from named if field.many_to_many else [named]
    for name, child in schema.children.items():
        for row in rows_in(form, name, child):
            yield from sections_in(child, row)


def rows_in(form: Mapping, name: str, schema: EntrySchema) -> Sequence:
    """The rows that a form has at a name; of those of which there is one at most, that one."""
    rows = form.get(name, ())
    return [rows] if schema.one and name in form else rows
