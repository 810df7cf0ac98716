"""Memos that call things by other words than the record are marked as a reader would."""

import pytest

from portal.changes.models import Version
from portal.pages.check.checking import check
from tests.check.briefs import BRIEFS
from tests.check.ministries import MEMOS

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]


ALL = MEMOS | BRIEFS


@pytest.mark.parametrize("memo", ALL)
def test_every_value_of_a_memo_in_its_own_words_has_the_right_verdict(memo):
    text, expected = ALL[memo]
    found = check(text, Version.objects.current(), "default").findings
    assert [(each.printed, str(each.verdict)) for each in found] == expected
