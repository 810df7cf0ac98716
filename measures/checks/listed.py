"""The one list of checks: what each is called, how grave it is, and what it is asked about."""

import dataclasses
from collections.abc import Callable, Iterator
from functools import partial

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from measures.checks import circles, fidelity, naming, sections, structure, texts, values
from measures.checks.batches import SCHEMAS, Batch
from measures.models import Indicator, Measure, MeasureName
from policies import checks as vocabulary
from policies.models import Organisation, Partner, Section, SourceDocument, Subject
from portal.findings.fault import Fault
from portal.findings.models import Gravity

HARD, ASKED, NOTED = Gravity.HARD, Gravity.ASKED, Gravity.NOTED
# Every name that says how it is read.
READ = (
    *vocabulary.READ,
    vocabulary.Named(Measure, "title_ja"),
    vocabulary.Named(MeasureName, "name", "measure"),
    vocabulary.Named(Indicator, "title_ja"),
)
# The names of all rows in the form of a measure: its own fields have no phrase.
ROWS = frozenset(SCHEMAS[Measure].children)
SUMMARIES = frozenset(("summary_ja", "summary_en"))


@dataclasses.dataclass(frozen=True, kw_only=True)
class Check:
    """Something that has to be so, and what it is called.

    `find` tells of a batch of entries what is not so. It is asked of the entries of the model
    `about`, or of all kinds of them. A fault that needs a second entry (`Fault.other`) is told of
    either, so that who asks about one entry hears of it. `whole` is for a few entries of which
    each can be right or wrong because of any other: all of them are looked at each time.
    `by_terms` says that the terms of art decide too. `reads` are the names in the form of a measure
    at which it stands what is asked about; where a check does not say, any may be.
    """

    code: str
    title: Promise
    find: Callable[[Batch], Iterator[Fault]]
    gravity: Gravity = NOTED
    about: type[models.Model] | None = None
    whole: bool = False
    by_terms: bool = False
    reads: frozenset[str] | None = None

    def is_asked_of(self, model: type[models.Model]) -> bool:
        """Whether the entries of a model are looked at."""
        return self.about is None or self.about is model


def of_each(check: Callable[[models.Model], Iterator[Fault]], batch: Batch) -> Iterator[Fault]:
    """A check of one entry, asked of each in a batch."""
    for entry in batch.entries:
        yield from check(entry)


def reading(code: str, batch: Batch) -> Iterator[Fault]:
    """What is wrong with the readings of names, as the check with this code sees it."""
    by_model = {named.model: named for named in READ}
    for _entry, row in batch.rows:
        if type(row) in by_model:
            for found, fault in by_model[type(row)].faults(row):
                if found == code:
                    yield fault


def of_vocabulary(model: type[models.Model], _batch: Batch) -> Iterator[Fault]:
    """Words that two entries of a vocabulary have for a name."""
    yield from vocabulary.shared_words(model)


def half_read(batch: Batch) -> Iterator[Fault]:
    """Documents whose state contradicts their sections."""
    yield from vocabulary.half_read(batch.entries)


def tangled(_batch: Batch) -> Iterator[Fault]:
    """Subjects that stand beside one they are below, or name twice what is above them."""
    yield from vocabulary.tangled_subjects()


def measure(code, title, check, gravity=NOTED, reads=ROWS) -> Check:
    """A check of one measure with its rows."""
    find = partial(of_each, check)
    return Check(code=code, title=title, find=find, gravity=gravity, about=Measure, reads=reads)


def batch(code, title, check, gravity=NOTED, about=None, **options) -> Check:
    """A check of some entries at a time."""
    return Check(code=code, title=title, find=check, gravity=gravity, about=about, **options)


