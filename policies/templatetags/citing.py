"""How citations stand on pages: the box to copy from, and the files."""

from django import template

from policies.citations import citation_of, state_of_record
from policies.models.citable import Citable
from portal.bibliography import FORMATS
from portal.lists.request import stamp_of

register = template.Library()


@register.inclusion_tag("policies/citation.html", takes_context=True)
def citation(context, thing: Citable) -> dict:
    """The citation of something that was read as `Citable.for_citing` reads it, and its files."""
    files = [(each.name, thing.file_address(each.suffix)) for each in FORMATS]
    request, record = context["request"], context["record"]
    state = state_of_record(stamp_of(request).number, record.newest.in_short)
    return {"text": citation_of(request, thing, state), "files": files}
