"""The fields by which partners are known to others, and by which Japanese names are read."""

import unicodedata

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from policies.models import patterns
from policies.models.fields import Rule, RuledField
from portal.changes.models import RecordedQuerySet
from portal.lists.ordering import english_key, japanese_key

ALPHA3 = Rule("code", patterns.ALPHA3, _("An alpha-3 code is three capital letters, as in JPN."))
M49 = Rule("code", patterns.M49, _("An M49 code is three digits, for example 392."))
SUBDIVISION = Rule(
    "code",
    patterns.SUBDIVISION,
    _("The code of a subdivision is that of its country, a hyphen and up to three signs: CN-AH."),
)
# Plain text without kanji and katakana; the long mark and the dot between words stay.
READING = Rule(
    "reading",
    patterns.READING,
    _("A reading is written in hiragana; letters, digits and marks stand as in the name."),
    forbidden=True,
)
KEY = Rule("key", patterns.KEY, _("A key of an order is made of digits and the letters a to f."))


def fold(word: str) -> str:
    """A word as two entries must not share it: without regard to width and to capitals."""
    return unicodedata.normalize("NFKC", word).casefold()


def with_other_names(form: dict, both: tuple[dict, dict]) -> dict:
    """The form of two entries that became one, with whatever else both are called as other names.

    That is told once: neither beside the name of the entry nor twice.
    """
    names = list(form.get("aliases", []))
    for each in both:
        named = {"name": each["name_ja"], "reading": each.get("reading", "")}
        names.append(named if named["reading"] else named["name"])
        also = (each["name_en"], each.get("abbreviation", ""))
        names += [name for name in also if name not in ("", form.get("abbreviation"))]
    known = {fold(form["name_ja"]), fold(form["name_en"])}
    kept = []
    for each in names:
        word = fold(each["name"] if isinstance(each, dict) else each)
        if word not in known:
            kept.append(each)
        known.add(word)
    told = {name: value for name, value in form.items() if name != "aliases"}
    return told | ({"aliases": kept} if kept else {})


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


class NameOrderField(RuledField, models.CharField):
    """Where a name stands among others, as a key; written on every save.

    It is that of the first of the fields `of` that is filled: a reading before its name. A Japanese
    key goes by 五十音, one that is `english` by the alphabet (`portal.lists.ordering`).
    """

    LENGTH = 800
    RULE = KEY
    default_validators = [KEY.validator]

    def __init__(self, *args, of: tuple[str, ...], english: bool = False, **kwargs):
        self.of, self.english = of, english
        kwargs |= {"max_length": self.LENGTH, "default": "", "editable": False}
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"], kwargs["default"], kwargs["editable"]
        own = {"of": self.of} | ({"english": True} if self.english else {})
        return name, path, args, kwargs | own

    def key(self, instance: models.Model) -> str:
        """The key of the name that a row has."""
        name = next(filter(None, (getattr(instance, name) for name in self.of)), "")
        return (english_key if self.english else japanese_key)(name)[: self.LENGTH]

    def pre_save(self, model_instance, add):
        value = self.key(model_instance)
        setattr(model_instance, self.attname, value)
        return value


def name_orders(name: str = "name") -> tuple[NameOrderField, NameOrderField]:
    """The orders of entries by a name in two languages, in Japanese by its `reading`."""
    japanese, english = f"{name}_ja", f"{name}_en"
    return (
        NameOrderField(of=("reading", japanese)),
        NameOrderField(of=(english, japanese), english=True),
    )


def name_order(path: str = "") -> str:
    """The field, behind a field path, by which names stand in order on pages of this language."""
    return f"{path}name_order_{'en' if get_language() == 'en' else 'ja'}"


class NamedQuerySet(RecordedQuerySet):
    """Entries that stand in the order of their names."""

    def by_name(self):
        """Entries in the order of their names on pages of this language."""
        return self.order_by(name_order(), "pk")
