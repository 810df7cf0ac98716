"""The rows of the panels of a measure.

A law has some ninety, with a source mark, links to cite each and to point out a mistake. In
milliseconds of processor time, by templates and so (means of 20 pages of a law without kept ones,
1,000 measures, SQLite): subjects 5.1 and 3.7, provisions 4.4 and 1.6, issues 2.7 and 1.0, citations
2.2 and 0.7, numbered sources 2.9 and 0.9.
"""

from collections.abc import Iterable

from django import template
from django.template.loader import render_to_string
from django.utils.formats import localize
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from measures.facts import Answer, FactValue
from measures.models import (
    Citation,
    MeasureOrganisation,
    MeasureSubject,
    Milestone,
    Provision,
)
from measures.numbered_sources import NumberedSource
from measures.page.content import ShownPanel
from measures.statuses import status_badge
from policies.models import Evidence
from portal.languages import mark_japanese, quote_phrase
from portal.lists.addresses import address
from portal.lists.templatetags.lists import (
    cite_link,
    confirmed_mark,
    inferred,
    nothing,
    safe,
    section_mark,
    source,
    time_of,
)

register = template.Library()


def told(words: object) -> str:
    """Words escaped, on English pages with what is Japanese in them marked so."""
    return safe(mark_japanese(str(words)))


def joined(drawn: Iterable[str]) -> SafeString:
    """Drawn rows as one."""
    return SafeString("".join(drawn))


@register.simple_tag
def panel_links(panels: Iterable[ShownPanel]) -> SafeString:
    """The table of contents of a page as list items."""
    return between_lines(
        f'<li><a href="#{each.panel.anchor}">{safe(each.title)}{rows_of(each)}</a></li>'
        for each in panels
    )


def rows_of(panel: ShownPanel) -> str:
    """How many rows a panel tells of; nothing where it tells of none."""
    if not panel.count:
        return ""
    return f'<span\n      class="page-toc__count">{localize(panel.count)}</span>'


def between_lines(drawn: Iterable[str]) -> SafeString:
    """Drawn rows, each on a line of its own."""
    return joined(f"\n    {each}\n    " for each in drawn)


@register.simple_tag(takes_context=True)
def panel_head(context, shown: ShownPanel) -> SafeString:
    """The heading of a panel, the source that all of it was read from, its links and its files."""
    source, links = "", ""
    if shown.source:
        source = f"<p>{section_mark(context, shown.source, naming=True)}</p>"
    if shown.links or shown.files:
        drawn = f"{buttons(shown.links)}{files_of(shown)}"
        links = f'\n  <div class="button-row no-print">\n    {drawn}\n  </div>\n  '
    return joined(
        (
            f'<div class="section__head">\n  <h2 id="{shown.panel.anchor}-h">',
            f"{safe(shown.title)}</h2>\n  {source}\n  {links}\n</div>",
        )
    )


def buttons(links: Iterable[tuple[str, str]]) -> str:
    """A button for each link."""
    return "".join(
        f'<a class="button button--small" href="{safe(address)}">{safe(words)}</a>'
        for words, address in links
    )


def files_of(shown: ShownPanel) -> str:
    """The files of the rows of a panel, folded, as there are as many as formats."""
    if not shown.files:
        return ""
    name = f'<span class="visually-hidden">{safe(shown.title)} </span>{safe(gettext("Files"))}'
    return (
        f'<details class="panel-files"><summary>{name}</summary>'
        f'<div class="button-row">{buttons(shown.files)}</div></details>'
    )


@register.simple_tag(takes_context=True)
def fact_rows(context, answers: Iterable[Answer]) -> SafeString:
    """Facts with what is said to each, as terms and descriptions of a list."""
    return joined(
        f"""
  <div{place_of(each)}>
    <dt>
      {safe(str(each.fact.name))}{help_of(each)}
    </dt>
    <dd>{fact_items(context, each)}</dd>
  </div>
  """
        for each in answers
    )


def place_of(answer: Answer) -> str:
    """Where links to a fact lead, and that there is no answer to it."""
    anchor = f' id="{answer.fact.anchor}"' if answer.fact.anchor else ""
    return anchor if answer.items else f'{anchor} class="fact-column__nothing"'


