"""Who is touched by a change: known from the field paths that lists and the index read.

A path such as `subjects__subject__aliases__name` of a measure says that the measure is touched
when a row of any model on the way is saved or deleted. Everything is written in the transaction
of the change: what followers keep (the search index, what checks found) and, where visitors see
the row before the change or after it, a new version and the log of touched rows. Signals see
`save()` and `delete()`, and nothing in the record is written otherwise.
"""

import contextlib
import dataclasses
import functools
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from django.db import models, router, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

from portal.changes import aside
from portal.changes.models import WHOLE, Change, Recorded, Version
from portal.changes.paths import relations_along, relations_read
from portal.changes.touched import Alone, Follower, Model, Paths, Touched

Rows = dict[Model, set[int]]
# What is done once the version is known that a change makes, or that it makes none.
Closing = Callable[[int | None], None]
Reviser = Callable[["Changes"], Closing | None]
# Who reads a path, by what `Changes` calls the rows that are found by it.
TOUCHED, REVISED, LINKED = "touched", "revised", "linked"
Role = str | int  # of a follower its place among them
VISIBLE = -1  # what a row that visitors see is told by, among the places of who depends on it


@dataclasses.dataclass
class Tracked:
    """The field paths that are read of which models, and who follows; filled by `connect`.

    `revised` are the paths from entries to all rows of theirs, `linked` those to what they name
    many to many, which they lose without a word where it goes: filled by `revise_with`.
    """

    logged: Paths = dataclasses.field(default_factory=dict)
    followers: tuple[Follower, ...] = ()
    revised: Paths = dataclasses.field(default_factory=dict)
    linked: Paths = dataclasses.field(default_factory=dict)
    reviser: Reviser | None = None


TRACKED = Tracked()


@dataclasses.dataclass
class Changes:
    """Rows that were written to the database `using`, and what has to be done about them.

    `touched` are the rows that depend on them, `followed` those among them of which a follower
    reads what changed, by its place; `revised` the entries that the written rows belong to.
    `visible` says that visitors saw a written row before the change. `closing` is called when the
    version is known. `alone` is told by who revises the entries.
    """

    using: str
    written: Rows = dataclasses.field(default_factory=dict)
    touched: Rows = dataclasses.field(default_factory=dict)
    followed: dict[int, Rows] = dataclasses.field(default_factory=dict)
    revised: Rows = dataclasses.field(default_factory=dict)
    visible: bool = False
    closing: list[Closing] = dataclasses.field(default_factory=list)
    alone: Alone | None = None

    def rows(self, role: Role) -> Rows:
        """The rows that somebody is told of by a role."""
        if isinstance(role, int):
            return self.followed.setdefault(role, {})
        return getattr(self, role)

    def add(self, other: "Changes") -> None:
        """Add further changes."""
        for name in ("written", TOUCHED, REVISED):
            for model, some in getattr(other, name).items():
                getattr(self, name).setdefault(model, set()).update(some)
        for place, rows in other.followed.items():
            for model, some in rows.items():
                self.followed.setdefault(place, {}).setdefault(model, set()).update(some)
        self.visible = self.visible or other.visible
        self.closing += other.closing


class State(threading.local):
    """What this thread is in the middle of; `silent` says that signals are not to be heard."""

    silent = False
    collecting: Changes | None = None


STATE = State()


class Dependence(NamedTuple):
    """Rows of a model that depend on another row by a path that leads to it.

    `own` says that the foreign key of that other row decides on whom it touches.
    """

    model: Model
    prefix: str
    own: bool


@functools.cache
def dependants() -> dict[Model, dict[Dependence, set[Role]]]:
    """For each model what depends on its rows, and who reads it by that path."""
    by_model: dict[Model, dict[Dependence, set[Role]]] = {}
    followers = ((each.paths, place) for place, each in enumerate(TRACKED.followers))
    for paths, role in ((TRACKED.logged, TOUCHED), *followers, (TRACKED.revised, REVISED)):
        for model, some in paths.items():
            own = Dependence(model, "", own=False)
            by_model.setdefault(model, {}).setdefault(own, set()).add(role)
            for path in some:
                for prefix, related, back in relations_read(model, path):
                    found = by_model.setdefault(related, {})
                    found.setdefault(Dependence(model, prefix, back), set()).add(role)
    for model, some in TRACKED.linked.items():
        for path in some:
            prefix, related, back = list(relations_along(model, path))[-1]
            found = by_model.setdefault(related, {})
            found.setdefault(Dependence(model, prefix, back), set()).add(LINKED)
    return by_model


