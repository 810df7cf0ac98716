"""Building blocks: where a row was read, its dates, its address, what hangs on it."""

import dataclasses
from collections.abc import Callable

from django.db import models
from django.db.models import Case, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from policies.models.confirmations import Confirmation, confirmation_signs
from portal.dates.edtf import describe
from portal.dates.expressions import Precision, first_day, last_day, precision
from portal.lists.columns import TEXT, Column, Kind
from portal.lists.updated import UPDATED
from portal.lists.values import Fixed, Several, address, bilingual, flag, label
from portal.rows.bundle import CappedCount
from portal.rows.within import Within


def english_columns(
    names: type[models.TextChoices], *, cell: str = "", source_cell: str = ""
) -> tuple[Column, ...]:
    """Where the English of a name comes from, and where official English was verified.

    The cells are those of tables that show them; files have these columns anyway.
    """
    return (
        Column(
            "english",
            _("Where the English comes from"),
            label("english", names),
            _("Official, printed in the source, or our translation."),
            cell=cell,
        ),
        Column(
            "english_code",
            _("Where the English comes from, code"),
            "english",
            _("The same as a fixed code."),
        ),
        Column(
            "english_source",
            _("Where it was verified"),
            bilingual("english_source"),
            _("The reference of official English."),
            cell=source_cell,
        ),
    )


def source_mark(section: str):
    """The short name of the document and the section: 経産省 2026-04・13節."""

    def value():
        before, between, after = (
            gettext("%(document)s, section %(code)s")
            .replace("%(document)s", "\x00")
            .replace("%(code)s", "\x00")
            .split("\x00")
        )
        return Concat(
            Value(before),
            bilingual(f"{section}__document__short_name")(),
            Value(between),
            F(f"{section}__code"),
            Value(after),
            output_field=TEXT,
        )

    return value


def section_heading(prefix: str):
    """The mended title of a section, the printed heading where there is none."""

    def value():
        title = F(f"{prefix}title_en" if get_language() == "en" else f"{prefix}title_ja")
        return Coalesce(NullIf(title, Value("")), F(f"{prefix}heading"), output_field=TEXT)

    return value


def provenance(section: str = "section") -> tuple[Column, ...]:
    """Where the row was read: the last columns but one of every list."""
    return (
        Column(
            "source_mark",
            _("Source"),
            source_mark(section),
            _("Short name of the document, and the section."),
            cell="source",
        ),
        Column(
            "source_title",
            _("Source title"),
            bilingual(f"{section}__document__title"),
            _("Title of the document."),
        ),
        Column(
            "section_heading",
            _("Section heading"),
            section_heading(f"{section}__"),
            _("Heading of the section."),
        ),
        section_place(section, _("Page of the section on this site.")),
    )


def section_place(section: str, meaning) -> Column:
    """The address of the section; its key beside it in the data profile."""
    document, code = f"{section}__document__slug", f"{section}__code"
    shown = Column(
        "section_address",
        _("Section address"),
        address("section", document, code),
        meaning,
        Kind.URL,
    )
    return dataclasses.replace(shown, data=(*section_key(document, code), *shown.in_data))


def section_key(document: str, code: str) -> tuple[Column, Column]:
    """The document and the section in it, as the table of sections names them."""
    return (
        Column(
            "document_slug",
            _("Document, address name"),
            document,
            _("Address name of the document."),
            refers="sources.slug",
        ),
        Column(
            "section_code",
            _("Section number"),
            code,
            _("Number assigned by this site, in document order."),
            refers="sections.section_code",
        ),
    )


class Confirmed(models.Expression):
    """What the surest confirmation that holds of the row asked for says, whatever its model is."""

    def __init__(self, told: Callable[[], models.expressions.Combinable]):
        super().__init__(output_field=TEXT)
        self.told = told

    def resolve_expression(self, query=None, *args, **options):
        """What it says, of the model that the query asks for."""
        rows = Confirmation.objects.surest_of_row(query.model._meta.label_lower, OuterRef("pk"))
        found = Subquery(rows.values(told=self.told())[:1])
        return Coalesce(found, Value(""), output_field=TEXT).resolve_expression(
            query, *args, **options
        )


def confirmed_day():
    """The day of a confirmation."""
    return Cast("day", output_field=TEXT)


def confirmed_words():
    """The level of a confirmation in a few words, and its day."""
    signs = (When(level=level, then=Value(sign)) for level, sign in confirmation_signs())
    return Concat(Case(*signs), Value(" "), confirmed_day(), output_field=TEXT)


def confirmed_on():
    """The day of the surest confirmation, as a date."""
    return Cast(NullIf(Confirmed(confirmed_day), Value("")), models.DateField())


