"""Attaching a reader's own copy of a document: text, PDF or PPTX, checked before it is stored."""

import dataclasses
import pathlib
from collections.abc import Iterable

from django.utils.translation import override

from policies.coverage import lost, rows_of
from policies.models import Attachment, Evidence, Section, SectionText, SourceDocument
from portal.changes.tracking import one_version
from portal.decks.deck import MAX_BYTES, Deck, DeckError
from portal.decks.reading import read as read_deck
from portal.search.passages import FoldedSource, cut, fold_source


@dataclasses.dataclass(frozen=True)
class HeldCopy:
    """The attached copy of a document, apart from it: the file, and the text and page of each
    section by its code.
    """

    file: dict[str, str]
    texts: dict[str, tuple[str, int | None]]

    @property
    def name(self) -> str:
        """What its file is called."""
        return self.file["file_name"]

    def attach_to(self, document: SourceDocument) -> None:
        """Let it be the copy of another document: the texts of the sections that this has too."""
        Attachment.objects.create(document=document, **self.file)
        for section in document.sections.filter(code__in=self.texts):
            text, page = self.texts[section.code]
            SectionText.objects.create(section=section, text=text, page=page)


def copy_of(document: SourceDocument) -> HeldCopy | None:
    """The copy that is attached to a document."""
    attachment = Attachment.objects.filter(document=document).first()
    if attachment is None:
        return None
    file = {name: getattr(attachment, name) for name in ("kind", "file_name", "sha256")}
    texts = SectionText.objects.of_document(document).select_related("section")
    return HeldCopy(file, {each.section.code: (each.text, each.page) for each in texts})


class AttachError(Exception):
    """Why a file cannot be attached, in a sentence that names it. Nothing was changed."""


@dataclasses.dataclass(frozen=True)
class Report:
    """What attaching found: sections whose headings are missing, and rows whose phrase is lost."""

    attachment: Attachment
    sections: int
    missing: list[str]
    rows: int
    lost: list[Evidence]


def read(path: pathlib.Path) -> Deck:
    """The pages of a file. Raises AttachError where it holds none that can be used."""
    if not path.is_file():
        raise AttachError(f"{path} does not exist or is not a file.")
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    try:
        return read_deck(str(path), data)
    except DeckError as error:
        with override("en"):
            raise AttachError(str(error)) from error


def store(
    document: SourceDocument,
    copy: Deck,
    name: str,
    texts: Iterable[tuple[Section, str, int | None]],
) -> Attachment:
    """Store a copy in place of an earlier one: the text of each section, and its page."""
    attachment, _created = Attachment.objects.update_or_create(
        document=document,
        defaults={"kind": copy.kind, "file_name": name, "sha256": copy.sha256},
    )
    SectionText.objects.of_document(document).delete()
    for section, text, page in texts:
        SectionText.objects.create(section=section, text=text, page=page)
    return attachment


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
    cuts = [
        (sections[each.code], copy.text[each.start : each.end], copy.page_at(each.start))
        for each in found
    ]
    attachment = store(document, copy, path.name, cuts)
    texts = {each.code: fold_source(copy.text[each.start : each.end]) for each in found}
    rows = list(rows_of(document))
    return Report(attachment, len(sections), missing, len(rows), lost(rows, texts, folded.folded))
