"""What can be cited: entries, documents, sections and rows, each at an address that stays.

The number of a row in the database is another after the record is loaded anew. So a row is named
by what it is: by its code, or by what tells it apart inside its entry.
"""

import functools
import hashlib
import re
from typing import Self

from django.db import models
from django.utils.translation import gettext

from portal.lists.addresses import address

PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")
# Hexadecimal digits: enough to tell apart the rows of one entry.
DIGITS = 8


@functools.cache
def hyphened(name: str) -> str:
    """The name of a class as an address has it: BudgetLine is budget-line."""
    return CAPITAL.sub("-", name).lower()


def digest(words: tuple[str, ...]) -> str:
    """Words that cannot stand in an address, as digits that are the same wherever they stand."""
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:DIGITS]


def cited_figure(what: str, figure: str) -> str:
    """A figure as a citation says it: what it counts, and the figure."""
    return gettext("%(what)s: %(figure)s") % {"what": what, "figure": figure}


def cited_kind(row: models.Model, told: str) -> str:
    """A row as a citation says it whose words alone would not show what they are."""
    return cited_figure(str(row._meta.verbose_name), told)


class Citable:
    """Rows of a model of which each can be cited.

    `NAMED_BY` are the field paths whose values tell a row from all others of its model, the first
    of which leads to its entry; without any, those of `KEY`. `ENTRY` is for what has a page of
    its own, cited as a page of this site. `CITED_WITH` are the relations that
    a citation reads beyond the row's own foreign keys, `CITED_LISTS` the rows.
    """

    NAMED_BY: tuple[str, ...] = ()
    ENTRY = False
    CITED_WITH: tuple[str, ...] = ()
    CITED_LISTS: tuple[str, ...] = ()

    @classmethod
    def cite_kind(cls) -> str:
        """What an address calls the model."""
        return hyphened(cls.__name__)

    @classmethod
    def _named_by(cls) -> tuple[str, ...]:
        return cls.NAMED_BY or cls.KEY

    @classmethod
    def cite_owner(cls) -> type[models.Model]:
        """The model of the entry that its names begin with; itself where it is one."""
        *steps, _last = cls._named_by()[0].split("__")
        return functools.reduce(
            lambda model, step: model._meta.get_field(step).related_model, steps, cls
        )

    @property
    def cite_name(self) -> str:
        """What an address calls the row, its entry first; what is no plain word as digits."""
        values = []
        for path in self._named_by():
            value = self
            for name in path.split("__"):
                value = getattr(value, name)
            values.append(str(value))
        plain = [value for value in values if PLAIN.fullmatch(value)]
        others = tuple(value for value in values if not PLAIN.fullmatch(value))
        return "/".join([*plain, digest(others)] if others else plain)

    @property
    def cite_address(self) -> str:
        """The address of the page that cites it, in the active language."""
        return address("cite", self.cite_kind(), self.cite_name)

    @property
    def remark_address(self) -> str:
        """The address at which a mistake in it is pointed out, in the active language."""
        return address("remark", self.cite_kind(), self.cite_name)

    def file_address(self, suffix: str) -> str:
        """The address of a file that cites it, of the format whose files end so."""
        return address(f"cite-{suffix}", self.cite_kind(), self.cite_name)

    @classmethod
    def for_citing(cls) -> models.QuerySet:
        """The rows that visitors may see, with all that a citation tells."""
        joins = {field.name for field in cls._meta.fields if field.many_to_one or field.one_to_one}
        joins |= {path.rpartition("__")[0] for path in cls._named_by() if "__" in path}
        joins |= {*cls.CITED_WITH}
        rows = cls.objects.filter(cls.shown_if()).prefetch_related(*cls.CITED_LISTS).order_by("pk")
        # Without names it follows all.
        return rows.select_related(*sorted(joins)) if joins else rows

    @classmethod
    def named(cls, name: str) -> Self | None:
        """The row of that name in an address which visitors may see, or None."""
        parts = name.split("/")
        if not all(map(PLAIN.fullmatch, parts)):
            return None
        rows = cls.for_citing().filter(**{cls._named_by()[0]: parts[0]})
        return next((row for row in rows if row.cite_name == name), None)
