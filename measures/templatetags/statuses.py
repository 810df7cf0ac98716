"""The status of a measure as a tag of templates."""

from django import template

from measures.passed import passed_note
from measures.statuses import status_badge

register = template.Library()
register.filter("passed_note", lambda measure: passed_note(passed=measure.day_passed))
register.simple_tag(status_badge, name="status")
