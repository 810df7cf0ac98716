"""What the form of a draft leads to."""

from django import template
from django.db import models
from django.http import HttpRequest

register = template.Library()


@register.simple_tag
def place_in_draft(request: HttpRequest, row: models.Model) -> str:
    """Where a row of the draft that is drawn has a page of its own; empty where it has none."""
    return request.place_of(row)
