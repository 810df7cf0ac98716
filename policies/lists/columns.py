"""Building blocks: where a row was read, its dates, its address, what hangs on it."""

from django.db import models
from django.db.models import Case, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from policies.models.confirmations import Confirmation, confirmation_signs
from portal.dates.edtf import describe
from portal.lists.columns import TEXT, Column, Joined, Kind, address, bilingual, flag
from portal.rows.bundle import CappedCount
from portal.rows.within import Within


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
        Column(
            "section_address",
            _("Section address"),
            address("section", f"{section}__document__slug", f"{section}__code"),
            _("Page of the section on this site."),
            Kind.URL,
        ),
    )


class Confirmed(models.Expression):
    """The surest confirmation that holds of the row asked for, whatever its model is, in words."""

    def resolve_expression(self, query=None, *args, **options):
        """The words, of the model that the query asks for."""
        rows = Confirmation.objects.surest_of_row(query.model._meta.label_lower, OuterRef("pk"))
        signs = (When(level=level, then=Value(sign)) for level, sign in confirmation_signs())
        words = Concat(Case(*signs), Value(" "), Cast("day", output_field=TEXT), output_field=TEXT)
        found = Coalesce(Subquery(rows.values(words=words)[:1]), Value(""), output_field=TEXT)
        return found.resolve_expression(query, *args, **options)


def confirmed() -> Column:
    """Whether somebody has confirmed the row as it is, who and when."""
    return Column(
        "confirmed",
        _("Confirmed"),
        Confirmed,
        _("The surest confirmation of the row as it stands, with its day; empty for none."),
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
    """The permanent address of the row: the last column of every list."""
    return Column(
        "entry_address",
        _("Entry address"),
        address(view, *paths, anchor=anchor),
        _("Permanent address of the row."),
        Kind.URL,
    )


def edtf(
    name: str, header, path: str, meaning, cell: str = "words", draw=None
) -> tuple[Column, Column]:
    """A date in EDTF form with its printed precision, and its first day as a plain date."""
    return (
        Column(
            f"{name}_edtf", header, path, meaning, Kind.EDTF, cell=cell, words=describe, draw=draw
        ),
        Column(
            f"{name}_from",
            first_day_of(header),
            f"{path}_from",
            _("First day it can mean, ISO 8601."),
            Kind.DATE,
        ),
    )


def first_day_of(header):
    """The header of the plain date beside an EDTF date, in the language of each request."""
    return lazy(lambda: gettext("%(date)s, first day") % {"date": header}, str)()


def joined_names(model, parent: str):
    """The other names of an entry, one after the other."""
    return lambda: Joined(model.objects.filter(**{parent: OuterRef("pk")}).order_by("pk"), "name")


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
