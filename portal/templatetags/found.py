"""What a search found, line by line.

A search page takes 30.6 ms of processor time so, and took templates 39.9 (medians of 15 words in
turns, 1,000 measures, SQLite).
"""

from collections.abc import Iterable, Sequence

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from measures.facts import FactValue
from measures.passed import passed_note
from measures.statuses import status_badge
from portal.languages import mark_japanese
from portal.lists.templatetags.lists import highlight, safe, section_mark, source
from portal.pages.results.lines import ResultLine
from portal.pages.results.reasons import Reason

register = template.Library()


@register.simple_tag(takes_context=True)
def result_lines(context, lines: Iterable[ResultLine]) -> SafeString:
    """The entries that were found as list items, each with why it was found."""
    drawn = (f'<li class="result-line">\n{line(context, each)}</li>\n' for each in lines)
    return mark_safe("".join(drawn))  # noqa: S308 - every part is escaped


def line(context, found: ResultLine, *, inner: bool = False) -> str:
    """One result; `inner` is a row by which the one above was found."""
    through = "".join(
        f'<div class="result-line__through">{line(context, each, inner=True)}</div>\n'
        for each in found.through
    )
    return f"""<div class="result-line__main">
{title(found, inner)}
{unmet(found)}{values(found)}{text(found)}{reason(found.reason, found.words)}{through}</div>
<div class="result-line__source source-list">
{sources(context, found)}
</div>
"""


def title(found: ResultLine, inner: bool) -> str:
    """What it is called, of what kind it is, and to which entry it belongs."""
    owner = None if inner else found.owner
    belongs = f" · {marked(owner, found.words)}" if owner else ""
    return (
        f'<p class="result-line__title">\n'
        f'<a href="{safe(found.address)}">{marked(found.title, found.words)}</a>\n'
        f'<span class="meta">{safe(mark_japanese(found.kind))}{belongs}</span>\n</p>'
    )


def marked(words: object, asked: Sequence[str]) -> str:
    """A text with the words asked for marked."""
    return safe(highlight(words, asked))


def unmet(found: ResultLine) -> str:
    """How much of what was asked it holds, and what not."""
    if not found.unmet:
        return ""
    met = ngettext("%(met)s of %(counter)s word", "%(met)s of %(counter)s words", found.asked)
    held = safe(met % {"met": len(found.met), "counter": found.asked})
    without = safe(gettext("without"))
    missing = safe(gettext(", ")).join(safe(mark_japanese(word)) for word in found.unmet)
    return f'<p class="meta">\n{held} ({without}:\n{missing})\n</p>\n'


def values(found: ResultLine) -> str:
    """The first of each thing that is told."""
    if not found.told:
        return ""
    told = "".join(
        f"<div>\n<dt>{safe(str(each.name))}</dt>\n"
        f"<dd>{value(each.first, found.words)}"
        f"{passed_note(passed=any(item.of_today for item in each.items))}</dd>\n</div>\n"
        for each in found.told
    )
    return f'<dl class="result-line__values">\n{told}</dl>\n'


def value(told: FactValue, asked: Sequence[str]) -> str:
    """One value with its note, and whether it is inferred."""
    drawn = status_badge(told.code, told.words) if told.code else marked(told.words, asked)
    if told.address and not told.code:
        drawn = f'<a\nhref="{safe(told.address)}">{drawn}</a>'
    if told.note:
        drawn += f'\n<span class="meta">{marked(told.note, asked)}</span>'
    if getattr(told.row, "inferred", False):
        inferred = safe(gettext("inferred"))
        drawn += f'\n<span class="inferred">{inferred}</span>'
    return drawn


def text(found: ResultLine) -> str:
    """What a provision says."""
    said = found.text
    return f'<p class="result-line__text">{marked(said, found.words)}</p>\n' if said else ""


def reason(why: Reason | None, asked: Sequence[str]) -> str:
    """Why it was found, where its line does not show it."""
    if why is None:
        return ""
    told = f'<span class="found-by__told">{safe(mark_japanese(why.told))}</span>\n'
    label = f'<span class="found-by__label">{safe(mark_japanese(why.label))}</span>\n'
    english = ' lang="en"' if why.text_language == "en" else ""
    return (
        f'<p class="found-by">\n{told if why.told else ""}{label if why.label else ""}'
        f"<span{english}>{marked(why.text, asked)}</span>\n</p>\n"
    )


def sources(context, found: ResultLine) -> str:
    """The marks of where it was read."""
    marks = "".join(source(context, row) for row in found.sources)
    return f"{marks}{section_mark(context, found.section)}" if found.section else marks
