"""Each value of a sentence is judged as somebody who knows the record would."""

import pytest

from portal.changes.models import Version
from portal.pages.check.checking import check
from tests.check.sentences import SENTENCES

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]


def test_every_value_of_a_sentence_has_the_right_verdict():
    stamp, wrong = Version.objects.current(), []
    for text, expected in SENTENCES:
        found = {each.printed: str(each.verdict) for each in check(text, stamp, "default").findings}
        if found != expected:
            wrong.append((text, expected, found))
    assert not wrong, "\n".join(map(str, wrong))
