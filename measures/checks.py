"""Checks of the record as a whole: what no single constraint can see."""

from collections.abc import Callable, Iterator

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from measures.fidelity import FIDELITY
from measures.kinds import KINDS
from measures.models import (
    DataPoint,
    Indicator,
    Measure,
    MeasureName,
    Relation,
)
from measures.reconciliation import tables
from measures.terms import replaced, unkept, with_two_englishes
from policies import checks as vocabulary
from policies.clauses import ClauseText
from policies.coverage import lost, rows_of
from policies.fault import Fault
from policies.models import (
    Clause,
    Evidence,
    Footnote,
    Framework,
    Issue,
    Organisation,
    Partner,
    Pillar,
    Section,
    SectionText,
    SourceDocument,
    Subject,
)
from policies.models.fields import EdtfField
from portal.dates.edtf import bounds
from portal.record import nesting, revising
from portal.search.passages import fold_source


def without_source() -> Iterator[Fault]:
    """Measures that no document tells of."""
    for measure in Measure.objects.without_citation():
        yield Fault(str(measure), str(_("no citation")), measure.get_absolute_url())


def without_relation() -> Iterator[Fault]:
    """Measures from which nothing leads on."""
    for measure in Measure.objects.without_relation():
        yield Fault(str(measure), str(_("no relation")), measure.get_absolute_url())


def inferred_acts() -> Iterator[Fault]:
    """Relations that claim an act no source tells of."""
    for row in Relation.objects.for_list().inferred_acts():
        yield Fault(str(row), str(_("an act, but inferred")), row.get_absolute_url())


def older_than_recommended() -> Iterator[Fault]:
    """What is said to follow a recommendation and was over before it was made."""
    for row in Relation.objects.for_list().older_than_recommended():
        yield Fault(str(row), str(_("older than the recommendation")), row.get_absolute_url())


def told_twice() -> Iterator[Fault]:
    """Two measures joined by relations that repeat or contradict each other."""
    for row in Relation.objects.for_list().told_twice():
        what = str(_("the same two measures are related otherwise too"))
        yield Fault(str(row), what, row.get_absolute_url())


def lost_phrases() -> Iterator[Fault]:
    """Rows whose phrase does not occur in the attached text of their section."""
    for document in SourceDocument.objects.attached():
        attached = SectionText.objects.of_document(document)
        texts = {row.section.code: fold_source(row.text) for row in attached}
        for row in lost(rows_of(document), texts, "".join(texts.values())):
            yield Fault(str(row), f"「{row.phrase}」 {row.section}", row.get_absolute_url())


def silent_sections() -> Iterator[Fault]:
    """Sections that were read and have neither an entry nor a reason."""
    for document in SourceDocument.objects.for_list():
        for section in Section.objects.outline(document):
            if not section.was_read:
                continue
            if not section.entry_count and not section.empty_reason_ja:
                yield Fault(
                    str(section), str(_("no entry and no reason")), section.get_absolute_url()
                )


def unexplained_totals() -> Iterator[Fault]:
    """Printed totals that differ from their sum without a reason."""
    for table in tables(Measure.objects.with_budgets()):
        for check in table.checks:
            if check.difference and not check.total.difference_ja:
                what = f"{check.total.printed} ≠ {check.computed}"
                yield Fault(check.name, what, check.total.get_absolute_url())


def bad_dates() -> Iterator[Fault]:
    """Dates that are not in EDTF form (written past the forms)."""
    for model in dated_models():
        fields = [field.name for field in model._meta.fields if isinstance(field, EdtfField)]
        for row in model._default_manager.order_by("pk"):
            for name in fields:
                try:
                    bounds(getattr(row, name))
                except ValidationError as error:
                    yield Fault(str(row), " ".join(error.messages), row.get_absolute_url())


def circles() -> Iterator[Fault]:
    """Rows that stand below themselves: pages that draw what is above first show none of them."""
    for label in ("policies", "measures"):
        for model in apps.get_app_config(label).get_models():
            for circle in nesting.circles(model):
                what = " → ".join(map(str, circle))
                yield Fault(str(circle[0]), what, circle[0].get_absolute_url())


def stale_headlines() -> Iterator[Fault]:
    """Measures that lists put at another day than their headline milestone (written past it)."""
    for measure in Measure.objects.with_stale_headline().order_by("slug"):
        what = f"{measure.headline_from or '—'} ≠ {measure.headline_day or '—'}"
        yield Fault(str(measure), what, measure.get_absolute_url())


def stale_statuses() -> Iterator[Fault]:
    """Measures that repeat another status than their newest (written past it), or have none."""
    for measure in Measure.objects.with_stale_status().order_by("slug"):
        yield Fault(str(measure), measure.status, measure.get_absolute_url())
    for measure in Measure.objects.filter(status="").order_by("slug"):
        yield Fault(str(measure), str(_("no status")), measure.get_absolute_url())


def dated_models() -> list[type[models.Model]]:
    """Every model of the record with a date in EDTF form."""
    found = {SourceDocument}
    for relation in Section._meta.related_objects:
        if issubclass(relation.related_model, Evidence):
            found.add(relation.related_model)
    dated = [
        model
        for model in found
        if any(isinstance(field, EdtfField) for field in model._meta.fields)
    ]
    return sorted(dated, key=lambda model: model._meta.label)


