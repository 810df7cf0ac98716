"""Budgets as bars: a programme by subject, further programmes beside each other, the whole page."""

import dataclasses
import heapq
from collections.abc import Collection, Iterable, Mapping
from decimal import ROUND_DOWN, Decimal
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from measures.models import BudgetLine, Measure, Obligations, PrintedTotal
from measures.pictures.ministries import MinistryBars
from measures.reconciliation import Cell, Check, Column, Row, Table, tables
from policies.models import Organisation
from portal.browse.templatetags.browse import plain_number
from portal.charts.bars import Bar, Drawing, Group, Part, phone, wide

# Subjects with a series of their own; the others are drawn together.
SUBJECTS = 5
# Programmes shown in full, and further ones beside each other: the page reads no more of them.
FULL, BESIDE = 1, 6


def listed(words: list[str]) -> str:
    """Words as a list in a sentence: one, two and three."""
    if len(words) < 2:
        return "".join(words)
    ends = {"first": gettext(", ").join(words[:-1]), "last": words[-1]}
    return gettext("%(first)s and %(last)s") % ends


def percent(part: Decimal, whole: Decimal, digits: str = "1") -> str:
    """A share in percent, never rounded up: a heading says no more than the figures do."""
    return plain_number((part * 100 / whole).quantize(Decimal(digits), ROUND_DOWN))


class SubjectBars:
    """The bars of a table, one for each fiscal year and stage, by subject."""

    def __init__(self, table: Table):
        self.table = table
        ordered = sorted(table.rows, key=lambda row: -row.check.computed)
        # A single row more than have a series keeps its name.
        most = SUBJECTS if len(ordered) > SUBJECTS + 1 else len(ordered)
        self.leading, self.others = ordered[:most], ordered[most:]

    @property
    def slug(self) -> str:
        """What the names of its elements end in."""
        return self.table.measure.slug

    @property
    def is_drawn(self) -> bool:
        """Whether there is anything to compare: two fiscal years or stages, and an amount."""
        return len(self.table.columns) > 1 and self.table.sum_of_cells > 0

    @cached_property
    def _largest(self) -> list[tuple[Column, Decimal]]:
        """The fewest columns that make more than half of the computed sum, in their order."""
        sums = list(zip(self.table.columns, (each.computed for each in self.checks), strict=True))
        found: list[tuple[Column, Decimal]] = []
        for column, amount in sorted(sums, key=lambda each: -each[1]):
            found.append((column, amount))
            if 2 * sum(amount for _column, amount in found) > self.table.sum_of_cells:
                break
        return [each for each in sums if each in found]

    @cached_property
    def checks(self) -> list[Check]:
        """The column sums, in the order of the columns."""
        return self.table.column_checks

    @property
    def finding(self) -> str:
        """Which years and stages most of the computed sum falls to, and how much of it."""
        stages: dict[str, list[str]] = {}
        for column, _amount in self._largest:
            stages.setdefault(column.stage_words, []).append(column.year)
        columns = [
            gettext("%(years)s (%(stage)s)") % {"years": listed(years), "stage": stage}
            for stage, years in stages.items()
        ]
        share = percent(self._most, self.table.sum_of_cells)
        words = gettext("%(share)s%% of the computed sum falls to %(columns)s")
        return words % {"share": share, "columns": listed(columns)}

    @property
    def _most(self) -> Decimal:
        return sum((amount for _column, amount in self._largest), Decimal(0))

    @property
    def figures(self) -> str:
        """The figures behind the finding."""
        amounts = [plain_number(amount) for _column, amount in self._largest]
        total = self.table.sum_of_cells
        words = gettext("%(amount)s of %(total)s (in %(unit)s), which is %(share)s%%.")
        most = plain_number(self._most)
        return words % {
            "amount": f"{' + '.join(amounts)} = {most}" if len(amounts) > 1 else most,
            "total": plain_number(total),
            "unit": self.table.unit,
            "share": percent(self._most, total, "0.1"),
        }

    @property
    def legend(self) -> list[tuple[int, str]]:
        """The series with what they stand for."""
        names = [row.name for row in self.leading]
        if self.others:
            words = ngettext(
                "%(count)s other subject", "%(count)s other subjects", len(self.others)
            )
            names.append(words % {"count": len(self.others)})
        return list(enumerate(names, 1))

    @cached_property
    def bars(self) -> list[Bar]:
        """A bar for each fiscal year and stage."""
        return [
            Bar(
                column.label,
                column.stage_words,
                self._parts(place),
                plain_number(check.computed),
            )
            for place, (column, check) in enumerate(
                zip(self.table.columns, self.checks, strict=True)
            )
        ]

    def _parts(self, place: int) -> list[Part]:
        """The segments of the bar of a column."""
        groups = [[row] for row in self.leading] + ([self.others] if self.others else [])
        found = []
        for (series, name), rows in zip(self.legend, groups, strict=True):
            amount = _amount(rows, place)
            if amount:
                found.append(Part(series, float(amount), name, plain_number(amount)))
        return found

    @property
    def wide(self) -> Drawing:
        """The drawing for wide screens and paper."""
        return wide(self.bars)

    @property
    def phone(self) -> Drawing:
        """The drawing for phones."""
        return phone([Group("", self.bars)])

    @property
    def description(self) -> str:
        """The bars in words."""
        return in_words(self.bars, self.table.unit)

    @property
    def counted(self) -> str:
        """Which subjects count contract authorisations, and how."""
        found: dict[str, list[str]] = {}
        for line in self.table.lines:
            if line.obligations != Obligations.NONE:
                ways = found.setdefault(str(line.subject or line.label), [])
                if line.get_obligations_display() not in ways:
                    ways.append(line.get_obligations_display())
        words = gettext("%(subject)s: %(ways)s.")
        return " ".join(
            words % {"subject": subject, "ways": gettext(", ").join(ways)}
            for subject, ways in found.items()
        )


