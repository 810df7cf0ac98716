"""What checks found, kept so that pages need not ask anew, and what editors accepted of it.

None of this is part of the record: it follows from it, and is made anew with it.
"""

import datetime

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Gravity(models.TextChoices):
    """What a finding means for whoever saves what it is about."""

    HARD = "hard", _("refused at saving")
    ASKED = "asked", _("asked at saving")
    NOTED = "noted", _("noted")


class FindingQuerySet(models.QuerySet):
    def open(self, day: datetime.date):
        """What is to be mended on a day: what is due by then, and what nobody has accepted."""
        accepted = AcceptedFinding.objects.filter(digest=models.OuterRef("digest"))
        return self.filter(
            models.Q(due__isnull=True) | models.Q(due__lte=day), ~models.Exists(accepted)
        )

    def of_check(self, code: str):
        """What one check found."""
        return self.filter(code=code)

    def about(self, kind: str, entries):
        """What was found of some entries of a kind, or of two of which one is among them."""
        return self.filter(
            models.Q(kind=kind, entry__in=entries) | models.Q(other_kind=kind, other__in=entries)
        )

    def counts(self) -> dict[str, int]:
        """How many findings each check has that has any."""
        counted = self.order_by().values("code").annotate(n=models.Count("pk"))
        return dict(counted.values_list("code", "n"))


class Finding(models.Model):
    """One thing that a check found: of which entry and row, in the words of both languages.

    Models are named by their labels, rows by their primary keys, since they are of many models.
    `digest` tells a finding from all others and stays the same when the record is loaded anew;
    it is another one once the value is. `version` is that of the record in which it was first
    found. From the day `due` on it is one, from the beginning where it has none.
    """

    code = models.CharField(_("check"), max_length=40)
    gravity = models.CharField(_("gravity"), max_length=5, choices=Gravity)
    kind = models.CharField(max_length=40)
    entry = models.BigIntegerField()
    key = models.CharField(max_length=200)
    row_kind = models.CharField(max_length=40)
    row = models.BigIntegerField()
    field = models.CharField(max_length=40, blank=True)
    other_kind = models.CharField(max_length=40, blank=True)
    other = models.BigIntegerField(null=True)
    where_ja = models.TextField()
    where_en = models.TextField()
    what_ja = models.TextField()
    what_en = models.TextField()
    address = models.CharField(max_length=300, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    due = models.DateField(null=True)
    version = models.PositiveBigIntegerField()
    first_seen = models.DateTimeField(_("first found"), db_default=Now())

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["code", "key", "pk"]
        indexes = [
            models.Index(fields=["code", "key"], name="findings_code"),
            models.Index(fields=["kind", "entry"], name="findings_entry"),
            models.Index(fields=["other_kind", "other"], name="findings_other"),
        ]

    def __str__(self):
        return f"{self.where}: {self.what}"

    @property
    def where(self) -> str:
        """The place in the active language."""
        return self.where_en if get_language() == "en" else self.where_ja

    @property
    def what(self) -> str:
        """What is wrong in the active language."""
        return self.what_en if get_language() == "en" else self.what_ja

    @property
    def edit_address(self) -> str:
        """Where it is mended: the page of the row in the admin, else that of its entry."""
        for label, pk in ((self.row_kind, self.row), (self.kind, self.entry)):
            try:
                return reverse(f"admin:{label.replace('.', '_')}_change", args=[pk])
            except NoReverseMatch:
                continue
        return ""

    @property
    def kind_in_words(self) -> str:
        """What the row that it is about is called."""
        return str(apps.get_model(self.row_kind)._meta.verbose_name)


class AcceptedFindingQuerySet(models.QuerySet):
    def among(self, digests) -> set[str]:
        """Those of some digests whose findings were accepted."""
        return set(self.filter(digest__in=digests).values_list("digest", flat=True))


class AcceptedFinding(models.Model):
    """A finding that somebody has looked at and accepted, as long as the value is what it was."""

    digest = models.CharField(max_length=64, unique=True)
    code = models.CharField(_("check"), max_length=40)
    where = models.TextField(_("where"))
    what = models.TextField(_("what"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("accepted by"),
        related_name="+",
        null=True,
    )
    user_name = models.CharField(_("accepted by"), max_length=150)
    accepted_at = models.DateTimeField(_("accepted"), db_default=Now())

    objects = AcceptedFindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("accepted finding")
        verbose_name_plural = _("accepted findings")
        ordering = ["-accepted_at", "-pk"]

    def __str__(self):
        return f"{self.where}: {self.what}"


class KeptCheck(models.Model):
    """That what a check finds is kept, since which version; `outdated` once it may be otherwise."""

    code = models.CharField(max_length=40, unique=True)
    version = models.PositiveBigIntegerField()
    kept_at = models.DateTimeField(db_default=Now())
    outdated = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return self.code


class OutdatedEntry(models.Model):
    """An entry of which what is found may be otherwise: a change of many did not look at it."""

    kind = models.CharField(max_length=40)
    entry = models.BigIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "entry"], name="findings_outdated_once")
        ]

    def __str__(self):
        return f"{self.kind} {self.entry}"
