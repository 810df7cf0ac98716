"""Citations to copy. Every one is worded here, so that two on a page never differ.

A source is told by who published it, in what, when, and under which printed heading; a date that
is inferred says so, wherever it stands.
"""

import dataclasses
import datetime
from typing import Protocol

from django.http import HttpRequest
from django.utils.translation import get_language, gettext

from policies.models import Section, SourceDocument
from portal.dates.edtf import describe
from portal.references import Reference


class Entry(Protocol):
    """What has a page of its own and knows when it was last changed."""

    slug: str
    title: str
    updated_on: datetime.date

    def get_absolute_url(self) -> str:
        """The permanent address of its page."""


def dated(document: SourceDocument) -> str:
    """The date of a document in words; one that is inferred says so."""
    return inferred(document.date_in_words) if document.date_inferred else document.date_in_words


def inferred(date: str) -> str:
    """A date in words that says of itself that it is inferred."""
    return gettext("%(date)s (inferred)") % {"date": date}


def source_of(section: Section, document: SourceDocument) -> str:
    """A section of `document`, whose publisher is read, as every citation names it."""
    return gettext(
        "%(publisher)s, “%(document)s”, %(date)s, section %(code)s (numbered by this "
        "site) “%(heading)s”"
    ) % {
        "publisher": document.publisher,
        "document": document.title,
        "date": dated(document),
        "code": section.code,
        "heading": section.heading,
    }


def cite(request: HttpRequest, section: Section, document: SourceDocument, path: str = "") -> str:
    """A citation of a section at its permanent address.

    `path` is that of a row read from the section, where the row is what is cited.
    """
    return gettext("%(source)s, %(address)s") % {
        "source": source_of(section, document),
        "address": request.build_absolute_uri(path or section.get_absolute_url()),
    }


def cite_figure(of: str, what: str, figure: str, citation: str) -> str:
    """A citation of a figure: of which entry, what it counts, the figure, and the row's own."""
    return gettext("%(entry)s, %(what)s: %(figure)s. %(citation)s") % {
        "entry": of,
        "what": what,
        "figure": figure,
        "citation": citation,
    }


def cite_row(of: object, row: object, citation: str) -> str:
    """A citation of a row of an entry: the entry, what the row says, and the row's own."""
    return gettext("%(entry)s: %(row)s. %(citation)s") % {
        "entry": of,
        "row": row,
        "citation": citation,
    }


def changed_on(entry: Entry) -> str:
    """The day on which an entry was last changed, as a date in EDTF form."""
    return entry.updated_on.isoformat()


def cite_entry(request: HttpRequest, entry: Entry, section: Section | None) -> str:
    """A citation of the page of an entry, with the section it is first told of in, if any.

    The document of the section is read, and its publisher.
    """
    told = {
        "title": entry.title,
        "updated": describe(changed_on(entry)),
        "address": request.build_absolute_uri(entry.get_absolute_url()),
    }
    if section is None:
        return gettext("“%(title)s”, Shirube (last updated %(updated)s). %(address)s") % told
    return gettext(
        "“%(title)s”, Shirube (last updated %(updated)s). Source: %(source)s. %(address)s"
    ) % (told | {"source": source_of(section, section.document)})


def refer_to_document(request: HttpRequest, document: SourceDocument) -> Reference:
    """A document, whose publisher is read, for reference managers."""
    return Reference(
        key=document.slug,
        document=True,
        author=str(document.publisher),
        title=document.title,
        date=document.date,
        inferred=document.date_inferred,
        address=request.build_absolute_uri(document.get_absolute_url()),
        language=get_language(),
    )


def refer_to_section(request: HttpRequest, section: Section, document: SourceDocument) -> Reference:
    """A section of a document for reference managers, at its permanent address."""
    return dataclasses.replace(
        refer_to_document(request, document),
        key=f"{document.slug}-{section.code}",
        address=request.build_absolute_uri(section.get_absolute_url()),
        section=section.code,
        part=gettext("Section %(code)s (numbered by this site) “%(heading)s”")
        % {"code": section.code, "heading": section.heading},
    )


def refer_to_entry(request: HttpRequest, entry: Entry, section: Section | None) -> Reference:
    """The page of an entry for reference managers, with the section it is first told of in."""
    told = "" if section is None else source_of(section, section.document)
    return Reference(
        key=f"shirube-{entry.slug}",
        document=False,
        author=gettext("Shirube"),
        title=entry.title,
        date=changed_on(entry),
        inferred=False,
        address=request.build_absolute_uri(entry.get_absolute_url()),
        language=get_language(),
        note=gettext("Source: %(source)s") % {"source": told} if told else "",
    )