def changed(
    model: Model,
    rows: Collection[int],
    using: str,
    *,
    moving: bool = False,
    going: bool = False,
    looking: bool = False,
) -> Changes:
    """Some rows of a model that are written, and who depends on them: one statement.

    With `moving` only those that they could leave behind by a change of their own foreign keys;
    with `going` those too that lose a link to them. With `looking` it is asked as well whether
    visitors see one of the rows.
    """
    prefixes: dict[tuple[Model, frozenset[Role]], list[str]] = {}
    for each, roles in dependants().get(model, {}).items():
        heard = frozenset(REVISED if role == LINKED else role for role in roles)
        if not going:
            heard = frozenset(roles - {LINKED})
        if heard and (each.own or not moving):
            prefixes.setdefault((each.model, heard), []).append(each.prefix)
    owners = [set(rows) if "" in some else set() for some in prefixes.values()]
    asked = [
        other._base_manager.using(using)
        .order_by()
        .filter(**{f"{prefix}__in": rows})
        .values_list(models.Value(place), "pk")
        for place, ((other, _heard), some) in enumerate(prefixes.items())
        for prefix in some
        if prefix
    ]
    changes = Changes(using, {model: set(rows)}, visible=looking and not model.SHOWN_IF)
    if looking and model.SHOWN_IF:
        seen_by_all = shown(model, using).filter(pk__in=rows)
        asked.append(seen_by_all.values_list(models.Value(VISIBLE), "pk"))
    for place, pk in asked[0].union(*asked[1:]) if asked else ():
        if place == VISIBLE:
            changes.visible = True
        else:
            owners[place].add(pk)
    for (other, heard), found in zip(prefixes, owners, strict=True):
        for role in heard:
            changes.rows(role).setdefault(other, set()).update(found)
    return changes


def shown(model: Model, using: str | None = None) -> models.QuerySet:
    """The rows of a model of the record that visitors may see, in no order."""
    return model._base_manager.using(using).order_by().filter(model.shown_if())


def seen(some: Rows, using: str) -> bool:
    """Whether visitors may see one of some rows as a database holds them now."""
    if not all(model.SHOWN_IF for model in some):
        return True
    asked = [shown(model, using).filter(pk__in=rows).values("pk") for model, rows in some.items()]
    return asked[0].union(*asked[1:]).exists()


def written_to(using: str | None) -> str:
    """The database that the record is written to: the one that is named, or the router's."""
    return using or router.db_for_write(Version)


@contextlib.contextmanager
def one_version(using: str | None = None, *, savepoint: bool = True) -> Iterator[None]:
    """Write what follows from the changes made inside once, at the end, in one transaction.

    They are those of one database; what is written to another makes its own versions there.
    Without `savepoint` a failure undoes the transaction that it stands in as well.
    """
    if STATE.collecting is not None:
        yield
        return
    STATE.collecting = Changes(written_to(using))
    try:
        with transaction.atomic(using=STATE.collecting.using, savepoint=savepoint):
            yield
            if STATE.collecting.written:
                commit_version(STATE.collecting)
    finally:
        STATE.collecting = None


@contextlib.contextmanager
def loading(using: str | None = None) -> Iterator[None]:
    """Write the record as a whole inside, in one transaction; then everything is read anew."""
    using = written_to(using)
    with silently(), everything_changed(using):
        yield
        for follower in TRACKED.followers:
            follower.follow(Touched(dict.fromkeys(follower.paths), using))


@contextlib.contextmanager
def silently() -> Iterator[None]:
    """Signals of what is written inside are not heard: who writes tells `note_change` all."""
    before, STATE.silent = STATE.silent, True
    try:
        yield
    finally:
        STATE.silent = before


@contextlib.contextmanager
def everything_changed(using: str | None = None, beyond: int = 0) -> Iterator[None]:
    """All counts as changed by what is done inside, in one transaction: a version `beyond`."""
    using = written_to(using)
    with transaction.atomic(using=using):
        yield
        stamp = Version.objects.using(using).move(beyond)
        everything = {model._meta.label: None for model in TRACKED.logged}
        Change.objects.using(using).log(stamp, everything)


