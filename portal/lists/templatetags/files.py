"""The buttons by which rows are taken away, and the code that reads them."""

from django import template
from django.conf import settings
from django.utils.translation import override

from portal.lists import addresses
from portal.lists.formats import DOCUMENTS, FORMATS, LONGEST_DOCUMENT
from portal.lists.request import ListRequest
from portal.lists.shown import DATA
from portal.lists.snippets import snippets

register = template.Library()


@register.inclusion_tag("lists/files.html")
def files(name: str, query: str = "", count: int | None = None, code: bool = True) -> dict:
    """A button for each format of the rows that the list of a name gives to a query.

    `count` is how many rows these are, where the page knows it. With `code` there is the way to
    the code that reads them, which stands on the page of the list.
    """
    few = count is not None and 0 < count <= LONGEST_DOCUMENT
    formats = (*FORMATS, *DOCUMENTS) if few else FORMATS
    page = addresses.address(name) + (f"?{query}" if query else "")
    return {
        "files": [(each.words(count), each.address(name, query)) for each in formats],
        "code": f"{page}#code" if code else "",
    }


@register.inclusion_tag("lists/files_of_chart.html")
def files_of_chart(title: str, name: str, query: str = "", count: int | None = None) -> dict:
    """The same folded beside the heading of a chart, for the rows that it draws or counts.

    `title` says of what they are to who hears the page.
    """
    return {"title": title, **files(name, query, count, code=False)}


@register.inclusion_tag("lists/code.html", takes_context=True)
def read_in_code(context, list_request: ListRequest) -> dict:
    """The code that reads the rows of a list as they are asked for, with their types.

    The file is one for all languages, so its address is told without any.
    """
    with override(settings.LANGUAGE_CODE):
        address = list_request.file_address("csv", DATA)
    address = context.request.build_absolute_uri(address)
    columns = list_request.columns_of(DATA)
    return {"snippets": snippets(address, columns, list_request.listing.name)}
