"""The measure: the unit everything hangs on."""

import copy
import datetime

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from measures.models.choices import MeasureKind, Status, status_words
from measures.models.permissions import PERMISSIONS
from policies.models import Organisation, Partner
from policies.models.base import Bilingual, EntryModel, choice_constraint, worded
from policies.models.english import NameEnglish, english_constraints, english_fields
from policies.models.fields import (
    AddressNameField,
    LastSaveField,
    LineField,
    ParagraphField,
    UpdatedOnField,
)
from policies.models.naming import NamedQuerySet, ReadingField, name_orders
from portal.dates.edtf import as_of_words, describe
from portal.lists.addresses import address

# What a measure repeats of its newest status, and what that is called there.
KEPT_OF_STATUS = {"value": "status", "as_of": "status_as_of", "inferred": "status_inferred"}


class LatestFirst(models.Index):
    """An index by days that fall, no day last, and by other fields.

    SQLite keeps empty values there by itself, and refuses the words for it in an index.
    """

    def create_sql(self, model, schema_editor, using="", **kwargs):
        index = copy.copy(self)
        if schema_editor.connection.vendor == "postgresql":
            (day, falling), *others = self.fields_orders
            index.fields_orders = [(day, f"{falling} NULLS LAST"), *others]
        return super(LatestFirst, index).create_sql(model, schema_editor, using, **kwargs)


