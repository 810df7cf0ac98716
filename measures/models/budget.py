"""Money: budget lines as printed cells, and totals as printed, kept apart from computed sums."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from measures.models.measure import Measure
from measures.models.measure_row import CodedChild, MeasureChildQuerySet, code_once
from policies.models import Organisation, Subject
from policies.models.base import Bilingual, check_sibling, choice_constraint
from policies.models.citable import cited_figure
from policies.models.fields import CurrencyField, FiscalYearField, LineField, ParagraphField
from policies.models.naming import name_order
from portal.dates.edtf import fiscal_year_label, fiscal_year_short
from portal.money import print_in_words


class Stage(models.TextChoices):
    """The stage at which an amount stood in the budget process. Stages are never added up."""

    __codelist__ = "budget_stage"

    REQUEST = "request", _("Budget request")
    INITIAL_DRAFT = "initial-draft", _("Draft initial budget")
    INITIAL = "initial", _("Initial budget")
    SUPPLEMENTARY = "supplementary", _("Supplementary budget")
    BUDGET = "budget", _("Budget")
    FUND = "fund", _("Fund")
    INVESTMENT = "investment", _("Investment or loan")


class Obligations(models.TextChoices):
    """How an amount counts contract authorisations (国庫債務負担行為)."""

    __codelist__ = "budget_obligations"

    NONE = "none", _("Not stated")
    INCLUDED = "included", _("Includes contract authorisations in total")
    PART_INCLUDED = "part-included", _("Includes a part of contract authorisations")
    PART = "part", _("Is a part of contract authorisations")


class NotAdded(models.TextChoices):
    """Why tables add up an amount with no other, or no sum stands beside a printed total."""

    OTHER_CURRENCY = "other-currency", _("Its currency is not the yen.")
    CONTAINED = "contained", _("It is contained in another line.")
    STATED = "stated", _("The reason is stated in words.")
    NO_LINES = "no-lines", _("No line is recorded that it could be the total of.")


# Tables add up amounts in yen alone.
CURRENCY = "JPY"
ADDED = models.Q(not_added_ja="", currency=CURRENCY)


class Amount(CodedChild):
    """An amount in the currency's base unit, with the print beside it."""

    # The fields that hold amounts of money, with those that say in which currency.
    MONEY = {"amount": "currency"}

    amount = models.BigIntegerField(
        _("amount"), help_text=_("In the currency's base unit: 0.3億円 is 30000000.")
    )
    currency = CurrencyField(_("currency"), default=CURRENCY)
    printed = LineField(_("as printed"), max_length=40)
    approximate = models.BooleanField(_("printed as “about” (約)"), default=False)
    obligations = models.CharField(
        _("contract authorisations"), max_length=14, choices=Obligations, default=Obligations.NONE
    )

    class Meta(CodedChild.Meta):
        abstract = True
        constraints = [
            *CodedChild.Meta.constraints,
            choice_constraint("obligations", Obligations),
            models.CheckConstraint(
                condition=models.Q(amount__gte=0),
                name="%(app_label)s_%(class)s_amount_not_negative",
                violation_error_message=_("An amount is not negative."),
            ),
        ]

    @property
    def printed_in_words(self) -> str:
        """The English words of the amount as printed; empty on Japanese pages."""
        return print_in_words(self.printed, self.amount, self.currency)

    @property
    def shown(self) -> str:
        """The amount as printed; on English pages in English words."""
        return self.printed_in_words or self.printed

    @property
    def cited_what(self) -> str:
        """What the amount is for."""
        raise NotImplementedError

    @property
    def cited_as(self) -> str:
        return cited_figure(self.cited_what or str(self._meta.verbose_name), self.shown)


