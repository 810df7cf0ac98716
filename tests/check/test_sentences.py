"""Each value of a sentence is judged as somebody who knows the record would."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.changes.models import Version
from portal.pages.check.checking import check
from portal.pages.check.verdicts import Verdict
from tests.check.sentences import SENTENCES

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]


def test_every_value_of_a_sentence_has_the_right_verdict():
    stamp, wrong = Version.objects.current(), []
    for text, expected in SENTENCES:
        found = {each.printed: str(each.verdict) for each in check(text, stamp, "default").findings}
        if found != expected:
            wrong.append((text, expected, found))
    assert not wrong, "\n".join(map(str, wrong))


def test_an_act_that_a_text_tells_again_and_again_is_asked_for_once(django_assert_max_num_queries):
    stamp = Version.objects.current()
    sentence = "2025年10月に中国はレアアースの輸出規制を強化した。\n"
    with CaptureQueriesContext(connection) as once:
        check(sentence, stamp, "default")
    with django_assert_max_num_queries(len(once)):
        result = check(sentence * 50, stamp, "default")
    assert {each.verdict for each in result.findings} == {Verdict.INFERENCE}
