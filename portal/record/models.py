"""Entries, what they were at each revision, and the batches that changed them."""

from django.conf import settings
from django.db import connections, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.record.fields import FormField
from portal.record.heads import EntryQuerySet
from portal.record.states import DraftState, Kind, State, Via


class Entry(models.Model):
    """The head of an entry: which revision the record holds, and where the entry is.

    One that was withdrawn is in the record, and hidden from visitors, who are told so;
    `moved_to` names what takes its place, if anything does.

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

    def made_at(self, version: int):
        """When the last change was made that visitors saw up to a version; None before any."""
        seen = self.filter(version__lte=version).order_by("-version", "-pk")
        return seen.values_list("made_at", flat=True).first()

    def first_behind(self, version: int):
        """The primary key of the first batch that visitors saw behind a version."""
        return self.filter(version__gt=version).order_by("pk").values_list("pk", flat=True)[:1]

    def of_versions(self):
        """The batches that made versions of the record, the newest first."""
        return self.filter(version__isnull=False).order_by("-version", "-pk")

    def counted(self):
        """Batches with the number of entries that they changed, as `count`."""
        return self.annotate(count=models.Count("revisions"))

    def deletions(self):
        """The batches that deleted entries which are still gone, the latest first."""
        gone = Revision.objects.current().filter(entry__state=State.GONE, form=None)
        return self.filter(pk__in=gone.values("batch")).order_by("-pk")


class Batch(models.Model):
    """One change of one or many entries: who made it, when, by what way and why.

    Of which kind it is stands there where somebody said so. The name of the user stays where the
    account goes. `version` is the one that the record had
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
    kind = models.CharField(_("kind of change"), max_length=20, choices=Kind, blank=True)
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
                condition=models.Q(kind__in=["", *Kind.values]), name="record_batch_kind_known"
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
        return self.of_any(kind, {key}).order_by("-number")

    def of_any(self, kind: str, keys):
        """The revisions of entries of a kind with their batches, the latest change first."""
        found = self.filter(entry__kind=kind, entry__key__in=keys)
        return found.select_related("batch", "entry").order_by("-batch_id", "-pk")

    def up_to(self, kind: str, batch: "Batch"):
        """The revisions of entries of a kind that were made up to a batch, with their entries."""
        found = self.filter(entry__kind=kind, batch__lte=batch.pk)
        return found.select_related("entry").order_by("batch_id", "pk")

    def deleted_by(self, batches):
        """The deletions of entries in some batches, with both."""
        found = self.filter(batch__in=batches, form=None)
        return found.select_related("batch", "entry").order_by("pk")

    def leaving(self, batches):
        """The revisions by which entries left a key for another, in some batches."""
        found = self.filter(batch__in=batches, form=None, entry__state=State.MOVED)
        return found.select_related("entry")

    def arriving(self, batches, left):
        """The revisions of the entries to whose keys some others left, in the same batches."""
        keys = {each.entry.moved_to for each in left}
        found = self.filter(batch__in=batches, entry__key__in=keys).exclude(form=None)
        return found.select_related("entry")

    def before(self, revisions):
        """The revisions that came before some others, each of its entry."""
        behind = [each.pk for each in revisions]
        return self.filter(
            entry__revisions__in=behind, entry__revisions__number=models.F("number") + 1
        )

    def current(self):
        """The revisions that the record holds."""
        return self.filter(number=models.F("entry__number"))

    def current_of_row(self, kind: str, row: int) -> "Revision":
        """What the record holds of the entry that a row is."""
        return self.current().select_related("entry").get(entry__kind=kind, entry__row=row)


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


