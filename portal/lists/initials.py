"""The index of a list of names: あ か さ た な in Japanese, A to Z in English.

Each is a question of its own, understood on pages of both languages and drawn in its own.
"""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from portal.lists.filters import ChoiceFacet
from portal.lists.ordering import (
    ALPHABET,
    DIGITS,
    LATIN,
    REST,
    ROWS,
    english_index,
    japanese_index,
)

JAPANESE = ((LATIN, _("A–Z, 0–9")), *ROWS.items(), (REST, _("others")))
ENGLISH = (
    (DIGITS, _("0–9")),
    *((letter, letter.upper()) for letter in ALPHABET),
    (REST, _("others")),
)


class Initial(ChoiceFacet):
    """Under which place of the index of one language the name of an entry stands."""

    def __init__(self, language: str):
        self.language = language
        english = language == "en"
        self.place = english_index if english else japanese_index
        super().__init__(
            field_name=f"name_order_{language}",
            label=_("First letter") if english else _("First kana"),
            choices=ENGLISH if english else JAPANESE,
        )

    def group(self):
        return self.place(self.field_name)

    def options(self, used) -> Iterator[tuple[str, str]]:
        """Every place of the index; what is in none only where a name is."""
        return (pair for pair in super().options(used) if pair[0] != REST or REST in used)


def initials() -> tuple[Initial, Initial]:
    """The questions `kana` and `letter` of a list of names."""
    return Initial("ja"), Initial("en")
