"""The buttons by which rows are taken away."""

from django import template

from portal.lists.formats import FORMATS

register = template.Library()


@register.inclusion_tag("lists/files.html")
def files(name: str, query: str = "", count: int | None = None) -> dict:
    """A button for each format of the rows that the list of a name gives to a query.

    `count` is how many rows these are, where the page knows it.
    """
    return {"files": [(each.words(count), each.address(name, query)) for each in FORMATS]}
