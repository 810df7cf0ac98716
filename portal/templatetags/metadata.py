"""The head of every page: its title and description, for people and for who passes it on."""

import html
from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext

from policies.models import SourceDocument
from policies.models.citable import Citable
from portal.lists.addresses import in_language
from portal.lists.declaration import Table
from portal.lists.request import ListRequest
from portal.pages.catalog.schema import catalog, dataset, files_of, read_from
from portal.pages.metadata import Crumbs, data_block, linked_data, metas_of

register = template.Library()
LOCALES = {"ja": "ja_JP", "en": "en_GB"}
# So many characters of the conditions of a list stand in its title.
ASKED = 80


def plain(drawn: str) -> str:
    """What was drawn as text on one line."""
    return " ".join(html.unescape(strip_tags(drawn)).split())


@register.simple_block_tag
def page_title(content) -> SafeString:
    """The title of the page, and the same for links that show a preview."""
    title = plain(content)
    return format_html('<title>{}</title>\n<meta property="og:title" content="{}">', title, title)


@register.simple_block_tag
def page_description(content) -> SafeString:
    """What the page is about, for search engines and previews."""
    words = plain(content)
    return format_html(
        '<meta name="description" content="{}">\n<meta property="og:description" content="{}">',
        words,
        words,
    )


@register.simple_tag(takes_context=True)
def open_graph(context) -> SafeString:
    """What previews are told beside title and description; the address is the permanent one."""
    request, language = context["request"], get_language()
    address = in_language(request, context.get("permanent") or request.get_full_path(), language)
    told = [
        ("og:url", request.build_absolute_uri(address)),
        ("og:site_name", gettext("Shirube")),
        ("og:type", "website"),
        ("og:locale", LOCALES[language]),
        *(("og:locale:alternate", name) for code, name in LOCALES.items() if code != language),
    ]
    return format_html_join("\n", '<meta property="{}" content="{}">', told)


@register.simple_block_tag(takes_context=True)
def breadcrumbs(context, content) -> SafeString:
    """The trail as it is drawn, and as linked data."""
    return format_html("{}{}", content, data_block(Crumbs(content).linked_data(context["request"])))


@register.simple_tag(takes_context=True)
def metadata(context, thing: Citable) -> SafeString:
    """What reference managers and search engines are told of the page of an entry."""
    request = context["request"]
    told = [linked_data(request, thing)]
    if isinstance(thing, SourceDocument):
        told.append(read_from(request, thing))
    blocks = format_html_join("\n", "{}", ((data_block(each),) for each in told))
    return format_html("{}\n{}", metas_of(request, thing), blocks)


@register.simple_tag(takes_context=True)
def reference_metas(context, thing: Citable) -> SafeString:
    """What reference managers alone are told."""
    return metas_of(context["request"], thing)


@register.simple_tag(takes_context=True)
def list_metadata(context, list_request: ListRequest) -> SafeString:
    """A list as a data set, with the rows that are asked for, and its files."""
    links = format_html_join(
        "\n",
        '<link rel="alternate" type="{}" title="{}" href="{}">',
        files_of(list_request.listing, list_request.file_query),
    )
    return format_html("{}\n{}", links, data_block(dataset(context["request"], list_request)))


@register.simple_tag(takes_context=True)
def catalog_metadata(context, tables: Sequence[Table]) -> SafeString:
    """All lists and tables as a catalogue."""
    return data_block(catalog(context["request"], tables))


@register.simple_tag
def list_title(list_request: ListRequest, page) -> str:
    """The title of a list with what is asked of it, and which page of many it is."""
    title = str(list_request.listing.title)
    asked = gettext(", ").join(
        gettext("%(question)s: %(values)s") % {"question": question, "values": values}
        for question, values in list_request.filterset.sentence
    )
    if asked:
        words = {"title": title, "asked": Truncator(asked).chars(ASKED)}
        title = gettext("%(title)s (%(asked)s)") % words
    if page.number > 1:
        title = gettext("%(title)s, page %(number)s") % {"title": title, "number": page.number}
    return title
