"""What the search knows beside the record: words that people type, and words of the documents."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from policies.models.fields import LineField, ParagraphField, RecordModel
from policies.models.sources import SourceDocument
from portal.changes.models import RecordedQuerySet


class Synonym(RecordModel):
    """A word that people type and the documents do not use: what it means is looked for too."""

    KEY = ("word",)

    word = LineField(
        _("word that is typed"), unique=True, help_text=_("As people write it, for example 経安法.")
    )

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["word"]

    def __str__(self):
        return self.word


class SynonymMeaning(RecordModel):
    """A word of the record that is looked for as well."""

    synonym = models.ForeignKey(
        Synonym, models.CASCADE, verbose_name=_("synonym"), related_name="means"
    )
    name = LineField(
        _("also looked for as"), help_text=_("A name or word that stands in the record.")
    )

    class Meta:
        verbose_name = _("meaning of a synonym")
        verbose_name_plural = _("meanings of synonyms")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["synonym", "name"], name="policies_synonymmeaning_once")
        ]

    def __str__(self):
        return self.name


class DocumentWordsQuerySet(RecordedQuerySet):
    def texts(self) -> list[str]:
        """The words of each document, as one text with spaces around every word."""
        return [f" {words} " for words in self.order_by("pk").values_list("words", flat=True)]


class DocumentWords(RecordModel):
    """The words and dates that the text of a document holds, each once and in order.

    They say whether a word stands in the documents at all. Nothing can be read from them: long runs
    are cut, and none stands where it stood. Dates are behind a sign, as =2024-07-31.
    """

    KEY = ("document__slug",)

    document = models.OneToOneField(
        SourceDocument, models.CASCADE, verbose_name=_("document"), related_name="words"
    )
    words = ParagraphField(_("words"))

    objects = DocumentWordsQuerySet.as_manager()

    class Meta:
        verbose_name = _("words of a document")
        verbose_name_plural = _("words of documents")
        ordering = ["document"]

    def __str__(self):
        return str(self.document)
