"""Values of the record as they are compared with those of a text, read for the entries it names."""

import dataclasses
import functools
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from decimal import Decimal

from django.db import models

from measures.models import (
    BudgetLine,
    DataPoint,
    MeasureStatus,
    Milestone,
    PrintedTotal,
    Provision,
    Target,
)
from portal.mentions.mention import Kind, Mention
from portal.mentions.numbers import SIDES
from portal.mentions.reading import read
from portal.money import YEN
from portal.pages.check.terms import english
from portal.search import figures
from portal.search.text import fold

# An entry or entity: the name of its model and its primary key.
Thing = tuple[str, int]
# The letters of a date that is a year.
YEAR = 4
CALENDAR_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年(?!度)")
# Currencies by the units that targets are counted in.
MONEY = {"円": "JPY", "ドル": "USD", "米ドル": "USD", "ユーロ": "EUR", "豪ドル": "AUD"}


@dataclasses.dataclass(frozen=True, eq=False)
class Value:
    """A value of a row: what it is, of which entry, and what a text may say beside it.

    `number` is in the base unit; `step` is what the last digit of its print stands for. `years`
    are the fiscal years that it is of, `stages` the budget stages, `things` the subject and
    partner that it is about, `events` the kinds of event that a date is of.
    """

    row: models.Model
    kind: Kind
    entry: Thing
    number: Decimal | None = None
    step: Decimal = Decimal(1)
    units: tuple[str, ...] = ()
    edtf: str = ""
    years: tuple[int, int] | None = None
    stage: str = ""
    things: frozenset[Thing] = frozenset()
    event: str = ""
    label: str = ""

    @functools.cached_property
    def english(self) -> frozenset[str]:
        """The English words of its label."""
        return english(fold(getattr(self.row, "label_en", "") or ""))

    @functools.cached_property
    def counted(self) -> str:
        """The first English word of the label of a number, which says what it counts: Members."""
        words = fold(getattr(self.row, "label_en", "") or "").split()
        return words[0] if words and words[0].isalpha() and words[0].endswith("s") else ""

    @property
    def inferred(self) -> bool:
        """Whether the record holds it by an inference."""
        return bool(self.row.inferred)


def of_amount(row: BudgetLine | PrintedTotal) -> Iterator[Value]:
    """The amount of a line or of a printed total, with year, stage and subject."""
    until = getattr(row, "fiscal_year_until", None)
    yield Value(
        row,
        Kind.AMOUNT,
        ("measure", row.measure_id),
        Decimal(row.amount),
        step=_step(row.printed),
        units=(row.currency,),
        years=(row.fiscal_year, until or row.fiscal_year) if row.fiscal_year else None,
        stage=row.stage,
        things=_things(row),
        label=getattr(row, "label_ja", "") or "",
    )


def of_target(row: Target) -> Iterator[Value]:
    """A figure: a sum where it counts money; with the day it is due."""
    entry, label = ("measure", row.measure_id), row.label_ja
    year = next((each[0] for each in figures.fiscal_years(fold(label))), calendar_year(label))
    spoken = (year, year) if year else None
    if row.due[:4].isdecimal() and len(row.due) == YEAR:
        spoken = (int(row.due), int(row.due))
    if row.value is not None:
        yield _counted(row, entry, row.unit_ja, row.unit_en, label, spoken)
    if row.due:
        yield Value(row, Kind.DATE, entry, edtf=row.due, label=label)


def calendar_year(label: str) -> int | None:
    """The year of the calendar that a label names, if it is one alone."""
    found = {int(each) for each in CALENDAR_YEAR.findall(fold(label))}
    return found.pop() if len(found) == 1 else None


def of_point(row: DataPoint) -> Iterator[Value]:
    """A value of an indicator with its unit, partner and period."""
    if row.value is None:
        return
    entry, indicator = ("indicator", row.indicator_id), row.indicator
    units = (row.unit_ja or indicator.unit_ja, row.unit_en or indicator.unit_en)
    yield _counted(row, entry, *units, row.label_ja, None)


def _counted(row, entry: Thing, unit_ja: str, unit_en: str, label: str, years) -> Value:
    yen = YEN.get(unit_ja)
    currency = (
        "JPY" if yen else next((MONEY[each] for each in MONEY if unit_ja.startswith(each)), "")
    )
    units = (currency,) if currency else tuple(fold(each) for each in (unit_ja, unit_en) if each)
    return Value(
        row,
        Kind.AMOUNT if currency else Kind.COUNT,
        entry,
        row.value * (yen or 1),
        step=_step(row.printed),
        units=units,
        years=years,
        things=_things(row),
        label=label,
    )


def of_milestone(row: Milestone) -> Iterator[Value]:
    """The date of an event, with its kind."""
    if row.date:
        entry = ("measure", row.measure_id)
        yield Value(row, Kind.DATE, entry, edtf=row.date, event=row.kind, label=row.label_ja)


def of_provision(row: Provision) -> Iterator[Value]:
    """The day on which a provision takes effect."""
    if row.effective:
        entry = ("measure", row.measure_id)
        yield Value(row, Kind.DATE, entry, edtf=row.effective, event="effective")


