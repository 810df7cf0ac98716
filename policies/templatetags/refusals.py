"""What forms of the admin say when they are refused."""

from django import template
from django.forms import BaseForm

from policies.admin.refusals import Fault, faults_of

register = template.Library()


@register.simple_tag
def faults(form: BaseForm, inlines=(), place: str = "") -> list[Fault]:
    """The faults of a form and of the inlines beside it; those of no one field lead to `place`."""
    return faults_of(form, [inline.formset for inline in inlines], place)