def commit_version(changes: Changes) -> None:
    """What followers keep, and for what visitors see a new version with its log.

    The version is that of what visitors see: what nobody sees leaves their pages as they are.
    Changes come one after the other, whether seen or not: only who waited for the one before
    knows what is visible now, and what stands in the index. Heads of entries are locked before
    the version, as by everybody who writes an entry.
    """
    using = changes.using
    version = Version.objects.using(using)
    with transaction.atomic(using=using, savepoint=False):
        closing = TRACKED.reviser(changes) if TRACKED.reviser and changes.revised else None
        if not changes.visible:
            version.count_unseen()
            changes.visible = seen(changes.written, using)
        stamp = version.move() if changes.visible else None
        for close in (*changes.closing, *([closing] if closing else ())):
            close(stamp and stamp.number)
        for place, follower in enumerate(TRACKED.followers):
            followed = changes.followed.get(place, {})
            if rows := {model: some for model, some in followed.items() if some}:
                follower.follow(Touched(rows, using, changes.alone, stamp))
        if stamp:
            Change.objects.using(using).log(
                stamp, {model._meta.label: rows for model, rows in changes.touched.items() if rows}
            )


def note_change(changes: Changes) -> None:
    """Settle changes, now or at the end of `one_version`; those tried out are noted alone."""
    if tried := aside.current():
        tried.noted.append(changes)
        return
    if STATE.collecting is not None and STATE.collecting.using == changes.using:
        STATE.collecting.add(changes)
    else:
        commit_version(changes)


def on_pre_save(sender, instance, using, **kwargs):
    """What a row touches before it is saved or deleted, and whether visitors see it, is kept."""
    if not STATE.silent and instance.pk is not None and issubclass(sender, Recorded):
        moving = kwargs["signal"] is pre_save
        collecting = STATE.collecting
        known = collecting is not None and collecting.using == using and collecting.visible
        changes = changed(
            sender, {instance.pk}, using, moving=moving, going=not moving, looking=not known
        )
        changes.visible = known or changes.visible
        instance.pending_changes = changes


def on_post_save(sender, instance, using, **kwargs):
    """A row was saved or deleted."""
    if not STATE.silent and issubclass(sender, Recorded):
        changes = instance.__dict__.pop("pending_changes", Changes(using))
        if kwargs["signal"] is post_save:
            changes.add(changed(sender, {instance.pk}, using))
        note_change(changes)


def on_m2m(sender, instance, action, reverse, model, pk_set, using, **kwargs):
    """Rows were linked or unlinked many to many; `pk_set` is empty before all are unlinked."""
    if STATE.silent or action in {"pre_add", "pre_remove"} or not isinstance(instance, Recorded):
        return
    # Before all are unlinked from the other side, who loses a link is known by it alone.
    changes = changed(type(instance), {instance.pk}, using, going=action == "pre_clear")
    if pk_set:
        changes.add(changed(model, pk_set, using))
    # A link is seen where both ends are.
    hiding = {end: rows for end, rows in changes.written.items() if end.SHOWN_IF}
    note_change(dataclasses.replace(changes, written=hiding or changes.written))


def connect(logged: Paths, followers: Sequence[Follower]) -> None:
    """Log a change of a row whenever a value at one of the `logged` paths of its model changes.

    The followers are called one after the other: the later may read what the earlier keep. What was
    connected before is forgotten.
    """
    TRACKED.logged, TRACKED.followers = dict(logged), tuple(followers)
    dependants.cache_clear()
    WHOLE.change = one_version
    for signal, receiver in (
        (pre_save, on_pre_save),
        (pre_delete, on_pre_save),
        (post_save, on_post_save),
        (post_delete, on_post_save),
        (m2m_changed, on_m2m),
    ):
        signal.connect(receiver, dispatch_uid=f"portal.changes.{receiver.__name__}")


def revise_with(revised: Paths, linked: Paths, reviser: Reviser) -> None:
    """Tell `reviser`, at the end of each change, which entries it touched.

    `revised` are the paths from each model of entries to the rows nested in them, `linked` those
    to what they name many to many. What it answers is called when the version is known.
    """
    TRACKED.revised, TRACKED.linked, TRACKED.reviser = dict(revised), dict(linked), reviser
    dependants.cache_clear()