class DraftQuerySet(models.QuerySet):
    def open(self):
        """Drafts that are still to be published, the last saved first."""
        return self.exclude(state__in=(Draft.State.PUBLISHED, Draft.State.DROPPED)).order_by("-pk")

    def in_brief(self):
        """Open drafts with who wrote them, where they are and when they are published, alone."""
        return self.open().only("state", "author", "writers", "publish_at")

    def mine_first(self, user):
        """The same, those of a user before all others."""
        own = models.Case(models.When(author=user, then=0), default=1)
        return self.open().annotate(others=own).order_by("others", "-saved_at")

    def together(self, draft: "Draft"):
        """The open drafts that are published with one, itself among them, in the order made."""
        same = models.Q(pk=draft.pk)
        if draft.bundle:
            same |= models.Q(bundle=draft.bundle)
        return self.open().filter(same).order_by("pk")

    def waiting(self, beside):
        """The drafts that wait for a review or their day, without some."""
        states = (Draft.State.FOR_REVIEW, Draft.State.APPROVED, Draft.State.HELD_UP)
        found = self.filter(state__in=states).exclude(pk__in=[each.pk for each in beside])
        return found.order_by("pk")

    def among(self, pks):
        """The open drafts among some."""
        return self.open().filter(pk__in=pks)

    def bundles(self):
        """The names of the bundles that open drafts are in."""
        named = self.open().exclude(bundle="").order_by("bundle")
        return list(named.values_list("bundle", flat=True).distinct())

    def of_entries(self, keys, beside):
        """The open drafts of some entries, told by kind and key, without some."""
        found = models.Q(pk__in=())
        for kind, key in keys:
            found |= models.Q(kind=kind, key=key)
        return self.open().filter(found).exclude(pk__in=[each.pk for each in beside])

    def head_number(self, draft: "Draft") -> int:
        """The revision at which the entry of a draft is."""
        heads = Entry.objects.filter(kind=draft.kind, key=draft.key)
        return heads.values_list("number", flat=True).first() or 0

    def of_row(self, kind: str, row: int):
        """The open drafts of the entry that a row is."""
        keys = Entry.objects.filter(kind=kind, row=row).values("key")
        return self.open().filter(kind=kind, key__in=keys)

    def due(self, moment):
        """The drafts whose day of publication has come, the earliest first."""
        due = self.filter(state=Draft.State.APPROVED, publish_at__lte=moment)
        return due.order_by("publish_at", "pk")

    def decide(self, drafts, **said) -> None:
        """Let some drafts say alike what was decided of them."""
        said["saved_at"] = timezone.now()
        for draft in drafts:
            for name, value in said.items():
                setattr(draft, name, value)
        self.filter(pk__in=[draft.pk for draft in drafts]).update(**said)

    def locked(self, *, skip: bool = False):
        """The same, locked until the transaction ends; with `skip` without those that others
        have locked, where the database can tell.
        """
        skip = skip and connections[self.db].features.has_select_for_update_skip_locked
        return self.select_for_update(skip_locked=skip, of=("self",))


class Draft(models.Model):
    """What an entry is to become once it is published: a form beside the record.

    It was made from revision `base` of the entry, 0 of one that never was. `form` is None until
    a new entry was first complete. `posted` holds what was typed into pages that could not be
    saved yet, by the group of rows: with the number of savings at which it was sent, and what stood
    against it. Drafts of one `bundle` are tried and published together. `writers` are the primary
    keys of all accounts that wrote on it.
    """

    State = DraftState

    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("key"), max_length=255, blank=True)
    base = models.PositiveIntegerField(_("revision"), default=0)
    form = FormField(_("form"), null=True)
    layout = models.CharField(max_length=12)
    posted = models.JSONField(default=dict, blank=True)
    saved = models.PositiveIntegerField(default=0)
    bundle = models.CharField(_("bundle"), max_length=60, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=DraftState, default=DraftState.WRITING
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True
    )
    author_name = models.CharField(_("author"), max_length=310, blank=True)
    writers = models.JSONField(default=list, blank=True)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True
    )
    reviewer_name = models.CharField(_("reviewer"), max_length=310, blank=True)
    change = models.CharField(_("kind of change"), max_length=20, choices=Kind, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    note = models.TextField(_("note"), blank=True)
    publish_at = models.DateTimeField(_("to be published"), null=True, blank=True)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    saved_at = models.DateTimeField(_("saved"), auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=DraftState.values),
                name="record_draft_state_known",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.key or self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it is still to be published."""
        return self.state not in (self.State.PUBLISHED, self.State.DROPPED)

    @property
    def gaps(self) -> list[str]:
        """What stood against saving what was typed, in words."""
        return [fault for kept in self.posted.values() for fault in kept.get("faults", ())]

    @property
    def is_complete(self) -> bool:
        """Whether all that was typed could be saved."""
        return self.form is not None and not self.posted
