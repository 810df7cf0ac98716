"""What a measure is related to, in rows: what sources state, and what both share.

A page of a law has 25 rows of either. They take 6.1 ms of processor time so, and took templates
12.3 (means of 20 pages without kept ones, 1,000 measures, SQLite).
"""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from measures.models import Measure
from measures.page.relations import Related
from measures.passed import passed_note
from measures.related import Reason, SimilarMeasure
from portal.languages import mark_japanese
from portal.lists.addresses import address
from portal.lists.templatetags.lists import inferred, safe, source

register = template.Library()


@register.simple_tag(takes_context=True)
def stated_rows(context, relations: Iterable[Related]) -> SafeString:
    """Relations of one verb as list items, on the page of the measure of the context."""
    others = Others(context["measure"])
    drawn = (
        f"""
<li>
<div>
{others.title(each.other)}
<p class="relation-list__reason">{safe(mark_japanese(each.row.reason))} {safe(inferred(each.row))}</p>
{others.compare(each.other)}
</div>
<div class="source-list">{source(context, each.row)}</div></li>"""  # noqa: E501 - HTML
        for each in relations
    )
    return mark_safe("".join(drawn))  # noqa: S308 - every part is escaped


@register.simple_tag(takes_context=True)
def computed_rows(context, similar: Iterable[SimilarMeasure], judging: bool) -> SafeString:
    """Measures that share much as list items; with buttons where who reads may judge them."""
    others = Others(context["measure"])
    drawn = (
        f"""
<li><span class="relation-list__verb">{others.confirmed if each.verdict else others.computed}</span>
<div>
{others.title(each.other)}
{others.reasons(each.reasons)}
{others.note(each)}
{others.compare(each.other)}
</div>
{judge(context, each) if judging else ""}</li>"""
        for each in similar
    )
    return mark_safe("".join(drawn))  # noqa: S308 - every part is escaped


def judge(context, similar: SimilarMeasure) -> str:
    """The buttons by which an editor says whether a measure is related."""
    buttons = context.template.engine.get_template("measures/judge.html")
    with context.push(other=similar.other, verdict=similar.verdict):
        return buttons.render(context)


class Others:
    """How other measures are told on the page of one; what all say is looked up once."""

    def __init__(self, measure: Measure):
        self.compared = f"{address('compare')}?measure={measure.slug}"
        self.comparing, self.shared = safe(gettext("Compare")), safe(gettext("Shared: "))
        self.comma = safe(gettext(", "))
        self.confirmed = safe(gettext("Confirmed by an editor"))
        self.computed = safe(gettext("Computed"))

    def title(self, other: Measure) -> str:
        """Its title, its kind and its status."""
        told = f"{other.get_kind_display()} · {other.get_status_display()}"
        return (
            f'<a class="relation-list__title" href="{safe(other.get_absolute_url())}">'
            f"{safe(other.title)}</a><span\n"
            f'class="relation-list__kind">{safe(told)} {safe(other.status_as_of_words)}</span>'
            f"{passed_note(passed=other.day_passed)}"
        )

    def compare(self, other: Measure) -> str:
        """The way to the two side by side."""
        return f"""<p class="compare-link no-print">
<a href="{self.compared}&amp;measure={other.slug}">{self.comparing}<span class="visually-hidden">
{safe(other.title)}</span></a>
</p>"""

    def note(self, similar: SimilarMeasure) -> str:
        """What an editor said of the two."""
        if similar.verdict is None or not similar.verdict.note:
            return ""
        return f'<p class="relation-list__reason">{safe(similar.verdict.note)}</p>'

    def reasons(self, reasons: list[Reason]) -> str:
        """What both share, kind by kind."""
        if not reasons:
            return ""
        told = self.comma.join(map(self.reason, reasons))
        return f'<p class="relation-list__reason">\n{self.shared}{told}\n</p>'

    def reason(self, reason: Reason) -> str:
        """What both share of one kind."""
        things = self.comma.join(
            f'<a\nhref="{safe(each.entry.get_absolute_url())}"\n>{safe(mark_japanese(each.name))}</a>'
            for each in reason.things
        )
        if not reason.more:
            return things
        more = ngettext("and %(counter)s more", "and %(counter)s more", reason.more)
        return f"{things}\n{safe(more % {'counter': reason.more})}"