def lost_terms() -> Iterator[Fault]:
    """Texts that do not keep a term of art which their phrase prints."""
    for document in SourceDocument.objects.for_list():
        for lapse in unkept(document):
            yield Fault(str(lapse.row), f"{lapse}: {lapse.text}", lapse.address)


def plain_words() -> Iterator[Fault]:
    """Texts that say a plain word instead of a term of art."""
    for lapse in replaced():
        yield Fault(str(lapse.row), f"{lapse}: {lapse.text}", lapse.address)


def two_englishes() -> Iterator[Fault]:
    """Subjects that bear the name of a term of art, but not its English."""
    for term, subject in with_two_englishes():
        what = f"“{subject.name_en}” ≠ “{term.term_en}”"
        yield Fault(str(subject), what, subject.get_absolute_url())


def dead_links() -> Iterator[Fault]:
    """Addresses of entries that lead nowhere, and relations to measures visitors may not see."""
    for document in SourceDocument.objects.for_list():
        for row in rows_of(document):
            address = row.get_absolute_url()
            try:
                resolve(address.partition("#")[0])
            except Resolver404:
                yield Fault(str(row), str(_("address leads nowhere")), address)
    for measure in Measure.objects.published().with_hidden_relations():
        yield Fault(
            str(measure), str(_("related to an unpublished measure")), measure.get_absolute_url()
        )
    known = named_records()
    for clause in Clause.objects.for_checks():
        for record in clause.records:
            if record not in known:
                yield Fault(str(clause), record, clause.section.get_absolute_url())


def named_records() -> set[str]:
    """Everything that a clause can name: entries, and their rows that have a code."""
    found = set()
    for kind, model in ENTRIES:
        found |= {"/".join((kind, *key)) for key in model.objects.values_list(*model.KEY)}
    for prefix, model in ROWS.items():
        owner, kind = OWNERS.get(model, ("measure", "measures"))
        keys = model._meta.get_field(owner).related_model.KEY
        rows = model.objects.values_list(*(f"{owner}__{name}" for name in keys), "code")
        found |= {f"{'/'.join((kind, *names))}#{prefix}-{code}" for *names, code in rows}
    return found


def uncovered_text() -> Iterator[Fault]:
    """Lines and sentences of attached texts without a clause, and phrases that stand nowhere."""
    for document in SourceDocument.objects.attached():
        phrases = Clause.objects.phrases_by_section(document)
        for attached in SectionText.objects.of_document(document).in_order():
            section, text = attached.section, ClauseText(attached.text)
            if not section.was_read:
                continue
            _spans, misplaced = text.spans(phrases.get(section.pk, ()))
            for phrase in misplaced:
                what = _("clause not found in its place: “%(phrase)s”") % {"phrase": phrase}
                yield Fault(str(section), str(what), section.get_absolute_url())
            for bare in text.uncovered(phrases.get(section.pk, ())):
                what = _("no clause: %(text)s") % {"text": bare[:SHOWN]}
                yield Fault(str(section), str(what), section.get_absolute_url())


# Every name that says how it is read.
READ = (
    *vocabulary.READ,
    vocabulary.Named(Measure, "title_ja"),
    vocabulary.Named(MeasureName, "name", "measure"),
)


def without_reading() -> Iterator[Fault]:
    """Japanese names that do not say how they are read."""
    yield from vocabulary.without_reading(READ)


def unfitting_readings() -> Iterator[Fault]:
    """Readings that leave out or add what their name has."""
    yield from vocabulary.unfitting_readings(READ)


# How much of a line without a clause a check shows.
SHOWN = 60
# With what the address of an entry begins; the prefix of an anchor, and what such rows hang on.
ENTRIES = (
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


def unlike_heads() -> Iterator[Fault]:
    """Entries that were written past `save()`, `delete()` and `apply()`."""
    for each in revising.unlike_heads():
        what = _("differs from revision %(number)d") % {"number": each.head.number}
        yield Fault(str(each.head), str(what), "")


CHECKS: tuple[tuple[str, Callable[[], Iterator[Fault]]], ...] = (
    (_("Measures without a source"), without_source),
    (_("Phrases not found in the attached text"), lost_phrases),
    (_("Measures without a relation"), without_relation),
    (_("Relations that claim an act and are inferred"), inferred_acts),
    (_("Answers older than the recommendation"), older_than_recommended),
    (_("Relations that repeat or contradict another"), told_twice),
    (_("Sections without entries and without a reason"), silent_sections),
    (_("Lines of attached texts without a clause"), uncovered_text),
    (_("Printed totals that do not add up and give no reason"), unexplained_totals),
    (_("Dates that cannot be read"), bad_dates),
    (_("Rows that stand below themselves"), circles),
    (_("Headline dates that differ from their event"), stale_headlines),
    (_("Statuses that are missing or differ from the newest"), stale_statuses),
    (_("Texts that do not keep a term of art"), lost_terms),
    (_("Plain words in place of a term of art"), plain_words),
    (_("Subjects with another English than the term of art"), two_englishes),
    *FIDELITY,
    (_("Links that lead nowhere"), dead_links),
    (_("Names without a reading"), without_reading),
    (_("Readings that do not fit their name"), unfitting_readings),
    *vocabulary.CHECKS,
)
# What takes seconds and is of interest to nobody but who keeps the database.
OF_DATABASE = ((_("Entries that differ from their last revision"), unlike_heads),)
