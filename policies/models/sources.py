"""Where a statement was read: documents and their sections."""

from collections.abc import Collection, Iterable

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from policies.models.actors import Organisation
from policies.models.base import Bilingual, DateInWords, check_sibling, choice_constraint
from policies.models.citable import Citable
from policies.models.fields import (
    AddressNameField,
    BoundField,
    CodeField,
    EdtfField,
    LastSaveField,
    LineField,
    ParagraphField,
    PositionField,
    RecordModel,
    UpdatedOnField,
    WebAddressField,
)
from policies.models.read_from import ReadFromQuerySet
from portal.changes.models import RecordedQuerySet
from portal.lists.addresses import address


class ReadingState(models.TextChoices):
    REGISTERED = "registered", _("Registered")
    READING = "reading", _("Being read")
    READ = "read", _("Read")


class SourceDocumentQuerySet(RecordedQuerySet):
    def for_list(self):
        """Documents with publisher and the number of sections, newest first."""
        return (
            self.select_related("publisher", "issuer")
            .annotate(section_count=models.Count("sections"))
            .order_by(models.F("date_from").desc(nulls_last=True), "slug")
        )

    def read(self):
        """Documents that are read to their end: they alone can be said to be silent."""
        return self.filter(state=ReadingState.READ)

    def unread(self):
        """Documents that are registered or being read."""
        return self.exclude(state=ReadingState.READ).order_by("slug")

    def with_sections_read(self):
        """Documents with the number of their sections, and of those read to their end."""
        finished = models.Count("sections", filter=models.Q(sections__was_read=True))
        return self.for_list().annotate(sections_read=finished)

    def attached(self):
        """Documents of which a copy is attached."""
        return self.filter(attachment__isnull=False).order_by("slug")

    def for_detail(self):
        """One document with publisher and issuing unit."""
        return self.select_related("publisher", "issuer")


