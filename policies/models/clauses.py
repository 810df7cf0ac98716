"""The checklist of a text: its clauses in reading order, and what records each."""

import functools
import operator

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from policies.models import patterns
from policies.models.base import PHRASE_LENGTH, Bilingual, choice_constraint
from policies.models.fields import (
    CodesField,
    LineField,
    ParagraphField,
    PositionField,
    RecordModel,
    Rule,
)
from policies.models.sources import Section
from portal.changes.models import RecordedQuerySet

ADDRESSES = Rule(
    "addresses",
    patterns.ADDRESSES,
    _("Use a list of addresses of entries, for example measures/espa-2022#provision-p1."),
)


class AddressesField(CodesField):
    """A list of addresses on this site, without language and slashes at the ends.

    What stands there may be hidden, its address too: its changes are told to editors alone.
    """

    RULE = ADDRESSES
    for_editors = names_addresses = True


class ClauseReason(models.TextChoices):
    HEADING = "heading", _("Heading; what stands below it is recorded")
    REPEATED = "repeated", _("Repeats what is recorded elsewhere")
    FIGURE = "figure", _("Label in a figure")
    FURNITURE = "furniture", _("Page furniture: contents, running head, imprint")
    CONNECTIVE = "connective", _("Joins other clauses")
    GENERAL = "general", _("General remark without a fact of its own")
    ILLEGIBLE = "illegible", _("Too garbled to be read")


class ClauseQuerySet(RecordedQuerySet):
    def for_section(self, section):
        """The clauses of a section in reading order."""
        return self.filter(section=section).order_by("position", "pk")

    def for_checks(self):
        """All clauses with section and document, in reading order."""
        return self.select_related("section__document").order_by(
            "section__document__slug", "section__position", "position", "pk"
        )

    def phrases_by_section(self, document) -> dict[int, list[str]]:
        """The phrases of a document's clauses in reading order, by primary key of the section."""
        found: dict[int, list[str]] = {}
        rows = self.filter(section__document=document).order_by("position", "pk")
        for section, phrase in rows.values_list("section", "phrase"):
            found.setdefault(section, []).append(phrase)
        return found

    def sections(self, names=None) -> list[int]:
        """The sections whose clauses name what begins with one of some names, or anything."""
        rows = self.exclude(records=[])
        if names is not None:
            held = (models.Q(named__contains=f'"{name}') for name in names)
            said = functools.reduce(operator.or_, held, models.Q(pk__in=()))
            rows = rows.annotate(named=Cast("records", models.TextField())).filter(said)
        return list(rows.order_by("section").values_list("section", flat=True).distinct())

    def counts_by_section(self) -> dict[int, tuple[int, int]]:
        """For each section with clauses: how many it has, and how many with a reason."""
        counted = (
            self.order_by()
            .values("section")
            .annotate(
                clauses=models.Count("pk"),
                omitted=models.Count("pk", filter=~models.Q(reason="")),
            )
        )
        return {row["section"]: (row["clauses"], row["omitted"]) for row in counted}


class Clause(RecordModel):
    """A clause of a section, named by a phrase of it, and the entries and rows that record it.

    The phrases stand in the text in the order of the clauses. `records` are addresses on this
    site without language and slashes at the ends, for example `measures/espa-2022#provision-p1`.
    Where nothing records it the reason says why; records beside a reason say where to look.
    """

    Reason = ClauseReason
    CALLED_BY = ("phrase",)

    section = models.ForeignKey(
        Section, models.CASCADE, verbose_name=_("section"), related_name="checklist"
    )
    position = PositionField()
    phrase = LineField(
        _("anchor phrase"),
        max_length=PHRASE_LENGTH,
        help_text=_("Copied from the clause, at most 40 characters."),
    )
    records = AddressesField(
        _("recorded as"),
        default=list,
        blank=True,
        help_text=_(
            'For example ["measures/espa-2022#provision-p1", "issues/npi-bloc-economies"].'
        ),
    )
    reason = models.CharField(
        _("why it is not recorded"), max_length=10, choices=Reason, blank=True
    )
    note_ja = ParagraphField(_("note (Japanese)"), blank=True)
    note_en = ParagraphField(_("note (English)"), blank=True)

    note = Bilingual()
    objects = ClauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering = ["section", "position", "pk"]
        constraints = [
            choice_constraint("reason", ClauseReason, blank=True),
            models.CheckConstraint(
                condition=~models.Q(reason="") | ~models.Q(records__regex=patterns.NO_CODES),
                name="policies_clause_recorded_or_reason",
                violation_error_message=_("Name what records it, or say why nothing does."),
            ),
        ]

    def __str__(self):
        return f"{self.section.mark} 「{self.phrase}」"

    @staticmethod
    def stands(form: dict) -> bool:
        """Whether a line says what records it, or why nothing does."""
        return bool(form.get("records") or form.get("reason"))

    def clean(self):
        super().clean()
        if not self.records and not self.reason:
            raise ValidationError(_("Name what records it, or say why nothing does."))
