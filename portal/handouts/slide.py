"""One slide (.pptx): a title, a chart that programs can edit, the table of its numbers, sources."""

import dataclasses
import io
from collections.abc import Sequence

import xlsxwriter
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_PATTERN_TYPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as PresentationFile
from pptx.slide import Slide
from pptx.util import Inches, Pt

from portal.handouts.packing import describe, packed
from portal.handouts.parts import Handout

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
LEFT, ACROSS = Inches(0.6), Inches(12.13)
# The chart stands at the left, its table at the right, the foot below both.
TOP, BODY = Inches(1.5), Inches(4.75)
CHART, BETWEEN = Inches(6.9), Inches(0.2)
FOOT, FOOT_HIGH = Inches(6.32), Inches(1.0)
FONT = "游ゴシック"
# Six colours that are told apart without colour vision and in grey, then one for all else.
COLOURS = ("1F4E79", "C55A11", "548235", "7F6000", "7030A0", "44546A", "7F7F7F")
INK, RULE = "1A1A1A", "595959"
# The columns of a table: what for, how much, what to know of it.
SHARES = (0.38, 0.22, 0.4)


@dataclasses.dataclass(frozen=True)
class Series:
    """Bars of one name: a number for each category, None for no bar. `hatched` are not added."""

    name: str
    values: Sequence[float | None]
    hatched: bool = False


@dataclasses.dataclass(frozen=True)
class Chart:
    """What a slide shows: bars by category, stacked; the `unit` of the numbers; the table."""

    categories: Sequence[str]
    series: Sequence[Series]
    unit: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    @property
    def is_plain(self) -> bool:
        """Whether each category has one bar at most, so that nothing is stacked."""
        columns = zip(*(series.values for series in self.series), strict=True)
        return all(sum(value is not None for value in column) < 2 for column in columns)


def slide(handout: Handout, chart: Chart, site: str) -> bytes:
    """A handout as one slide: its first block is said above the chart, and its foot below it.

    The notes of the slide say the other blocks, then all sources in full.
    """
    made = Presentation()
    made.slide_width, made.slide_height = WIDTH, HEIGHT
    page = made.slides.add_slide(made.slide_layouts[5])
    finding, *others = (block.words for block in handout.blocks)
    _title(page, handout.title)
    _text(page, Inches(1.08), Inches(0.36), [finding], 13)
    _chart(page, chart)
    _table(page, chart)
    _text(page, FOOT, FOOT_HIGH, list(handout.foot), 9)
    _name_fonts(page.element)
    notes = [finding, *others, *handout.notes.values(), *handout.foot]
    page.notes_slide.notes_text_frame.text = "\n".join(notes)
    _leave_out(made)
    describe(made.core_properties, handout, site)
    written = io.BytesIO()
    made.save(written)
    return packed(written.getvalue())


