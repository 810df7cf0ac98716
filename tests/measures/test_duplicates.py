"""Before a measure is added, those it may be are told, unpublished ones among them."""

import pytest

from measures.duplicates import likely_duplicates, likeness_of
from measures.models import Measure, MeasureName

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def act():
    """An unpublished measure of the small record: 金属法, Metals Act."""
    return Measure.objects.get(slug="act")


def found(*names: str) -> list[str]:
    return [likely.measure.slug for likely in likely_duplicates(*names)]


def test_the_same_title_is_found_whatever_its_width_and_case(act):
    assert not act.published
    for title in ("金属法", "Metals Act", "ＭＥＴＡＬＳ act"):
        (likely,) = likely_duplicates(title)
        assert (likely.measure, likely.likeness) == (act, 1)


def test_a_title_that_is_like_another_is_found_with_the_name_that_is():
    (likely,) = likely_duplicates("金属の確保に関する法律案")
    assert 0.6 <= likely.likeness < 1
    assert "金属の確保に関する法律" in likely.why


def test_another_name_of_the_new_measure_is_held_against_all_names(act):
    assert found("まったく別の題", ["金属の確保に関する法律"]) == ["act"]


def test_what_is_not_like_any_is_not_found():
    assert found("半導体の輸出規制") == []
    assert found("") == []
    assert found("法") == []


def test_the_likest_comes_first(act):
    other = Measure.objects.create(
        slug="other", kind="law", title_ja="金属の確保に関する法制", title_en="Other",
        summary_ja="要", summary_en="S", published=False,
    )  # fmt: skip
    MeasureName.objects.filter(measure=other).delete()
    assert found("金属の確保に関する法律") == ["act", "other"]


def test_likeness_is_that_of_three_characters_in_a_row():
    assert likeness_of("あいう", "あいう") == 1
    assert likeness_of("あいう", "かきく") == 0
    assert 0 < likeness_of("重要鉱物の備蓄", "重要鉱物の確保") < 0.6
