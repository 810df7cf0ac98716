"""Parts of pages that a version of the record draws alike on many of them, drawn once.

The site map and the foot are 90 lines of template and a hundred addresses on every page: 1.6 ms of
processor time each time (mean of 20 pages, 1,000 measures, SQLite). With what a list says beside
its rows, above all its questions, a page of it takes 13.3 ms, the next 8.5; of two facets 15.6 and
9.9 (medians of 30 in turns, 20,000 measures, SQLite, a busy machine).
"""

from django import template
from django.template.base import FilterExpression, NodeList
from django.urls import get_script_prefix
from django.utils.translation import get_language

from portal.dates.clock import today
from portal.lists.facet_index import VersionedLru
from portal.lists.views import base_of
from portal.middleware.asked import NAMES

register = template.Library()
# Where the pages of the site map stand that are no lists; a list stands at its name.
PAGES = frozenset({"check", "data"})
# What was drawn of so many questions to lists is kept, up to 100 KB each.
LISTS = VersionedLru(40)


@register.tag("kept")
def kept(parser, token) -> "Kept":
    """A part that depends on no more than `Kept` knows.

    `{% kept "name" %}…{% endkept %}`, or `{% kept "name" of list_request %}…{% endkept %}`.
    """
    _tag, name, *of = token.split_contents()
    asked = parser.compile_filter(of[1]) if of else None
    nodes = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(name, asked, nodes)


class Kept(template.Node):
    """A part of a page that depends on its language and on what of the site map it stands below,
    or else on all that is asked of a list but which of its pages.

    What was drawn is held by what the record is at one version (`RecordSummary`), so it goes with
    it; while something is tried out that is another. Threads that draw it at once draw the same.
    """

    def __init__(self, name: str, asked: FilterExpression | None, nodelist: NodeList):
        self.name, self.asked, self.nodelist = name, asked, nodelist

    def render(self, context) -> str:
        """The part, as it was drawn before or now."""
        drawn = self.held(context)
        if self.name not in drawn:
            drawn[self.name] = self.nodelist.render(context)
        return drawn[self.name]

    def held(self, context) -> dict[str, str]:
        """The parts that were drawn alike, by name."""
        request, where = context["request"], (get_language(), get_script_prefix())
        if self.asked is None:
            return context["record"].drawn.setdefault((*where, section_of(request.path)), {})
        asked = self.asked.resolve(context).alike
        return LISTS.get((*where, base_of(request), today(), *asked), dict)


def section_of(path: str) -> str:
    """The name of the list or page of the site map that a page stands below; empty below none."""
    place = path.removeprefix(get_script_prefix()).removeprefix("en/").partition("/")[0]
    return place if place in NAMES or place in PAGES else ""
