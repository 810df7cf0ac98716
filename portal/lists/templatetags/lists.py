"""How cells, source marks and the five kinds of nothing are drawn."""

import functools
import html
import re

from django import template
from django.urls import get_script_prefix
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, pgettext

from portal.charts.text import width
from portal.dates.written import examples
from portal.languages import (
    as_japanese,
    mark_japanese,
    may_break,
    plain_number,
    quote_phrase,
    signed,
)
from portal.lists import addresses
from portal.lists.columns import Column
from portal.lists.templatetags.editing import edit_link
from portal.lists.values import is_choice
from portal.search.text import Folded, fold
from portal.search.words import form, spans

register = template.Library()
register.filter("mark_japanese", mark_japanese)
register.filter("as_japanese", as_japanese)
register.filter("may_break", may_break)
register.filter("quote_phrase", quote_phrase)
register.filter("plain_number", plain_number)
register.filter("signed", signed)

# A figure as people print it: 約181 | 億円, 2兆5,643 | 億円, JPY | 2.5643 | trillion.
FIGURE = re.compile(r"(?P<before>[^\d約]*)(?P<number>約?\d(?:[\d.,兆億万]*\d)?)(?P<unit>.*)", re.S)
# The date in the mark of a source, with what follows it without a blank.
DATED = re.compile(r"\d{4}-\d\d(?:・[^ <]+)?")
SENTENCE = re.compile(r"[^。]+?(?:。|\.(?=\s)|$)\s*")

# Nothing printed here, where that is what most rows have.
DASH = mark_safe('<span class="dash">—</span>')


def safe(text: str) -> str:
    """Text escaped where it is not yet: `conditional_escape` without the care for lazy text."""
    return text if isinstance(text, SafeString) else html.escape(text)


def source_badge(
    address: str, words: str, number: int | None = None, *, named: bool = False
) -> SafeString:
    """The boxed sign, 出典 or Source, that leads to where a value was read.

    In print the number of the source, where it has one, stands in the place of the box. Where the
    source is `named` above already, the sign stands alone and keeps the words for who hears it.
    """
    before, behind = around_address(get_language(), words, number, named)
    return SafeString(before + safe(address) + behind)


@functools.lru_cache(maxsize=2048)
def around_address(_language: str, words: str, number: int | None, named: bool) -> tuple[str, str]:
    """What stands before and behind the address in a source mark.

    Rows share a few sections, and so do pages; the page of a law has ninety marks.
    """
    sign = pgettext("sign of a source", "Source")
    box = f'<span class="source-mark__box" aria-hidden="true">{sign}</span>'
    if number:
        box += f'<span class="source-mark__number" aria-hidden="true">[{number}]</span>'
    told, css, beside = safe(gettext("Source: ")), "source-mark", "source-mark__text"
    if named:
        css, beside = "source-mark source-mark--sign", "visually-hidden"
    return (
        f'<a class="{css}" href="',
        f'"><span class="visually-hidden">{told}</span>{box}'
        f'<span class="{beside}">{whole_dates(mark_japanese(words))}</span></a>',
    )


def whole_dates(words: str) -> SafeString:
    """The words of a source with its date and section kept on one line: 経産省 | 2026-04・13節."""
    return SafeString(DATED.sub(r'<span class="nowrap">\g<0></span>', safe(words)))


def number_of(context, section) -> int | None:
    """The number of a section on a page that numbers its sources: one that gives `numbered`."""
    numbered = context.get("numbered")
    return numbered.number(section) if numbered else None


def is_named(context, section) -> bool:
    """Whether the head of the part of the page around names the section (`named_source`)."""
    named = context.get("named_source")
    return bool(named) and named.pk == section.pk


@register.simple_tag(takes_context=True)
def source(context, row) -> SafeString:
    """The source mark of a row: it leads to the row's place on the page of its section.

    On the page of an entry, which gives `rows_cited`, the link to what cites the row stands
    behind it, and what is `confirmed` of it, where the page gives that. Elsewhere it stands at the
    row's place on the page of its section.
    """
    section = row.section
    address = f"{section.get_absolute_url()}#{row.evidence_id}"
    mark = source_badge(
        address, section.mark, number_of(context, section), named=is_named(context, section)
    )
    mark = f"{mark}{safe(confirmed_mark(context, row))}"
    if context.get("rows_cited"):
        mark = f"{mark} {cite_link(context, row)}"
    return SafeString(mark)


