"""Axes: amounts and days onto pixels."""

import dataclasses
import datetime
import math


@dataclasses.dataclass(frozen=True)
class Scale:
    """A straight axis from `low` to `high` over `length` pixels that begin at `start`."""

    low: float
    high: float
    start: float
    length: float

    def at(self, value: float) -> float:
        """The pixel of a value, rounded to a tenth; values beyond the ends fall on the ends."""
        inside = min(max(value, self.low), self.high)
        return round(self.start + self.length * (inside - self.low) / (self.high - self.low), 1)

    def day(self, day: datetime.date) -> float:
        """The pixel of a day, on an axis whose ends are ordinals of days."""
        return self.at(day.toordinal())


def ticks(high: float, most: int = 5) -> list[int]:
    """Round values from 0 on, at most `most` steps, the last one not above `high`.

    Steps are 1, 2, 2.5 or 5 times a power of ten, and whole numbers.
    """
    if high <= 0:
        return [0]
    power = 10 ** math.floor(math.log10(high / most))
    steps = (times * power for times in (1, 2, 2.5, 5, 10))
    step = max(1, next(each for each in steps if high / each <= most))
    step = math.ceil(step)
    return [step * number for number in range(int(high // step) + 1)]
