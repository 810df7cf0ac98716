"""Checks of sections: what none was read from, what no clause covers, what clauses name."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from django.db import models
from django.utils.translation import gettext_lazy as _

from measures.checks.batches import Batch
from measures.kinds import KINDS
from measures.models import DataPoint, Indicator, Measure
from policies.clauses import ClauseText
from policies.models import (
    Clause,
    Footnote,
    Framework,
    Issue,
    Organisation,
    Partner,
    Pillar,
    Section,
    SourceDocument,
    Subject,
)
from portal.findings.fault import Fault, told

# How much of a line without a clause a check shows.
SHOWN = 60
# With what the address of an entry begins; the prefix of an anchor, and what such rows hang on.
ENTRIES: tuple[tuple[str, type[models.Model]], ...] = (
    ("measures", Measure),
    ("indicators", Indicator),
    ("sources", SourceDocument),
    ("sources", Section),
    ("pillars", Framework),
    ("pillars", Pillar),
    ("partners", Partner),
    ("subjects", Subject),
    ("organisations", Organisation),
    ("issues", Issue),
)
OWNERS = {DataPoint: ("indicator", "indicators"), Footnote: ("section", "sources")}
ROWS = {kind.model.PREFIX: kind.model for kind in KINDS if kind.code} | {
    DataPoint.PREFIX: DataPoint,
    "footnote": Footnote,
}


def silent(batch: Batch) -> Iterator[Fault]:
    """Sections that were read and have neither an entry nor a reason."""
    for section in batch.entries if batch.model is Section else ():
        if section.was_read and not section.has_entries and not section.empty_reason_ja:
            yield Fault(section, _("no entry and no reason"), field="empty_reason_ja")


def uncovered(batch: Batch) -> Iterator[Fault]:
    """Lines and sentences of attached texts without a clause, and phrases that stand nowhere."""
    for section in batch.entries if batch.model is Section else ():
        if section.text is None or not section.was_read:
            continue
        text, phrases = ClauseText(section.text), [row.phrase for row in section.checklist.all()]
        for phrase in text.spans(phrases)[1]:
            what = told(_("clause not found in its place: “%(phrase)s”"), {"phrase": phrase})
            yield Fault(section, what, value=phrase)
        for bare in text.uncovered(phrases):
            what = told(_("no clause: %(text)s"), {"text": bare[:SHOWN]})
            yield Fault(section, what, value=bare)


def dangling(batch: Batch) -> Iterator[Fault]:
    """Clauses that name what is not recorded."""
    sections = batch.entries if batch.model is Section else ()
    clauses = [(section, row) for section in sections for row in section.checklist.all()]
    named = {name for _section, row in clauses for name in row.records}
    known = recorded(named)
    for section, row in clauses:
        for name in row.records:
            if name not in known:
                yield Fault(section, name, row, "records", name)


def naming(model: type[models.Model], keys: Collection[int]) -> list[int]:
    """The sections whose clauses name one of some entries or its rows, by primary keys.

    Of entries that are gone nobody knows what they were called: all sections with clauses, then.
    """
    kinds = [kind for kind, named in ENTRIES if named is model]
    if not kinds:
        return []
    names = list(model.objects.filter(pk__in=keys).values_list(*model.KEY))
    if len(names) < len(set(keys)):
        return Clause.objects.sections()
    return Clause.objects.sections(["/".join((kinds[0], *name)) for name in names])


def recorded(names: Iterable[str]) -> set[str]:
    """Those of some names of entries and rows, as clauses have them, that are recorded."""
    entries, rows = defaultdict(set), defaultdict(set)
    for name in names:
        entry, mark, anchor = name.partition("#")
        kind, *key = entry.split("/")
        if mark:
            prefix, _dash, code = anchor.partition("-")
            rows[prefix].add((name, kind, tuple(key), code))
        else:
            entries[kind, len(key)].add(tuple(key))
    found = set()
    for kind, model in ENTRIES:
        wanted = entries.get((kind, len(model.KEY)))
        if wanted:
            known = model.objects.filter(**{f"{model.KEY[-1]}__in": {key[-1] for key in wanted}})
            found |= {"/".join((kind, *key)) for key in known.values_list(*model.KEY)}
    for prefix, asked in rows.items():
        if (model := ROWS.get(prefix)) is not None:
            owner, kind = OWNERS.get(model, ("measure", "measures"))
            keys = [f"{owner}__{name}" for name in model._meta.get_field(owner).related_model.KEY]
            known = model.objects.filter(
                **{f"{keys[-1]}__in": {key[-1] for _n, _k, key, _c in asked if key}},
                code__in={code for *_rest, code in asked},
            )
            found |= {
                f"{'/'.join((kind, *key))}#{prefix}-{code}"
                for *key, code in known.values_list(*keys, "code")
            }
    return found