def _leave_out(made: PresentationFile) -> None:
    """Leave out what the library's empty file brings: a printer, and a picture of that file."""
    package = made.part.package
    for relation in list(package.iter_rels()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            package.drop_rel(relation.rId)
        elif relation.reltype == RELATIONSHIP_TYPE.PRINTER_SETTINGS:
            made.part.drop_rel(relation.rId)


def _title(page: Slide, words: str) -> None:
    title = page.shapes.title
    title.left, title.top, title.width, title.height = LEFT, Inches(0.35), ACROSS, Inches(0.75)
    title.text_frame.word_wrap = True
    title.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    title.text_frame.text = words
    _look(title.text_frame.paragraphs[0], 24 if len(words) < 45 else 18, bold=True)


def _look(paragraph, size: float, *, bold: bool = False, align=PP_ALIGN.LEFT) -> None:
    paragraph.alignment = align
    for run in paragraph.runs:
        font = run.font
        font.size, font.bold, font.name = Pt(size), bold, FONT
        font.color.rgb = RGBColor.from_string(INK)


def _name_fonts(element) -> None:
    """Name the font of Japanese letters too, where python-pptx names that of Latin ones alone."""
    for latin in list(element.iter(qn("a:latin"))):
        latin.addnext(latin.makeelement(qn("a:ea"), {"typeface": FONT}))


def _text(page: Slide, top: int, height: int, lines: list[str], size: float) -> None:
    frame = page.shapes.add_textbox(LEFT, top, ACROSS, height).text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.text = "\n".join(lines)
    for paragraph in frame.paragraphs:
        _look(paragraph, size)


def _chart(page: Slide, chart: Chart) -> None:
    data = CategoryChartData(number_format="#,##0.##")
    data.categories = chart.categories
    for series in chart.series:
        data.add_series(series.name, series.values)
    # A stack has no place for figures above it; where nothing is stacked the bars stand alone.
    kind = XL_CHART_TYPE.BAR_CLUSTERED if chart.is_plain else XL_CHART_TYPE.BAR_STACKED
    drawn = page.shapes.add_chart(kind, LEFT, TOP, CHART, BODY, data).chart
    # The workbook behind a chart tells the hour in which it was made; this one does not.
    drawn.part.chart_workbook.update_from_xlsx_blob(_numbers(chart))
    drawn.font.size, drawn.font.name = Pt(10), FONT
    drawn.has_legend = len(chart.series) > 1
    if drawn.has_legend:
        drawn.legend.position = XL_LEGEND_POSITION.BOTTOM
        drawn.legend.include_in_layout = False
    drawn.has_title = False
    axis = drawn.value_axis
    axis.has_title = True
    axis.axis_title.text_frame.text = chart.unit
    _look(axis.axis_title.text_frame.paragraphs[0], 10)
    axis.major_gridlines.format.line.color.rgb = RGBColor.from_string("D9D9D9")
    axis.minimum_scale = 0
    # As tables are read: the first category above, the scale of numbers below.
    drawn.category_axis.reverse_order = True
    drawn.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    plot = drawn.plots[0]
    plot.gap_width = 60
    for place, (series, told) in enumerate(zip(plot.series, chart.series, strict=True)):
        _fill(series, told, COLOURS[min(place, len(COLOURS) - 1)])
    if chart.is_plain:
        plot.overlap = 100
        plot.has_data_labels = True
        labels = plot.data_labels
        labels.number_format, labels.number_format_is_linked = "#,##0.##", False
        labels.position = XL_LABEL_POSITION.OUTSIDE_END
        labels.font.size = Pt(10)
    _name_fonts(drawn.element)


def _fill(series, told: Series, colour: str) -> None:
    fill = series.format.fill
    if told.hatched:
        fill.patterned()
        fill.pattern = MSO_PATTERN_TYPE.WIDE_UPWARD_DIAGONAL
        fill.fore_color.rgb = RGBColor.from_string(RULE)
        fill.back_color.rgb = RGBColor.from_string("FFFFFF")
    else:
        fill.solid()
        fill.fore_color.rgb = RGBColor.from_string(colour)
    series.format.line.color.rgb = RGBColor.from_string(RULE if told.hatched else "FFFFFF")


def _numbers(chart: Chart) -> bytes:
    """The numbers of a chart where its formulas look for them: the categories, then each series."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": Handout("", ()).made})
        sheet = book.add_worksheet("Sheet1")
        sheet.write_column(1, 0, chart.categories)
        for column, series in enumerate(chart.series, 1):
            sheet.write_string(0, column, series.name)
            for row, value in enumerate(series.values, 1):
                if value is not None:
                    sheet.write_number(row, column, value)
    return written.getvalue()


def _table(page: Slide, chart: Chart) -> None:
    rows = [chart.head, *chart.rows]
    left, width = LEFT + CHART + BETWEEN, ACROSS - CHART - BETWEEN
    high = min(BODY, Inches(0.4) * len(rows))
    table = page.shapes.add_table(len(rows), len(chart.head), left, TOP, width, high).table
    for column, share in zip(table.columns, SHARES, strict=True):
        column.width = int(width * share)
    size = 10 if len(rows) <= 8 else 8
    for number, row in enumerate(rows):
        table.rows[number].height = high // len(rows)
        for column, words in enumerate(row):
            _cell(table.cell(number, column), words, size, head=number == 0, number=column == 1)


def _cell(cell, words: str, size: float, *, head: bool, number: bool) -> None:
    cell.margin_top = cell.margin_bottom = Inches(0.01)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.text_frame.text = words
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string("D9E2EC" if head else "FFFFFF")
    align = PP_ALIGN.RIGHT if number else PP_ALIGN.LEFT
    _look(cell.text_frame.paragraphs[0], size, bold=head, align=align)
