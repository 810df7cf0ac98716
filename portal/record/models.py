"""Entries, what they were at each revision, and the batches that changed them."""

import json
import zlib

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

# Of JSON; the next costs a third more time and wins a hundredth of the place.
LEVEL = 6


class FormField(models.BinaryField):
    """The form of an entry as compressed JSON; None where the entry was deleted."""

    def from_db_value(self, value, expression, connection):
        """The form as names and values."""
        return None if value is None else json.loads(zlib.decompress(value))

    def get_db_prep_value(self, value, connection, prepared=False):
        """The bytes that are kept."""
        if value is not None and not isinstance(value, bytes | memoryview):
            text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
            value = zlib.compress(text.encode(), LEVEL)
        return super().get_db_prep_value(value, connection, prepared)


class State(models.TextChoices):
    """Where an entry is."""

    HERE = "here", _("In the record")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    MOVED = "moved", _("Moved")
    GONE = "gone", _("Deleted")


class Via(models.TextChoices):
    """By what way a batch came."""

    FORM = "form", _("Editing form")
    IMPORT = "import", _("Import")
    COMMAND = "command", _("Command")
    SCRIPT = "script", _("Script")
    RESTORE = "restore", _("Restored")
    MERGE = "merge", _("Merged")
    DRAFT = "draft", _("Draft")
    LOAD = "load", _("Loaded")


class Kind(models.TextChoices):
    """What made a change necessary."""

    WORLD = "world", _("The world has changed")
    CORRECTION = "source-correction", _("A source was misread")
    EDITORIAL = "editorial", _("Editorial")


class EntryQuerySet(models.QuerySet):
    def at(self, keys):
        """The entries of these kinds and keys, in the order in which all lock them."""
        wanted: dict[str, list[str]] = {}
        for kind, key in keys:
            wanted.setdefault(kind, []).append(key)
        return self._any_of("key__in", wanted)

    def of_rows(self, rows):
        """The entries of which rows are given by kind, in the order in which all lock them."""
        return self._any_of("row__in", rows)

    def _any_of(self, lookup, wanted):
        found = models.Q(pk__in=())
        for kind, values in wanted.items():
            found |= models.Q(kind=kind, **{lookup: list(values)})
        return self.filter(found).order_by("pk")


class Entry(models.Model):
    """The head of an entry: which revision the record holds, and where the entry is.

    Whoever is to write an entry locks its head first, all heads in the order of their primary
    keys. `row` is the primary key of the entry in the table of its kind, while it has one. A key
    once used is never given to another entry.
    """

    State = State

    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("key"), max_length=255)
    number = models.PositiveIntegerField(_("revision"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.HERE)
    moved_to = models.CharField(_("moved to"), max_length=255, blank=True)
    row = models.BigIntegerField(null=True, editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["kind", "key"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="record_entry_key_once"),
            models.UniqueConstraint(fields=["kind", "row"], name="record_entry_row_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="record_entry_state_known"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.key}"


class BatchQuerySet(models.QuerySet):
    def reasons_of(self, user, most: int) -> list[str]:
        """The reasons that a user gave last, each once."""
        given = self.filter(user=user).exclude(reason="").order_by("reason")
        last = given.values("reason").annotate(last=models.Max("pk")).order_by("-last")
        return list(last.values_list("reason", flat=True)[:most])

    def counted(self):
        """Batches with the number of entries that they changed, as `count`."""
        return self.annotate(count=models.Count("revisions"))

    def deletions(self):
        """The batches that deleted entries which are still gone, the latest first."""
        gone = Revision.objects.current().filter(entry__state=State.GONE, form=None)
        return self.filter(pk__in=gone.values("batch")).order_by("-pk")


class Batch(models.Model):
    """One change of one or many entries: who made it, when, by what way and why.

    The name of the user stays where the account goes. `version` is the one that the record had
    behind it; None where visitors saw nothing of the change.
    """

    Via = Via
    Kind = Kind

    made_at = models.DateTimeField(_("made"), auto_now_add=True, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("user"),
        related_name="+",
        null=True,
    )
    user_name = models.CharField(_("name of the user"), max_length=310, blank=True)
    via = models.CharField(_("way"), max_length=10, choices=Via)
    kind = models.CharField(_("kind of change"), max_length=20, choices=Kind)
    reason = models.TextField(_("reason"), blank=True)
    version = models.PositiveBigIntegerField(_("version"), null=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(via__in=Via.values), name="record_batch_via_known"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=Kind.values), name="record_batch_kind_known"
            ),
        ]

    def __str__(self):
        return f"{self.pk} {self.via}"

    def save(self, **options):
        if self.user is not None and not self.user_name:
            self.user_name = self.user.get_full_name() or self.user.get_username()
        super().save(**options)


class RevisionQuerySet(models.QuerySet):
    def of(self, kind: str, key: str):
        """The revisions of one entry with their batches, the latest first."""
        found = self.filter(entry__kind=kind, entry__key=key)
        return found.select_related("batch", "entry").order_by("-number")

    def deleted_by(self, batches):
        """The deletions of entries in some batches, with both."""
        found = self.filter(batch__in=batches, form=None)
        return found.select_related("batch", "entry").order_by("pk")

    def before(self, revisions):
        """The revisions that came before some others, each of its entry."""
        found = models.Q(pk__in=())
        for each in revisions:
            found |= models.Q(entry=each.entry_id, number=each.number - 1)
        return self.filter(found)

    def current(self):
        """The revisions that the record holds."""
        return self.filter(number=models.F("entry__number"))


class Revision(models.Model):
    """What an entry was from a batch on, as its form; None where the batch deleted it.

    `layout` tells what forms could hold then (`schema.layout`).
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(_("revision"))
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="revisions")
    form = FormField(_("form"), null=True)
    layout = models.CharField(max_length=12)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["entry", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="record_revision_number_once"),
        ]

    def __str__(self):
        return f"{self.entry} {self.number}"