def help_of(answer: Answer) -> str:
    """The way to what the words of a fact mean."""
    if not answer.fact.help:
        return ""
    where, words = address("help-record"), safe(gettext("What do these words mean?"))
    return f'\n      <a class="help-mark no-print" href="{where}#{answer.fact.help}">{words}</a>'


@register.simple_tag(takes_context=True)
def subject_rows(context, rows: Iterable[MeasureSubject]) -> SafeString:
    """What a measure is about as list items."""
    return joined(
        f"""
<li>
{number_of(row)}<a href="{safe(row.subject.get_absolute_url())}">{safe(str(row.subject))}</a>{note_of(row)} {source(context, row)} {safe(inferred(row))}
</li>
"""  # noqa: E501 - HTML
        for row in rows
    )


def number_of(row: MeasureSubject) -> str:
    """The number that the source prints before it."""
    return f'<span class="subject-list__number">{safe(row.number)}</span>\n' if row.number else ""


def note_of(row: MeasureSubject | FactValue) -> str:
    """What is said beside it."""
    return f'\n<span class="meta">{told(row.note)}</span>' if row.note else ""


@register.simple_tag(takes_context=True)
def provision_lines(context, provision: Provision) -> SafeString:
    """The lines of a provision: its own, and those below it with their numbers."""
    drawn = [provision_line(context, provision, "")]
    return joined(drawn + [provision_line(context, each, each.number) for each in provision.lines])


def provision_line(context, line: Provision, number: str) -> str:
    """A line of a provision, with a number where it is not the provision's own."""
    is_below = bool(line.parent_id)
    anchor = f' id="{line.anchor}"' if number or is_below else ""
    words = f"<b>{told(number)}</b>\n" if number else ""
    if is_below and line.heading:
        words += f"<b>{safe(line.heading)}</b>: "
    return f"""
<div class="provisions__line"{anchor}>
<p class="provisions__text">
{words}{told(line.text)}{besides(line, is_below)} {safe(inferred(line))}
</p>
<span class="provisions__phrase anchor-phrase">{safe(quote_phrase(line.phrase))}</span><span
class="provisions__source">{source(context, line)}</span>
</div>
"""


def besides(line: Provision, is_below: bool) -> str:
    """Since when a line holds, who said it, and whether the source marks it as new."""
    words = ""
    if line.effective:
        takes = safe(gettext("Takes effect: "))
        words += f'\n<span class="meta">{takes}{safe(line.effective_in_words)}</span>'
    if line.speaker:
        said = safe(gettext("Said by: "))
        words += f'\n<span class="meta">{said}{safe(str(line.speaker))}</span>'
    if is_below and line.is_new:
        new = safe(gettext("new"))
        words += f'\n<span class="tag tag--new">{new}</span>'
    return words


@register.simple_tag(takes_context=True)
def citation_rows(context, citations: Iterable[Citation]) -> SafeString:
    """Where a measure was read in one document, as rows of a table."""
    heading, phrase = safe(gettext("Heading (as printed)")), safe(gettext("Anchor phrase"))
    supports, comma = safe(gettext("Supports")), gettext(", ")
    return joined(
        f"""
<tr>
<th scope="row"><a href="{safe(each.section.get_absolute_url())}">{safe(each.section.code)}</a> {cite_link(context, each)}{safe(confirmed_mark(context, each))}</th>
<td data-label="{heading}"><div>{told(each.section.heading)}</div></td>
<td data-label="{phrase}">
<div>
{safe(quote_phrase(each.phrase))} {safe(inferred(each))}
{in_context(context, each)}
</div>
</td>
<td data-label="{supports}"><div>{safe(comma.join(each.supports_in_words))}</div></td>
</tr>
"""  # noqa: E501 - HTML
        for each in citations
    )


def in_context(context, citation: Citation) -> str:
    """The passage around its phrase, from an attached copy."""
    if not citation.passage:
        return ""
    drawing = context.template.engine.get_template("policies/passage.html")
    with context.push(passage=citation.passage):
        return drawing.render(context)


