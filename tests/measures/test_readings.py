"""Readings of measures: which are missing or no longer fit."""

import pytest

from measures import checks
from measures.models import Measure, MeasureName

pytestmark = [pytest.mark.django_db, pytest.mark.both]


# The checks.


def found(check) -> list[tuple[str, str]]:
    """What a check finds: each name, and where it stands."""
    return [(fault.where, fault.address) for fault in check()]


def test_a_title_without_a_reading_is_found():
    talks = Measure.objects.get(slug="talks")
    assert (talks.title_ja, talks.get_absolute_url()) in found(checks.without_reading)
    Measure.objects.filter(slug="talks").update(reading="かいだん")
    assert talks.title_ja not in dict(found(checks.without_reading))


def test_another_name_of_a_measure_needs_a_reading_for_its_kanji_alone():
    name = MeasureName.objects.select_related("measure").get()
    assert name.name not in dict(found(checks.without_reading))
    MeasureName.objects.update(reading="")
    assert (name.name, name.measure.get_absolute_url()) in found(checks.without_reading)
    MeasureName.objects.update(name="メタル・アクト")
    assert "メタル・アクト" not in dict(found(checks.without_reading))


def test_readings_of_measures_that_no_longer_fit_are_found():
    assert found(checks.unfitting_readings) == []
    act = Measure.objects.get(slug="act")
    Measure.objects.filter(slug="act").update(title_ja="金属法A")
    MeasureName.objects.update(name="金属法B")
    here = act.get_absolute_url()
    assert found(checks.unfitting_readings) == [("金属法A", here), ("金属法B", here)]