@register.simple_tag(takes_context=True)
def confirmed_mark(context, row) -> SafeString | str:
    """What is confirmed of a row, behind a space, on a page that gives what is `confirmed`."""
    return context["confirmed"].mark(row) if context.get("confirmed") else ""


@register.simple_tag(takes_context=True)
def cite_link(context, row) -> SafeString:
    """The small links from a row to the page that cites it and to where a mistake is pointed out.

    Each is an address and a word of 90 bytes; the citations themselves would be 500 at each row.
    For who may edit the row one to its form stands behind.
    """
    named = f"{row.cite_kind()}/{row.cite_name}"
    cite, remark, behind = around_names(get_language(), get_script_prefix())
    return SafeString(f"{cite}{named}{remark}{named}{behind}{edit_link(context, row)}")


@functools.cache
def around_names(_language: str, _prefix: str) -> tuple[str, str, str]:
    """What stands before, between and behind the names of a row in its two links."""
    cite, words = safe(gettext("Cite")), safe(pgettext("a mistake in a value", "Point out"))
    (to_cite, to_remark) = (addresses.parts(view, 2)[0] for view in ("cite", "remark"))
    return (
        f'<a class="cite-link" href="{to_cite}',
        f'/">{cite}</a> <a class="cite-link cite-link--remark" href="{to_remark}',
        f'/">{words}</a>',
    )


@register.simple_tag(takes_context=True)
def section_mark(context, section, *, naming: bool = False) -> SafeString:
    """The source mark of a whole section; `naming` where it names the source of what follows."""
    named = not naming and is_named(context, section)
    address = section.get_absolute_url()
    return source_badge(address, section.mark, number_of(context, section), named=named)


@register.simple_tag
def time_of(words: str, machine: str, css: str = "") -> SafeString:
    """A date in words, as a `time` element where machines can read it too."""
    named = format_html(' class="{}"', css) if css else ""
    if not machine:
        return format_html("<span{}>{}</span>", named, words)
    return format_html('<time{} datetime="{}">{}</time>', named, machine, words)


@register.simple_tag
def nothing(kind: str = "not-stated") -> SafeString:
    """One of the words for nothing: not-stated, no-record or not-examined."""
    words = {
        "not-stated": gettext("not stated"),
        "no-record": gettext("no record"),
        "not-examined": gettext("not examined"),
    }[kind]
    return format_html('<span class="empty-value" data-empty="{}">{}</span>', kind, words)


@register.simple_tag
def date_forms() -> str:
    """How dates may be written, for people of the active language."""
    return gettext("Dates as you write them: %(examples)s") % {"examples": examples()}


@register.simple_tag
def inferred(row) -> SafeString | str:
    """The dashed tag beside an inferred value with its reason; nothing for other values."""
    if not row.inferred:
        return ""
    return format_html(
        '<span class="inferred">{}</span> <span class="inference">{}</span>',
        gettext("inferred"),
        mark_japanese(row.inference),
    )


@register.filter
def figure_with_unit(printed: str) -> SafeString | str:
    """A figure with its number at full size and its unit at half; words stay as they are."""
    parts = FIGURE.fullmatch(printed)
    if parts is None:
        return printed
    small = '<span class="key-figures__unit">{}</span>'
    return format_html(
        "{}{}{}",
        format_html(small, parts["before"]) if parts["before"] else "",
        format_html('<span class="nowrap">{}</span>', parts["number"]),
        format_html(small, parts["unit"]) if parts["unit"] else "",
    )


@register.filter
def first_sentences(text: str, room: int) -> str:
    """As many whole sentences of a text as fit into `room` full-width characters, at least one."""
    kept = ""
    for sentence in SENTENCE.findall(text):
        if kept and width(kept + sentence, 1) > room:
            break
        kept += sentence
    return kept.strip()


@register.filter
def highlight(text, words: list[str]) -> SafeString | str:
    """The text with folded `words` marked where they stand; untouched where none does."""
    text = str(text)
    folded = fold(text) if words else ""
    if not any(form(word).stands_in(folded) for word in words):
        return mark_japanese(text)
    parts, last = [], 0
    for start, end in spans(Folded(text), words):
        before, found = mark_japanese(text[last:start]), mark_japanese(text[start:end])
        parts.append(f"{safe(before)}<mark>{safe(found)}</mark>")
        last = end
    parts.append(safe(mark_japanese(text[last:])))
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped


@register.simple_tag
def found_by(finds: dict, row, words: list[str]) -> SafeString | str:
    """For a row that does not show why it was found: the place that does, with its words."""
    find = finds.get(row["pk"] if isinstance(row, dict) else row.pk)
    if find is None:
        return ""
    return format_html(
        '<span class="found-by"><span class="found-by__label">{}</span> {}</span>',
        gettext("Found in: %(place)s") % {"place": find.label},
        highlight(find.words, words),
    )


@register.simple_tag
def cell(column: Column, row: dict, words: list[str] | None = None) -> SafeString | str:
    """A cell of a list. `row` has a value under `c_<name>` for every column of the list.

    Folded `words` are marked in it.
    """
    value = row[f"c_{column.name}"]
    if column.cell == "source":
        return _source_cell(value, row) if value else nothing()
    if value is None or value == "":
        return DASH if column.cell.startswith("optional") else nothing()
    if column.cell == "number":
        return format_html('<span class="num">{}</span>', plain_number(value))
    if column.draw:
        return column.draw(value, row)
    if column.cell.endswith("words"):
        return format_html('<span class="nowrap">{}</span>', column.words(value))
    if column.beside:
        return print_with_translation(highlight(value, words or []), column.beside(row))
    if column.cell == "entry" or column.leads:
        shown = highlight(value, words or [])
        return format_html('<a href="{}">{}</a>', _led_to(column, row), shown)
    return may_break(value) if is_choice(column) else highlight(value, words or [])


def _led_to(column: Column, row: dict) -> str:
    """The address that a cell leads to."""
    if column.cell == "entry":
        return row["c_entry_address"]
    view, *names = column.leads
    return addresses.address(view, *(row[f"c_{name}"] for name in names))


@register.simple_tag
def print_with_translation(print_: str, words: str = "") -> SafeString | str:
    """A print, and beside it its English words where there are some."""
    if not words:
        return mark_japanese(print_)
    return format_html('{} <span class="in-words">{}</span>', mark_japanese(print_), words)


def _source_cell(words: str, row: dict) -> SafeString:
    """The source mark of a row, and below it why the row is inferred, where it is."""
    if not row.get("c_inferred"):
        return source_badge(row["c_section_address"], words)
    return format_html(
        '{}<details class="why"><summary><span class="inferred">{}</span></summary>{}</details>',
        source_badge(row["c_section_address"], words),
        row["c_inferred"],
        mark_japanese(row["c_inference"]),
    )


@register.simple_tag(takes_context=True)
def nav_link(context, view: str, words: str, css_class: str = "") -> SafeString:
    """A link of the site map, marked where the page stands below it."""
    where = addresses.address(view)
    path = context["request"].path
    current = mark_safe(' aria-current="page"') if path.startswith(where) else ""
    named = format_html(' class="{}"', css_class) if css_class else ""
    return format_html('<a{} href="{}"{}>{}</a>', named, where, current, words)


@register.simple_tag(takes_context=True)
def other_language(context) -> SafeString:
    """The same page with the same query in the other language."""
    code, words = ("ja", "日本語") if get_language() == "en" else ("en", "English")
    request = context["request"]
    address = addresses.in_language(request, request.get_full_path(), code)
    return format_html(
        '<a class="language" href="{}" lang="{}" hreflang="{}">{}</a>', address, code, code, words
    )


@register.simple_tag(takes_context=True)
def alternates(context) -> SafeString:
    """The permanent address of the page and the same page in each language.

    A page that gives `permanent` is the same at that path, whatever its query says besides.
    """
    request = context["request"]
    address = context.get("permanent") or request.get_full_path()
    of_now = addresses.in_language(request, address, get_language())
    links = [("canonical", "", of_now)]
    links += [
        ("alternate", code, addresses.in_language(request, address, code)) for code in ("ja", "en")
    ]
    return format_html_join(
        "\n",
        '<link rel="{}"{} href="{}">',
        (
            (
                rel,
                format_html(' hreflang="{}"', code) if code else "",
                request.build_absolute_uri(link),
            )
            for rel, code, link in links
        ),
    )
