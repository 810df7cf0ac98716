"""Attaching a reader's own copy of a document: text, PDF or PPTX, checked before it is stored."""

import dataclasses
import pathlib
from collections.abc import Iterable, Iterator

from django.db.models import Model
from django.utils.translation import override

from policies import kept_files
from policies.coverage import lost, rows_of
from policies.models import Attachment, Evidence, Section, SectionText, SourceDocument
from portal.changes.tracking import one_version
from portal.decks.deck import MAX_BYTES, Deck, DeckError
from portal.decks.reading import read as read_deck
from portal.search.passages import FoldedSource, Slice, cut, fold_source

FILE_VALUES = ("kind", "file_name", "sha256", "former_sha256")
SECTION_VALUES = ("text", "page", "last_page", "start", "end")


@dataclasses.dataclass(frozen=True)
class HeldCopy:
    """The attached copy of a document, apart from it: the file, and what is kept of the text of
    each section by its code.
    """

    file: dict[str, str]
    texts: dict[str, dict]

    @property
    def name(self) -> str:
        """What its file is called."""
        return self.file["file_name"]

    def attach_to(self, document: SourceDocument) -> None:
        """Let it be the copy of another document: the texts of the sections that this has too."""
        Attachment.objects.create(document=document, **self.file)
        for section in document.sections.filter(code__in=self.texts):
            SectionText.objects.create(section=section, **self.texts[section.code])


def copy_of(document: SourceDocument) -> HeldCopy | None:
    """The copy that is attached to a document."""
    attachment = Attachment.objects.filter(document=document).first()
    if attachment is None:
        return None
    texts = SectionText.objects.of_document(document).select_related("section")
    held = {each.section.code: values(each, SECTION_VALUES) for each in texts}
    return HeldCopy(values(attachment, FILE_VALUES), held)


def values(row: Model, names: Iterable[str]) -> dict:
    """The values of some fields of a row."""
    return {name: getattr(row, name) for name in names}


class AttachError(Exception):
    """Why a file cannot be attached, in a sentence that names it. Nothing was changed."""


@dataclasses.dataclass(frozen=True)
class Report:
    """What attaching found: sections whose headings are missing, rows whose phrase is lost, and
    those `astray`, whose phrase the copy has while the heading of their section is missing: they
    have no passage and no frame.
    """

    attachment: Attachment
    sections: int
    missing: list[str]
    rows: int
    lost: list[Evidence]
    astray: list[Evidence]

    @property
    def placed(self) -> int:
        """How many rows have their phrase in their section."""
        return self.rows - len(self.lost) - len(self.astray)


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


@dataclasses.dataclass(frozen=True)
class Cut:
    """Where a section begins and ends in the text of a copy."""

    section: Section
    start: int
    end: int

    def kept_of(self, copy: Deck) -> SectionText:
        """What is kept of it."""
        text = copy.text[self.start : self.end].strip("\n")
        places = kept_files.between(copy, self.start, self.end)
        return SectionText(section=self.section, text=text, **places)


def cuts_of(copy: Deck, sections: list[Section], found: list[Slice]) -> Iterator[Cut]:
    """The stretches of sections by the headings that stand in a copy.

    Pages that are pictures without text belong to the section before; where the heading of one
    section is missing there, to that, as it stands in the picture. Those before the first heading
    belong, with all before it, to the first section.
    """
    codes = [section.code for section in sections]
    places = [codes.index(each.code) for each in found]
    begin = found[0].start
    if copy.has_pictures_before(begin):
        if places[0]:
            yield Cut(sections[0], 0, begin)
        else:
            begin = 0
    for each, own, following in zip(found, places, [*places[1:], len(sections)], strict=True):
        start, end = begin if each is found[0] else each.start, each.end
        pictures = copy.pictures_before(each.start, end)
        between = sections[own + 1 : following]
        if pictures is not None and len(between) == 1:
            yield Cut(sections[own], start, pictures - 1)
            yield Cut(between[0], pictures, end)
        else:
            yield Cut(sections[own], start, end)


@one_version()
def store(document: SourceDocument, copy: Deck, name: str, cuts: Iterable[Cut]) -> Attachment:
    """Store a copy in place of an earlier one: its pages, and the text of each section."""
    kept_files.keep(copy)
    attached = Attachment.objects.filter(document=document).first()
    attached = attached or Attachment(document=document)
    before = attached.former_sha256
    if attached.sha256 != copy.sha256:
        attached.former_sha256 = attached.sha256
    attached.kind, attached.file_name, attached.sha256 = copy.kind, name, copy.sha256
    attached.save()
    SectionText.objects.of_document(document).delete()
    for each in cuts:
        each.kept_of(copy).save()
    kept_files.let_go([before])
    return attached


@one_version()
def attach(document: SourceDocument, path: pathlib.Path) -> Report:
    """Store the copy at `path` section by section in place of an earlier one.

    Raises AttachError, changing nothing, where it cannot be read, where the document has no
    sections, or where it is another document: fewer than half of the headings stand in it.
    """
    copy = read(path)
    folded = FoldedSource(copy.text)
    sections = {section.code: section for section in document.sections.all()}
    if not sections:
        raise AttachError(f"{path} cannot be cut into sections: “{document}” has none.")
    found, missing = cut(folded, [(code, section.heading) for code, section in sections.items()])
    if len(found) * 2 < len(sections):
        raise AttachError(
            f"{path} does not look like “{document}”: "
            f"{len(found)} of {len(sections)} headings stand in it."
        )
    cuts = cuts_of(copy, list(sections.values()), found)
    attachment = store(document, copy, path.name, cuts)
    texts = {each.code: fold_source(copy.text[each.start : each.end]) for each in found}
    rows = list(rows_of(document))
    gone = lost(rows, texts, folded.folded)
    astray = [row for row in rows if row.section.code in missing and row not in gone]
    return Report(attachment, len(sections), missing, len(rows), gone, astray)
