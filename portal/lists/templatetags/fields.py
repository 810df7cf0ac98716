"""The questions of a list that are answered by writing or by a tick, and how many rows are found.

Six fields, the count and the orders take 0.6 ms of processor time so, and took templates 2.1 (means
of 20 pages of measures without kept ones, 1,000 measures, SQLite).
"""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from portal.languages import mark_japanese, plain_number
from portal.lists.facets import FreeField
from portal.lists.request import ListRequest
from portal.lists.templatetags.lists import safe

register = template.Library()


@register.simple_tag
def free_fields(fields: Iterable[FreeField]) -> SafeString:
    """The fields of a form in which one writes, or ticks, each with what is wrong beside it."""
    undated = safe(gettext("Without a date"))
    drawn = "".join(
        f"\n{ticked(each, undated) if each.input == 'checkbox' else written(each)}\n"
        f"{faults(each)}\n</div>\n"
        for each in fields
    )
    return mark_safe(drawn)  # noqa: S308 - every part is escaped


def ticked(field: FreeField, words: str) -> str:
    """A question answered by a tick."""
    described = f' aria-describedby="{safe(field.described_by)}"' if field.faults else ""
    return f"""<div class="facet__field facet__field--tick"><label><input type="checkbox" name="{safe(field.name)}" value="{safe(field.value)}"
{"checked" if field.ticked else ""}{described}>
<span>{words}</span></label>
"""  # noqa: E501 - HTML


def written(field: FreeField) -> str:
    """A question answered by writing."""
    name = safe(field.name)
    described = f'aria-describedby="{safe(field.described_by)}"' if field.described_by else ""
    return f"""<div class="facet__field"><label for="ask-{name}">{safe(field.label)}</label>
<input id="ask-{name}" name="{name}" value="{safe(field.value)}" type="{field.input}"
maxlength="200" {described}{' aria-invalid="true"' if field.faults else ""}>
"""


def faults(field: FreeField) -> str:
    """What is wrong with what was written."""
    if not field.faults:
        return ""
    told = "".join(f"{safe(mark_japanese(each.reason))} " for each in field.faults)
    return f'<p class="field-fault" id="fault-{safe(field.name)}">{told}</p>\n'


@register.simple_tag
def count(list_request: ListRequest) -> SafeString:
    """How many rows are found, which of them are shown, and how many say nothing of what is asked.

    These are the way to the same list with them.
    """
    words = ngettext("entry", "entries", list_request.count)
    number = plain_number(list_request.count)
    drawn = (
        f'<span class="count-line__number num">{number}</span> {safe(words)}'
        f"{places(list_request)}{untold(list_request)}"
    )
    return mark_safe(drawn)  # noqa: S308 - every part is escaped


def places(list_request: ListRequest) -> str:
    """From which row to which the page shows them."""
    if not list_request.count:
        return ""
    page = list_request.page
    words = gettext("(%(first)s–%(last)s shown)")
    words = safe(words % {"first": page.start_index(), "last": page.end_index()})
    return f'<span\nclass="count-line__range">{words}</span>'


def untold(list_request: ListRequest) -> str:
    """The ways to what says nothing of a condition."""
    return "".join(
        f'<a\nclass="count-line__range" href="?{safe(each.query)}">{safe(each.label)}</a>'
        for each in list_request.filterset.untold
    )


@register.simple_tag
def orders(list_request: ListRequest) -> SafeString:
    """The orders of a list as list items: that of the page, and the ways to the others."""
    drawn = "".join(
        f'\n<li><span aria-current="true">{safe(str(each.label))}</span></li>\n'
        if current
        else f'\n<li><a href="?{safe(query)}">{safe(str(each.label))}</a></li>\n'
        for each, current, query in list_request.sort_links
    )
    return mark_safe(drawn)  # noqa: S308 - every part is escaped
