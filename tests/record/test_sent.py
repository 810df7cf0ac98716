"""What a form says of a change is asked and read in one place."""

import pathlib

from django.conf import settings

FIELDS = ('"batch_kind"', '"batch_reason"')


def test_no_other_module_reads_what_a_form_says_of_a_change():
    root = pathlib.Path(settings.BASE_DIR)
    reading = {
        str(path.relative_to(root))
        for room in ("portal", "policies", "measures")
        for path in (root / room).rglob("*.py")
        if any(name in path.read_text() for name in FIELDS)
    }
    assert reading == {"portal/record/sent.py"}
