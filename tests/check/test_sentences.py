"""Each value of a sentence is judged as somebody who knows the record would."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from measures.models import Measure
from policies.models import Partner
from portal.changes.models import Version
from portal.pages.check import acts
from portal.pages.check.acts import Acts
from portal.pages.check.checking import check
from portal.pages.check.name_lexicon import NameLexicon
from portal.pages.check.titles import Titles
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


def test_of_more_acts_than_are_read_those_of_the_year_are(monkeypatch):
    monkeypatch.setattr(acts, "MOST", 1)
    who = frozenset([Partner.objects.get(iso2="CN").pk])
    asked = who, frozenset([Measure.Kind.EXPORT_CONTROL]), frozenset(), frozenset()
    found = Acts("default", Titles(NameLexicon("default")))
    assert found.are_many(asked)
    for year in ("2023", "2025"):
        events = found.of(year, asked)
        assert len({each.entry for each in events}) == 1
        assert any(each.edtf.startswith(year) for each in events)
    assert found.of("1999", asked) == []
