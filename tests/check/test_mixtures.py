"""No value is taken for one of another entry."""

import pytest

from portal.changes.models import Version
from portal.pages.check.checking import check
from tests.check.mixtures import misleading, mixtures

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]
SEED, NUMBER = 20261130, 80


def test_no_value_agrees_with_that_of_another_entry():
    stamp = Version.objects.current()
    found = [
        each
        for text, one, other in mixtures(SEED, NUMBER)
        for each in misleading(check(text, stamp, "default"), text, one, other)
    ]
    assert not found, "\n".join(map(str, found))