def of_status(row: MeasureStatus) -> Iterator[Value]:
    """Where a measure stands, and the day that this is said of."""
    entry = ("measure", row.measure_id)
    yield Value(row, Kind.STATUS, entry, edtf=row.as_of, event=row.value)


SOURCE = "section__document"
# The models whose rows hold values: what is read with them, by which field they hang on an entry.
READERS: dict[type[models.Model], tuple[Callable[..., Iterator[Value]], str, tuple[str, ...]]] = {
    BudgetLine: (of_amount, "measure", ("measure", "subject", SOURCE)),
    PrintedTotal: (of_amount, "measure", ("measure", "subject", SOURCE)),
    Target: (of_target, "measure", ("measure", SOURCE)),
    DataPoint: (of_point, "indicator", ("indicator", "partner", "subject", SOURCE)),
    Milestone: (of_milestone, "measure", ("measure", SOURCE)),
    Provision: (of_provision, "measure", ("measure", SOURCE)),
    MeasureStatus: (of_status, "measure", ("measure", SOURCE)),
}


def load(entries: Collection[Thing], using: str) -> dict[Thing, list[Value]]:
    """The values of some entries that visitors may see."""
    found: dict[Thing, list[Value]] = defaultdict(list)
    for model, (_reader, owner, joins) in READERS.items():
        pks = {pk for name, pk in entries if name == owner}
        if pks:
            rows = visible(model, using).filter(**{f"{owner}__in": pks})
            for value in values_of(rows.select_related(*joins).order_by("pk")):
                found[value.entry].append(value)
    return dict(found)


def of_subjects(subjects: Collection[Thing], using: str) -> list[Value]:
    """The amounts that are for some subjects, whatever their programme."""
    pks = [pk for name, pk in subjects if name == "subject"]
    return _amounts(using, subject__in=pks) if pks else []


def with_amounts(amounts: Collection[Decimal], using: str) -> list[Value]:
    """The values of the record that are some amounts, whatever their entry."""
    kept = [int(each) for each in amounts if each <= models.BigIntegerField.MAX_BIGINT]
    return _amounts(using, amount__in=kept) if kept else []


def _amounts(using: str, **asked) -> list[Value]:
    found: list[Value] = []
    for model in (BudgetLine, PrintedTotal):
        joins = READERS[model][2]
        found += values_of(visible(model, using).filter(**asked).select_related(*joins))
    return found


def visible(model: type[models.Model], using: str) -> models.QuerySet:
    """The rows of a model that visitors may see."""
    return model._base_manager.using(using).filter(model.shown_if())


def values_of(rows: Iterable[models.Model]) -> Iterator[Value]:
    """The values of some rows."""
    for row in rows:
        yield from READERS[type(row)][0](row)


def _things(row) -> frozenset[Thing]:
    named = (
        ("subject", getattr(row, "subject_id", None)),
        ("partner", getattr(row, "partner_id", None)),
    )
    return frozenset((name, pk) for name, pk in named if pk)


def _step(printed: str) -> Decimal:
    """What the last digit of a print stands for."""
    return next((each.step for each in read(fold(printed)) if each.value is not None), Decimal(1))


def is_of(mention: Mention, value: Value) -> bool:
    """Whether a mention may tell of a value by its kind and unit."""
    if mention.kind == Kind.NUMBER:
        counted = any(same_unit(mention.unit, each) for each in value.units)
        counted |= len(mention.unit) >= SEVERAL and mention.unit in value.label
        return value.kind == Kind.COUNT and (bool(value.things) or counted)
    if mention.kind == Kind.DATE and value.kind == Kind.STATUS:
        return not value.row.dated_by_document
    if mention.kind != value.kind:
        return False
    if mention.kind == Kind.AMOUNT:
        return mention.unit in value.units
    if mention.kind != Kind.COUNT:
        return True
    if mention.unit in SIDES:
        return mention.unit in value.label
    told = any(same_unit(mention.unit, each) for each in (*value.units, value.counted))
    return told or len(english(mention.unit) & value.english) >= SEVERAL


# Words of a label that say what an English number counts: 500 highly skilled professionals. So
# many letters of a Japanese one say what a bare number does.
SEVERAL = 2
# Words that count the same thing.
ALIKE = (
    frozenset({"か国", "国", "か国地域", "国地域", "countries", "countries and regions"}),
    frozenset({"社", "企業", "企業等", "companies", "firms", "日本企業等"}),
    frozenset({"つ", "個", "項目"}),
    frozenset({"%", fold("パーセント"), "percent", "per cent"}),
    frozenset({"種", "種類", "鉱種", "kinds", "types"}),
    frozenset({"人", "名", "people", "persons", "staff", "personnel"})
    | {"職員", "人員", "隊員", "要員", "従業員"},
)


def same_unit(spoken: str, recorded: str) -> bool:
    """Whether two words count the same: one is the end or the beginning of the other, or alike."""
    if not spoken or not recorded:
        return False
    if any(spoken in group and recorded in group for group in ALIKE):
        return True
    if spoken.isascii() and recorded.isascii() and english(spoken) & english(recorded):
        return True
    return spoken.endswith(recorded) or recorded.endswith(spoken) or spoken.startswith(recorded)
