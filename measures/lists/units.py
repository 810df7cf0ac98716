"""Figures for programs: the number in the base unit, with the code of the unit and how it is bound.

Sources print sums in 億円 and 兆円 beside each other, and say in the unit what is only about so
much. A program is told the same in columns of their own; the print stands beside it.
"""

import dataclasses
import functools
import operator
from collections.abc import Callable

from django.db import models
from django.db.models import (
    BigIntegerField,
    Case,
    DecimalField,
    ExpressionWrapper,
    F,
    Q,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import Contains, Exact
from django.utils.translation import gettext_lazy as _

from measures.models import Target
from portal.lists.columns import TEXT, Column, Expression, Kind
from portal.lists.declaration import Sort
from portal.lists.values import Fixed

NUMBER = DecimalField(max_digits=24, decimal_places=4)
# What a unit without a code counts: things that its words name.
COUNT = "1"


@dataclasses.dataclass(frozen=True)
class Unit:
    """A printed unit: its code (ISO 4217, or UCUM), and how much of that it is."""

    code: str
    scale: int = 1


UNITS = {
    "円": Unit("JPY"),
    "億円": Unit("JPY", 10**8),
    "兆円": Unit("JPY", 10**12),
    "億ドル": Unit("USD", 10**8),
    "兆ドル": Unit("USD", 10**12),
    "ドル（1バレル）": Unit("USD/[bbl_us]"),
    "%": Unit("%"),
    "％": Unit("%"),
    "%（約）": Unit("%"),
    "割": Unit("%", 10),
}
# Signs of a print, or of its unit, that make it less than exact.
BOUNDS = {
    Target.Bound.ABOUT: ("約", "程度", "規模"),
    Target.Bound.AT_LEAST: ("以上", "超"),
    Target.Bound.AT_MOST: ("以下", "以内", "未満", "最大"),
}


# What a source prints where there is nothing.
DASHES = ("—", "－", "―", "-", "–")


class ValueStatus(models.TextChoices):
    """What an empty value means."""

    NUMBER = "number", _("a number")
    WORDS = "words", _("printed in words, which stand beside it")
    NONE = "none-printed", _("the source gives a dash")


def largest(unit: Callable[[], Expression], *then: str) -> Sort:
    """The largest value first inside each unit, whatever its size is; those without one last.

    `unit` builds the printed unit's words: 兆ドル and 億ドル, ％ and 割 are one unit each.
    """

    def order() -> tuple:
        valued = Case(When(value__isnull=True, then=Value(1)), default=Value(0))
        counted = _by_unit(unit, lambda each: Value(each.code), _text(unit))
        return (valued, counted, _in_base_unit(unit).desc(), *then)

    return Sort("value", _("By unit, largest value first"), order)


def figure_columns(unit: Callable[[], Expression]) -> tuple[Column, ...]:
    """The value in its base unit, and what the unit is. `unit` builds the printed unit's words."""
    value = _in_base_unit(unit)
    code = _by_unit(unit, lambda each: Value(each.code), Value(COUNT))
    dash = Q(printed__in=DASHES)
    status = Case(
        When(value__isnull=False, then=Value(ValueStatus.NUMBER.value)),
        When(dash, then=Value(ValueStatus.NONE.value)),
        default=Value(ValueStatus.WORDS.value),
        output_field=TEXT,
    )
    stated = When(value__isnull=False, then=code)
    return (
        Column(
            "value",
            "",
            lambda: value,
            _("The figure in the unit of unit_code: yen, not 100 million yen."),
            Kind.DECIMAL,
            unit="{unit_code}",
        ),
        Column(
            "unit_code",
            "",
            Fixed(lambda: Case(stated, default=Value(""), output_field=TEXT)),
            _(
                "ISO 4217 for money, UCUM for the rest; 1 for things that the unit names. There "
                "is no code list of this site."
            ),
        ),
        Column(
            "scale",
            "",
            lambda: _by_unit(unit, lambda each: Value(each.scale), Value(1), BigIntegerField()),
            _("How much of unit_code the printed unit is: 100000000 for 億円."),
            Kind.INTEGER,
        ),
        Column(
            "value_status",
            "",
            Fixed(lambda: status),
            _("Whether the value is a number, and if not, what its being empty means."),
            choices=ValueStatus,
        ),
    )


def bound_column(unit: Callable[[], Expression]) -> Column:
    """How exact a figure is by its print and its unit, where the record keeps no word for it."""

    def said(sign: str) -> Q:
        return Q(printed__contains=sign) | Q(Contains(_text(unit), Value(sign)))

    def bound():
        whens = (
            When(functools.reduce(operator.or_, map(said, signs)), then=Value(bound.value))
            for bound, signs in BOUNDS.items()
        )
        known = Q(value__isnull=False)
        exact = When(known, then=Value(Target.Bound.EXACT.value))
        return Case(
            When(~known, then=Value("")), *whens, exact, default=Value(""), output_field=TEXT
        )

    meaning = _("Exactly, about, at least or at most, as the print or its unit says.")
    return Column("bound_code", "", Fixed(bound), meaning, choices=Target.Bound)


def _in_base_unit(unit: Callable[[], Expression]) -> Expression:
    """The value, its size included: yen, not 100 million yen."""
    scale = _by_unit(unit, lambda each: Value(each.scale), Value(1), BigIntegerField())
    return ExpressionWrapper(F("value") * scale, output_field=NUMBER)


def _text(unit: Callable[[], Expression]) -> Expression:
    return Coalesce(unit(), Value(""), output_field=TEXT)


def _by_unit(
    unit: Callable[[], Expression],
    told: Callable[[Unit], Value],
    otherwise: Expression,
    output_field: models.Field = TEXT,
) -> Case:
    """What is told of the printed unit, by its Japanese words."""
    printed = _text(unit)
    whens = (When(Exact(printed, Value(words)), then=told(each)) for words, each in UNITS.items())
    return Case(*whens, default=otherwise, output_field=output_field)
