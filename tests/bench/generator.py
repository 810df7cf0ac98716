"""The synthetic record: rows of every model that a measure is made of, the same for the same seed.

Vocabularies (partners, subjects, organisations, pillars, sections) are those of the bundled
record. Rows come in blocks that depend on nothing but their number, so that several processes
can make them at once. Values are plain (text, whole numbers, None), as both databases read them.
"""

import dataclasses
import datetime
import itertools
import random

from django.db import connection, models

from measures.models import (
    BudgetLine,
    Citation,
    Measure,
    MeasureName,
    MeasureOrganisation,
    MeasurePartner,
    MeasurePillar,
    MeasureStatus,
    MeasureSubject,
    Milestone,
    Provision,
    Stage,
)
from policies.models import Organisation, Partner, Pillar, Section, Subject
from portal.dates.edtf import bounds
from portal.lists.ordering import english_key, japanese_key
from tests.bench import words

BLOCK = 10_000
# More rows of one model than a measure has: the keys of a block never reach into the next.
ROWS_PER_MEASURE = 4
FIRST_DAY = datetime.date(2014, 4, 1)
DAYS = 4_380
CHANGED = datetime.date(2026, 4, 1)
SAVED = CHANGED.isoformat()
# The day that every status is of.
AS_OF = "2026-04"
EVIDENCE = ("section", "phrase")

# The fields that differ from row to row, for each model in the order the generator gives them.
VARYING: dict[type[models.Model], tuple[str, ...]] = {
    Measure: (
        *("id", "slug", "updated_on", "kind", "jurisdiction", "status"),
        *("status_as_of", "status_inferred"),
        *("title_ja", "name_order_ja", "title_en", "name_order_en", "summary_ja", "summary_en"),
        *("headline_from", "updated_at"),
    ),
    MeasureStatus: ("id", "measure", *EVIDENCE, "position", "value", "as_of", "as_of_from"),
    Citation: ("id", "measure", *EVIDENCE, "position", "supports"),
    Milestone: (
        *("id", "measure", *EVIDENCE, "position", "code", "kind"),
        *("date", "date_from", "date_until", "label_ja", "label_en", "headline"),
    ),
    MeasureSubject: ("id", "measure", *EVIDENCE, "position", "subject"),
    MeasurePartner: ("id", "measure", *EVIDENCE, "position", "partner", "role"),
    MeasureOrganisation: ("id", "measure", *EVIDENCE, "position", "organisation", "role"),
    MeasurePillar: ("id", "measure", *EVIDENCE, "position", "pillar"),
    MeasureName: ("id", "measure", *EVIDENCE, "position", "kind", "name"),
    Provision: (
        *("id", "measure", *EVIDENCE, "position", "code", "number", "heading_ja", "heading_en"),
        *("text_ja", "text_en", "effective_from"),
    ),
    BudgetLine: (
        *("id", "measure", *EVIDENCE, "position", "code", "subject", "fiscal_year", "stage"),
        *("amount", "printed"),
    ),
}


@dataclasses.dataclass(frozen=True)
class Table:
    """How the rows of one model are written: columns that vary, and columns that stay."""

    name: str
    columns: tuple[str, ...]
    constants: dict[str, object]


def table(model: type[models.Model]) -> Table:
    """The columns of `model`, read from the model itself.

    Raises TypeError on a field that nobody has thought of: one that must be filled, or that is
    derived from others and would be wrong where it is left at its default.
    """
    varying = VARYING[model]
    fields = {field.name: field for field in model._meta.concrete_fields if not field.generated}
    constants = {}
    for name, field in fields.items():
        if name in varying:
            continue
        if not field.editable or not (field.has_default() or field.blank):
            raise TypeError(f"{model.__name__}.{name} is new: say in VARYING what it holds.")
        value = field.get_default()
        constants[field.column] = field.get_db_prep_save(value, connection)
    return Table(model._meta.db_table, tuple(fields[name].column for name in varying), constants)


def zipf(values: list) -> "Draw":
    """Draws from `values`, the n-th of them with a weight of 1/n."""
    return Draw(values, [1 / (rank + 1) for rank in range(len(values))])


class Draw:
    """Weighted draws from a list of values."""

    def __init__(self, values: list, weights: list[float]):
        self.values = list(values)
        self.weights = list(itertools.accumulate(weights))

    def many(self, chance: random.Random, number: int) -> list:
        """`number` values, each drawn anew."""
        return chance.choices(self.values, cum_weights=self.weights, k=number)


