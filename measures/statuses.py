"""How the status of a measure is drawn: a glyph and its word."""

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from measures.passed import passed_among, passed_note
from portal.dates.edtf import as_of_words

# The glyph alone tells the status in greyscale: the shapes of the design, drawn on 16 × 16.
_RING = '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2"{}/>'
GLYPHS = {
    "named": '<path d="M2 8h12" stroke="currentColor" stroke-width="2" fill="none"/>',
    "considered": _RING.format(' stroke-dasharray="2.4 2.3"'),
    "proposed": _RING.format(' stroke-dasharray="2.4 2.3"'),
    "announced": _RING.format(""),
    "cabinet-decision": _RING.format("") + '<path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor"/>',
    "enacted": _RING.format("") + '<circle cx="8" cy="8" r="2.6" fill="currentColor"/>',
    "in-force": '<circle cx="8" cy="8" r="7" fill="currentColor"/>',
    "held": '<circle cx="8" cy="8" r="7" fill="currentColor"/>',
    "suspended": '<path d="M3 2h3.5v12H3zM9.5 2H13v12H9.5z" fill="currentColor"/>',
    "shelved": '<path d="M3 2h3.5v12H3zM9.5 2H13v12H9.5z" fill="none" stroke="currentColor"/>',
    "ended": '<path d="M3 3h10v10H3z" fill="currentColor"/>',
    "rejected": '<path d="M3 3l10 10M13 3L3 13" stroke="currentColor" stroke-width="2.4"/>',
}


def status_badge(code: str, words: str) -> SafeString:
    """A status as glyph and word; of what has none, nothing."""
    return format_html(
        '<span class="status" data-status="{}"><svg class="status__glyph" viewBox="0 0 16 16" '
        'width="16" height="16" aria-hidden="true">{}</svg>{}</span>',
        code,
        mark_safe(GLYPHS.get(code, "")),  # noqa: S308 - our own drawing
        words,
    )


def status_cell(words: str, row: dict) -> SafeString:
    """The status in a row of a list, with its day, and whether a day given in advance is over."""
    badge = status_badge(row["c_status_code"], words)
    as_of = as_of_words(row["c_status_as_of"])
    note = passed_note(passed=row.get("day_passed", False))
    return format_html('{} <span class="meta">{}</span> {}', badge, as_of, note)


def note_passed_rows(rows: Sequence[dict], using: str) -> None:
    """Tells rows of a list whether their measure has a day given in advance that is over."""
    passed = passed_among({row["c_measure_slug"] for row in rows}, using)
    for row in rows:
        row["day_passed"] = row["c_measure_slug"] in passed
