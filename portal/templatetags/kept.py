"""Parts of pages that a version of the record draws alike on many of them, drawn once.

The site map and the foot are 90 lines of template and a hundred addresses on every page: 1.6 ms of
processor time each time (mean of 20 pages, 1,000 measures, SQLite).
"""

from django import template
from django.template.base import NodeList
from django.urls import get_script_prefix
from django.utils.translation import get_language

from portal.middleware.asked import NAMES

register = template.Library()
# Where the pages of the site map stand that are no lists; a list stands at its name.
PAGES = frozenset({"check"})


@register.tag("kept")
def kept(parser, token) -> "Kept":
    """`{% kept "name" %}…{% endkept %}`: a part that depends on no more than `Kept` knows."""
    _tag, name = token.split_contents()
    nodes = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(name, nodes)


class Kept(template.Node):
    """A part of a page that depends on its language and on what of the site map it stands below.

    What was drawn is held by what the record is at one version (`RecordSummary`), so it goes with
    it; while something is tried out that is another. Threads that draw it at once draw the same.
    """

    def __init__(self, name: str, nodelist: NodeList):
        self.name, self.nodelist = name, nodelist

    def render(self, context) -> str:
        """The part, as it was drawn before or now."""
        drawn = context["record"].drawn
        key = self.name, get_language(), get_script_prefix(), section_of(context["request"].path)
        if key not in drawn:
            drawn[key] = self.nodelist.render(context)
        return drawn[key]


def section_of(path: str) -> str:
    """The name of the list or page of the site map that a page stands below; empty below none."""
    place = path.removeprefix(get_script_prefix()).removeprefix("en/").partition("/")[0]
    return place if place in NAMES or place in PAGES else ""
