"""What a check of the record found."""

import dataclasses
import datetime
import hashlib

from django.db import models
from django.utils.functional import lazy


def _told(words, given) -> str:
    return str(words) % given


# Words with values in them that are put together where they are read, in the language of there.
told = lazy(_told, str)


@dataclasses.dataclass(frozen=True)
class Fault:
    """One thing to mend: the entry and the row that it is about, and what is wrong there.

    `field` is the field of the form that it stands at, and `value` what it was found of: who
    accepts it accepts it of that value alone. `other` is a second entry without which there would
    be nothing wrong. From `due` on it is one; empty for what is wrong already.
    """

    entry: models.Model
    what: str
    row: models.Model | None = None
    field: str = ""
    value: str = ""
    other: models.Model | None = None
    due: datetime.date | None = None

    @property
    def place(self) -> models.Model:
        """The row that it is about; the entry where it is about none of its rows."""
        return self.entry if self.row is None else self.row

    @property
    def where(self) -> str:
        """The place in words: the entry, and the row where it says more than the entry does."""
        entry, row = str(self.entry), str(self.place)
        return entry if row == entry else row if entry in row else f"{entry}: {row}"

    @property
    def address(self) -> str:
        """The place on the site; that of the entry where the row has none of its own."""
        owner = self.place if hasattr(self.place, "get_absolute_url") else self.entry
        return owner.get_absolute_url() if hasattr(owner, "get_absolute_url") else ""

    def digest(self, code: str) -> str:
        """What tells it from all others, also after the record was loaded anew."""
        named = (self.entry, self.place, self.other)
        parts = [code, *map(name_of, named), self.field, self.value]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def name_of(row: models.Model | None) -> str:
    """The name of a row that stays: of its address for citing, else of its key or its words."""
    if row is None:
        return ""
    key = getattr(row, "KEY", ())
    named = "/".join(str(value_at(row, path)) for path in key) or str(row)
    name = getattr(row, "cite_name", named)
    return f"{row._meta.label_lower}:{name}"


def value_at(row: models.Model, path: str):
    """What stands at a field path of a row."""
    for name in path.split("__"):
        row = getattr(row, name)
    return row
