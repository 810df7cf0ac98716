"""Citations to copy. Every one is worded here, so that two on a page never differ.

A source is told by who published it, in what, when, and under which printed heading; a date that
is inferred says so, wherever it stands.
"""

from typing import Protocol

from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext

from policies.models import Evidence, Section, SourceDocument
from policies.models.citable import Citable
from portal.dates.edtf import describe

# So many characters of what a row tells stand in its citation.
TOLD = 120


class Entry(Protocol):
    """What has a page of its own; some know when they were last changed, as `updated_on`."""

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
    told = {
        "publisher": document.publisher,
        "document": document.title,
        "date": dated(document),
        "page": section.page,
        "code": section.code,
        "heading": section.heading,
    }
    if section.page:
        words = gettext(
            "%(publisher)s, “%(document)s”, %(date)s, p. %(page)s, section %(code)s (numbered by "
            "this site) “%(heading)s”"
        )
    else:
        words = gettext(
            "%(publisher)s, “%(document)s”, %(date)s, section %(code)s (numbered by this "
            "site) “%(heading)s”"
        )
    return words % told


def publishers_page(section: Section, document: SourceDocument) -> str:
    """The publisher's own PDF at the page of a section of `document`; empty where it has none."""
    page = section.file_page or section.page
    return f"{document.file_url}#page={page}" if document.file_url and page else document.file_url


def cite(request: HttpRequest, section: Section, document: SourceDocument, path: str = "") -> str:
    """A citation of a section at its permanent address.

    `path` is that of a row read from the section, where the row is what is cited.
    """
    told = {
        "source": source_of(section, document),
        "address": request.build_absolute_uri(path or section.get_absolute_url()),
        "file": publishers_page(section, document),
    }
    if told["file"]:
        return gettext("%(source)s, %(address)s (PDF: %(file)s)") % told
    return gettext("%(source)s, %(address)s") % told


def cite_at_page(request: HttpRequest, section: Section, document: SourceDocument) -> str:
    """The same with the page of the document, where the source prints one."""
    citation = cite(request, section, document)
    if section.page is None:
        return citation
    told = {"citation": citation, "page": section.page}
    return gettext("%(citation)s (page %(page)s)") % told


def told_by(row: Evidence) -> str:
    """What is cited of a row: the entry it hangs on, where its words do not name that, and these.

    Long texts are cut: the words that they are found by stand at the address.
    """
    told = Truncator(row.cited_as.rstrip("。.")).chars(TOLD)
    if not row.cited_in or row.cited_in in told:
        return told
    return gettext("%(entry)s, %(told)s") % {"entry": row.cited_in, "told": told}


def how_read(row: Evidence) -> list[str]:
    """How a row was read: under which heading, at which phrase, and why it is inferred."""
    told = {"heading": row.section.heading, "phrase": row.phrase, "reason": row.inference}
    words = [gettext("Read under the heading “%(heading)s” at the words “%(phrase)s”.") % told]
    if row.inferred:
        words.append(gettext("Inferred: %(reason)s") % told)
    return words


def cite_row(request: HttpRequest, row: Evidence, document: SourceDocument) -> str:
    """A citation of a row: what it tells, where that was read, and its own address."""
    return gettext("%(told)s. %(citation)s") % {
        "told": told_by(row),
        "citation": cite(request, row.section, document, row.get_absolute_url()),
    }


def cite_document(request: HttpRequest, document: SourceDocument) -> str:
    """A citation of a document at its official address, where that is known, or at its page."""
    return gettext("%(publisher)s, “%(document)s”, %(date)s, %(address)s") % {
        "publisher": document.published_by,
        "document": document.title,
        "date": dated(document),
        "address": address_of(request, document),
    }


def address_of(request: HttpRequest, document: SourceDocument) -> str:
    """Where a document is found: its official address, or else its page here."""
    return document.url or request.build_absolute_uri(document.get_absolute_url())


def changed_on(entry: Entry) -> str:
    """The day on which an entry was last changed, in EDTF form; empty where none is kept."""
    changed = getattr(entry, "updated_on", None)
    return changed.isoformat() if changed else ""


def cite_entry(request: HttpRequest, entry: Entry, section: Section | None, state: str = "") -> str:
    """A citation of the page of an entry, with the section it is first told of in, if any.

    It names the day of its last change, or of a page that keeps none the `state` of the record.
    The document of the section is read, and its publisher.
    """
    updated = describe(changed_on(entry))
    told = {
        "title": str(entry),
        "when": gettext("last updated %(updated)s") % {"updated": updated} if updated else state,
        "source": source_of(section, section.document) if section else "",
        "address": request.build_absolute_uri(entry.get_absolute_url()),
    }
    if told["when"] and section:
        words = gettext("“%(title)s”, Shirube (%(when)s). Source: %(source)s. %(address)s")
    elif told["when"]:
        words = gettext("“%(title)s”, Shirube (%(when)s). %(address)s")
    elif section:
        words = gettext("“%(title)s”, Shirube. Source: %(source)s. %(address)s")
    else:
        words = gettext("“%(title)s”, Shirube. %(address)s")
    return words % told


def state_of_record(version: int, as_of: str) -> str:
    """As which version of the record, and as of which day, a page is cited."""
    told = {"version": version, "as_of": as_of}
    return gettext("version %(version)s of the record, as of %(as_of)s") % told


def name_of(thing: Citable) -> str:
    """What something is called that has a page of its own: a section by its document too."""
    return thing.full_title if isinstance(thing, Section) else str(thing)


def first_section(entry: Citable) -> Section | None:
    """The section that an entry is first told of in, or None."""
    if isinstance(entry, Evidence):
        return entry.section
    row = next(iter(entry.citations.all()), None) if hasattr(entry, "citations") else None
    return row and row.section


def is_row(thing: Citable) -> bool:
    """Whether something stands on the page of something else, not on one of its own."""
    return isinstance(thing, Evidence) and not thing.ENTRY


def citation_of(request: HttpRequest, thing: Citable, state: str = "") -> str:
    """A citation of whatever can be cited, as `Citable.for_citing` reads it.

    `state` is that of the record, for pages that change and keep no day of it.
    """
    if isinstance(thing, SourceDocument):
        return cite_document(request, thing)
    if isinstance(thing, Section):
        return cite(request, thing, thing.document)
    if is_row(thing):
        return cite_row(request, thing, thing.section.document)
    return cite_entry(request, thing, first_section(thing), state)
