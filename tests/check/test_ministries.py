"""Memos that call things by other words than the record are marked as a reader would."""

import pytest

from portal.changes.models import Version
from portal.pages.check.checking import check
from tests.check.ministries import MEMOS

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]


@pytest.mark.parametrize("memo", MEMOS)
def test_every_value_of_a_memo_in_its_own_words_has_the_right_verdict(memo):
    text, expected = MEMOS[memo]
    found = check(text, Version.objects.current(), "default").findings
    assert [(each.printed, str(each.verdict)) for each in found] == expected
