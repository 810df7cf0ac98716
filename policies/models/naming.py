"""The fields by which partners are known to others, and by which Japanese names are read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from policies.models.fields import PLAIN, Rule, RuledField

ALPHA3 = Rule("code", r"^([A-Z]{3})?\Z", _("An alpha-3 code is three capital letters, as in JPN."))
M49 = Rule("code", r"^([0-9]{3})?\Z", _("An M49 code is three digits, for example 392."))
SUBDIVISION = Rule(
    "code",
    r"^([A-Z]{2}-[A-Z0-9]{1,3})?\Z",
    _("The code of a subdivision is that of its country, a hyphen and up to three signs: CN-AH."),
)
# Plain text without kanji and katakana; the long mark and the dot between words stay.
READING = Rule(
    "reading",
    PLAIN.pattern
    + r"|[\u3005-\u3007\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f]",
    _("A reading is written in hiragana; letters, digits and marks stand as in the name."),
    forbidden=True,
)


class Alpha3Field(RuledField, models.CharField):
    """A country by the three letters of ISO 3166-1; empty for what has none."""

    RULE = ALPHA3
    default_validators = [ALPHA3.validator]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("verbose_name", _("ISO 3166-1 alpha-3 code"))
        super().__init__(*args, **{"max_length": 3, "blank": True} | kwargs)


class M49Field(RuledField, models.CharField):
    """A country or region by the three digits of the United Nations (M49)."""

    RULE = M49
    default_validators = [M49.validator]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("verbose_name", _("M49 code"))
        super().__init__(*args, **{"max_length": 3, "blank": True} | kwargs)


class SubdivisionField(RuledField, models.CharField):
    """A part of a country by its code of ISO 3166-2."""

    RULE = SUBDIVISION
    default_validators = [SUBDIVISION.validator]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("verbose_name", _("ISO 3166-2 code"))
        super().__init__(*args, **{"max_length": 6, "blank": True} | kwargs)


class ReadingField(RuledField, models.CharField):
    """How a Japanese name is read (よみ).

    What the name has in kanji or katakana stands in hiragana, everything else as it stands
    there: letters and digits (`AIいんふら`), the long mark, the dot between words, brackets.
    Pages show the name alone, so that a find in a reading is told as one.
    """

    UNSEEN = True
    RULE = READING
    default_validators = [READING.validator]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("verbose_name", _("reading"))
        kwargs.setdefault(
            "help_text",
            _("The Japanese name in hiragana; letters, digits and marks as in the name."),
        )
        super().__init__(*args, **{"max_length": 300, "blank": True} | kwargs)