class MeasureQuerySet(NamedQuerySet):
    def with_budgets(self):
        """Measures with money, with budget lines, printed totals and their sources."""
        lines = self.model.budget_lines.rel.related_model.objects
        totals = self.model.printed_totals.rel.related_model.objects
        return (
            self.filter(budget_lines__isnull=False)
            .distinct()
            .prefetch_related(
                models.Prefetch("budget_lines", lines.whole()),
                models.Prefetch(
                    "printed_totals", totals.select_related("subject", "section__document")
                ),
            )
            .order_by("slug")
        )

    def with_part_of(self, organisations) -> list[int]:
        """The measures in which some organisations have a part, or in their money, by keys."""
        part = self.filter(organisations__organisation__in=organisations.order_by().values("pk"))
        money = self.filter(budget_lines__ministries__in=organisations.order_by().values("pk"))
        found = models.Q(pk__in=part.values("pk")) | models.Q(pk__in=money.values("pk"))
        return list(self.filter(found).order_by("slug").values_list("pk", flat=True))

    def organisations_with_part(self):
        """The organisations that have a part in measures or in their money, by name."""
        named = self.order_by().values("organisations__organisation")
        paid = self.order_by().values("budget_lines__ministries")
        found = models.Q(pk__in=named) | models.Q(pk__in=paid)
        return Organisation.objects.filter(found).order_by("name_order_ja", "slug")

    def with_leads(self):
        """Measures with the organisations that lead them as `leads`."""
        leading = self.model.organisations.rel.related_model.objects.leading()
        return self.prefetch_related(models.Prefetch("organisations", leading, to_attr="leads"))

    def programmes(self, slugs):
        """The measures of these address names as `with_budgets`, with their `leads`."""
        return self.with_budgets().with_leads().filter(slug__in=slugs)

    def headline_value(self, field: str, measure: str = "pk") -> models.Subquery:
        """A field of the headline milestone of the measure that `measure` leads to, for queries."""
        milestones = self.model.milestones.rel.related_model.objects
        headline = milestones.filter(measure=models.OuterRef(measure), headline=True)
        return models.Subquery(headline.order_by().values(field)[:1])

    def with_stale_headline(self):
        """Measures whose stored headline day differs from that of their headline milestone."""
        day = models.F("headline_day")
        return self.annotate(headline_day=self.headline_value("date_from")).filter(
            models.Q(headline_from__isnull=True, headline_day__isnull=False)
            | models.Q(headline_from__isnull=False, headline_day__isnull=True)
            | models.Q(headline_from__lt=day)
            | models.Q(headline_from__gt=day)
        )

    def keep_headline(self) -> int:
        """Stores the day of the headline milestone where it has changed; how many have."""
        return self.with_stale_headline().update(headline_from=self.headline_value("date_from"))

    def newest_status(self, field: str) -> Coalesce:
        """A field of the newest status of a measure, for queries.

        The newest is the one of the latest day; of one day the last in its order.
        """
        rows = self.model.statuses.rel.related_model.objects
        own = rows.filter(measure=models.OuterRef("pk")).order_by(
            models.F("as_of_from").desc(nulls_last=True), "-position", "-pk"
        )
        nothing = self.model._meta.get_field(KEPT_OF_STATUS[field]).get_default()
        return Coalesce(models.Subquery(own.values(field)[:1]), models.Value(nothing))

    def with_stale_status(self):
        """Measures whose stored status differs from their newest."""
        newest = {f"newest_{name}": self.newest_status(name) for name in KEPT_OF_STATUS}
        same = {kept: models.F(f"newest_{name}") for name, kept in KEPT_OF_STATUS.items()}
        return self.alias(**newest).exclude(**same)

    def keep_status(self) -> int:
        """Stores the newest status where it has changed; how many have."""
        stored = {kept: self.newest_status(name) for name, kept in KEPT_OF_STATUS.items()}
        return self.with_stale_status().update(**stored)

    def with_headline(self):
        """Adds the measure's headline milestone as `headline_date` and `headline_label_*`."""
        return self.annotate(
            headline_date=self.headline_value("date"),
            headline_label_ja=self.headline_value("label_ja"),
            headline_label_en=self.headline_value("label_en"),
        )

    def with_joins(self):
        """Lets queries pass to the milestone `headline` and to the `first_citation`, if any.

        A query that names neither joins neither.
        """
        citations = self.model.citations.rel.related_model.objects
        first = citations.filter(measure=models.OuterRef("pk")).order_by("position", "pk")
        return self.annotate(
            headline=models.FilteredRelation(
                "milestones", condition=models.Q(milestones__headline=True)
            ),
            first_citation=models.FilteredRelation(
                "citations",
                condition=models.Q(citations__pk=models.Subquery(first.values("pk")[:1])),
            ),
        )

    def last_change(self) -> datetime.date | None:
        """The day on which a measure last changed; None without measures. An index gives it."""
        return self.order_by("-updated_on", "slug").values_list("updated_on", flat=True).first()

    def newest(self):
        """Measures, newest headline date first, undated ones last."""
        return self.order_by(models.F("headline_from").desc(nulls_last=True), "slug")

    def chosen(self, slugs):
        """The measures with these address names, with what stands at the head of a brief."""
        return self.filter(slug__in=slugs).with_headline().select_related("jurisdiction")

    def told_by(self, document):
        """The primary keys of the measures that a document tells of: it is cited for them."""
        cited = self.model.citations.rel.related_model.objects.filter(section__document=document)
        return (
            self.order_by()
            .filter(pk__in=cited.order_by().values("measure"))
            .values_list("pk", flat=True)
        )

    def with_control(self):
        """Measures that are export controls, by title."""
        return self.filter(export_control__isnull=False).by_name()

    def with_money(self):
        """Measures with budget lines, each once, by title."""
        lines = self.model.budget_lines.rel.related_model.objects.order_by()
        return self.filter(pk__in=lines.values("measure")).by_name()

    def for_detail(self):
        """One measure with what the head of its page needs; `load_for_page` adds the rows on it."""
        return self.with_headline().select_related("jurisdiction")


# All that choosing the rows of a page asks for beside its order.
WALKED = ("slug", "published", "id")


