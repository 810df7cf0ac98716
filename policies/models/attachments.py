"""A reader's own copy of a document, and the editors' checklist of what it holds."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from policies.models.base import Bilingual, choice_constraint
from policies.models.fields import ParagraphField, PositionField, RecordModel
from policies.models.sources import Section, SourceDocument


class AttachmentKind(models.TextChoices):
    TEXT = "text", _("Text")
    PDF = "pdf", _("PDF")


class Attachment(RecordModel):
    """The copy that is attached to a document; one at a time."""

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
    attached_at = models.DateTimeField(_("attached"), auto_now=True)

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

    def by_section(self, sections) -> dict[int, str]:
        """The attached text of each of the sections that have one, by primary key."""
        return dict(self.filter(section__in=sections).values_list("section_id", "text"))


class SectionText(RecordModel):
    """What an attached copy says in one section."""

    section = models.OneToOneField(
        Section, models.CASCADE, verbose_name=_("section"), related_name="attached"
    )
    text = models.TextField(_("text"))
    page = models.PositiveIntegerField(_("page of the copy"), null=True, blank=True)

    objects = SectionTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("attached text of a section")
        verbose_name_plural = _("attached texts of sections")
        ordering = ["section"]

    def __str__(self):
        return str(self.section)


class ChecklistEntryQuerySet(models.QuerySet):
    def recorded(self):
        """Checklist entries that name the entry which records them."""
        return self.exclude(record="").select_related("section__document").order_by("pk")

    def counts_by_section(self, document) -> dict[int, tuple[int, int]]:
        """For each section of a document: how many entries the checklist has, how many recorded."""
        rows = self.filter(section__document=document).order_by().values("section")
        counted = rows.annotate(
            entries=models.Count("pk"), recorded=models.Count("pk", filter=~models.Q(record=""))
        )
        return {row["section"]: (row["entries"], row["recorded"]) for row in counted}


class ChecklistEntry(RecordModel):
    """One thing a reader found in a section, and the entry that records it or why none does.

    `record` is the address of the entry on this site without language and leading slash, for
    example `measures/espa-2022#provision-p1`.
    """

    section = models.ForeignKey(
        Section, models.CASCADE, verbose_name=_("section"), related_name="checklist"
    )
    position = PositionField()
    code = models.CharField(_("code"), max_length=12, help_text=_("For example MEA-1."))
    record = models.CharField(_("recorded as"), max_length=200, blank=True)
    omission_ja = ParagraphField(_("why it is not recorded (Japanese)"), blank=True)
    omission_en = ParagraphField(_("why it is not recorded (English)"), blank=True)

    omission = Bilingual()
    objects = ChecklistEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("checklist entry")
        verbose_name_plural = _("checklist entries")
        ordering = ["section", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "code"], name="policies_checklist_code_once"
            ),
            models.CheckConstraint(
                condition=models.Q(record="") & ~models.Q(omission_ja="")
                | ~models.Q(record="") & models.Q(omission_ja="", omission_en=""),
                name="policies_checklist_recorded_or_omitted",
                violation_error_message=_("Name the entry that records it, or say why none does."),
            ),
        ]

    def __str__(self):
        return f"{self.section} {self.code}"
