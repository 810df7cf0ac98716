"""The ways from a page to the forms behind it, for who may edit them."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

register = template.Library()


def form_address(context, row) -> str:
    """Where a row is edited, for who may; empty for visitors, so that no page kept leads there."""
    user, names = context.get("user"), row._meta
    if user is None or not user.is_staff:
        return ""
    if not user.has_perm(f"{names.app_label}.change_{names.model_name}"):
        return ""
    return reverse(f"admin:{names.app_label}_{names.model_name}_change", args=[row.pk])


def edit_link(context, row) -> SafeString | str:
    """The link from a row to its form, behind a space; nothing for who may not edit it."""
    where = form_address(context, row)
    link = ' <a class="cite-link" href="{}">{}</a>'
    return format_html(link, where, gettext("Edit")) if where else ""


@register.simple_tag(takes_context=True)
def edit_button(context, entry) -> SafeString | str:
    """The button from the head of a page to the form of its entry; nothing for visitors."""
    where = form_address(context, entry)
    button = '<p class="button-row no-print"><a class="button button--small" href="{}">{}</a></p>'
    return format_html(button, where, gettext("Edit this entry")) if where else ""
