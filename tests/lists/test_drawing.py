"""How figures and texts are drawn."""

import pytest

from portal.lists.templatetags.lists import figure_with_unit, first_sentences


@pytest.mark.parametrize(
    ("printed", "before", "number", "unit"),
    [
        ("2兆5,643億円", "", "2兆5,643", "億円"),
        ("約181億円", "", "約181", "億円"),
        ("20の日本企業等", "", "20", "の日本企業等"),
        ("JPY 2.5643 trillion", "JPY ", "2.5643", " trillion"),
        ("0", "", "0", ""),
    ],
)
def test_the_unit_of_a_figure_is_small(printed, before, number, unit):
    parts = [part and f'<span class="key-figures__unit">{part}</span>' for part in (before, unit)]
    assert figure_with_unit(printed) == f'{parts[0]}<span class="nowrap">{number}</span>{parts[1]}'


def test_a_figure_without_a_number_stays_words():
    assert figure_with_unit("各国") == "各国"
    assert figure_with_unit("<b>1") == '<span class="key-figures__unit">&lt;b&gt;</span>' + (
        '<span class="nowrap">1</span>'
    )


def test_an_opening_is_whole_sentences_and_at_least_one():
    assert first_sentences("一つ目の文。二つ目の文。", 100) == "一つ目の文。二つ目の文。"
    assert first_sentences("一つ目の文。二つ目の文。", 7) == "一つ目の文。"
    assert first_sentences("一つ目の文。二つ目の文。", 1) == "一つ目の文。"
    assert (
        first_sentences("It grew by 2.5 per cent. Then it fell.", 20) == "It grew by 2.5 per cent."
    )
    assert first_sentences("", 10) == ""
