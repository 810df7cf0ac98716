"""Tables that were handed in, from the first look at them to the last row that was applied."""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.record.models import Batch, FormField

# Without word for so long, whoever worked at a table is taken for gone.
SILENCE = datetime.timedelta(seconds=60)


class State(models.TextChoices):
    """How far a table has come."""

    CHECKING = "checking", _("being checked")
    CHECKED = "checked", _("waiting for your confirmation")
    APPLYING = "applying", _("being applied")
    DONE = "done", _("applied")
    STOPPED = "stopped", _("stopped")


# Those in which work goes on by itself.
WORKING = (State.CHECKING, State.APPLYING)


class ImportQuerySet(models.QuerySet):
    def newest(self, number: int):
        """The last ones, without what they ask."""
        return self.defer("asked", "checked", "refused").order_by("-pk")[:number]

    def under_way(self):
        """Those at which something is to be done without anybody."""
        return self.filter(state__in=WORKING).order_by("pk")

    def confirm(self, pk: int, **said) -> bool:
        """Note that a table is to be applied, and how; False where it does not wait for that."""
        waiting = self.filter(pk=pk, state=State.CHECKED)
        return waiting.update(state=State.APPLYING, done=0, beat=timezone.now(), **said) == 1

    def note(self, pk: int, **said) -> None:
        """Note what became of a table."""
        self.filter(pk=pk).update(**said)

    def behind(self, pk: int) -> int:
        """How many entries of a table were worked at in its state; of one that is gone none."""
        job = self.filter(pk=pk).only("state", "total", "done").first()
        return job.behind if job else 0

    def stop(self, pk: int, faults: list[str]) -> None:
        """Let nobody go on with a table, and say why."""
        self.note(pk, state=State.STOPPED, faults=faults)

    def advance(self, pk: int, state: str, done: int, to: int) -> bool:
        """Note that entries up to `to` are done; False where somebody else went on meanwhile.

        The row stays locked until the transaction ends.
        """
        mine = self.filter(pk=pk, state=state, done=done)
        return mine.update(done=to, beat=timezone.now()) == 1


class Import(models.Model):
    """One file that was handed in: what it asks, how far it has come, and what it changed.

    `asked` are its edits (`portal.sheets.edits`), `checked` what the look at them found, `refused`
    the cells that are not taken. `chosen` says which side is meant where others changed the same.
    Of `total` entries `done` are behind us; each batch that was applied is one of `batches`.
    """

    State = State

    made_at = models.DateTimeField(_("handed in"), auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("user"),
        related_name="+",
        null=True,
    )
    user_name = models.CharField(_("name of the user"), max_length=310, blank=True)
    file_name = models.CharField(_("file"), max_length=255)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.CHECKING)
    kind = models.CharField(_("kind of change"), max_length=20, blank=True, choices=Batch.Kind)
    reason = models.TextField(_("reason"), blank=True)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    total = models.PositiveIntegerField(_("entries"), default=0)
    done = models.PositiveIntegerField(default=0)
    beat = models.DateTimeField(default=timezone.now)
    asked = FormField(null=True)
    checked = FormField(null=True)
    refused = FormField(null=True)
    chosen = FormField(null=True)
    faults = FormField(null=True)
    batches = models.ManyToManyField(Batch, related_name="+")

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("table handed in")
        verbose_name_plural = _("tables handed in")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="sheets_import_state_known"
            ),
        ]

    def __str__(self):
        return f"{self.pk} {self.file_name}"

    @property
    def is_working(self) -> bool:
        """Whether something is being done."""
        return self.state in WORKING

    @property
    def is_left(self) -> bool:
        """Whether something is to be done, and nobody seems to do it."""
        return self.is_working and timezone.now() - self.beat > SILENCE

    @property
    def behind(self) -> int:
        """How many entries were worked at: all where it waits or is done.

        What was checked is applied from the first on, and is counted anew.
        """
        return self.total if self.state in (State.CHECKED, State.DONE) else self.done

    @property
    def share(self) -> int:
        """How much of the work is done, of a hundred."""
        return 100 * self.done // self.total if self.total else 100