@register.simple_tag
def source_rows(numbered: Iterable[NumberedSource]) -> SafeString:
    """The sources of a page with their numbers, each with what it was cited for in print."""
    comma = gettext(", ")
    return joined(
        f"""
<li id="source-{each.number}">
<span class="numbered-sources__number">[{each.number}]</span>
<div>
<p class="numbered-sources__text">{told(each.text)}</p>
{publishers_page_of(each)}
{"".join(cited_for(citation, comma) for citation in each.citations)}
</div>
</li>
"""
        for each in numbered
    )


def publishers_page_of(source: NumberedSource) -> str:
    """The publisher's own file at the page of a source, where its address is known."""
    if not source.file:
        return ""
    context = {"address": source.file, "page": source.section.page}
    return f"<p>{render_to_string('policies/publishers_page.html', context)}</p>"


def cited_for(citation: Citation, comma: str) -> str:
    """At which words a source was cited, and for what."""
    supports = safe(comma.join(citation.supports_in_words))
    return (
        f'\n<p class="numbered-sources__cited">{safe(quote_phrase(citation.phrase))} {supports} '
        f"{safe(inferred(citation))}</p>\n"
    )


@register.simple_tag(takes_context=True)
def milestone_rows(context, milestones: Iterable[Milestone]) -> SafeString:
    """Dated events as list items."""
    return joined(
        f"""
<li id="{each.anchor}">
<div class="timeline__date">
{time_of(each.date_in_words, each.machine_date) if each.date else nothing()}
</div>
<div class="timeline__body">
{told(each.label)}<span class="timeline__note anchor-phrase">{safe(quote_phrase(each.phrase))}</span>{safe(inferred(each))}
</div>
<div class="timeline__source">{source(context, each)}</div>
</li>
"""  # noqa: E501 - HTML
        for each in milestones
    )


@register.simple_tag(takes_context=True)
def organisation_rows(context, rows: Iterable[MeasureOrganisation]) -> SafeString:
    """Who has a part in a measure, as rows of a table."""
    part, read_in = safe(gettext("Part")), safe(gettext("Source"))
    return joined(
        f"""
<tr>
<th scope="row"><a href="{safe(each.organisation.get_absolute_url())}">{safe(str(each.organisation))}</a></th>
<td data-label="{part}"><div>{safe(each.get_role_display())} {safe(inferred(each))}</div></td>
<td data-label="{read_in}"><div>{source(context, each)}</div></td>
</tr>
"""  # noqa: E501 - HTML
        for each in rows
    )


@register.simple_tag(takes_context=True)
def answer_rows(context, answers: Iterable[Evidence]) -> SafeString:
    """The issues that a measure answers as list items."""
    return joined(
        f"""
<li>
<span class="relation-list__verb">{safe(each.issue.get_kind_display())}</span>
<div>
<a class="relation-list__title" href="{safe(each.issue.get_absolute_url())}">{safe(str(each.issue))}</a>
<p class="relation-list__reason">{told(each.reason)} {safe(inferred(each))}</p>
</div>
<div class="source-list">{source(context, each)}</div>
</li>
"""  # noqa: E501 - HTML
        for each in answers
    )


def fact_items(context, answer: Answer) -> SafeString:
    """The values that answer a fact, each with where it was read; or that there is none."""
    if not answer.items:
        return nothing(answer.fact.missing)
    return joined(fact_item(context, each) for each in answer.items)


@register.simple_tag(takes_context=True)
def fact_item(context, item: FactValue) -> SafeString:
    """One value with where it was read."""
    words = status_badge(item.code, item.words) if item.code else told(item.words)
    if item.address and not item.code:
        words = f'<a\nhref="{safe(item.address)}">{words}</a>'
    is_shared = safe(gettext("shared"))
    shared = f'\n<span class="tag">{is_shared}</span>' if item.shared else ""
    read = ""
    if item.row:
        read = f"{source(context, item.row)} {safe(inferred(item.row))}"
    elif item.section:
        read = section_mark(context, item.section)
    return joined(['\n<div class="item">', words, note_of(item), shared, "\n", read, "\n</div>\n"])
