"""The table of caveats: those of the record and of whole tables first, then those of rows."""

import operator
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from portal.lists.columns import Column, Kind
from portal.lists.declaration import Table
from portal.pages.caveats.declared import CaveatKind, of_kind
from portal.pages.caveats.derived import Line, of_rows
from portal.pages.dictionary import LANGUAGES, in_both, in_each


def declared() -> Iterator[Line]:
    """The caveats that hold of more than a row, kind by kind."""
    for kind in CaveatKind:
        for rule in of_kind(kind):
            yield Line(rule.code, kind, rule.table, "", "", "", *in_both(rule.words), "")


def caveats(using: str) -> Iterator[Line]:
    """Every caveat: those that hold of most first."""
    yield from declared()
    yield from of_rows(using)


def rows(using: str) -> Iterator[tuple[str, ...]]:
    """The same with a value for each column."""
    labels = {kind.value: tuple(in_both(kind.label)) for kind in CaveatKind}
    values = operator.attrgetter("table", "key", "document", "section", *LANGUAGES, "address")
    for line in caveats(using):
        yield (line.code, line.kind, *labels[line.kind], *values(line))


CAVEATS = Table(
    name="caveats",
    title=_("Scope and caveats"),
    lead=_(
        "What is not in the record, what a sum may not mix, what silence means, how rows are to "
        "be read, and where sources are wrong or differ."
    ),
    lines=rows,
    columns=(
        Column("code", "", "code", _("Code of the caveat; it stays when its words change.")),
        Column("kind_code", "", "kind", _("Kind of the caveat."), choices=CaveatKind),
        *in_each("kind", _("Kind of the caveat.")),
        Column("about_table", "", "table", _("The table that it is about; empty for all.")),
        Column(
            "about_key",
            "",
            "key",
            _("Key of the one row that it is about, its parts with a slash between."),
        ),
        Column(
            "document_slug",
            "",
            "document",
            _("Address name of the document."),
            refers="sources.slug",
        ),
        Column(
            "section_code",
            "",
            "section",
            _("Number assigned by this site, in document order."),
            refers="sections.section_code",
        ),
        *in_each("caveat", _("The caveat.")),
        Column(
            "entry_address", "", "address", _("Permanent address of what it is about."), Kind.PATH
        ),
    ),
    key=("code",),
)