def _amount(rows: Iterable[Row], place: int) -> Decimal:
    """What rows have in the column at a place."""
    return sum((row.cells[place].amount or Decimal(0) for row in rows), Decimal(0))


def in_words(bars: Iterable[Bar], unit: str) -> str:
    """Bars in words: what each stands for, its total, and its parts where it has several."""
    sentences = [gettext("In %(unit)s.") % {"unit": unit}]
    for bar in bars:
        parts = [f"{part.name} {part.figure}" for part in bar.parts if part.name]
        words = {"bar": f"{bar.label} {bar.note}", "total": bar.total}
        if len(parts) > 1:
            words["parts"] = gettext(", ").join(parts)
            sentences.append(gettext("%(bar)s: %(total)s (%(parts)s).") % words)
        else:
            sentences.append(gettext("%(bar)s: %(total)s.") % words)
    return " ".join(sentences)


@dataclasses.dataclass(frozen=True)
class Amount:
    """What a programme has in a column, and the same in words."""

    column: Column
    cell: Cell
    words: str


class Programme:
    """A programme beside others: its amounts year by year and stage by stage, to its own scale."""

    def __init__(self, measure: Measure):
        self.measure = measure
        self.table = Table(measure, measure.budget_lines.all(), ())

    @property
    def lines(self) -> list[BudgetLine]:
        """All its lines, those that are not added among them."""
        return list(self.measure.budget_lines.all())

    @property
    def address(self) -> str:
        """The list of all its lines."""
        return f"{reverse('budgets')}?measure={self.measure.slug}"

    @cached_property
    def amounts(self) -> list[Amount]:
        """Its amounts, in the order of the columns."""
        found = []
        for column in self.table.columns:
            cell = self.table.cell(self.table.lines, column)
            words = about(self.table.lines, column) + plain_number(cell.amount)
            found.append(Amount(column, cell, words))
        return found

    @cached_property
    def ministries(self) -> list[Organisation]:
        """The ministries that its added lines name, in the order of these lines."""
        found = {
            ministry.pk: ministry
            for line in self.table.lines or self.lines
            for ministry in line.ministries.all()
        }
        return list(found.values())

    @property
    def leads(self) -> list[Organisation]:
        """Who leads it; for programmes whose lines name no ministry."""
        return [] if self.ministries else [row.organisation for row in self.measure.leads]

    @cached_property
    def bars(self) -> list[Bar]:
        """A bar for each column."""
        return [
            Bar(
                each.column.label,
                each.column.stage_words,
                [Part(1, float(each.cell.amount), "", "")] if each.cell.amount else [],
                each.words,
            )
            for each in self.amounts
        ]

    @property
    def is_drawn(self) -> bool:
        """Whether there is anything to compare."""
        return len(self.bars) > 1 and any(bar.parts for bar in self.bars)

    @property
    def phone(self) -> Drawing:
        """Its drawing, the same at every width."""
        return phone([Group("", self.bars)])

    @property
    def description(self) -> str:
        """The bars in words."""
        return in_words(self.bars, self.table.unit)


