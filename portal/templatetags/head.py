"""What the head of a page says of it to machines: to who shows a link to it, and who cites it."""

import json
import re

from django import template
from django.urls import translate_url
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from portal.references import Reference

register = template.Library()

TITLE = re.compile(r"<title>(.*?)</title>", re.S)
DESCRIPTION = re.compile(r'name="description"\s+content="(.*?)"', re.S)
LOCALES = {"ja": "ja_JP", "en": "en_GB"}
# As `json_script` of Django has them, so that data never ends its element.
ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@register.simple_block_tag(takes_context=True)
def told_to_others(context, content) -> SafeString:
    """Title and description of a page as they stand, and again as Open Graph has them."""
    site = gettext("Shirube")
    # Both are escaped already; without the name of the site, which has a property of its own.
    title = " ".join(TITLE.search(content)[1].split()).removesuffix(f" | {site}")
    description = " ".join(DESCRIPTION.search(content)[1].split())
    request = context["request"]
    path = context.get("permanent") or request.get_full_path()
    address = request.build_absolute_uri(translate_url(path, get_language()))
    others = (locale for code, locale in LOCALES.items() if code != get_language())
    properties = (
        ("og:title", mark_safe(title.replace('"', "&quot;"))),  # noqa: S308 - escaped by its block
        ("og:description", mark_safe(description)),  # noqa: S308 - the value of an attribute
        ("og:url", address),
        ("og:type", "website"),
        ("og:site_name", site),
        ("og:locale", LOCALES[get_language()]),
        *(("og:locale:alternate", each) for each in others),
    )
    found = format_html_join("\n", '<meta property="{}" content="{}">', properties)
    return mark_safe(f"{content}\n{found}")  # noqa: S308 - both are escaped


@register.simple_tag
def told_to_citers(reference: Reference) -> SafeString:
    """What reference managers read of a page, in the names that Google Scholar gave them."""
    document = reference.document
    # A comma would make a family name of the first part of a body.
    named = document and "," not in reference.author
    first = reference.date.partition("/")[0].strip(".~?%")
    fields = (
        ("title", f"{reference.title} {reference.part}".strip()),
        ("author", reference.author if named else ""),
        ("technical_report_institution", reference.author if document else ""),
        ("publisher", "" if document else reference.author),
        ("publication_date", first.replace("-", "/") if re.fullmatch(DAY, first) else first[:4]),
        ("language", reference.language),
        ("public_url", reference.address),
    )
    return format_html_join(
        "\n",
        '<meta name="citation_{}" content="{}">',
        ((name, value) for name, value in fields if value),
    )


# A day, a month or a year; of a season only the year is told.
DAY = r"\d{4}(-(0\d|1[0-2])(-\d\d)?)?"


@register.filter
def json_ld(data: dict | None) -> SafeString | str:
    """Data in the words of schema.org, as a block of the page that no browser runs."""
    if not data:
        return ""
    written = json.dumps({"@context": "https://schema.org"} | data, ensure_ascii=False)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(written.translate(ESCAPES)),  # noqa: S308 - what ends an element is escaped
    )