def topics() -> Draw:
    """Topics by Zipf's law, the first of them with a share of its own."""
    weights = [1 / (rank + 1) for rank in range(1, len(words.TOPICS))]
    first = sum(weights) * words.TOPIC_SHARE / (1 - words.TOPIC_SHARE)
    return Draw(words.TOPICS, [first, *weights])


def dates() -> list[tuple[str, str | None, str | None]]:
    """Dates as EDTF with the days they reach from and to: mostly days, some months, few years."""
    texts = []
    for number in range(0, DAYS, 3):
        day = FIRST_DAY + datetime.timedelta(days=number)
        texts.append(
            f"{day:%Y}" if number % 60 == 3 else f"{day:%Y-%m}" if number % 12 == 0 else str(day)
        )
    return [(text, *(day and day.isoformat() for day in bounds(text))) for text in texts]


class Generator:
    """A record of `size` measures beside the bundled one, whose vocabularies it uses."""

    def __init__(self, size: int, seed: int = 1):
        self.size, self.seed = size, seed
        self.blocks = range(-(-size // BLOCK))
        self.step = size // max(3, size * words.RARE_HITS // 1_000_000)
        self.first = {model: self._next_key(model) for model in VARYING}
        japan = Partner.objects.get(code="jp").pk
        partners = [pk for pk in _keys(Partner, "code") if pk != japan]
        self.partners = zipf(partners)
        self.jurisdictions = Draw([japan, None, *partners], [85, 2, *_falling(partners, 13)])
        self.subjects = zipf(_keys(Subject, "slug"))
        self.organisations = zipf(_keys(Organisation, "slug"))
        self.pillars = zipf(_keys(Pillar, "framework__slug", "slug"))
        self.sections = zipf(_keys(Section, "document__slug", "code"))
        self.kinds = zipf(Measure.Kind.values)
        self.statuses = zipf(Measure.Status.values)
        self.topics = topics()
        self.shared = Draw(list(words.SHARES), list(words.SHARES.values()))
        self.dates = dates()
        self.rare = [term for terms in words.RARE.values() for term in terms]

    @staticmethod
    def _next_key(model: type[models.Model]) -> int:
        return (model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1

    def block(self, number: int) -> dict[type[models.Model], list[tuple]]:
        """The rows of one block of measures, for each model in the order of `VARYING`."""
        chance = random.Random(f"{self.seed}/{self.size}/{number}")
        start = number * BLOCK
        count = min(BLOCK, self.size - start)
        rows: dict[type[models.Model], list[tuple]] = {model: [] for model in VARYING}
        self._measures(chance, start, count, rows)
        self._links(chance, start, count, rows)
        for model, made in rows.items():
            if model is not Measure:
                first = self.first[model] + start * ROWS_PER_MEASURE
                rows[model] = [(key, *row) for key, row in enumerate(made, first)]
        return rows

    def _measures(self, chance, start, count, rows):
        """Measures with what is worded after them: names, citations, milestones, provisions."""
        pick = chance.choices
        drawn = zip(
            zip(
                range(start, start + count),
                self.kinds.many(chance, count),
                self.statuses.many(chance, count),
                self.jurisdictions.many(chance, count),
                self.sections.many(chance, count),
                pick(self.dates, k=count),
                strict=True,
            ),
            zip(
                self.topics.many(chance, count),
                pick(words.QUALITIES, k=count),
                pick(words.ACTIONS, k=count),
                pick(words.INSTRUMENTS, k=count),
                pick(range(1, 10), k=count),
                strict=True,
            ),
            zip(
                self.shared.many(chance, count),
                pick(words.FIRST_SENTENCES, k=count),
                pick(words.SHARED_SENTENCES, k=count),
                pick(words.SENTENCES, k=count),
                pick(words.SENTENCES, k=count),
                pick(words.SUMMARY_EN, k=count),
                strict=True,
            ),
            strict=True,
        )
        measures, first = rows[Measure], self.first[Measure]
        for (
            (n, kind, status, jurisdiction, section, date),
            (topic, quality, action, instrument, number),
            (term, opening, shared, second, fourth, english),
        ) in drawn:
            subject = f"{quality[0]}{topic[0]}"
            summary = opening.format(subject) + second + shared.format(term) + fourth
            place = n % self.step
            if place < len(self.rare):
                summary += words.RARE_SENTENCE.format(self.rare[place])
            title = f"{subject}の{action[0]}に係る{instrument[0]}（第{number}次）"
            title_en = f"{quality[1]} {topic[1]}: {instrument[1]} for {action[1]} (no. {number})"
            measures.append(
                (
                    first + n,
                    f"{kind}-{n:07d}",
                    (CHANGED - datetime.timedelta(days=n % DAYS)).isoformat(),
                    kind,
                    jurisdiction,
                    status,
                    AS_OF,
                    0,
                    title,
                    japanese_key(title),
                    title_en,
                    english_key(title_en),
                    summary,
                    english.format(topic[1]),
                    date[1],
                    SAVED,
                )
            )
            phrase = f"{subject}の{action[0]}"
            as_of = (AS_OF, f"{AS_OF}-01")
            rows[MeasureStatus].append((first + n, section, phrase, 0, status, *as_of))
            self._told(chance.random, first + n, section, date, phrase, topic, number, rows)

    def _told(self, chance, measure, section, date, phrase, topic, number, rows):
        """What one source tells of a measure."""
        one = (measure, section, phrase)
        rows[Citation].append((*one, 0, '["title", "kind", "status", "summary"]'))
        if chance() < 0.5:
            rows[Citation].append((measure, section, f"{phrase}（再掲）", 1, '["title"]'))
        event = words.EVENTS[number % len(words.EVENTS)]
        label = (f"{phrase}を{event[0]}", event[1])
        rows[Milestone].append((*one, 0, "headline", "decided", *date, *label, 1))
        for position in range(1, 1 + int(chance() * 3)):
            date = self.dates[int(chance() * len(self.dates))]
            event = words.EVENTS[position]
            label = (f"{phrase}を{event[0]}", event[1])
            rows[Milestone].append(
                (*one, position, f"event-{position}", "published", *date, *label, 0)
            )
        if chance() < 0.4:
            name = f"{topic[0]}{words.SHORT_FORMS[number % len(words.SHORT_FORMS)]}"
            if chance() < 0.3:
                name = f"{words.LATIN[number % len(words.LATIN)]}{measure % 1000}"
            rows[MeasureName].append((*one, 0, "abbreviation", name))
        if chance() < 0.15:
            for position in range(1 + number % 3):
                heading = words.HEADINGS[position]
                text = words.SENTENCES[(measure + position) % len(words.SENTENCES)]
                rows[Provision].append(
                    (*one, position, f"p{position + 1}", f"第{position + 1}条", *heading)
                    + (text, f"{heading[1]} as the ministry puts it, in short.", None)
                )

    def _links(self, chance, start, count, rows):
        """Subjects, partners, organisations, pillars and money of the measures of a block."""
        self._linked(chance, MeasureSubject, self.subjects, (1, 2, 3), None, start, count, rows)
        self._linked(chance, MeasurePillar, self.pillars, (0, 1, 2), None, start, count, rows)
        partners = (MeasurePartner, self.partners, (0, 1, 2), ("partner", "target"))
        self._linked(chance, *partners, start, count, rows)
        organisations = (MeasureOrganisation, self.organisations, (1, 2), ("lead", "participant"))
        self._linked(chance, *organisations, start, count, rows)
        budgets, subjects = rows[BudgetLine], iter(self.subjects.many(chance, count))
        sections = iter(self.sections.many(chance, count))
        for measure in range(self.first[Measure] + start, self.first[Measure] + start + count):
            if chance.random() < 0.08:
                amount = chance.randrange(1, 5000)
                printed = f"{amount}億円"
                year, stage = 2018 + amount % 9, Stage.values[amount % 4]
                budgets.append(
                    (measure, next(sections), printed, 0, "b1", next(subjects), year, stage)
                    + (amount * 100_000_000, printed)
                )

    def _linked(self, chance, model, targets, numbers, roles, start, count, rows):
        """Rows that join each measure with some of `targets`, none of them twice."""
        made = rows[model]
        drawn = iter(targets.many(chance, count * max(numbers)))
        sections = iter(self.sections.many(chance, count))
        first = self.first[Measure] + start
        for measure, number in enumerate(chance.choices(numbers, k=count), first):
            section = next(sections)
            seen = set()
            for position in range(number):
                target = next(drawn)
                if target in seen:
                    continue
                seen.add(target)
                row = (measure, section, f"項目{position + 1}", position, target)
                made.append((*row, roles[position]) if roles else row)


def _keys(model: type[models.Model], *order: str) -> list[int]:
    """Primary keys in the order of the readable keys, the same on both databases."""
    found = [tuple(row) for row in model._base_manager.values_list(*order, "pk")]
    return [row[-1] for row in sorted(found)]


def _falling(values: list, total: float) -> list[float]:
    """Zipf weights that add up to `total`."""
    weights = [1 / (rank + 1) for rank in range(len(values))]
    return [weight * total / sum(weights) for weight in weights]
