"""A reader's own copy of a document."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from policies.models.base import choice_constraint
from policies.models.fields import RecordModel
from policies.models.sources import Section, SourceDocument
from portal.changes.models import RecordedQuerySet
from portal.rows.kept import Asked, KeptStatement


class AttachmentKind(models.TextChoices):
    TEXT = "text", _("Text")
    PDF = "pdf", _("PDF")
    PPTX = "pptx", _("PowerPoint")


class AttachmentQuerySet(RecordedQuerySet):
    def of_section(self, section):
        """The copy of the document of a section, if one is attached."""
        return self.select_related("document").filter(document=section.document_id).first()

    def with_document(self):
        """Copies with their document and its publisher."""
        return self.select_related("document__publisher")

    def files_of(self, documents) -> dict[int, str]:
        """The fingerprint of the copy of each document that has one, by primary key."""
        return dict(self.filter(document__in=documents).values_list("document", "sha256"))

    def with_file(self, sha256: str):
        """The copies that are a file."""
        return self.filter(sha256=sha256)

    def that_replaced(self, sha256: str):
        """The copies in whose place a file was before."""
        return self.filter(former_sha256=sha256)


class Attachment(RecordModel):
    """The copy that is attached to a document; one at a time.

    The pages of the one that it replaced are kept, to be looked at beside its own.
    """

    Kind = AttachmentKind

    document = models.OneToOneField(
        SourceDocument, models.CASCADE, verbose_name=_("document"), related_name="attachment"
    )
    kind = models.CharField(_("kind"), max_length=4, choices=Kind)
    file_name = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField(
        _("fingerprint (SHA-256)"),
        max_length=64,
        validators=[RegexValidator(r"^[0-9a-f]{64}\Z", _("64 hexadecimal digits."))],
    )
    former_sha256 = models.CharField(
        _("fingerprint of the copy before"), max_length=64, blank=True, editable=False
    )
    attached_at = models.DateTimeField(_("attached"), auto_now=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attached copy")
        verbose_name_plural = _("attached copies")
        ordering = ["document"]
        constraints = [choice_constraint("kind", AttachmentKind)]

    def __str__(self):
        return f"{self.document}: {self.file_name}"

    @property
    def is_the_checked_text(self) -> bool:
        """Whether it is, byte for byte, the text the encoding was checked against."""
        return self.sha256 == self.document.sha256


class SectionTextQuerySet(models.QuerySet):
    def of_document(self, document):
        """The attached texts of a document's sections."""
        return self.filter(section__document=document)

    def in_order(self):
        """The texts with their sections, in printed order."""
        return self.select_related("section__document").order_by("section__position", "pk")

    def sections_beside(self, texts):
        """The primary keys of all sections of the documents that some texts are of."""
        documents = self.filter(pk__in=texts).order_by().values("section__document")
        return Section.objects.filter(document__in=documents).values_list("pk", flat=True)

    def texts_of(self, document) -> list[str]:
        """The attached texts of a document's sections, by its primary key, in printed order."""
        rows = self.filter(section__document=document).order_by("section__position", "pk")
        return list(rows.values_list("text", flat=True))

    def with_pages(self, sections):
        """The texts of sections whose pages are kept, with their sections."""
        return self.filter(section__in=sections, start__isnull=False).select_related("section")

    def on_page(self, document, number: int):
        """The texts of the sections of a document that stand on a page, in printed order."""
        texts = self.of_document(document).filter(page__lte=number, last_page__gte=number)
        return texts.filter(start__isnull=False).in_order()

    def any_with_pages(self) -> bool:
        """Whether the pages of any section are kept."""
        return self.filter(start__isnull=False).exists()

    def by_section(self, sections) -> dict[int, str]:
        """The attached text of each of the sections that have one, by primary key.

        One that stands in pictures alone has none.
        """
        return dict(BY_SECTION.rows(self.db, sections=sections))


class SectionText(RecordModel):
    """What an attached copy says in one section, and on which of its pages.

    `start` and `end` are places in the text of the first and of the last of them.
    """

    section = models.OneToOneField(
        Section, models.CASCADE, verbose_name=_("section"), related_name="attached"
    )
    text = models.TextField(_("text"))
    page = models.PositiveIntegerField(_("page of the copy"), null=True, blank=True)
    last_page = models.PositiveIntegerField(
        _("last page of the copy"), null=True, blank=True, editable=False
    )
    start = models.PositiveIntegerField(null=True, editable=False)
    end = models.PositiveIntegerField(null=True, editable=False)

    objects = SectionTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("attached text of a section")
        verbose_name_plural = _("attached texts of sections")
        ordering = ["section"]

    def __str__(self):
        return str(self.section)


BY_SECTION = KeptStatement(
    lambda: (
        SectionText.objects.order_by()
        .filter(section__in=Asked("sections"))
        .exclude(text="")
        .values_list("section_id", "text")
    )
)
