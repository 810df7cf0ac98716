"""Who has looked at what the record says, and what a look at rows drawn at random found.

Neither is an entry: a confirmation speaks of a value as it was, and holds while the value is that.
"""

import functools

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Length
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from policies.models.base import Bilingual, choice_constraint
from policies.models.fields import AddressNameField, LineField, ParagraphField, RecordModel
from portal.changes.models import RecordedQuerySet
from portal.dates.edtf import describe
from portal.record.schema import kinds
from portal.rows.bundle import PkParam, RowBundle

# Places in an entry that are no row below it: all of it, and what it says by itself.
WHOLE, HEAD = "", "."
DIGITS = 16


class Level(models.TextChoices):
    """How sure a value is; the later the surer."""

    __codelist__ = "confirmation_level"

    READ = "read", _("Read once")
    SECOND = "second-reader", _("Checked by a second reader")
    DIVISION = "division", _("Confirmed by the division in charge")


# The surest first.
SUREST = tuple(reversed(Level.values))


def confirmation_signs() -> list[tuple[str, str]]:
    """Each level with the few words for it that stand beside a value."""
    return [
        (Level.READ, gettext("Read once")),
        (Level.SECOND, gettext("Second reader")),
        (Level.DIVISION, gettext("Division in charge")),
    ]


class ConfirmationQuerySet(RecordedQuerySet):
    def of_entry(self, kind: str, pk: int):
        """The confirmations in one entry, the surest and newest first."""
        found = in_entries(kind).read(pk, self.db)["confirmations"]
        return sorted(found, key=lambda each: (SUREST.index(each.level), -each.day.toordinal()))

    def of_entries(self, model: type[models.Model], pks):
        """Those in some entries; also those of an entry that was gone and is there again."""
        found = models.Q(entry__in=pks)
        if len(model.KEY) == 1:
            there = model._base_manager.filter(pk__in=pks).values(model.KEY[0])
            found |= models.Q(entry=None, entry_key__in=there)
        return self.filter(found, entry_kind=model._meta.model_name)

    def surest_of_row(self, label: str, row):
        """What holds of a row as it says it by itself, the surest and newest first."""
        rank = models.Case(
            *(models.When(level=each, then=place) for place, each in enumerate(SUREST))
        )
        found = self.filter(row_kind=label, row=row, field="", holds=True)
        return found.alias(rank=rank).order_by("rank", "-day", "pk")

    def same_place(self, other: "Confirmation"):
        """What the same people said before, on the same level, of the same place."""
        names = ("entry_kind", "entry_key", "place", "level", "by")
        return self.filter(**{name: getattr(other, name) for name in names})


@functools.cache
def in_entries(kind: str) -> RowBundle:
    """The confirmations in an entry of a kind, by its primary key."""
    return RowBundle(
        lambda: {"confirmations": Confirmation.objects.filter(entry_kind=kind, entry=PkParam())}
    )


class Confirmation(RecordModel):
    """That somebody found a value right: in which entry, at which place, who, when.

    `place` names the row inside the entry as tables name it, and behind it the field; the whole
    entry has none. `revision` is that of the entry which was looked at, `digest` stands for
    what it said there. Whether that is what the entry still says (`holds`), and which row it is,
    the site keeps by itself (`policies.confirming`). A rename of the entry takes it along.
    """

    Level = Level

    KEY = ("entry_kind", "entry_key", "place", "level", "by")

    entry_kind = LineField(_("kind of entry"), max_length=40)
    entry_key = LineField(_("entry"), max_length=160)
    place = LineField(_("row in the entry"), max_length=255, blank=True)
    level = models.CharField(_("level of confirmation"), max_length=13, choices=Level)
    by = LineField(
        _("confirmed by"),
        max_length=120,
        blank=True,
        help_text=_("Empty for an independent reader without a name."),
    )
    day = models.DateField(_("confirmed on"))
    revision = models.PositiveIntegerField(_("revision"))
    digest = LineField(
        _("digest of the value"),
        max_length=DIGITS,
        validators=[RegexValidator(rf"^[0-9a-f]{{{DIGITS}}}\Z", _("16 hexadecimal digits."))],
    )
    entry = models.BigIntegerField(null=True, editable=False)
    row_kind = LineField(max_length=60, blank=True, editable=False)
    row = models.BigIntegerField(null=True, editable=False)
    field = LineField(max_length=60, blank=True, editable=False)
    holds = models.BooleanField(_("still holds"), default=False, editable=False)

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        ordering = ["-day", "entry_kind", "entry_key", "place", "pk"]
        indexes = [
            models.Index(fields=["entry_kind", "entry"], name="policies_confirmation_entry"),
            models.Index(fields=["row_kind", "row"], name="policies_confirmation_row"),
        ]
        constraints = [
            choice_constraint("level", Level),
            models.UniqueConstraint(
                fields=["entry_kind", "entry_key", "place", "level", "by"],
                name="policies_confirmation_once",
            ),
        ]

    def __str__(self):
        return f"{self.in_words}: {self.entry_kind} {self.entry_key} {self.place}".rstrip()

    def clean(self):
        super().clean()
        if self.entry_kind not in kinds():
            words = gettext("There is no such kind of entry. Known are: %(known)s.")
            raise ValidationError({"entry_kind": words % {"known": ", ".join(kinds())}})

    @property
    def in_words(self) -> str:
        """The level with the day, as it stands beside a value and on a sheet."""
        return f"{self.sign} {self.day_in_words}".rstrip()

    @property
    def sign(self) -> str:
        """The level in a few words."""
        return str(dict(confirmation_signs()).get(self.level, self.level))

    @property
    def who(self) -> str:
        """Who confirmed it."""
        return self.by or gettext("an independent reader")

    @property
    def day_in_words(self) -> str:
        """The day in the active language."""
        return describe(str(self.day or ""))


class ProofreadingQuerySet(RecordedQuerySet):
    def newest(self):
        """The readings, the last first: of one day draw-10 before draw-9."""
        return self.order_by("-day", Length("slug").desc(), "-slug")


class Proofreading(RecordModel):
    """What a reader who had not encoded them found of rows drawn at random.

    `how` says how the rows were drawn, and what was counted as wrong and as imprecise.
    """

    KEY = ("slug",)

    slug = AddressNameField(unique=True)
    day = models.DateField(_("read on"))
    rows = models.PositiveIntegerField(_("rows drawn"))
    wrong = models.PositiveIntegerField(_("wrong"))
    imprecise = models.PositiveIntegerField(_("imprecise"))
    how_ja = ParagraphField(_("how it was drawn (Japanese)"))
    how_en = ParagraphField(_("how it was drawn (English)"))

    how = Bilingual()
    objects = ProofreadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("proofreading")
        verbose_name_plural = _("proofreadings")
        ordering = ["day", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rows__gte=models.F("wrong") + models.F("imprecise")),
                name="policies_proofreading_no_more_than_drawn",
                violation_error_message=_("No more rows are wrong than were drawn."),
            ),
        ]

    def __str__(self):
        return f"{self.slug} {self.day}"

    @property
    def right(self) -> int:
        """The rows that were right."""
        return (self.rows or 0) - (self.wrong or 0) - (self.imprecise or 0)

    @property
    def day_in_words(self) -> str:
        """The day in the active language."""
        return describe(str(self.day or ""))