def about(lines: Iterable[BudgetLine], column: Column) -> str:
    """“About” where a line of a column is printed so: a sum is no more exact than its parts."""
    rough = any(line.approximate for line in lines if Column.of(line) == column)
    return gettext("about ") if rough else ""


def _matter(line: BudgetLine) -> tuple:
    """What a line that is not added is about, and why it is left out."""
    what = (line.measure_id, line.subject_id, line.label_ja, line.scope_ja)
    return (*what, line.not_added_ja, line.obligations, line.section_id, line.inference_ja)


class Overview:
    """What the page of budgets shows above its list, of a bounded number of programmes.

    `facets` give the lines of each programme and of those not added, as the list counts them.
    """

    def __init__(self, facets: Mapping[str, Mapping[str, Collection]]):
        self.counted = facets["measure"]
        self.outside = facets["added"].get("no", ())
        slugs = self._chosen()
        found = {each.slug: each for each in Measure.objects.published().programmes(slugs)}
        self.measures = [found[slug] for slug in slugs if slug in found]

    def _chosen(self) -> list[str]:
        """The programmes shown: those with the most printed totals, then those with most lines."""
        most = FULL + BESIDE
        slugs = list(PrintedTotal.objects.most_checked(most))
        rest = (slug for slug, lines in self.counted.items() if lines and slug not in slugs)
        by_lines = heapq.nsmallest(most, rest, key=lambda slug: (-len(self.counted[slug]), slug))
        return (slugs + by_lines)[:most]

    @cached_property
    def pictures(self) -> list[SubjectBars]:
        """The programmes shown in full, with their tables."""
        return [SubjectBars(table) for table in tables(self.measures[:FULL])]

    @cached_property
    def ministries(self) -> list[MinistryBars]:
        """The same programmes by ministry, where several ministries are named."""
        found = (MinistryBars(picture.table) for picture in self.pictures)
        return [each for each in found if each.is_drawn]

    @cached_property
    def others(self) -> list[Programme]:
        """The programmes beside each other."""
        full = {picture.table.measure.pk for picture in self.pictures}
        found = [Programme(measure) for measure in self.measures if measure.pk not in full]
        return sorted(found, key=lambda each: -len(each.amounts))

    @property
    def has_amounts(self) -> bool:
        """Whether any programme beside has an amount that is added."""
        return any(programme.amounts for programme in self.others)

    @property
    def unit(self) -> str:
        """The unit of every figure."""
        return gettext("JPY 100 million")

    @property
    def more(self) -> int:
        """How many further programmes have budget lines."""
        return sum(bool(lines) for lines in self.counted.values()) - len(self.measures)

    @cached_property
    def not_added(self) -> list[list[BudgetLine]]:
        """The lines of the programmes shown that are not added, those with all in common together.

        Lines of one thing, left out for one reason that one section shows, differ in year, stage
        and amount alone.
        """
        found: dict[tuple, list[BudgetLine]] = {}
        for measure in self.measures:
            for line in measure.budget_lines.all():
                if not line.is_added:
                    found.setdefault(_matter(line), []).append(line)
        return list(found.values())

    @property
    def more_not_added(self) -> int:
        """How many lines of further programmes are not added."""
        return len(self.outside) - sum(len(lines) for lines in self.not_added)

    @property
    def not_added_address(self) -> str:
        """The list of all lines that are not added."""
        return f"{reverse('budgets')}?added=no"
