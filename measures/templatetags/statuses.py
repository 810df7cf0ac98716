"""The status of a measure as a tag of templates."""

from django import template

from measures.statuses import status_badge

register = template.Library()
register.simple_tag(status_badge, name="status")
