"""The pictures of indicators: printed numbers alone, one scale, a gap where there is no number."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from measures.charts.indicators import MOST, pictures, told, undrawn
from measures.models import Indicator
from portal.charts.text import width
from tests.markup import Page

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]


def drawn(slug: str) -> list:
    """The pictures of an indicator of the record, in Japanese."""
    with translation.override("ja"):
        return pictures(Indicator.objects.for_detail().get(slug=slug))


def test_series_of_one_unit_share_a_scale():
    found = drawn("mineral-shares-2024")
    assert len(found) == 3
    lengths = {
        bar.parts[0].value: rect.width
        for picture in found
        for bar, rect in zip(picture.series.bars, picture.wide.bars, strict=True)
    }
    assert len(lengths) == 6
    scale = {round(length / value, 1) for value, length in lengths.items()}
    assert len(scale) == 1, "equal values are equally long"


def test_of_many_values_the_largest_are_drawn_in_printed_order():
    picture = next(each for each in drawn("papers-2019-2021") if len(each.series.points) > MOST)
    values = [point.value for point in picture.series.points]
    shown = [point.value for point in picture.series.drawn]
    assert len(shown) == MOST
    assert sorted(shown, reverse=True) == sorted(values, reverse=True)[:MOST]
    assert [value for value in values if value in shown] == shown
    assert str(len(values) - MOST) in picture.series.left


def test_a_place_in_a_ranking_has_no_length():
    assert drawn("gs-gdp-ranking") == []
    assert not [each for each in drawn("papers-2019-2021") if each.series.unit == "位"]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_value_is_drawn_or_said_to_be_left_out(client, language):
    some = 0
    with translation.override(language):
        for indicator in Indicator.objects.for_detail():
            found = pictures(indicator)
            text = client.get(indicator.get_absolute_url()).content.decode()
            drawn = 0
            for picture in found:
                bars, left = picture.series.bars, picture.series.left
                missing = len(picture.series.points) - len(bars)
                assert (str(missing) in re.findall(r"\d+", left)) == bool(missing)
                assert left in text
                drawn += len(bars) + missing
            words = undrawn(indicator, found)
            assert not found or words in text
            rest = sum(map(int, re.findall(r"\d+", words)))
            assert drawn + rest == len(indicator.points.all())
            some += bool(found)
            for picture in found:
                for drawing in (picture.wide, picture.phone):
                    shown = [each.words for each in drawing.words]
                    assert all(bar.total in shown for bar in picture.series.bars)
    assert some > 3


def test_names_stand_whole_above_their_bars_on_a_phone():
    """A name that has no room beside its figure has a line of its own."""
    with translation.override("en"):
        found = pictures(Indicator.objects.for_detail().get(slug="world-nominal-gdp-2022"))
        for each in found:
            words = [line.words for line in each.phone.words]
            assert [bar.label for bar in each.series.bars if bar.label not in words] == []


def test_a_unit_that_is_a_number_is_no_digits_of_the_value():
    with translation.override("en"):
        picture, *_rest = pictures(
            Indicator.objects.for_detail().get(slug="world-nominal-gdp-2022")
        )
        assert picture.series.bars[0].total == "254,627 × 100 million US dollars"


def test_words_have_no_picture():
    assert drawn("technology-leak-routes") == []


def test_a_value_without_a_number_leaves_a_gap():
    with translation.override("ja"):
        indicator = Indicator.objects.for_detail().get(slug="mineral-shares-2024")
        first = indicator.points.all()[0]
        first.value, first.printed = None, "20数%"
        indicator.points.add(
            first.__class__(
                **{
                    field.attname: getattr(first, field.attname)
                    for field in first._meta.concrete_fields
                    if not field.primary_key
                }
                | {"code": "gap-twin", "value": 12, "printed": "12%"}
            ),
            bulk=False,
        )
        first.save()
        again = pictures(Indicator.objects.for_detail().get(pk=indicator.pk))
    bars = [bar for picture in again for bar in picture.series.bars]
    (gap,) = (bar for bar in bars if bar.total == "20数%")
    assert gap.parts == []
    drawn_bars = sum(len(picture.wide.bars) for picture in again)
    assert drawn_bars == len(bars) - 1


@pytest.mark.parametrize("language", ["ja", "en"])
def test_words_stay_inside_the_picture(language):
    with translation.override(language):
        for indicator in Indicator.objects.for_detail():
            for picture in pictures(indicator):
                for drawing in (picture.wide, picture.phone):
                    for words in drawing.words:
                        if "end" not in words.css.split():
                            assert words.x + width(words.words) <= drawing.width, words
                        assert words.y <= drawing.height


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_number_drawn_stands_in_the_table(client, read_only, language):
    with translation.override(language):
        for indicator in Indicator.objects.for_detail():
            found = pictures(indicator)
            page = Page(client.get(indicator.get_absolute_url()).content.decode())
            assert len(page.all("svg", role="img")) == 2 * len(found)
            text = page.text()
            for picture in found:
                most = max(point.value for point in picture.series.valued)
                top = next(point for point in picture.series.valued if point.value == most)
                assert told(top) in picture.series.finding
                assert all(point.printed in text for point in picture.series.points)


def test_a_lost_chart_says_so(client, read_only):
    lost = Indicator.objects.exclude(missing_ja="").filter(points=None)
    assert lost
    for indicator in lost:
        with translation.override("ja"):
            address, download = indicator.get_absolute_url(), reverse("data-points-csv")
        page = Page(client.get(address).content.decode())
        assert indicator.missing_ja in page.text()
        assert download not in {link.attrs["href"] for link in page.links}
