"""Numbers as people write them: 12,345 and １２３ are what they look like."""

import re
import unicodedata

from django import forms
from django.db import models

# Commas between thousands; one anywhere else may stand for a point, so it is left and refused.
GROUPED = re.compile(r"\s*[-+]?\d{1,3}(,\d{3})+(\.\d*)?\s*\Z")


def plain(written):
    """A number as Python reads it; whatever is no such text is given back."""
    if not isinstance(written, str):
        return written
    folded = unicodedata.normalize("NFKC", written).replace("−", "-")
    return folded.replace(",", "") if GROUPED.match(folded) else folded


class NumberAsText(forms.TextInput):
    """A field of text: one of numbers keeps commas and wide digits to itself in most browsers."""

    def __init__(self, attrs=None):
        super().__init__({"class": "vBigIntegerField", "inputmode": "decimal"} | (attrs or {}))


class WrittenInteger(forms.IntegerField):
    """A whole number as it is written."""

    def to_python(self, value):
        """The number."""
        return super().to_python(plain(value))


class WrittenDecimal(forms.DecimalField):
    """A number with a point as it is written."""

    def to_python(self, value):
        """The number."""
        return super().to_python(plain(value))


# How the admin asks for numbers, as its `formfield_overrides`.
NUMBERS = {
    models.IntegerField: {"form_class": WrittenInteger, "widget": NumberAsText},
    models.BigIntegerField: {"form_class": WrittenInteger, "widget": NumberAsText},
    models.DecimalField: {"form_class": WrittenDecimal, "widget": NumberAsText},
}
