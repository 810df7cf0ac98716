"""A copy with pages that no file was read for: what tests of pages need of one."""

from measures.models import Milestone
from policies.models import Attachment, CopyFile, SectionText
from portal.decks.letters import Letters

LINE = 1_000  # units from line to line, and the size of a letter


def letters(*lines: str) -> Letters:
    """A page of lines, each letter in a box of its own."""
    text = "\n".join(lines)
    boxes, row, column = [], 0, 0
    for letter in text:
        if letter == "\n":
            boxes.append((0, 0, 0, 0))
            row, column = row + 1, 0
            continue
        left, top = column * LINE % 16_000, row * LINE
        boxes.append((left, top, left + LINE - 100, top + LINE - 100))
        column += 1
    return Letters.of((16_000, 9_000), text, boxes, {})


def kept(sha256: str, *pages: Letters) -> CopyFile:
    """A file of pages; it holds no PDF."""
    file = CopyFile.objects.create(sha256=sha256, pages=len(pages))
    file.put(b"%PDF-", iter(pages))
    return file


def kept_copy() -> Milestone:
    """A row whose phrase stands twice on a page of the copy of its document, and which replaced
    another copy.
    """
    row = Milestone.objects.select_related("section__document").order_by("pk").first()
    phrase, heading = row.phrase, row.section.heading
    kept("1" * 64, letters(heading, phrase))
    kept("2" * 64, letters(heading, phrase, f"また{phrase}"))
    Attachment.objects.create(
        document=row.section.document,
        kind=Attachment.Kind.PDF,
        file_name="copy.pdf",
        sha256="2" * 64,
        former_sha256="1" * 64,
    )
    SectionText.objects.create(
        section=row.section, text=phrase, page=1, last_page=1, start=0, end=10_000
    )
    return row
