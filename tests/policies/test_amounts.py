"""Amounts are told in the habit of each language, without rounding."""

import pytest
from django.utils import translation

from policies.amounts import in_words


@pytest.mark.parametrize(
    ("amount", "currency", "japanese", "english"),
    [
        (2_564_300_000_000, "JPY", "2兆5,643億円", "JPY 2.5643 trillion"),
        (130_600_000_000, "JPY", "1,306億円", "JPY 130.6 billion"),
        (30_000_000, "JPY", "0.3億円", "JPY 30 million"),
        (110_000_000, "EUR", "1.1億ユーロ", "EUR 110 million"),
        (0, "JPY", "0円", "JPY 0"),
        (9_000, "JPY", "9,000円", "JPY 9,000"),
    ],
)
def test_words(amount, currency, japanese, english):
    with translation.override("ja"):
        assert in_words(amount, currency) == japanese
    with translation.override("en"):
        assert in_words(amount, currency) == english