class SourceDocument(Citable, RecordModel):
    """One published document that entries are read from.

    Until it is read to its end, nothing follows from what it does not say: its sections say so
    instead of 0, and the as-of date of the record does not count it.
    """

    State = ReadingState

    KEY = ("slug",)

    slug = AddressNameField(unique=True)
    updated_on = UpdatedOnField()
    publisher = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("publisher"), related_name="documents"
    )
    issuer = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("issuing unit"),
        related_name="issued_documents",
        null=True,
        blank=True,
    )
    title_ja = LineField(_("title (Japanese)"))
    title_en = LineField(_("title (English)"))
    short_name_ja = LineField(
        _("short name (Japanese)"),
        max_length=30,
        help_text=_("Shown in source marks, for example 経産省 2026-04."),
    )
    short_name_en = LineField(_("short name (English)"), max_length=30)
    date = EdtfField(
        _("date"), help_text=_("EDTF form: 2026-04-07, 2026-01, or 2026-04-25/.. for “not before”.")
    )
    date_from = BoundField(of="date")
    date_inferred = models.BooleanField(_("date inferred"), default=False)
    date_inference_ja = ParagraphField(_("reason of the inferred date (Japanese)"), blank=True)
    date_inference_en = ParagraphField(_("reason of the inferred date (English)"), blank=True)
    url = WebAddressField(
        _("official address"),
        blank=True,
        help_text=_("Only a confirmed address. Leave empty otherwise."),
    )
    file_url = WebAddressField(
        _("address of the PDF"),
        blank=True,
        help_text=_("Of the publisher's own file: citations lead to their page of it."),
    )
    sha256 = LineField(
        _("fingerprint (SHA-256)"),
        max_length=64,
        validators=[RegexValidator(r"^[0-9a-f]{64}\Z", _("64 hexadecimal digits."))],
        help_text=_("Of the text that the encoding was checked against."),
    )
    state = models.CharField(
        _("state of reading"),
        max_length=10,
        choices=ReadingState,
        default=ReadingState.READ,
        help_text=_("Until it is read, nothing follows from what it does not say."),
    )
    licence_ja = ParagraphField(_("licence (Japanese)"), blank=True)
    licence_en = ParagraphField(_("licence (English)"), blank=True)
    updated_at = LastSaveField()

    title = Bilingual()
    short_name = Bilingual()
    licence = Bilingual()
    date_inference = Bilingual()
    date_in_words = DateInWords("date")
    objects = SourceDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("source document")
        verbose_name_plural = _("source documents")
        ordering = ["slug"]
        constraints = [
            choice_constraint("state", ReadingState),
            models.CheckConstraint(
                condition=models.Q(date_inferred=True) & ~models.Q(date_inference_ja="")
                | models.Q(date_inferred=False, date_inference_ja="", date_inference_en=""),
                name="policies_sourcedocument_inferred_date_has_reason",
                violation_error_message=_("An inferred date states its reason, others state none."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address("source", self.slug)

    @property
    def is_read(self) -> bool:
        """Whether it is read to its end."""
        return self.state == ReadingState.READ

    @property
    def published_by(self) -> str:
        """Publisher and issuing unit; a unit whose name holds the publisher's stands alone."""
        publisher, unit = str(self.publisher), str(self.issuer or "")
        if not unit or publisher in unit:
            return unit or publisher
        return gettext("%(publisher)s, %(unit)s") % {"publisher": publisher, "unit": unit}


class SectionQuerySet(ReadFromQuerySet):
    def of_names(self, names: Collection[tuple[str, str]]) -> dict[tuple[str, str], "Section"]:
        """Sections by the name of their document and their number, with all that a citation tells.

        What is not there has no place.
        """
        found = self.filter(
            document__slug__in={slug for slug, _code in names},
            code__in={code for _slug, code in names},
        ).select_related("document__publisher")
        named = {(section.document.slug, section.code): section for section in found}
        return {name: named[name] for name in names if name in named}

    def for_list(self):
        """Sections with their document, in printed order."""
        return self.select_related("document").order_by("document__slug", "position", "pk")

    def outline(self, document):
        """The sections of a document in order, with the number of entries read from each."""
        counts = models.Value(0)
        for relation in self.evidence_relations():
            rows = relation.related_model.objects.published().filter(
                **{relation.field.name: models.OuterRef("pk")}
            )
            counted = rows.order_by().values(relation.field.name).annotate(n=models.Count("pk"))
            counts = counts + Coalesce(models.Subquery(counted.values("n")), 0)
        return list(
            self.filter(document=document)
            .select_related("document", "parent")
            .annotate(entry_count=counts)
            .order_by("position", "pk")
        )

    def for_detail(self):
        """One section with its document and the text of an attached copy."""
        return self.select_related("document__publisher", "parent", "attached")


class Section(Citable, RecordModel):
    """A slide or heading of a document. One without entries is recorded too, with the reason."""

    KEY = ("document__slug", "code")
    # The fields that name it where forms are told in words, the first that says anything; else the
    # first text in two languages does (`portal.record.wording`).
    CALLED_BY = ("title", "heading")
    CITED_WITH = ("document__publisher",)

    document = models.ForeignKey(
        SourceDocument, models.CASCADE, verbose_name=_("document"), related_name="sections"
    )
    code = CodeField()
    position = PositionField()
    parent = models.ForeignKey(
        "self",
        models.RESTRICT,
        verbose_name=_("part"),
        related_name="children",
        null=True,
        blank=True,
    )
    heading = LineField(
        _("printed heading"),
        max_length=200,
        help_text=_("As printed, slips included, so that it can be found again."),
    )
    title_ja = LineField(
        _("title (Japanese)"), blank=True, help_text=_("Only where it must differ from the print.")
    )
    title_en = LineField(_("title (English)"))
    page = models.PositiveIntegerField(
        _("page"), null=True, blank=True, help_text=_("Only where the source prints one.")
    )
    file_page = models.PositiveIntegerField(
        _("page of the PDF"),
        null=True,
        blank=True,
        help_text=_("Counted from 1. Only where it is another than the printed one."),
    )
    was_read = models.BooleanField(
        _("read to its end"),
        default=True,
        help_text=_("Until then the section does not say that it holds nothing."),
    )
    empty_reason_ja = ParagraphField(_("why nothing is read from it (Japanese)"), blank=True)
    empty_reason_en = ParagraphField(_("why nothing is read from it (English)"), blank=True)
    note_ja = ParagraphField(
        _("note (Japanese)"),
        blank=True,
        help_text=_("What the text of the source has lost, for example a figure."),
    )
    note_en = ParagraphField(_("note (English)"), blank=True)

    empty_reason = Bilingual()
    note = Bilingual()
    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["document", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "code"],
                name="policies_section_code_once",
                violation_error_message=_("The document has a section with this code."),
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("pk")),
                name="policies_section_not_own_part",
                violation_error_message=_("A section cannot be part of itself."),
            ),
        ]

    def __str__(self):
        return f"{self.document.short_name} {self.code} {self.title}"

    def get_absolute_url(self):
        return address("section", self.document.slug, self.code)

    def clean(self):
        super().clean()
        check_sibling(self, "parent", "document")

    @property
    def title(self):
        """The mended title in the active language, the printed heading where none is needed."""
        return Bilingual.read(self, "title") or self.heading

    @property
    def full_title(self) -> str:
        """The title with that of the document, which tells it from its like in others."""
        words = {"title": self.title, "code": self.code, "document": self.document.title}
        return gettext("%(title)s (section %(code)s of “%(document)s”)") % words

    @property
    def mark(self) -> str:
        """What a source mark says: 経産省 2026-04・13節."""
        return gettext("%(document)s, section %(code)s") % {
            "document": self.document.short_name,
            "code": self.code,
        }


def sole_section(sections: Iterable[Section]) -> Section | None:
    """The section that several rows have in common; None where they are few, or differ."""
    found = list(sections)
    several = len(found) > 1 and len({section.pk for section in found}) == 1
    return found[0] if several else None
