"""What saving one field costs: statements, whose number does not hang on the machine."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from measures.checks import keeping
from measures.models import Measure
from policies.models import Organisation, Partner, Subject
from portal.changes import models as version
from portal.search.checking import faults
from tests.measures.test_admin import LARGEST, form_of, saved

# The stock templates of the admin read variables that are not always there.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.bundled,
    pytest.mark.both,
    pytest.mark.ignore_template_errors,
]
# The most statements that saving a field may take: of the largest measure, of its first row of a
# group, and of entries of the vocabulary.
MEASURE = {
    ("", "summary_ja"): 34,
    ("citations", "phrase"): 40,
    ("milestones", "label_en"): 38,
    ("statuses", "as_of"): 34,
    ("subjects", "note_ja"): 32,
    ("provisions", "text_ja"): 35,
}
VOCABULARY = {Partner: 37, Subject: 40, Organisation: 35}


@pytest.fixture
def measure():
    """The largest measure, of which it is known what the checks find."""
    found = Measure.objects.get(slug=LARGEST)
    keeping.keep_all()
    return found


def cost(client, entry, group: str, field: str, given: str = "") -> int:
    """How many statements it takes to save a field of an entry, or of its first row of a group.

    It gets the value that is given, or a word more.
    """
    url, form = form_of(client, entry, group)
    name = field
    if group:
        row = getattr(entry, group).order_by("position", "pk").first()
        name = next(
            each.removesuffix("id") + field
            for each, value in form.typed.items()
            if each.endswith("-id") and value == str(row.pk)
        )
    value = given or form.typed[name] + "追"
    assert form.typed[name] != value
    with CaptureQueriesContext(connection) as captured:
        assert saved(client.post(url, form.typed | {name: value}))
    return len(captured)


def test_a_field_of_the_largest_measure_is_saved_in_few_statements(admin_client, measure):
    given = {"as_of": "2026-01", "phrase": "半導体", "summary_ja": "別の概要。"}
    told = {
        (group, field): cost(admin_client, measure, group, field, given.get(field, ""))
        for group, field in MEASURE
    }
    assert {each: number for each, number in told.items() if number > MEASURE[each]} == {}
    assert list(faults()) == []


@pytest.mark.parametrize(("model", "number"), VOCABULARY.items())
def test_a_name_of_the_vocabulary_is_saved_in_few_statements(admin_client, measure, model, number):
    entry = model.objects.order_by("pk").first()
    assert cost(admin_client, entry, "", "name_en") <= number


def test_names_without_a_reading_cost_alike_few_or_many(admin_client, measure):
    entry = Partner.objects.order_by("pk").first()
    told = []
    for number in range(3):
        entry.aliases.create(name=f"ほかの名{number}")
        keeping.keep_all()
        told.append(cost(admin_client, entry, "", "name_en", f"Another name {number}"))
    assert len(set(told[1:])) == 1, told


def test_a_log_that_is_full_costs_one_statement(admin_client, measure, monkeypatch):
    cost(admin_client, measure, "", "summary_ja", "Read once.")  # what checks know of the record
    told = [cost(admin_client, measure, "", "summary_ja", "別の概要。")]
    monkeypatch.setattr(version, "KEPT", 1)
    told += [cost(admin_client, measure, "", "summary_ja", "さらに別の概要。")]
    assert told[1] == told[0] + 1
