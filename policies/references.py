"""References of what can be cited, for the tools that keep them.

They say what the citations in words say (`policies.citations`): who published the document, when,
under which heading, by which number of this site. A document keeps its Japanese title, on English
pages with the English one behind it.
"""

from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language, gettext, pgettext

from policies.citations import (
    address_of,
    changed_on,
    first_section,
    how_read,
    is_row,
    publishers_page,
    source_of,
    told_by,
)
from policies.models import Evidence, Section, SourceDocument
from policies.models.citable import Citable
from portal.bibliography import Form, Reference


def reference_of(request: HttpRequest, thing: Citable, state: str = "") -> Reference:
    """The reference of whatever can be cited, as `Citable.for_citing` reads it.

    `state` is that of the record, which stands in the note of pages that keep no day of change.
    """
    if isinstance(thing, SourceDocument):
        return _document(request, thing)
    if isinstance(thing, Section):
        return _part(request, thing, thing, thing.heading, "ja", _translated(thing.title_en))
    if is_row(thing):
        return _part(request, thing, thing.section, told_by(thing), get_language(), "")
    return _page(request, thing, state)


def key_of(thing: Citable) -> str:
    """What tools call the reference: the same in both languages and on every day."""
    return f"{thing.cite_kind()}-{thing.cite_name}".replace("/", "-")


def _document(request: HttpRequest, document: SourceDocument) -> Reference:
    return Reference(
        form=Form.DOCUMENT,
        key=key_of(document),
        title=document.title_ja,
        translation=_translated(document.title_en),
        language="ja",
        author=document.published_by,
        publisher=document.published_by,
        kind=pgettext("kind of document", "Material"),
        date=document.date,
        inferred=document.date_inferred,
        address=address_of(request, document),
        note=_joined(_inferred_date(document)),
    )


def _part(
    request: HttpRequest,
    thing: models.Model,
    section: Section,
    title: str,
    language: str,
    translation: str,
) -> Reference:
    """A section of a document, or a row that was read from one."""
    document = section.document
    return Reference(
        form=Form.PART,
        key=key_of(thing),
        title=title,
        translation=translation,
        language=language,
        author=str(document.publisher),
        publisher=str(document.publisher),
        container=document.title_ja,
        container_translation=_translated(document.title_en),
        part=section.code,
        page=str(section.page or ""),
        date=document.date,
        inferred=document.date_inferred,
        address=request.build_absolute_uri(thing.get_absolute_url()),
        note=_joined(
            *(how_read(thing) if isinstance(thing, Evidence) else ()),
            gettext("The number of the section is Shirube's own."),
            _file(section, document),
            _inferred_date(document),
        ),
    )


def _page(request: HttpRequest, entry: Citable, state: str) -> Reference:
    changed = changed_on(entry)
    section = first_section(entry)
    source = source_of(section, section.document) if section else ""
    return Reference(
        form=Form.PAGE,
        key=key_of(entry),
        title=str(entry),
        language=get_language(),
        author=gettext("Shirube"),
        date=changed,
        address=request.build_absolute_uri(entry.get_absolute_url()),
        note=_joined(
            gettext("Source: %(source)s.") % {"source": source} if source else "",
            gettext("As cited: %(state)s.") % {"state": state} if state and not changed else "",
        ),
    )


def _file(section: Section, document: SourceDocument) -> str:
    address = publishers_page(section, document)
    return gettext("PDF: %(address)s") % {"address": address} if address else ""


def _inferred_date(document: SourceDocument) -> str:
    if not document.date_inferred:
        return ""
    return gettext("The date is inferred: %(reason)s") % {"reason": document.date_inference}


def _translated(title: str) -> str:
    """The English title of a document, for readers of English."""
    return title if get_language() == "en" else ""


def _joined(*sentences: str) -> str:
    """Sentences behind one another, as the language sets them."""
    return (" " if get_language() == "en" else "").join(filter(None, sentences))