class BudgetLineQuerySet(MeasureChildQuerySet):
    def for_list(self):
        """Budget lines with measure, subject and source, measure by measure as printed."""
        return (
            self.select_related("measure", "subject", "section__document")
            .prefetch_related("ministries")
            .order_by("measure__slug", "position", "pk")
        )

    def by_programme(self):
        """For each programme of these lines, by name: how many they are, and what they add up to.

        Added are those that may be, `outside` are the others; `rough` of the added are printed as
        “about”.
        """
        rows = self.model.objects.order_by().filter(pk__in=self.order_by().values("pk"))
        return (
            rows.values("measure__slug", "measure__title_ja", "measure__title_en")
            .annotate(
                added=models.Count("pk", filter=ADDED),
                outside=models.Count("pk", filter=~ADDED),
                amount=models.Sum("amount", filter=ADDED),
                rough=models.Count("pk", filter=ADDED & models.Q(approximate=True)),
            )
            .order_by(name_order("measure__"), "measure__slug")
        )

    def largest_of_year(self, fiscal_year: int, most: int):
        """The largest lines of a fiscal year in yen, each with measure, subject and source."""
        rows = self.filter(
            fiscal_year=fiscal_year, fiscal_year_until__isnull=True, currency=CURRENCY
        )
        named = rows.select_related("measure", "subject", "section__document")
        return named.order_by("-amount", "measure__slug", "position", "pk")[:most]

    def whole(self):
        """Lines with all that a table of sums and the list of the others show of them."""
        return self.select_related("subject", "section__document").prefetch_related("ministries")


class BudgetLine(Amount):
    """One printed amount of a programme: subject, fiscal year, stage."""

    CALLED_BY = ("label",)
    CALLED_ELSE = ("subject", "fiscal_year", "stage")
    PREFIX = "budget"
    RANK = 3

    measure = models.ForeignKey(
        Measure, models.CASCADE, verbose_name=_("measure"), related_name="budget_lines"
    )
    subject = models.ForeignKey(
        Subject,
        models.PROTECT,
        verbose_name=_("subject"),
        related_name="budget_lines",
        null=True,
        blank=True,
    )
    label_ja = LineField(
        _("label (Japanese)"), blank=True, help_text=_("Where the line is not the whole subject.")
    )
    label_en = LineField(_("label (English)"), blank=True)
    fiscal_year = FiscalYearField(_("fiscal year"), null=True, blank=True)
    fiscal_year_until = FiscalYearField(_("until fiscal year"), null=True, blank=True)
    stage = models.CharField(_("stage"), max_length=14, choices=Stage)
    scope_ja = LineField(_("scope (Japanese)"), blank=True, help_text=_("For example 経産省部分."))
    scope_en = LineField(_("scope (English)"), blank=True)
    part_of = models.ForeignKey(
        "self",
        models.RESTRICT,
        verbose_name=_("contained in"),
        related_name="parts",
        null=True,
        blank=True,
    )
    ministries = models.ManyToManyField(
        Organisation, verbose_name=_("ministries"), related_name="budget_lines", blank=True
    )
    not_added_ja = ParagraphField(
        _("why it is not added (Japanese)"),
        blank=True,
        help_text=_("Empty for lines that are added up."),
    )
    not_added_en = ParagraphField(_("why it is not added (English)"), blank=True)

    label = Bilingual()
    scope = Bilingual()
    not_added = Bilingual()
    objects = BudgetLineQuerySet.as_manager()

    class Meta(Amount.Meta):
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        constraints = [
            *Amount.Meta.constraints,
            code_once("budgetline"),
            choice_constraint("stage", Stage),
            models.CheckConstraint(
                condition=models.Q(fiscal_year_until__isnull=True)
                | models.Q(
                    fiscal_year__isnull=False, fiscal_year_until__gte=models.F("fiscal_year")
                ),
                name="measures_budgetline_years_in_order",
                violation_error_message=_("The last fiscal year lies before the first."),
            ),
            models.CheckConstraint(
                condition=models.Q(part_of__isnull=True) | ~models.Q(part_of=models.F("pk")),
                name="measures_budgetline_not_own_part",
                violation_error_message=_("A line cannot be contained in itself."),
            ),
        ]

    def __str__(self):
        words = (
            self.label or self.subject or self.measure,
            self.fiscal_year_in_words,
            self.get_stage_display(),
            self.printed_in_words or self.printed,
        )
        return " ".join(str(each) for each in words if each)

    @property
    def cited_what(self) -> str:
        stage = self.get_stage_display() if self.stage else ""
        words = (self.label or self.subject, self.fiscal_year_in_words, stage)
        return " ".join(str(each) for each in words if each)

    def clean(self):
        super().clean()
        check_sibling(self, "part_of", "measure")

    @property
    def is_added(self) -> bool:
        """Whether tables add it up with others of its programme and stage."""
        return not self.not_added_ja and self.currency == CURRENCY

    @property
    def why_not_added(self) -> str:
        """Why tables leave it out; empty for one that is added up."""
        if self.is_added:
            return ""
        return self.not_added or str(NotAdded.OTHER_CURRENCY.label)

    @property
    def fiscal_year_short(self) -> str:
        """The first fiscal year in the active language, as short as it can be."""
        return fiscal_year_short(self.fiscal_year) if self.fiscal_year else ""

    @property
    def fiscal_year_in_words(self) -> str:
        """The fiscal year or years in the active language."""
        if self.fiscal_year is None:
            return ""
        words = fiscal_year_label(self.fiscal_year)
        if self.fiscal_year_until:
            return f"{words} – {fiscal_year_label(self.fiscal_year_until)}"
        return words


