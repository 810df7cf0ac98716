"""What checks say that they read of a measure is all that they read."""

import pytest

from measures.checks.batches import ENTRY_KINDS, Asking, batches
from measures.checks.listed import CHECKS
from measures.checks.narrowing import WORDED
from measures.models import Measure

FORM = {*ENTRY_KINDS[Measure].schema.by_name, *ENTRY_KINDS[Measure].schema.children}
SAYING = [check for check in CHECKS if check.reads is not None and check.is_asked_of(Measure)]


@pytest.fixture
def watched(monkeypatch) -> set[str]:
    """The names in the form of a measure that anything asked of a measure since it was cleared."""
    asked: set[str] = set()
    plain = Measure.__getattribute__

    def noting(row, name):
        if name.removesuffix("_id") in FORM:
            asked.add(name.removesuffix("_id"))
        return plain(row, name)

    monkeypatch.setattr(Measure, "__getattribute__", noting)
    return asked


@pytest.mark.bundled
@pytest.mark.django_db
def test_a_check_reads_of_measures_what_it_says(watched):
    read: dict[str, set[str]] = {}
    for batch in batches(ENTRY_KINDS[Measure], Asking()):
        for check in SAYING:
            watched.clear()
            list(check.find(batch))
            read.setdefault(check.code, set()).update(watched)
    assert all(check.reads <= FORM for check in SAYING)
    beyond = {check.code: read[check.code] - check.reads - WORDED for check in SAYING}
    assert not {code: names for code, names in beyond.items() if names}
    assert set().union(*read.values()) > {"summary_ja", "kind", "published", "relations"}