class Measure(EntryModel):
    """Something a government or body does, plans or recommends.

    `jurisdiction` is whose act it is; empty where governments act jointly without Japan.
    `headline_from` is the first day of its headline milestone; `status`, `status_as_of` and
    `status_inferred` repeat its newest status. They are stored so that indexes can serve the list,
    and kept by saving and deleting such rows.
    """

    Kind = MeasureKind

    Status = Status

    English = NameEnglish

    KEY = ("slug",)
    SHOWN_IF = ("published",)
    CITED_LISTS = ("citations__section__document__publisher",)

    slug = AddressNameField(unique=True)
    updated_on = UpdatedOnField()
    kind = models.CharField(_("kind"), max_length=24, choices=Kind, db_index=True)
    jurisdiction = models.ForeignKey(
        Partner,
        models.PROTECT,
        verbose_name=_("jurisdiction"),
        related_name="jurisdiction_measures",
        null=True,
        blank=True,
        help_text=_(
            "Whose act it is. A foreign measure is never Japan's. "
            "Empty only where governments act jointly without Japan."
        ),
    )
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=Status,
        default="",
        blank=True,
        editable=False,
        db_index=True,
    )
    status_as_of = LineField(_("status as of"), max_length=40, blank=True, editable=False)
    status_inferred = models.BooleanField(_("status inferred"), default=False, editable=False)
    title_ja = LineField(_("title (Japanese)"))
    reading = ReadingField()
    title_en = LineField(_("title (English)"), max_length=300)
    english, english_source_ja, english_source_en = english_fields()
    summary_ja = ParagraphField(
        _("summary (Japanese)"),
        help_text=_("One or two sentences in your own words, never the source's."),
    )
    summary_en = ParagraphField(_("summary (English)"))
    headline_from = models.DateField(_("headline date, first day"), null=True, editable=False)
    published = models.BooleanField(_("published"), default=True, db_index=True)
    updated_at = LastSaveField()
    name_order_ja, name_order_en = name_orders("title")

    title = Bilingual()
    english_source = Bilingual()
    summary = Bilingual()
    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["slug"]
        # The orders of the list: walking far down a long list reads the index and no row.
        indexes = [
            LatestFirst(fields=["-headline_from", *WALKED], name="measures_newest"),
            models.Index(fields=["headline_from", *WALKED], name="measures_oldest"),
            models.Index(fields=["-updated_on", *WALKED], name="measures_changed"),
            models.Index(fields=["name_order_ja", *WALKED], name="measures_named"),
            models.Index(fields=["name_order_en", *WALKED], name="measures_named_en"),
        ]
        permissions = PERMISSIONS
        constraints = [
            choice_constraint("kind", MeasureKind),
            choice_constraint("status", Status, blank=True),
            *english_constraints(),
        ]

    def __str__(self):
        return self.title

    @staticmethod
    def form_of_both(form: dict, both: tuple[dict, dict]) -> dict:
        """The form of two measures that became one, with the titles of both as other names.

        Each is read where its measure is told of: in the first citation.
        """
        names = list(form.get("names", []))
        known = {row["name"] for row in names} | {form["title_ja"], form["title_en"]}
        for each in both:
            source = {
                name: each["citations"][0][name]
                for name in ("section", "phrase", "inferred", "inference_ja", "inference_en")
                if name in each["citations"][0]
            }
            for title in dict.fromkeys((each["title_ja"], each["title_en"])):
                if title not in known:
                    names.append({"kind": "alias", "name": title, **source})
                    known.add(title)
        return {**form, "names": names} if names else form

    def get_absolute_url(self):
        return address("measure", self.slug)

    # Every row of a list says both, and Django's own would hash all choices each time.
    def get_kind_display(self) -> str:
        """What the kind is called."""
        return worded(self.Kind, self.kind)

    def get_status_display(self) -> str:
        """What the status is called of a measure of its kind."""
        return status_words(self.kind, self.status)

    @property
    def status_as_of_words(self) -> str:
        """The day that the status is of, in the active language; empty where there is none."""
        return as_of_words(self.status_as_of) if self.status_as_of else ""

    @property
    def headline_date_in_words(self) -> str:
        """The headline date of `with_headline` in the active language."""
        return describe(self.headline_date or "")

    @property
    def headline_label(self) -> str:
        """What happened on the headline date of `with_headline`."""
        return Bilingual.read(self, "headline_label") or ""