def confirmed() -> Column:
    """Whether somebody has confirmed the row as it is, who and when."""
    meaning = _("The surest confirmation of the row as it stands, with its day; empty for none.")
    level = Fixed(lambda: Confirmed(lambda: F("level")))
    return Column(
        "confirmed",
        _("Confirmed"),
        lambda: Confirmed(confirmed_words),
        meaning,
        data=(
            Column("confirmed_code", "", level, meaning, choices=Confirmation.Level),
            Column("confirmed_on", "", confirmed_on, meaning, Kind.DATE),
        ),
    )


def evidence() -> tuple[Column, ...]:
    """The anchor phrase, the inference, whether it is confirmed, and where the row was read."""
    return (
        Column(
            "phrase",
            _("Anchor phrase"),
            "phrase",
            _("Name or figure by which the place is found again, as printed."),
        ),
        Column(
            "inferred",
            _("Inferred"),
            flag("inferred", _("inferred")),
            _("Filled where the source does not state the value outright."),
        ),
        Column(
            "inference",
            _("Reason of the inference"),
            bilingual("inference"),
            _("Why the value is inferred."),
        ),
        confirmed(),
        *provenance(),
    )


def entry(view: str, *paths: str, anchor=()) -> Column:
    """The permanent address of the row: the last column of every list.

    In the data profile the version stands before it in which its entry last changed.
    """
    shown = Column(
        "entry_address",
        _("Entry address"),
        address(view, *paths, anchor=anchor),
        _("Permanent address of the row."),
        Kind.URL,
    )
    return dataclasses.replace(shown, data=(UPDATED, *shown.in_data))


FIRST_DAY = _("First day it can mean, ISO 8601.")
LAST_DAY = _("Last day it can mean, ISO 8601.")


def edtf(
    name: str, header, path: str, meaning, cell: str = "words", **drawn
) -> tuple[Column, Column]:
    """A date in EDTF form with its printed precision, and its first day as a plain date.

    `drawn` says more of how a page draws it, in the words of `Column`.
    """
    first = Column(f"{name}_from", first_day_of(header), f"{path}_from", FIRST_DAY, Kind.DATE)
    shown = edtf_column(name, header, path, meaning, cell=cell, first=first, **drawn)
    return shown, first


def edtf_column(
    name: str, header, value, meaning, *, first: Column | None = None, header_name="", **drawn
) -> Column:
    """A date in EDTF form; in the data profile its first and last day besides, and its precision.

    `value` is a field path, or a function that builds an expression. `first` is the column of the
    first day, where the record keeps it.
    """
    build = value if callable(value) else lambda: F(value)
    stored = Fixed(value) if callable(value) else value
    plain = Column(f"{name}_edtf", header, stored, meaning, Kind.EDTF, words=describe)
    how = _("How precise the date is: a day, a month, a season, a year or an interval.")
    data = (
        plain,
        first or Column(f"{name}_from", "", lambda: first_day(build()), FIRST_DAY, Kind.DATE),
        Column(f"{name}_until", "", lambda: last_day(build()), LAST_DAY, Kind.DATE),
        Column(f"{name}_precision", "", Fixed(lambda: precision(build())), how, choices=Precision),
    )
    shown = header_name or plain.name
    return dataclasses.replace(plain, name=shown, data=data, **drawn)


def first_day_of(header):
    """The header of the plain date beside an EDTF date, in the language of each request."""
    return lazy(lambda: gettext("%(date)s, first day") % {"date": header}, str)()


def joined_names(model, parent: str):
    """The other names of an entry, one after the other."""
    return Several(lambda: model.objects.filter(**{parent: OuterRef("pk")}).order_by("pk"), "name")


def related_count(model, path: str, counted: str = "pk", *, narrower: bool = False):
    """How many distinct `counted` among the rows that point here by the reverse name `path`.

    Rows of measures count only where the measure is published. With `narrower` rows count too
    that point at an entry below this one.
    """

    def value():
        relation = model._meta.get_field(path)
        named = relation.field.name
        if narrower:
            below = Within(OuterRef("pk"), model.objects.broader_pairs())
            asked = {f"{named}__in": below}
        else:
            asked = {named: OuterRef("pk")}
        rows = relation.related_model.objects.filter(**asked)
        if counted.startswith("measure"):
            rows = rows.filter(measure__published=True)
        return CappedCount(rows.order_by().values(counted).distinct())

    return value


def reading() -> Column:
    """How the Japanese name is read."""
    return Column(
        "reading",
        _("Reading"),
        "reading",
        _("The Japanese name in hiragana; letters, digits and marks as in the name."),
    )


def name_columns() -> tuple[Column, ...]:
    """What an entry is called: in the language of the page, and in both."""
    return (
        Column(
            "name",
            _("Name"),
            bilingual("name"),
            _("Name in the language of the page."),
            cell="entry",
        ),
        Column("name_ja", _("Name (Japanese)"), "name_ja", _("Japanese name.")),
        Column("name_en", _("Name (English)"), "name_en", _("English name.")),
    )
