"""Rows that belong to one measure: their verbs, their anchor, their address."""

import datetime
from collections.abc import Iterable

from django.db import models, router, transaction
from django.utils.translation import gettext_lazy as _

from measures.models.choices import LAPSED
from measures.models.measure import Measure
from policies.models import Evidence
from policies.models.base import EvidenceQuerySet
from policies.models.citable import cited_kind
from policies.models.fields import CodeField, PositionField
from portal.changes.models import WHOLE
from portal.dates.edtf import describe
from portal.rows.internals import written_alias


class MeasureChildQuerySet(EvidenceQuerySet):
    def for_list(self):
        """Rows with measure and source, measure by measure as printed."""
        return self.select_related("measure", "section__document").order_by(
            "measure__slug", "position", "pk"
        )

    def featured(self):
        """Rows that editors put on the home page, with measure and source."""
        return self.filter(featured=True).for_list()

    def for_entity(self):
        """Rows of one partner, subject or organisation with headline date, newest first."""
        headline = Measure.milestones.rel.related_model.objects.filter(
            measure=models.OuterRef("measure"), headline=True
        )
        return (
            self.published()
            .select_related("measure__jurisdiction", "section__document")
            .annotate(
                headline_date=models.Subquery(headline.values("date")[:1]),
                headline_from=models.F("measure__headline_from"),
            )
            .order_by(models.F("headline_from").desc(nulls_last=True), "measure__slug", "pk")
        )


class MeasureChild(Evidence):
    """A row that belongs to one measure, in printed order, with its own source."""

    PREFIX = ""
    SHOWN_IF = ("measure__published",)

    measure = models.ForeignKey(Measure, models.CASCADE, verbose_name=_("measure"))
    position = PositionField()

    objects = MeasureChildQuerySet.as_manager()

    class Meta(Evidence.Meta):
        abstract = True
        ordering = ["measure", "position", "pk"]

    @property
    def anchor(self) -> str:
        """The row's anchor on the page of its measure."""
        return self.PREFIX

    @property
    def part_in_words(self) -> str:
        """What part the row gives to the thing it names."""
        return ""

    @property
    def cited_in(self) -> str:
        return str(self.measure)

    @property
    def cited_as(self) -> str:
        return cited_kind(self, str(self))

    @property
    def headline_date_in_words(self) -> str:
        """The headline date of the measure, as `for_entity` adds it."""
        return describe(self.headline_date or "")

    def get_absolute_url(self):
        return f"{self.measure.get_absolute_url()}#{self.anchor}"


class CodedChild(MeasureChild):
    """A child row with a code of its own, which is its anchor."""

    NAMED_BY = ("measure__slug", "code")

    code = CodeField()

    class Meta(MeasureChild.Meta):
        abstract = True

    @property
    def anchor(self) -> str:
        return f"{self.PREFIX}-{self.code}"


def soonest(rows: models.QuerySet, last: str, day: datetime.date, number: int) -> models.QuerySet:
    """The first `number` of these rows whose `last` day is after `day`, soonest first.

    What has lapsed with its measure is not waited for. The index gives the first of them; only
    those are sorted.
    """
    coming = rows.filter(**{f"{last}__gt": day}).exclude(measure__status__in=LAPSED)
    first = coming.order_by(last, "pk").values("pk")[:number]
    return rows.model.objects.filter(pk__in=first).order_by(last, "measure__slug", "pk")


def code_once(model: str) -> models.UniqueConstraint:
    """The code of a child row is unique in its measure."""
    return models.UniqueConstraint(
        fields=["measure", "code"],
        name=f"measures_{model}_code_once",
        violation_error_message=_("The measure has another row with this code."),
    )


class KeptQuerySet(MeasureChildQuerySet):
    """Rows that their measure stores a value of: written and deleted with what is stored."""

    def bulk_create(self, objs, *args, **kwargs):
        """Writes the rows; their measures keep what they store of them."""
        using = written_alias(self)
        with transaction.atomic(using=using):
            created = super().bulk_create(objs, *args, **kwargs)
            self.model.keep(using, {row.measure_id for row in created})
        return created

    def delete(self):
        """Deletes the rows; their measures store nothing of what is gone."""
        using = written_alias(self)
        measures = list(self.order_by().values_list("measure", flat=True).distinct())
        with WHOLE.change(using):
            deleted = super().delete()
            self.model.keep(using, measures)
        return deleted

    delete.alters_data = True
    delete.queryset_only = True


class KeptRow:
    """A row of which its measure stores a value; `KEPT_BY` names the verb that stores it."""

    KEPT_BY = ""

    @classmethod
    def keep(cls, using: str, measures: Iterable[int]) -> None:
        """Let the measures of these primary keys store what follows from their rows."""
        found = Measure.objects.using(using).filter(pk__in=measures)
        getattr(found, cls.KEPT_BY)()

    def save(self, *args, using=None, **kwargs):
        """Saves the row; its measure, and the one it has left, store what follows from it."""
        using = using or router.db_for_write(type(self), instance=self)
        rows = type(self).objects.using(using)
        left = rows.filter(pk=self.pk).values_list("measure", flat=True)
        # What is found of the measure is read when it says again what its rows do.
        with WHOLE.change(using):
            measures = {*left, self.measure_id}
            super().save(*args, using=using, **kwargs)
            self.keep(using, measures)

    def delete(self, using=None, **kwargs):
        """Deletes the row; its measure stores nothing of what is gone."""
        using = using or router.db_for_write(type(self), instance=self)
        with WHOLE.change(using):
            deleted = super().delete(using=using, **kwargs)
            self.keep(using, [self.measure_id])
        return deleted
