"""The index: one row of folded text for each row that can be found, and what things are called."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.search.grams import GramsField, GramsIndex
from portal.search.tokens import CORPUS_SLOTS

# Zero-hit queries kept for editors; older ones make room.
KEPT = 5000


class DocumentManager(models.Manager):
    """Documents without their grams: they are asked by the index, read by nobody."""

    def get_queryset(self):
        return super().get_queryset().defer("grams")


class Document(models.Model):
    """The folded text of one row of one model.

    `id` is the row's primary key times `CORPUS_SLOTS` plus the model's number, so that an index
    entry alone names the row. `title` holds titles and names, `text` everything, each line apart;
    `origins` has the number of the field path that each line of `text` was read from. `owner` is
    the key of the document of the entry that the row hangs on; an entry is its own. Its grams
    stand beside it: in a column of this table on PostgreSQL, in `search_grams` on SQLite.
    """

    id = models.BigAutoField(primary_key=True)  # given, never counted; on SQLite the rowid
    corpus = models.PositiveIntegerField()
    row = models.BigIntegerField()
    owner = models.BigIntegerField(default=0)
    title = models.TextField()
    text = models.TextField()
    origins = models.TextField()
    grams = GramsField(null=True, editable=False)

    objects = DocumentManager()

    class Meta:
        indexes = [
            GramsIndex(fields=["grams"], name="search_grams"),
            models.Index(
                fields=["owner"], name="search_owned", condition=~models.Q(owner=models.F("id"))
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(corpus__lt=CORPUS_SLOTS), name="search_document_corpus_has_room"
            )
        ]

    def __str__(self):
        return f"{self.corpus}/{self.row}"


class Rank(models.IntegerChoices):
    """How a name belongs to a thing; the smaller the more."""

    TITLE = 0
    DECLARED = 1
    HALF = 2
    READING = 3


class Name(models.Model):
    """What one thing is called; things with several names are found by each of them.

    `folded` is what names are compared by (`query.key`), of a reading what is said; `letters` is
    how the name stands in folded texts, with the endings of its words, and empty of a reading. A
    half of a name is one only where nothing else is called so.
    """

    corpus = models.PositiveIntegerField()
    row = models.BigIntegerField()
    folded = models.CharField(max_length=300, db_index=True)
    written = models.CharField(max_length=300)
    letters = models.CharField(max_length=300, db_default="")
    rank = models.PositiveSmallIntegerField(choices=Rank, default=Rank.DECLARED)

    class Meta:
        indexes = [models.Index(fields=["corpus", "row"], name="search_name_owner")]

    def __str__(self):
        return self.written


class FigureKind(models.IntegerChoices):
    """Where a figure stands: in a total that a source prints, in a row, in a text."""

    TOTAL = 0
    ROW = 1
    TEXT = 2


class Figure(models.Model):
    """An amount of yen, a fiscal year or a stage of a budget that a row tells.

    `document` is the key of the document of the row, `owner` that of an entry that it is told of:
    the one it hangs on, or what it is about.
    """

    document = models.BigIntegerField(db_index=True)
    owner = models.BigIntegerField()
    kind = models.PositiveSmallIntegerField(choices=FigureKind)
    yen = models.BigIntegerField(null=True, db_index=True)
    year = models.PositiveSmallIntegerField(null=True)
    until = models.PositiveSmallIntegerField(null=True)
    stage = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["year", "stage"], name="search_figure_year")]

    def __str__(self):
        return f"{self.owner}: {self.yen}"


class Layout(models.Model):
    """How the index was made: a single row. An index of another layout has to be made anew."""

    fingerprint = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="search_layout_single")
        ]

    def __str__(self):
        return self.fingerprint


class UnansweredQuerySet(models.QuerySet):
    def note(self, asked: str) -> None:
        """Remember what was asked in vain: the words alone, no word on who asked."""
        found, created = self.get_or_create(asked=asked[:200])
        if not created:
            self.filter(pk=found.pk).update(times=models.F("times") + 1, last=timezone.now())
        elif found.pk % 100 == 0:
            kept = self.order_by("-last", "-pk").values("pk")[:KEPT]
            self.exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()


class Unanswered(models.Model):
    """Words for which nothing was found, so that editors see what people miss."""

    asked = models.CharField(_("words asked for"), max_length=200, unique=True)
    times = models.PositiveIntegerField(_("times"), default=1)
    first = models.DateTimeField(_("first asked"), default=timezone.now)
    last = models.DateTimeField(_("last asked"), default=timezone.now)

    objects = UnansweredQuerySet.as_manager()

    class Meta:
        verbose_name = _("search without result")
        verbose_name_plural = _("searches without result")
        ordering = ["-last", "-pk"]

    def __str__(self):
        return self.asked
