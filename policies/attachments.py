"""Attaching a reader's own copy of a document: text or PDF, checked before anything is stored."""

import dataclasses
import hashlib
import pathlib

import pypdfium2
from pypdfium2.raw import FPDF_ERR_PASSWORD

from policies.coverage import lost, rows_of
from policies.models import Attachment, Evidence, SectionText, SourceDocument
from portal.changes.tracking import one_version
from portal.search.passages import FoldedSource, cut, fold_source

MAX_BYTES = 50_000_000
MAX_PAGES = 2_000
# Slides may hold a few words each; a scan holds none, or a stamp here and there.
MIN_CHARACTERS_PER_PAGE = 5


class AttachError(Exception):
    """Why a file cannot be attached, in a sentence that names it. Nothing was changed."""


@dataclasses.dataclass(frozen=True)
class Copy:
    """What a file holds: its text, where its pages begin in the text, and its fingerprint."""

    name: str
    kind: str
    text: str
    page_starts: list[int]
    sha256: str

    def page_at(self, place: int) -> int | None:
        """The page that holds the character at `place`; None for a text without pages."""
        return sum(start <= place for start in self.page_starts) or None


@dataclasses.dataclass(frozen=True)
class Report:
    """What attaching found: sections whose headings are missing, and rows whose phrase is lost."""

    attachment: Attachment
    sections: int
    missing: list[str]
    rows: int
    lost: list[Evidence]


def read(path: pathlib.Path) -> Copy:
    """The text of a file. Raises AttachError where it holds none that can be used."""
    if not path.is_file():
        raise AttachError(f"{path} does not exist or is not a file.")
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise AttachError(f"{path} has {size:,} bytes; copies of up to {MAX_BYTES:,} are taken.")
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if data.startswith(b"%PDF-"):
        text, starts = _read_pdf(path, data)
        return Copy(path.name, Attachment.Kind.PDF, text, starts, digest)
    return Copy(path.name, Attachment.Kind.TEXT, _read_text(path, data), [], digest)


def _read_text(path: pathlib.Path, data: bytes) -> str:
    if b"\0" in data:
        raise AttachError(f"{path} is neither a text nor a PDF.")
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.strip():
            return text
        raise AttachError(f"{path} is empty.")
    raise AttachError(f"{path} is neither UTF-8 nor Shift_JIS text. Save it as UTF-8.")


def _read_pdf(path: pathlib.Path, data: bytes) -> tuple[str, list[int]]:
    """The text of a PDF and where its pages begin in it.

    By PDFium, which reads what a file says its characters are (`/ActualText`) before what its fonts
    make of them: those of Chromium name radicals (⻑, ⺠) and other dots.
    """
    try:
        with pypdfium2.PdfDocument(data) as document:
            if len(document) > MAX_PAGES:
                raise AttachError(
                    f"{path} has {len(document):,} pages; up to {MAX_PAGES:,} are taken."
                )
            pages = [_text_of(page) for page in document]
    except pypdfium2.PdfiumError as error:
        if error.err_code == FPDF_ERR_PASSWORD:
            raise AttachError(f"{path} is encrypted. Save a copy without a password.") from error
        raise AttachError(f"{path} cannot be read as a PDF: {error}") from error
    if sum(len(page.strip()) for page in pages) < MIN_CHARACTERS_PER_PAGE * len(pages):
        raise AttachError(
            f"{path} holds pictures of pages and no text. "
            "Use the text of the document, or recognise it first."
        )
    starts, length = [], 0
    for page in pages:
        starts.append(length)
        length += len(page) + 1
    return "\n".join(pages), starts


def _text_of(page: pypdfium2.PdfPage) -> str:
    text = page.get_textpage().get_text_bounded()
    page.close()
    # U+FFFE stands for a hyphen at the end of a line.
    return text.replace("\r\n", "\n").replace("\ufffe", "-")


@one_version()
def attach(document: SourceDocument, path: pathlib.Path) -> Report:
    """Store the copy at `path` section by section in place of an earlier one.

    Raises AttachError, changing nothing, where it cannot be read or is another document: fewer
    than half of the headings stand in it.
    """
    copy = read(path)
    folded = FoldedSource(copy.text)
    sections = {section.code: section for section in document.sections.all()}
    found, missing = cut(folded, [(code, section.heading) for code, section in sections.items()])
    if len(found) * 2 < len(sections):
        raise AttachError(
            f"{path} does not look like “{document}”: "
            f"{len(found)} of {len(sections)} headings stand in it."
        )
    attachment, _created = Attachment.objects.update_or_create(
        document=document,
        defaults={"kind": copy.kind, "file_name": copy.name, "sha256": copy.sha256},
    )
    SectionText.objects.of_document(document).delete()
    for each in found:
        SectionText.objects.create(
            section=sections[each.code],
            text=copy.text[each.start : each.end],
            page=copy.page_at(each.start),
        )
    texts = {each.code: fold_source(copy.text[each.start : each.end]) for each in found}
    rows = list(rows_of(document))
    return Report(attachment, len(sections), missing, len(rows), lost(rows, texts, folded.folded))
