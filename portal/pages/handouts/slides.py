"""Budgets as one slide: of a measure by fiscal year and stage, or of lines that a list finds."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language, gettext

from measures.charts.subjects import SubjectBars
from measures.facts import told, when
from measures.loading import load_for_page
from measures.models import BudgetLine, Measure
from measures.models.budget import CURRENCY
from measures.reconciliation import Table
from measures.sums import UNIT
from portal.charts.bars import ASIDE, Bar
from portal.handouts.parts import SLIDE_ROWS, Handout, Paragraph, Run, plain
from portal.handouts.slide import PPTX, Chart, Series, slide
from portal.lists.declaration import ListPage
from portal.lists.export import attachment
from portal.lists.faults import Fault
from portal.lists.provenance import file_names
from portal.lists.request import list_request_of
from portal.lists.views import instead_of_file, refusal
from portal.pages.handouts.about import attached, foot, made_at, notes_of, site


def measure_slide(request: HttpRequest, slug: str) -> HttpResponse:
    """The budget of a measure as a slide. Raises Http404 for one without amounts in yen."""
    measure = load_for_page(get_object_or_404(Measure.objects.published().for_detail(), slug=slug))
    lines = list(measure.budget_lines.all())
    bars = SubjectBars(Table(measure, lines, measure.printed_totals.all()))
    if not bars.bars:
        raise Http404
    if len(bars.bars) > SLIDE_ROWS:
        address = request.build_absolute_uri(measure.get_absolute_url())
        return refusal([Fault(too_much(len(bars.bars), address), "")])
    title = gettext("%(measure)s: budget") % {"measure": measure.title}
    said = [bars.finding, *filter(None, (bars.method, bars.sums_in_words))]
    handout = laid_out(request, title, said, lines, measure.get_absolute_url())
    content = slide(handout, chart_of(bars), site())
    return attached(request, content, PPTX, (f"budget_{slug}", title), "pptx")


def too_much(count: int, address: str) -> str:
    """That a slide does not hold so many amounts, and where they stand."""
    words = gettext("A slide holds at most %(most)s amounts; these are %(count)s. All of them:")
    return f"{words % {'most': SLIDE_ROWS, 'count': count}} {address}"


def laid_out(
    request: HttpRequest, title: str, said: Sequence[str], lines: Sequence[BudgetLine], path: str
) -> Handout:
    """What stands around a chart: its title, what is said of it, its sources in full and in short.

    What follows the first sentence stands at the foot, and all that is told of each line in the
    notes.
    """
    sections = [line.section for line in lines]
    finding, *others = said
    marks = dict.fromkeys(section.get_absolute_url() for section in sections)
    read = dict.fromkeys(section.mark for section in sections)
    sources = gettext("Source: ") + gettext(", ").join(read)
    return Handout(
        title,
        [plain(each) for each in (finding, *map(remarked, lines))],
        notes=notes_of(request, [Paragraph(tuple(Run(note=path) for path in marks))]),
        foot=[*filter(None, [" ".join(others)]), sources, *foot(request, path)],
        language=get_language(),
        made=made_at(request),
    )


def chart_of(bars: SubjectBars) -> Chart:
    """The bars of a measure as its page draws them; what is not added is hatched."""
    drawn = bars.bars
    series = [
        Series(name, [_part(bar, number) for bar in drawn], hatched=number == ASIDE)
        for number, name in bars.legend
    ]
    return Chart(
        categories=[_label(bar) for bar in drawn],
        series=[each for each in series if any(value is not None for value in each.values)],
        unit=bars.table.unit,
        head=[gettext("Fiscal year and stage"), amount_of(bars), gettext("Remarks")],
        rows=[(_label(bar), bar.total, bar.remark) for bar in drawn],
    )


def amount_of(bars: SubjectBars) -> str:
    """What a column of amounts is called: sums are numbers without their unit."""
    if not bars.unit:
        return gettext("Amount as printed")
    return gettext("Amount (without a unit: %(unit)s)") % {"unit": bars.unit}


def _label(bar: Bar) -> str:
    return " ".join(filter(None, (bar.label, bar.note)))


def _part(bar: Bar, number: int) -> float | None:
    """What a bar has of a series."""
    found = [part.value for part in bar.parts if part.series == number]
    return sum(found) if found else None


def budgets_slide(listing: ListPage, request: HttpRequest) -> HttpResponse:
    """The budget lines that the list has found as a slide, a bar for each: none is added up."""
    asked = list_request_of(request, listing)
    if answer := instead_of_file(request, asked):
        return answer
    lines = lines_of(asked.keys(0, SLIDE_ROWS + 1), asked.using)
    if not 0 < asked.count <= SLIDE_ROWS or not any(line.currency == CURRENCY for line in lines):
        address = request.build_absolute_uri(asked.csv_address)
        return refusal([Fault(too_much(asked.count, address), "")])
    asked_for = "　".join(words for _label, words in asked.filterset.sentence)
    title = " ".join(filter(None, (gettext("Budget lines"), asked_for)))
    method = gettext("Each bar is one amount as printed. Years and stages are separate bars.")
    handout = laid_out(request, title, [method], lines, asked.now_address)
    content = slide(handout, chart_of_lines(lines), site())
    headers = {
        "Content-Disposition": attachment(*file_names(asked), "pptx"),
        "X-Robots-Tag": "noindex",
    }
    return HttpResponse(content, content_type=PPTX, headers=headers)


def lines_of(keys: Sequence[int], using: str) -> list[BudgetLine]:
    """Budget lines by their keys, in that order, with where they were read."""
    found = BudgetLine.for_citing().using(using).in_bulk(keys)
    return [found[key] for key in keys if key in found]


def chart_of_lines(lines: Sequence[BudgetLine]) -> Chart:
    """A bar for each line in yen; the table has them all."""
    drawn = [line for line in lines if line.currency == CURRENCY]
    named = len({_named(line) for line in lines}) > 1
    added = Series(gettext("Amount"), [_length(line) if line.is_added else None for line in drawn])
    aside = Series(
        gettext("not in the sum"),
        [None if line.is_added else _length(line) for line in drawn],
        hatched=True,
    )
    return Chart(
        categories=[_what(line, named) for line in drawn],
        series=[each for each in (added, aside) if any(v is not None for v in each.values)],
        unit=gettext("JPY 100 million"),
        head=[gettext("What for"), gettext("Amount as printed"), gettext("Remarks")],
        rows=[(_what(line, named), line.shown, _aside(line)) for line in lines],
    )


def remarked(line: BudgetLine) -> str:
    """A line with all that has to be known of it, for the notes of a slide."""
    words = gettext("%(label)s: %(figure)s") % {"label": line.measure, "figure": line.shown}
    return f"{words} {told(line)}"


def _length(line: BudgetLine) -> float:
    return float(line.amount / UNIT)


def _named(line: BudgetLine) -> str:
    return str(line.label or line.subject or line.measure)


def _what(line: BudgetLine, named: bool) -> str:
    """The year and stage of a line, behind what it is for where that is not the same of all."""
    words = (_named(line) if named else "", when(line))
    return gettext(", ").join(filter(None, words))


def _aside(line: BudgetLine) -> str:
    return "" if line.is_added else gettext("not in the sum")
