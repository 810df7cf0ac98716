"""One thing that a text says, as it is read: a number with its unit, or a date."""

import dataclasses
import enum
from decimal import Decimal


class Kind(enum.StrEnum):
    """What a mention is of. A bare number is told only where something says what it counts."""

    AMOUNT = "amount"
    COUNT = "count"
    DATE = "date"
    NUMBER = "number"
    STATUS = "status"


class Bound(enum.StrEnum):
    """How exact a number says that it is."""

    EXACT = ""
    ABOUT = "about"
    OVER = "over"
    UNDER = "under"


@dataclasses.dataclass(frozen=True)
class Mention:
    """A value in the letters of a line, from `start` to `end` with the words of its bound.

    A number has `value` (amounts in the base unit of the currency, which is `unit`), `until` where
    it is a range, and `step`: what its last digit stands for. `units` are the words behind a
    count, the nearest first. A date has `edtf`; `partial` where the text names no year, `near`
    where it says that it is of this year or one beside it.
    A status has `codes`, of which it means one.
    """

    kind: Kind
    start: int
    end: int
    value: Decimal | None = None
    until: Decimal | None = None
    step: Decimal = Decimal(1)
    unit: str = ""
    bound: Bound = Bound.EXACT
    edtf: str = ""
    partial: bool = False
    near: bool = False
    codes: tuple[str, ...] = ()

    def moved(self, by: int) -> "Mention":
        """The same, further behind."""
        return dataclasses.replace(self, start=self.start + by, end=self.end + by)
