"""The terms of art that texts of the record keep as they are printed, with their English."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from policies.models.base import (
    PHRASE_LENGTH,
    Bilingual,
    Evidence,
    EvidenceQuerySet,
    choice_constraint,
)
from policies.models.citable import cited_kind
from policies.models.english import official_names_reference
from policies.models.fields import AddressNameField, LineField, ParagraphField, RecordModel
from policies.models.naming import name_orders

HIRAGANA = RegexValidator(
    r"^[ぁ-ゖー・]+\Z", _("A reading is written in hiragana alone, for example けいざい.")
)


class TermEnglish(models.TextChoices):
    OFFICIAL = "official", _("Official")
    PRINTED = "printed", _("Printed in the source")
    OURS = "ours", _("Our translation")


# How a term that is read for each of its words tells that word.
WORD = {"word": "name", "word_kind": "kind", "word_pk": "pk"}


class TermQuerySet(EvidenceQuerySet):
    def for_list(self):
        """Terms with source and the words beside them, by reading."""
        return (
            self.select_related("section__document")
            .prefetch_related("words")
            .order_by("name_order_ja", "slug")
        )

    def with_each_word(self):
        """Terms, each once for each word beside it: `word`, `word_kind` and its key `word_pk`.

        Of a term without any the three are empty.
        """
        told = {name: models.F(f"words__{of}") for name, of in WORD.items()}
        return self.annotate(**told)


class Term(Evidence):
    """A term of art: what a text read from a section that prints it says in the same words.

    The section and the phrase are one place that prints it. `english` tells where the English
    comes from; official English names the reference in which it was verified.
    """

    English = TermEnglish

    KEY = ("slug",)
    RANK = 9

    slug = AddressNameField(unique=True)
    term_ja = LineField(
        _("term"),
        max_length=PHRASE_LENGTH,
        unique=True,
        help_text=_("As printed, without what stands around it."),
    )
    reading = LineField(
        _("reading"), validators=[HIRAGANA], help_text=_("In hiragana, as it is said.")
    )
    term_en = LineField(_("term (English)"), help_text=_("The words that English texts use."))
    english = models.CharField(
        _("where the English comes from"),
        max_length=8,
        choices=English,
        help_text=_("Official only where it was looked up; the reference is named below."),
    )
    english_source_ja = LineField(
        _("where the English was verified (Japanese)"),
        blank=True,
        help_text=_("The name of the reference, for example a law and its chapter."),
    )
    english_source_en = LineField(_("where the English was verified (English)"), blank=True)
    note_ja = ParagraphField(_("note (Japanese)"), blank=True)
    note_en = ParagraphField(_("note (English)"), blank=True)
    name_order_ja, name_order_en = name_orders("term")

    term = Bilingual()
    english_source = Bilingual()
    note = Bilingual()
    objects = TermQuerySet.as_manager()

    class Meta(Evidence.Meta):
        verbose_name = _("term of art")
        verbose_name_plural = _("terms of art")
        ordering = ["slug"]
        constraints = [
            *Evidence.Meta.constraints,
            choice_constraint("english", TermEnglish),
            official_names_reference(),
        ]

    def __str__(self):
        return self.term

    @property
    def cited_as(self) -> str:
        return cited_kind(self, str(self))

    @staticmethod
    def form_of_both(form: dict, both: tuple[dict, dict]) -> dict:
        """The form of two terms that became one: what both are called stands beside it."""
        words = list(form.get("words", []))
        kinds = {"term_ja": TermWord.Kind.PRINTED, "term_en": TermWord.Kind.ENGLISH}
        for name, kind in kinds.items():
            known = {form[name], *(row["name"] for row in words if row["kind"] == kind)}
            new = dict.fromkeys(each[name] for each in both if each[name] not in known)
            words += [{"kind": str(kind), "name": word} for word in new]
        return {**form, "words": words} if words else form

    def get_absolute_url(self):
        return f"{self.section.get_absolute_url()}#{self.evidence_id}"

    @property
    def evidence_id(self) -> str:
        """The term's anchor on the page of its section."""
        return f"term-{self.slug}"


class TermWordKind(models.TextChoices):
    PRINTED = "printed", _("also printed so")
    ENGLISH = "english", _("also in English")
    PLAIN = "plain", _("must not replace it")


class TermWord(RecordModel):
    """A word beside a term: another print of it, more English for it, or what must not replace it.

    A plain word is one that no source prints, so that it stands in no Japanese text of the record.
    """

    Kind = TermWordKind

    term = models.ForeignKey(
        Term, models.CASCADE, verbose_name=_("term of art"), related_name="words"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    name = LineField(_("word"))

    class Meta:
        verbose_name = _("word beside a term")
        verbose_name_plural = _("words beside terms")
        ordering = ["id"]
        constraints = [
            choice_constraint("kind", TermWordKind),
            models.UniqueConstraint(fields=["term", "kind", "name"], name="policies_termword_once"),
        ]

    def __str__(self):
        return self.name