CHECKS: tuple[Check, ...] = (
    measure("no-citation", _("Measures without a source"), structure.without_source),
    batch(
        "phrase-lost",
        _("Phrases not found in the attached text"),
        texts.lost_phrases,
        ASKED,
        reads=ROWS,
    ),
    batch(
        "print-amount", _("Figures that differ from their print"), values.prints, ASKED, reads=ROWS
    ),
    measure("no-relation", _("Measures without a relation"), structure.without_relation),
    measure(
        "inferred-act",
        _("Relations that claim an act and are inferred"),
        structure.inferred_acts,
        ASKED,
    ),
    batch(
        "older-answer",
        _("Answers older than the recommendation"),
        structure.older_than_recommended,
        ASKED,
        Measure,
        reads=ROWS,
    ),
    measure(
        "told-twice", _("Relations that repeat or contradict another"), structure.told_twice, ASKED
    ),
    measure(
        "total-differs",
        _("Printed totals that do not add up and give no reason"),
        structure.unexplained_totals,
    ),
    measure(
        "days-in-order", _("Controls whose days are not in order"), values.order_of_days, ASKED
    ),
    measure(
        "status-outdated",
        _("Statuses older than the newest event"),
        values.outdated_status,
        ASKED,
    ),
    measure(
        "bill-passed", _("Bills that have passed"), values.bills_of_laws, ASKED, ROWS | {"kind"}
    ),
    measure(
        "step-without-event",
        _("Laws of which no event tells when they were passed"),
        values.steps_without_event,
        ASKED,
        ROWS | {"kind"},
    ),
    batch(
        "same-title",
        _("Measures with one title"),
        values.same_titles,
        ASKED,
        Measure,
        reads=frozenset(("title_ja", "title_en", "published")),
    ),
    *(
        batch(
            f"shared-{model._meta.model_name}-identifier",
            title,
            values.shared,
            ASKED,
            model,
            reads=ROWS,
        )
        for model, title in (
            (Measure, _("Identifiers that two measures have")),
            (Organisation, _("Identifiers that two organisations have")),
        )
    ),
    measure(
        "summary-long", _("Summaries that are too long"), values.long_summaries, ASKED, SUMMARIES
    ),
    measure(
        "summary-endless", _("Summaries without an end"), values.endless_summaries, HARD, SUMMARIES
    ),
    measure("year-impossible", _("Events in impossible years"), values.impossible_years, HARD),
    measure("year-unlikely", _("Events in unlikely years"), values.unlikely_years, ASKED),
    measure("day-passed", _("Planned days that have passed"), structure.passed_days),
    batch("bad-date", _("Dates that cannot be read"), values.bad_dates, HARD),
    batch("circle", _("Rows that stand below themselves"), circles.inside, HARD),
    *(
        batch(
            f"circle-{model._meta.model_name}",
            title,
            partial(circles.of_model, model),
            HARD,
            model,
            whole=True,
        )
        for model, title in (
            (Partner, _("Partners that stand below themselves")),
            (Organisation, _("Organisations that stand below themselves")),
            (Subject, _("Subjects that stand below themselves")),
            (Section, _("Sections that stand below themselves")),
        )
    ),
    measure(
        "headline-stale", _("Headline dates that differ from their event"), structure.stale_headline
    ),
    measure(
        "status-stale",
        _("Statuses that are missing or differ from the newest"),
        structure.stale_status,
    ),
    batch(
        "silent-section",
        _("Sections without entries and without a reason"),
        sections.silent,
        about=Section,
    ),
    batch(
        "uncovered-text",
        _("Lines of attached texts without a clause"),
        sections.uncovered,
        about=Section,
    ),
    batch(
        "half-read",
        _("Documents whose state contradicts their sections"),
        half_read,
        about=SourceDocument,
    ),
    batch("clause-dangling", _("Clauses that name nothing"), sections.dangling, about=Section),
    measure(
        "relation-hidden",
        _("Relations to what visitors may not see"),
        structure.hidden_relations,
        reads=ROWS | {"published"},
    ),
    batch(
        "term-lost",
        _("Texts that do not keep a term of art"),
        texts.lost_terms,
        ASKED,
        by_terms=True,
    ),
    batch(
        "plain-word", _("Plain words in place of a term of art"), texts.plain_words, by_terms=True
    ),
    batch(
        "two-englishes",
        _("Subjects with another English than the term of art"),
        texts.two_englishes,
        about=Subject,
        whole=True,
        by_terms=True,
    ),
    measure(
        "of-the-print",
        _("Summaries that speak of what a document does not state"),
        fidelity.editors_speech,
        ASKED,
        SUMMARIES,
    ),
    measure("by-silence", _("Measures in force by silence"), fidelity.statuses_by_silence, ASKED),
    measure("cited-sure", _("Inferred values cited as stated"), fidelity.cited_for_sure, ASKED),
    measure(
        "day-of-document",
        _("Events that are the date of a document"),
        fidelity.events_of_documents,
        ASKED,
    ),
    measure(
        "act-of-others", _("Headline dates that are an act of others"), fidelity.acts_of_others
    ),
    measure("year-without-row", _("Years in titles that no row has"), fidelity.years_without_a_row),
    batch(
        "place-without-row",
        _("Places in titles that no row has"),
        naming.places_without_a_row,
        about=Measure,
        reads=ROWS | {"jurisdiction"},
    ),
    batch("name-cut", _("Texts that cut a name at its ・"), naming.cut_names),
    batch(
        "umbrella",
        _("Measures under every pillar of a framework"),
        fidelity.umbrellas,
        about=Measure,
        reads=ROWS,
    ),
    batch(
        "unlike-parts",
        _("Parts of one measure with statuses that differ"),
        fidelity.unlike_parts,
        about=Measure,
        reads=ROWS | {"kind"},
    ),
    batch(
        vocabulary.NO_READING,
        _("Names without a reading"),
        partial(reading, vocabulary.NO_READING),
    ),
    batch(
        vocabulary.UNFIT_READING,
        _("Readings that do not fit their name"),
        partial(reading, vocabulary.UNFIT_READING),
        ASKED,
    ),
    *(
        batch(
            f"shared-{model._meta.model_name}-name",
            title,
            partial(of_vocabulary, model),
            ASKED,
            model,
            whole=True,
        )
        for (model, _alias, _owner), title in zip(
            vocabulary.ENTRIES,
            (
                _("Words that two partners have for a name"),
                _("Words that two organisations have for a name"),
                _("Words that two subjects have for a name"),
            ),
            strict=True,
        )
    ),
    batch(
        "tangled-subject",
        _("Subjects that name one above them twice or also beside them"),
        tangled,
        ASKED,
        Subject,
        whole=True,
    ),
    batch(
        "part-of-nothing",
        _("Parts of countries without country or code"),
        partial(of_each, vocabulary.misplaced_codes),
        about=Partner,
    ),
    batch(
        "code-of-group",
        _("Groups with the code of a country"),
        partial(of_each, vocabulary.country_codes_of_groups),
        ASKED,
        Partner,
    ),
)
BY_CODE = {check.code: check for check in CHECKS}
