"""Numbers as they are printed, beside the number they stand for."""

from django.db.models import Case, F, Func, IntegerField, Value, When
from django.db.models.functions import Cast, Length, StrIndex
from django.db.models.lookups import Exact, GreaterThan
from django.utils.translation import gettext_lazy as _

from portal.lists.columns import TEXT, Column, Kind, Label

# ① to ㊿, in their order.
CIRCLED = "".join(
    chr(code)
    for first, last in ((0x2460, 0x2473), (0x3251, 0x325F), (0x32B1, 0x32BF))
    for code in range(first, last + 1)
)
# What stands around a number: brackets, dots, and the words for chapters, examples and columns.
AROUND = "()（）.*第章篇例事コラム "


class Trimmed(Func):
    """A text without the signs of a set at its ends."""

    function = "BTRIM"
    output_field = TEXT

    def as_sqlite(self, compiler, connection):
        """SQLite trims a set of signs by the name that others keep for blanks."""
        return self.as_sql(compiler, connection, function="TRIM")


def number_sort(path: str) -> Case:
    """The number in a print: 2 of ②, (2), 02, 第2章 and 事例②; none where there are several."""
    bare = Trimmed(F(path), Value(AROUND))
    circled = StrIndex(Value(CIRCLED), bare)
    left = Trimmed(bare, Value("0123456789"))
    return Case(
        When(Exact(bare, Value("")), then=Value(None)),
        When(Exact(left, Value("")), then=Cast(bare, IntegerField())),
        When(Exact(Length(bare), Value(1)) & GreaterThan(circled, Value(0)), then=circled),
        default=Value(None),
        output_field=IntegerField(),
    )


def printed_number(path: str, meaning: Label) -> tuple[Column, Column]:
    """How the data profile tells a printed number: as printed, and as a number to sort by."""
    return (
        Column("number", "", path, meaning),
        Column(
            "number_sort",
            "",
            lambda: number_sort(path),
            _("The number in the print: 2 of ②, (2) and 02; empty where there is none or several."),
            Kind.INTEGER,
        ),
    )
