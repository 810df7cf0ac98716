"""What is printed at the foot of a section."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from policies.models.base import Bilingual, Evidence, choice_constraint
from policies.models.citable import cited_kind
from policies.models.fields import CodeField, LineField, ParagraphField, PositionField
from policies.models.sources import Section


class FootnoteKind(models.TextChoices):
    FOOTNOTE = "footnote", _("Footnote")
    SOURCE = "source", _("Source note")
    LEGEND = "legend", _("Legend")
    LINK = "link", _("Link")


class Footnote(Evidence):
    """A footnote, legend, source note or link printed on a section."""

    Kind = FootnoteKind

    KEY = ("section__document__slug", "section__code", "code")

    section = models.ForeignKey(
        Section, models.CASCADE, verbose_name=_("section"), related_name="footnotes"
    )
    code = CodeField()
    position = PositionField()
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    mark = LineField(_("printed mark"), max_length=10, blank=True)
    text_ja = ParagraphField(_("text (Japanese)"))
    text_en = ParagraphField(_("text (English)"))

    text = Bilingual()

    class Meta(Evidence.Meta):
        verbose_name = _("printed note")
        verbose_name_plural = _("printed notes")
        ordering = ["section", "position", "pk"]
        constraints = [
            *Evidence.Meta.constraints,
            choice_constraint("kind", FootnoteKind),
            models.UniqueConstraint(fields=["section", "code"], name="policies_footnote_code_once"),
        ]

    def __str__(self):
        return self.text

    @property
    def cited_as(self) -> str:
        return cited_kind(self, str(self))

    def get_absolute_url(self):
        return f"{self.section.get_absolute_url()}#{self.evidence_id}"

    @property
    def evidence_id(self) -> str:
        return f"footnote-{self.code}"
