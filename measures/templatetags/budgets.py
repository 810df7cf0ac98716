"""Budget lines as printed, and programmes as subjects by fiscal year and stage.

The programme with most has 39 lines and a table of 119 cells. In milliseconds of processor time, by
templates and so (means of 20 pages without kept ones, 1,000 measures, SQLite): lines 14.3 and 3.9,
table 9.8 and 6.6.
"""

from collections.abc import Iterable, Mapping

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from measures.models import BudgetLine, Obligations
from measures.reconciliation import Row, Table
from measures.sums import Cell, Check
from measures.templatetags.panels import joined, told
from portal.languages import signed
from portal.lists.templatetags.lists import inferred, print_with_translation, safe, source

register = template.Library()
DASH = mark_safe('<span class="dash">—</span>')


@register.simple_tag(takes_context=True)
def line_rows(context, lines: Iterable[BudgetLine], shown: Mapping[str, bool]) -> SafeString:
    """Budget lines as rows of a table; `shown` says which columns that may be empty it has."""
    draw = Lines(context, shown)
    return joined(map(draw.row, lines))


class Lines:
    """How the lines of a table are drawn: what is the same in all of them is looked up once."""

    def __init__(self, context, shown: Mapping[str, bool]):
        self.context, self.shown = context, shown
        self.year, self.stage = safe(gettext("Fiscal year")), safe(gettext("Stage"))
        self.amount, self.ministry = safe(gettext("Amount as printed")), safe(gettext("Ministries"))
        self.remark, self.source = safe(gettext("Remarks")), safe(gettext("Source"))
        self.comma, self.not_added = safe(gettext(", ")), safe(gettext("Not added: "))

    def row(self, line: BudgetLine) -> str:
        """A line."""
        amount = print_with_translation(line.printed, line.printed_in_words)
        return f"""
<tr id="{line.anchor}">
<th scope="row">
{subject_of(line)} {told(line.label)}
</th>
<td data-label="{self.year}"><div>{safe(line.fiscal_year_in_words or "—")}</div></td>
<td data-label="{self.stage}"><div>{safe(line.get_stage_display())}</div></td>
<td data-label="{self.amount}" class="num"><div>{safe(amount)}</div></td>
{self.ministries(line)}
{self.remarks(line)}
<td data-label="{self.source}"><div>{source(self.context, line)}</div></td>
</tr>
"""

    def ministries(self, line: BudgetLine) -> str:
        """The ministries that it names."""
        if not self.shown["ministries"]:
            return ""
        named = self.comma.join(
            f'<a\nhref="{safe(each.get_absolute_url())}"\n>{told(each)}</a>'
            for each in line.ministries.all()
        )
        return f'<td data-label="{self.ministry}">\n<div>\n{named or "—"}\n</div>\n</td>'

    def remarks(self, line: BudgetLine) -> str:
        """What has to be known of its amount."""
        if not self.shown["remarks"]:
            return ""
        words = told(line.scope)
        if line.obligations != Obligations.NONE:
            words = f"{safe(line.get_obligations_display())} {words}"
        why = ""
        if not line.is_added:
            why = f"<span\n>{self.not_added}{told(line.why_not_added)}</span>"
        return f"""<td data-label="{self.remark}">
<div>
{words} {why} {safe(inferred(line))}
</div>
</td>"""


def subject_of(line: BudgetLine) -> str:
    """What it is for, as a link."""
    if not line.subject:
        return ""
    return f'<a href="{safe(line.subject.get_absolute_url())}">{told(line.subject)}</a>'


@register.simple_tag
def budget_cell(cell: Cell) -> SafeString | str:
    """A sum of lines that leads to their list."""
    if cell.amount is None:
        return DASH
    if not cell.address:
        return cell.words
    drawn = f'<a class="figure-link" href="{safe(cell.address)}">{safe(cell.words)}</a>'
    return mark_safe(drawn)  # noqa: S308 - every part is escaped


@register.simple_tag
def budget_printed(check: Check) -> SafeString:
    """A printed total that leads to the section it was read from."""
    if not check.total:
        return DASH
    address = f"{check.total.section.get_absolute_url()}#{check.total.evidence_id}"
    words = safe(check.printed_words)
    return mark_safe(f'<a class="figure-link" href="{address}">{words}</a>')  # noqa: S308 - escaped


@register.simple_tag
def budget_difference(total, difference) -> SafeString | str:
    """A printed total less the computed sum; it leads to what is known of a difference."""
    if not total:
        return DASH
    if not difference:
        return "0"
    address, words = safe(total.get_absolute_url()), safe(signed(difference))
    drawn = f'<a class="figure-link" href="{address}">{words}</a>'
    return mark_safe(drawn)  # noqa: S308 - every part is escaped


@register.simple_tag(takes_context=True)
def budget_rows(context, table: Table) -> SafeString:
    """A programme as rows of a table, a subject each, with why a printed total differs."""
    aside = safe(gettext("not in the sum"))
    return joined(budget_row(context, table, row, aside) for row in table.rows)


def budget_row(context, table: Table, row: Row, aside: str) -> str:
    """A subject; `aside` says of an amount that it is not in the sum."""
    check = row.check
    name = told(row.name)
    if row.subject:
        name = f'<a\nhref="{safe(row.subject.get_absolute_url())}">{name}</a>{safe(row.mark)}'
    places = "".join(place_of(cell, beside, aside) for cell, beside in row.places)
    drawn = f"""
<tr{' class="is-tinted"' if check.difference else ""}>
<th scope="row">
{name}
</th>
{places}
<td class="num">
{safe(budget_cell(check.cell))}
</td>
{checked(check) if table.checks else ""}
</tr>
"""
    return drawn + (why(context, table, check) if check.difference else "")


def place_of(cell: Cell, beside: Iterable[Cell], aside: str) -> str:
    """The sum of a fiscal year and stage, and the amounts that are not in it."""
    beside = list(beside)
    drawn = f"\n{safe(budget_cell(cell))}\n" if cell.words or not beside else ""
    drawn += "".join(
        f'\n<div class="is-aside">\n{safe(budget_cell(each))}\n '
        f'<span class="is-aside__words">{aside}</span></div>\n'
        for each in beside
    )
    return f'\n<td class="num">\n{drawn}\n</td>\n'


def checked(check: Check) -> str:
    """The printed total and how far the sum is from it."""
    different = " is-different" if check.difference else ""
    return f"""<td class="num data-table__printed">
{budget_printed(check)}
</td>
<td class="num{different}">
{safe(budget_difference(check.total, check.difference))}
</td>"""


def why(context, table: Table, check: Check) -> str:
    """Why a printed total differs from the sum, as a row of its own."""
    drawing = context.template.engine.get_template("measures/difference.html")
    with context.push(check=check, span=table.width):
        return drawing.render(context)
