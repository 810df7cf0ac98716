"""The file of an attached PDF, and where the letters of its pages stand.

They are found by the fingerprint that attached copies name, and are no part of the record: nothing
of them is in its files, its tables or its bundles. The file stands in the database, in pieces, so
that every machine that serves the site has it, and a backup too.
"""

import datetime
import hashlib
import pathlib
from collections.abc import Iterator

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property

from policies.models.fields import RecordModel
from portal.decks.letters import Letters

PIECE = 2**20
# So long a file is kept that was read to register a document, while its outline is written.
UNCLAIMED = datetime.timedelta(days=1)


class CopyFileQuerySet(models.QuerySet):
    def claimed_by(self, attachments):
        """The files that attached copies name, or named before they were replaced."""
        now, before = (attachments.values(name) for name in ("sha256", "former_sha256"))
        return self.filter(models.Q(sha256__in=now) | models.Q(sha256__in=before))

    def unclaimed(self, attachments):
        """The files that no attached copy names any more."""
        return self.exclude(pk__in=self.claimed_by(attachments).values("pk"))

    def with_page(self, sha256: str, page: int):
        """The file of a fingerprint, if it has a page of that number."""
        return self.filter(sha256=sha256, pages__gte=max(page, 1)).first() if page else None

    def of_fingerprints(self, fingerprints):
        """Those of some fingerprints."""
        return self.filter(sha256__in=[each for each in fingerprints if each])

    def left(self, attachments):
        """The files that nobody has registered a document from, and will not any more."""
        return self.unclaimed(attachments).filter(kept_at__lt=timezone.now() - UNCLAIMED)


class CopyFile(RecordModel):
    """A PDF that a copy was read from."""

    sha256 = models.CharField(max_length=64, unique=True)
    pages = models.PositiveIntegerField()
    kept_at = models.DateTimeField(auto_now=True)

    objects = CopyFileQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["sha256"]

    def __str__(self):
        return self.sha256

    def put(self, data: bytes, letters: Iterator[Letters]) -> None:
        """Keep what the file holds, and the letters of its pages."""
        CopyPiece.objects.bulk_create(
            CopyPiece(file=self, number=number, content=data[start : start + PIECE])
            for number, start in enumerate(range(0, len(data), PIECE))
        )
        CopyPage.objects.bulk_create(
            CopyPage(
                file=self,
                number=number,
                width=each.width,
                height=each.height,
                text=each.text,
                boxes=each.packed_boxes,
                slanted=each.packed_slanted,
            )
            for number, each in enumerate(letters, 1)
        )

    def write(self, path: pathlib.Path) -> None:
        """Write the file to a path.

        Raises DoesNotExist where it is gone, ValueError where it is not what was kept.
        """
        found = hashlib.sha256()
        with path.open("wb") as file:
            for piece in self.pieces.order_by("number").iterator(chunk_size=1):
                found.update(piece.content)
                file.write(piece.content)
        if found.hexdigest() != self.sha256:
            self.refresh_from_db()
            raise ValueError(f"The pieces of {self.sha256} are not its whole.")


class CopyPiece(RecordModel):
    """A part of a file; all in order are the file."""

    file = models.ForeignKey(CopyFile, models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        default_permissions = ()
        ordering = ["file", "number"]
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="policies_copypiece_once")
        ]

    def __str__(self):
        return f"{self.file} {self.number}"


class CopyPageQuerySet(models.QuerySet):
    def of_file(self, sha256: str):
        """The pages of a file, in order."""
        return self.filter(file__sha256=sha256).order_by("number")

    def of_numbers(self, numbers):
        """Those of some numbers."""
        return self.filter(number__in=numbers)

    def between(self, first: int, last: int):
        """Those from one number to another."""
        return self.filter(number__gte=first, number__lte=last)


class CopyPage(RecordModel):
    """A page of a PDF: how large it is, its text, and the box of each of its characters."""

    file = models.ForeignKey(CopyFile, models.CASCADE, related_name="kept_pages")
    number = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    text = models.TextField()
    boxes = models.BinaryField()
    slanted = models.BinaryField()

    objects = CopyPageQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["file", "number"]
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="policies_copypage_once")
        ]

    def __str__(self):
        return f"{self.file} {self.number}"

    @cached_property
    def letters(self) -> Letters:
        """Where its characters stand."""
        packed = bytes(self.boxes), bytes(self.slanted)
        return Letters(self.width, self.height, self.text, *packed)

    @property
    def has_text(self) -> bool:
        """Whether it has letters; a scanned page has none."""
        return bool(self.text.strip())