class PrintedTotalQuerySet(MeasureChildQuerySet):
    def most_checked(self, number: int):
        """The address names of the programmes with the most printed totals, the most first."""
        return (
            self.published()
            .filter(measure__budget_lines__isnull=False)
            .values("measure__slug")
            .annotate(totals=models.Count("pk", distinct=True))
            .order_by("-totals", "measure__slug")
            .values_list("measure__slug", flat=True)[:number]
        )


class PrintedTotal(Amount):
    """A total as the source prints it: of a row (subject), of a column (year and stage), of all."""

    CALLED_BY = ()
    CALLED_ELSE = ("subject", "fiscal_year", "stage")
    PREFIX = "total"
    RANK = 3

    measure = models.ForeignKey(
        Measure, models.CASCADE, verbose_name=_("measure"), related_name="printed_totals"
    )
    subject = models.ForeignKey(
        Subject,
        models.PROTECT,
        verbose_name=_("subject"),
        related_name="printed_totals",
        null=True,
        blank=True,
    )
    fiscal_year = FiscalYearField(_("fiscal year"), null=True, blank=True)
    stage = models.CharField(_("stage"), max_length=14, choices=Stage, blank=True)
    difference_ja = ParagraphField(_("why it differs from the sum (Japanese)"), blank=True)
    difference_en = ParagraphField(_("why it differs from the sum (English)"), blank=True)
    featured = models.BooleanField(_("shown on the home page"), default=False)
    difference_inferred = models.BooleanField(_("that reason is inferred"), default=False)

    difference = Bilingual()
    objects = PrintedTotalQuerySet.as_manager()

    class Meta(Amount.Meta):
        verbose_name = _("printed total")
        verbose_name_plural = _("printed totals")
        constraints = [
            *Amount.Meta.constraints,
            code_once("printedtotal"),
            choice_constraint("stage", Stage, blank=True),
            models.CheckConstraint(
                condition=models.Q(fiscal_year__isnull=True, stage="")
                | models.Q(fiscal_year__isnull=False) & ~models.Q(stage=""),
                name="measures_printedtotal_year_with_stage",
                violation_error_message=_("A column total names both fiscal year and stage."),
            ),
        ]

    def __str__(self):
        return f"{self.measure} {self.shown}"

    @property
    def cited_what(self) -> str:
        return self.scope_in_words

    @property
    def label(self) -> str:
        """What the figure is called."""
        return str(self.measure)

    @property
    def scope_in_words(self) -> str:
        """What is totalled: a row, a column, or everything."""
        if self.subject:
            return str(self.subject)
        if self.fiscal_year:
            return f"{fiscal_year_label(self.fiscal_year)} {self.get_stage_display()}"
        return gettext("everything")

    @property
    def caveat(self) -> str:
        """What to know before quoting the figure: how it differs from the computed sum."""
        return self.difference
