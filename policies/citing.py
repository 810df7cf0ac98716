"""Citations to copy: who published it, in what, when, under which heading, and where it is kept."""

from django.http import HttpRequest
from django.utils.translation import gettext

from policies.models import Section, SourceDocument


def dated(document: SourceDocument) -> str:
    """The date of a document in words; one that is inferred says so."""
    if not document.date_inferred:
        return document.date_in_words
    return gettext("%(date)s (inferred)") % {"date": document.date_in_words}


def cite(request: HttpRequest, section: Section, document: SourceDocument, path: str = "") -> str:
    """A citation of a section of `document`, whose publisher is read, at its permanent address.

    `path` is that of a row read from the section, where the row is what is cited.
    """
    return gettext(
        "%(publisher)s, “%(document)s”, %(date)s, section %(code)s “%(heading)s”, %(address)s"
    ) % {
        "publisher": document.publisher,
        "document": document.title,
        "date": dated(document),
        "code": section.code,
        "heading": section.heading,
        "address": request.build_absolute_uri(path or section.get_absolute_url()),
    }
